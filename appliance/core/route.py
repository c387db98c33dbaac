"""What a caller would meet: a call that is only thought, decided by the switchboard's own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from appliance.core.calls.waiting import is_after_hours
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Language,
    LegId,
    Moment,
    Prompt,
    Sms,
    Sound,
    SpokenFile,
    TimerId,
    TrailStep,
)
from appliance.core.model.told import Cause, Told, Value, values_of
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import (
    Command,
    HangUp,
    Play,
    Record,
    Reject,
    Ring,
    Save,
    Sayable,
    StartTimer,
    StopRecording,
    StopTimer,
)
from appliance.core.protocol.commands_staff import CheckPin, FetchMessage
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    Event,
    LegEnded,
    PromptEnded,
    RecordingEnded,
    Saved,
    Started,
    TimerFired,
)
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.core.staff.hunting import Reach, nobody, reach
from appliance.core.staff.presence import staff_now
from appliance.core.state.blocks import Blocks
from appliance.core.state.call import Call, Choosing, ChoosingLanguage
from appliance.core.state.staff import Staff
from appliance.core.state.staff_line import AtStaffLine, StaffStep
from appliance.core.switchboard import Switchboard

LETTERS_A_SECOND = 14.0
"""How fast a prompt is spoken, for the times of the story only."""
SPOKEN_SECONDS = 8.0
"""How long the imagined caller speaks after the tone."""
THINKING_SECONDS = 1.0
"""How long the imagined caller listens before pressing a key they know."""
LONGEST_SECONDS = 7200.0
LEG = LegId("imagined")
SOUNDS = {Sound.WAITING: Cause.WAITING_SOUND, Sound.TONE: Cause.TONE}


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One thing that the caller meets, or (`reason`) why; `seconds` after the call began.

    `kind` and `values` are those of a story; see told.py.

    `choices`: the keys that the caller can press there, each with what it is about, after having
    pressed `pressed`. `reached`: whose telephone would ring in the loop that the caller joins.
    """

    seconds: float
    kind: Told
    values: Mapping[str, Value] = field(default_factory=dict)
    reason: bool = False
    pressed: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    reached: tuple[Reach, ...] = ()


@dataclass(slots=True)
class _Imagined:
    """The world of an imagined call: what is still to happen, in order of time."""

    switchboard: Switchboard
    began: Moment
    keys: str
    staff: Staff
    pressed: str = ""
    now: float = 0.0
    ahead: list[tuple[float, int, Event]] | None = None
    numbered: int = 0

    def at(self, seconds: float, event: Event) -> None:
        """Let something happen `seconds` from now."""
        self.numbered += 1
        self.ahead = sorted([*(self.ahead or []), (self.now + seconds, self.numbered, event)])

    def forget(self, kind: type, name: str, value: str) -> None:
        """Let something not happen after all."""
        self.ahead = [
            entry
            for entry in self.ahead or []
            if not (isinstance(entry[2], kind) and getattr(entry[2], name) == value)
        ]

    def moment(self) -> Moment:
        """The imagined time."""
        wall = self.began.wall + timedelta(seconds=self.now)
        return Moment(self.began.monotonic + self.now, wall)


def imagine(started: Started, call: CallArrived, at: datetime, keys: str) -> list[RouteStep]:
    """The story of a call that arrives `at` (aware), presses `keys`, and that nobody answers.

    `started` holds the settings and who is logged in; the leg of `call` is replaced. In order of
    time, the reasons before what they lead to.
    """
    met = [replace(s, seconds=round(s.seconds, 1)) for s in _happens(started, call, at, keys)]
    return sorted(met, key=lambda step: (step.seconds, not step.reason))


def _happens(started: Started, call: CallArrived, at: datetime, keys: str) -> Iterator[RouteStep]:
    switchboard = Switchboard()
    switchboard.handle(started, Moment(0.0, at))
    world = _Imagined(switchboard, Moment(0.0, at), keys, switchboard.picture.staff)
    arrived = CallArrived(LEG, call.dialled, call.caller, call.diverted, call.caller_name)
    world.at(0.0, arrived)
    while world.ahead and world.ahead[0][0] <= LONGEST_SECONDS:
        world.now, _, event = world.ahead.pop(0)
        for command in world.switchboard.handle(event, world.moment()):
            yield from _met(world, command)


