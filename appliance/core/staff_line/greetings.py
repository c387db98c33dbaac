"""Recording a line's greeting at the staff line: which line, speak, listen, 1 to use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appliance.core.model.ids import Greeting, Moment, Prompt, Receipt, Sound, SpokenFile, TimerId
from appliance.core.model.told import Told
from appliance.core.protocol.commands import (
    Command,
    Record,
    Save,
    StartTimer,
    StopRecording,
    StopTimer,
)
from appliance.core.protocol.commands_staff import Discard
from appliance.core.protocol.events import RecordingEnded
from appliance.core.settings.staff_firms import own_lines
from appliance.core.staff_line.speaking import Part, language_of, said, say, say_menu, work
from appliance.core.state.call import Call, Step, enter, noted, timer
from appliance.core.state.staff_line import AtStaffLine, StaffStep
from appliance.core.words.staff_line import number

SHORTEST_SECONDS = 1.0
MOST_LINES = 9
"""One key for each."""


def lines_of(call: Call, phase: AtStaffLine) -> tuple[str, ...]:
    """The lines whose greeting this member may change: those that lead to their loops."""
    if not call.directory.agents[phase.agent].may_record:
        return ()
    return own_lines(call.directory, phase.agent)[:MOST_LINES]


def begin(call: Call, phase: AtStaffLine, now: Moment) -> Step:
    """Ask for the line, where there is more than one."""
    lines = lines_of(call, phase)
    if not lines:
        return say_menu(call, phase, said(call, phase, "may_not"))
    if len(lines) == 1:
        return _with_line(call, replace(phase, line=lines[0]), now)
    return say(call, phase, StaffStep.LINE, *_choices(call, phase, lines))


def line_chosen(call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Step:
    """A key for a line; any other key leads to the menu."""
    lines = lines_of(call, phase)
    if not digit.isdigit() or not 1 <= int(digit) <= len(lines):
        return say_menu(call, phase)
    return _with_line(call, replace(phase, line=lines[int(digit) - 1]), now)


def record(call: Call, phase: AtStaffLine) -> Step:
    """The tone was heard: speak."""
    most = StartTimer(limit(call), call.directory.office.message_seconds)
    phase = replace(phase, step=StaffStep.RECORDING)
    return enter(call, phase, [Record(call.caller_leg), most])


def stop(call: Call) -> Step:
    """Spoken to the end, or long enough; RecordingEnded will follow."""
    return call, [StopTimer(limit(call)), StopRecording(call.caller_leg)]


def limit(call: Call) -> TimerId:
    """Runs while the member speaks."""
    return timer(call, "recording")


def recorded(call: Call, phase: AtStaffLine, event: RecordingEnded, now: Moment) -> Step:
    """Let the member hear what it sounds like."""
    quiet = StopTimer(limit(call))
    if event.path and event.seconds >= SHORTEST_SECONDS:
        onward, commands = _played_back(call, replace(phase, recording=event.path))
        return onward, [quiet, *commands]
    kind = Told.NOTHING_RECORDED_BY if event.problem else Told.NOTHING_RECORDED
    call = noted(call, now, kind, problem=event.problem)
    lost: list[Command] = [Discard(event.path)] if event.path else []
    onward, commands = say_menu(call, phase, said(call, phase, "nothing_recorded"))
    return onward, [quiet, *lost, *commands]


def confirm(call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Step:
    """Use it, speak again, or leave it."""
    if digit == "1":
        return _save(call, phase, phase.recording, now)
    again = replace(phase, recording="")
    onward, commands = _speak(call, again) if digit == "2" else say_menu(call, again)
    return onward, [*discarded(phase), *commands]


def stored(call: Call, phase: AtStaffLine, *, on_disk: bool) -> Step:
    """The disk has it: it is used from the next call on."""
    told = ("taken_away" if phase.removing else "in_use") if on_disk else "not_stored"
    let_go = [] if on_disk else discarded(phase)
    onward, commands = say_menu(call, phase, said(call, phase, told))
    return onward, [*let_go, *commands]


def discarded(phase: AtStaffLine) -> Sequence[Command]:
    """Forget a recording that is not used."""
    return [Discard(phase.recording)] if phase.recording else []


def _with_line(call: Call, phase: AtStaffLine, now: Moment) -> Step:
    return _save(call, phase, None, now) if phase.removing else _speak(call, phase)


def _speak(call: Call, phase: AtStaffLine) -> Step:
    return say(call, phase, StaffStep.SPEAK, said(call, phase, "speak"), Sound.TONE)


def _played_back(call: Call, phase: AtStaffLine) -> Step:
    spoken = SpokenFile(phase.recording)
    return say(call, phase, StaffStep.CONFIRM, spoken, said(call, phase, "use_it"))


def _save(call: Call, phase: AtStaffLine, recording: str | None, now: Moment) -> Step:
    kind = Told.GREETING_RECORDED if recording else Told.GREETING_TAKEN_AWAY
    call = noted(call, now, kind, phase.agent, line=phase.line)
    record = Greeting(phase.line, recording, phase.agent, now.wall)
    save = Save(Receipt(f"{call.id}:greeting"), (record,))
    return work(call, phase, StaffStep.SAVING, save)


def _choices(call: Call, phase: AtStaffLine, lines: tuple[str, ...]) -> Sequence[Part]:
    """ "Nordlys", "press", "1", and so on."""
    language, parts = language_of(call, phase), list[Part]()
    for key, line in enumerate(lines, 1):
        client = call.directory.client_of(call.directory.lines[line])
        name = Prompt(client.name, language) if client else said(call, phase, "number")
        parts += [name, said(call, phase, "press"), number(key, language)]
    return parts
