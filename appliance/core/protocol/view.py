"""What lamps, display, and pages show: the state of the office as plain text and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance.core.model.ids import CallId, Language, TrailStep
from appliance.core.model.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the display; `size` is "huge", "large", "normal", "small", "invert", or "qr".

    A line that is too long moves if it may `scroll`, else it is shortened.
    """

    text: str
    size: str = "normal"
    scroll: bool = False


@dataclass(frozen=True, slots=True)
class Lamp:
    """A member of staff: `pattern` for the lamp, `why` for whoever asks.

    Patterns: "free", "ringing", "busy", "away", "wrap_up", "logged_out", "fault".
    Where it is a call, `why` ends in front of the `caller`, who rang the firm `client_id` ("": an
    unknown line): "talking to".
    """

    agent: str
    name: str
    pattern: str
    why: str
    caller: str = ""
    client_id: str = ""
    fact: Trouble | None = None
    """What `why` says in English, where it is not in the words of the staff."""


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the desk sees it."""

    call: str
    client: str
    """The firm; the office's name for `nobodys` where it is none's."""
    caller: str
    """The caller's number as people read it; "" where it is withheld."""
    about: str
    stands: str
    """Where the call stands: "menu", "waiting", "ringing", "talking", "message", "wrap-up"."""
    agent: str
    client_id: str = ""
    """The id of the firm in the settings; "" for an unknown line."""
    nobodys: str = ""
    """Why the call is in no firm's name: one of `nobodys_line.Nobodys`."""
    language: str = ""
    since: float = 0.0
    """When the call arrived, as POSIX time."""
    loop: str = ""
    """The id of the loop that the caller waits in."""
    trail: tuple[TrailStep, ...] = ()
    """The call's story so far."""
    registered: str = ""
    """Whom the number is registered to: say "registered to ...", it proves nothing."""
    screening: str = ""
    """What the firm wants done with its callers, with its note."""
    urgent: bool = False
    abuse: bool = False
    agent_id: str = ""
    """The id of `agent` in the settings."""
    outgoing: bool = False
    """We dialled it: `caller` is the number that was dialled."""
    talks: bool = False
    """Somebody has the caller on the line: what can be done in a call can be done now."""
    held: bool = False
    """The caller is on hold."""
    partner: str = ""
    """The id of the partner whose telephone rings for it, or who has it."""
    chosen: str = ""
    """The disposition that was said in the talk already, with its note."""
    note: str = ""
    promised: str = ""
    """What the caller was promised."""


@dataclass(frozen=True, slots=True)
class LoopView:
    """A loop: its members' ids, how many wait, and since when (POSIX time, 0: nobody) the first."""

    loop: str
    name: str
    members: tuple[str, ...]
    waiting: int = 0
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the box or a trunk: whether it works, and what it says of itself, in English.

    Of a fault `words` say in the office's language what to do, and `trouble` is the fact.
    `state`: "ok", "fault", or "connecting" while a trunk has neither registered nor failed.
    """

    part: str
    state: str
    words: str = ""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call as it came: `at` is a POSIX time, `line` the id of the line that it was taken for.

    `headers` are those that tell who rings whom, as they came; `codecs` what the far end offers
    to speak; `digits` what the caller has pressed so far.
    """

    call: CallId
    at: float
    dialled: str
    caller: str | None
    diverted: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    codecs: tuple[str, ...] = ()
    digits: str = ""
    line: str = ""
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The whole picture: display rows, a lamp per member of staff, calls, and faults.

    `faults` are sentences in the office's language, `troubles` the same as facts, in their order.
    """

    rows: tuple[Row, ...] = ()
    lamps: tuple[Lamp, ...] = ()
    calls: tuple[CallView, ...] = ()
    faults: tuple[str, ...] = ()
    waiting: int = 0
    unsent: int = 0
    inbox: int = 0
    """SMS that came in and wait for a person."""
    missed: int = 0
    """Calls that nobody took, since somebody has looked last."""
    delivered: int = 0
    """SMS that a telephone has confirmed since the box started."""
    troubles: tuple[Trouble, ...] = ()
    details: tuple[str, ...] = ()
    """What the parts themselves said of each fault, in English, in the order of `faults`."""
    signals: tuple[Lamp, ...] = ()
    """The lamps that burn besides those of the staff: lines ("line:FIRM") and "fault"."""
    lights: Mapping[str, str] = field(default_factory=dict)
    """Lamp of the front panel -> pattern: staff by id, "line:FIRM", and "fault"."""
    dim: bool = False
    """Whether the display is dimmed now."""
    language: Language = "en"
    """The office's language, which the rows and faults are in."""
    loops: tuple[LoopView, ...] = ()
    parts: tuple[PartView, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    """What calls brought with them, newest first, while somebody sets up a line."""
    code_shown: bool = False
    """The rows hold a one-time code: they are for the display alone."""