def _met(world: _Imagined, command: Command) -> Iterator[RouteStep]:
    """Let the imagined world obey a command, and tell what the caller notices of it."""
    match command:
        case Reject(code=code):
            yield _met_now(world, Told.REFUSED_WITH, n=code)
        case Play(play=play, what=what, loop=loop):
            yield _hears(world, what)
            world.forget(PromptEnded, "leg", LEG)
            if not loop:
                world.at(_lasts(what), PromptEnded(LEG, play))
            _press_next(world)
        case Ring(uri=uri):
            yield _met_now(world, Told.RINGS_AS, who=uri, shown=command.from_name)
        case Record():
            yield _met_now(world, Told.SPEAKS)
            world.at(SPOKEN_SECONDS, DigitPressed(LEG, "#"))
        case StopRecording():
            world.at(0.0, RecordingEnded(LEG, "imagined", SPOKEN_SECONDS))
        case HangUp(leg=leg):
            world.at(0.0, LegEnded(leg))
        case StartTimer(timer=timer, seconds=seconds):
            world.forget(TimerFired, "timer", timer)
            if _of_the_call(timer):
                world.at(seconds, TimerFired(timer))
        case StopTimer(timer=timer):
            world.forget(TimerFired, "timer", timer)
        case Save():
            world.at(0.0, Saved(command.receipt))
            yield from _kept(world, command)
        case CheckPin(call=call):
            yield RouteStep(world.now, Told.ANY_PIN, reason=True)
            world.at(0.0, PinChecked(call, right=True))
        case FetchMessage(call=call):
            yield RouteStep(world.now, Told.NO_MESSAGES, reason=True)
            world.at(0.0, MessageFetched(call, None))


def _met_now(world: _Imagined, kind: Told, **values: object) -> RouteStep:
    return RouteStep(world.now, kind, values_of(values))


def _hears(world: _Imagined, what: Sayable) -> RouteStep:
    call = world.switchboard.picture.calls.get(CallId(LEG))
    choices = _choices(call) if call else ()
    heard = {"what": _heard(what)}
    return RouteStep(world.now, Told.HEARS, heard, False, world.pressed, choices)


def _choices(call: Call) -> tuple[tuple[str, str], ...]:
    """What the caller can press where they are now."""
    match call.phase:
        case Choosing(menu=menu):
            keys = call.directory.menus[menu].keys
            return tuple((key, choice.label) for key, choice in keys.items())
        case ChoosingLanguage() if call.line:
            return tuple((key, said.language) for key, said in call.line.languages.items())
    return ()


def _kept(world: _Imagined, save: Save) -> Iterator[RouteStep]:
    for record in save.records:
        if isinstance(record, Sms):
            yield _met_now(world, Told.SMS_TO, number=record.number, text=record.text)
        elif isinstance(record, CallRecord):
            yield from _story(world, record)


def _story(world: _Imagined, record: CallRecord) -> Iterator[RouteStep]:
    """The reasons, as the call's own record tells them."""
    for step in record.trail:
        since = (step.at - world.began.wall).total_seconds()
        reached = _reached(world, step, record.language)
        yield RouteStep(since, step.kind, step.values, reason=True, reached=reached)


def _reached(world: _Imagined, step: TrailStep, language: Language) -> tuple[Reach, ...]:
    """Who would be rung where the caller joins a loop."""
    directory = world.switchboard.picture.directory
    joined = str(step.values["id"]) if step.kind is Told.WAITS else ""
    if loop := directory.loops.get(joined):
        if is_after_hours(directory, loop, world.moment()):
            return nobody(directory, loop)
        before = replace(world.switchboard.picture, staff=world.staff, blocks=Blocks())
        staff = staff_now(before, world.moment())
        return reach(directory, loop, staff, {}, language)
    return ()


def _press_next(world: _Imagined) -> None:
    """The imagined caller presses the next key as soon as a menu asks for one."""
    call = world.switchboard.picture.calls.get(CallId(LEG))
    if not (world.keys and call):
        return
    if isinstance(call.phase, Choosing | ChoosingLanguage):
        _press(world, world.keys[0], world.keys[0])
    elif isinstance(call.phase, AtStaffLine):
        _press_at_staff_line(world, call.phase)


def _press_at_staff_line(world: _Imagined, phase: AtStaffLine) -> None:
    """One key of a menu, or all of a number; a PIN is shown to nobody."""
    whole = world.keys.partition("#")[0] + "#"
    if phase.step is StaffStep.PIN:
        _press(world, whole, "****#")
    elif phase.step in (StaffStep.NUMBER, StaffStep.UNTIL):
        _press(world, whole, whole)
    elif phase.step is not StaffStep.GOODBYE:
        _press(world, world.keys[0], world.keys[0])


def _press(world: _Imagined, keys: str, shown: str) -> None:
    """Press these keys, the next of those that the imagined caller was given."""
    world.keys = world.keys[len(keys) :]
    world.pressed += shown
    for key in keys:
        world.at(THINKING_SECONDS, DigitPressed(LEG, key))


def _of_the_call(timer: TimerId) -> bool:
    return timer.startswith(LEG) and not timer.endswith(":limit")


def _heard(what: Sayable) -> Value:
    """What the caller hears: words, or a sound by its code."""
    return Trouble(SOUNDS[what]) if isinstance(what, Sound) else _said(what)


def _said(what: Sayable) -> str:
    parts = what if isinstance(what, tuple) else (what,)
    return " ".join(map(_part, parts))


def _part(part: Prompt | Sound | SpokenFile) -> str:
    match part:
        case Prompt(text=text):
            return text
        case SpokenFile():
            return "(what a person has recorded)"
    return f"({part.value})"


def _lasts(what: Sayable) -> float:
    return max(0.5, len(_said(what)) / LETTERS_A_SECOND)
