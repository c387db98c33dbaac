"""The state of one call: what is settled about it, and the phase that it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from appliance.core.model.frozen import changed
from appliance.core.model.ids import (
    CallId,
    Disposition,
    Language,
    LegId,
    Moment,
    PlayId,
    Prompt,
    Receipt,
    SpokenFile,
    TimerId,
    TrailStep,
)
from appliance.core.model.story import longer
from appliance.core.model.told import Told, values_of
from appliance.core.protocol.commands import Command, Play, Sayable
from appliance.core.settings.directory import Client, Directory
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.screening import Screening
from appliance.core.state.dial_phase import Dialling, Outgoing
from appliance.core.state.staff_line import AtStaffLine


@dataclass(frozen=True, slots=True)
class ChoosingLanguage:
    """The caller is asked for a language."""

    play: PlayId


@dataclass(frozen=True, slots=True)
class Hearing:
    """The caller hears sentences one after another, and then goes `onward`."""

    play: PlayId
    rest: tuple[Prompt | SpokenFile, ...]
    onward: Choice


@dataclass(frozen=True, slots=True)
class Choosing:
    """The caller hears a menu, or thinks about its keys."""

    menu: str
    attempt: int
    play: PlayId


@dataclass(frozen=True, slots=True)
class Offer:
    """A telephone that is rung for a waiting call: of an agent, or a partner's.

    `play` is what the one who answered hears before the call is theirs; `asked` means that it
    is theirs only after key 1.
    """

    agent: str
    leg: LegId
    play: PlayId | None = None
    asked: bool = False

    @property
    def ringing(self) -> bool:
        """Nobody has answered yet."""
        return self.play is None


OUTSIDE = "tel:"
"""Begins the name of a number outside the house where an agent is named."""


class CallBack(StrEnum):
    """A promise to call back: on its way to the disk, being told, or standing."""

    STORING = "storing"
    TELLING = "telling"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class CallingBack:
    """The agent is there and the caller, who was promised it, is rung."""

    agent: str
    agent_leg: LegId
    loop: str
    leg: LegId


@dataclass(frozen=True)
class Waiting:
    """The caller waits in a loop, for one of its members or (`only`) for certain people.

    `first` was asked for in person and is rung before the loop's members.
    `tried` did not take the call lately. `overflowing` calls may go to the partner as well,
    `after_hours` ones to nobody else.
    `came_by` are the loops that passed the call on. `announcing` is the place being said.
    `call_back`: how far the promise is that the caller need not wait on the line.
    """

    loop: str
    since: Moment
    offers: tuple[Offer, ...] = ()
    tried: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    overflowing: bool = False
    after_hours: bool = False
    came_by: tuple[str, ...] = ()
    announcing: PlayId | None = None
    call_back: CallBack | None = None
    first: str = ""

    def offer_on(self, leg: LegId) -> Offer | None:
        """The offer that is made on this leg."""
        return next((offer for offer in self.offers if offer.leg == leg), None)


@dataclass(frozen=True, slots=True)
class Consult:
    """A third leg in a talk: a colleague who is asked, or (`joins`) a superior who joins in."""

    target: str
    leg: LegId
    joins: bool = False
    answered: bool = False


@dataclass(frozen=True)
class Talking:
    """Caller and agent hear each other, unless the caller is `held`.

    `chosen` is a disposition given before the end, `keys` what the agent has pressed of a
    command that begins with a star.
    """

    agent: str
    leg: LegId
    since: Moment
    loop: str = ""
    chosen: tuple[Disposition, str] | None = None
    held: bool = False
    keys: str = ""
    consult: Consult | None = None


@dataclass(frozen=True, slots=True)
class Referring:
    """The trunk was asked to transfer the caller to a number outside; `loop` is where they were."""

    loop: str
    target: str


@dataclass(frozen=True, slots=True)
class AskedForMessage:
    """The caller hears the request for a message, then the tone."""

    play: PlayId
    tone: bool = False


@dataclass(frozen=True, slots=True)
class RecordingMessage:
    """The caller speaks."""

    since: Moment


@dataclass(frozen=True, slots=True)
class StoringMessage:
    """The message is on its way to the disk; nothing is promised yet.

    `unheard`: what was spoken was not recorded, or not to its end, so that it never will be.
    """

    receipt: Receipt
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class Farewell:
    """The caller hears how it ended, then the call is hung up."""

    play: PlayId
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class WrappingUp:
    """The talk is over and the agent says how it ended; `leg` while the agent still listens."""

    agent: str
    leg: LegId | None
    since: Moment


Phase = (
    ChoosingLanguage
    | Hearing
    | Choosing
    | Waiting
    | CallingBack
    | Dialling
    | Talking
    | Referring
    | AskedForMessage
    | RecordingMessage
    | StoringMessage
    | Farewell
    | WrappingUp
    | AtStaffLine
)


@dataclass(frozen=True)
class Call:
    """One visit of a caller. It keeps the settings of the moment in which it arrived."""

    id: CallId
    directory: Directory
    dialled: str
    caller: str | None
    line: Line | None
    language: Language
    started: Moment
    phase: Phase
    trunk: str = ""
    """The id of the trunk that brought the call; none: a telephone that called us directly."""
    caller_present: bool = True
    called_back_on: LegId | None = None
    """The leg on which the caller was called back; their first leg is gone then."""
    about: str = ""
    agent: str | None = None
    numbered: int = 0
    """How many plays and outgoing legs have got their number."""
    trail: tuple[TrailStep, ...] = ()
    registered: str = ""
    """Whom the caller's number is registered to, which need not be who calls."""
    screening: Screening | None = None
    """What the firm wants done with its callers, as it held when it rang."""
    decision: str = ""
    """What was decided by that rule, and why."""
    urgent: bool = False
    promised: str = ""
    """What the caller was promised."""
    abuse: bool = False
    notice: PlayId | None = None
    """The playing that tells the caller that the talk will be recorded, while it plays."""
    told_recorded: bool = False
    recorded_parts: int = 0
    recorded_leg: LegId | None = None
    """The caller's leg whose talk is recorded."""
    answered: Moment | None = None
    """When caller and agent first heard each other."""
    forwarded: Mapping[LegId, tuple[str, ...]] = field(default_factory=dict)
    """The legs that ring elsewhere because a telephone has sent us there: where else it would."""
    resting: frozenset[LegId] = frozenset()
    """The legs that their own telephones hold."""
    outgoing: Outgoing | None = None
    """That we dialled it; `caller` is then the number that we dialled."""

    @property
    def caller_leg(self) -> LegId:
        """The caller's dialog: the call is named after it, unless the caller was called back."""
        return self.called_back_on or LegId(self.id)

    @property
    def client(self) -> Client | None:
        """The firm that the call is for; None for an unknown line."""
        return self.directory.client_of(self.line)


