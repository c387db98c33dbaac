"""The rules for recording talks: where, and only after the caller was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Language, Moment, Prompt
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, StartTimer, StopTimer
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.settings.directory import Directory
from appliance.core.state.call import Call, Step, Talking, Waiting, enter, noted, timer
from appliance.core.words.spoken import worded

PART_SECONDS = 600.0
"""A part lies in memory until the disk has it: ten minutes are 9.6 MB."""
TIMER = "record"

NOTICE: Mapping[Language, str] = {
    "da": "Samtalen bliver optaget.",
    "nb": "Samtalen blir tatt opp.",
    "sv": "Samtalet spelas in.",
    "nl": "Dit gesprek wordt opgenomen.",
    "en": "This call is recorded.",
}


def is_wanted(call: Call, loop: str) -> bool:
    """Whether the settings say that this talk is recorded: by its line or by its loop."""
    waits = call.directory.loops.get(loop)
    return bool(call.line and call.line.record) or bool(waits and waits.record)


def notice(directory: Directory, language: Language) -> Prompt:
    """What callers hear before: the office's own words, else the house's."""
    own = directory.office.record_prompts.get(language)
    return Prompt(own or worded(NOTICE, language), language)


def notices(directory: Directory, languages: Sequence[Language]) -> Iterator[Prompt]:
    """Every notice that callers may hear."""
    lines, loops = directory.lines.values(), directory.loops.values()
    if any(line.record for line in lines) or any(loop.record for loop in loops):
        yield from (notice(directory, language) for language in languages)


def due(call: Call, loop: str) -> tuple[Prompt, ...]:
    """The notice, where a caller who begins to wait must hear it."""
    wanted = is_wanted(call, loop) and not call.told_recorded
    return (notice(call.directory, call.language),) if wanted else ()


def is_telling(call: Call, phase: Waiting) -> bool:
    """Whether the caller hears the notice now; until its end nobody is rung."""
    return call.notice is not None and call.notice == phase.announcing


def told(call: Call, problem: str) -> Call:
    """The notice has ended; one that could not be played has told nobody anything."""
    return changed(call, notice=None, told_recorded=not problem)


def begin(call: Call, loop: str, now: Moment) -> tuple[Call, list[Command]]:
    """Caller and agent begin to hear each other: record them, where that is wanted and known."""
    if not is_wanted(call, loop) or call.recorded_leg == call.caller_leg:
        return call, []
    if not call.told_recorded:
        return noted(call, now, Told.NOT_RECORDED), []
    call = noted(call, now, Told.RECORDED)
    return _next(call)


def next_part(call: Call) -> Step:
    """The part has become long: go on with another one."""
    if not isinstance(call.phase, Talking):
        return call, [StartTimer(timer(call, TIMER), PART_SECONDS)]
    call, commands = _next(call)
    return enter(call, call.phase, commands)


def stop(call: Call) -> list[Command]:
    """The call is over, and its recording ends with its leg."""
    return [StopTimer(timer(call, TIMER))] if call.recorded_leg else []


def _next(call: Call) -> tuple[Call, list[Command]]:
    part = call.recorded_parts + 1
    call = changed(call, recorded_parts=part, recorded_leg=call.caller_leg)
    record = RecordTalk(call.caller_leg, f"{call.id}-{part}")
    return call, [record, StartTimer(timer(call, TIMER), PART_SECONDS)]