Step = tuple[Call | None, list[Command]]
"""What an event makes of a call (None: it is over), and what is to be done."""


def call_of(name: str) -> CallId:
    """The call that a leg, play, or timer belongs to, by its name alone."""
    return CallId(name.partition("/")[0].partition(".")[0].partition(":")[0])


def timer(call: Call, name: str) -> TimerId:
    """A timer of this call."""
    return TimerId(f"{call.id}:{name}")


def ring_timer(call: Call, leg: LegId) -> TimerId:
    """Runs while one telephone rings, or while the one who answered has not taken the call."""
    return timer(call, "ring-" + leg.rpartition("/")[2])


def noted(call: Call, now: Moment, kind: Told, by: str = "", /, **values: object) -> Call:
    """The call with one more step in its story; the member `by` of the staff did it, if anybody."""
    step = TrailStep(now.wall, kind, values_of(values), by)
    return changed(call, trail=longer(call.trail, step))


def play(call: Call, leg: LegId, what: Sayable, *, loop: bool = False) -> tuple[Call, Play]:
    """Number a playing, and the command for it."""
    call = changed(call, numbered=call.numbered + 1)
    return call, Play(leg, PlayId(f"{call.id}.{call.numbered}"), what, loop)


def new_leg(call: Call) -> tuple[Call, LegId]:
    """Number an outgoing leg of this call."""
    call = changed(call, numbered=call.numbered + 1)
    return call, LegId(f"{call.id}/{call.numbered}")


def enter(call: Call, phase: Phase, commands: Sequence[Command]) -> Step:
    """The call in its new phase."""
    return changed(call, phase=phase), list(commands)
