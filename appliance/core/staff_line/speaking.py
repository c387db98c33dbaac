"""How the staff line speaks: one thing at a time, and which step waits for the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from appliance.core.model.ids import Language, Moment, Prompt, Sound, SpokenFile, Status, TimerId
from appliance.core.protocol.commands import Command, Sayable, StopPlaying, StopTimer
from appliance.core.state.call import Call, Step, enter, play, timer
from appliance.core.state.staff_line import AtStaffLine, StaffStep
from appliance.core.words.staff_line import digits, number, staff_said

Part = Prompt | Sound | SpokenFile

STATUS_SAID = {
    Status.AVAILABLE: "are_available",
    Status.AWAY: "are_away",
    Status.LOGGED_OUT: "are_logged_out",
}


def say(call: Call, phase: AtStaffLine, step: StaffStep, *parts: Part) -> Step:
    """Say something, and wait for what belongs to `step`."""
    what: Sayable = parts[0] if len(parts) == 1 else parts
    call, saying = play(call, call.caller_leg, what)
    phase = replace(phase, step=step, play=saying.play, entered="")
    return enter(call, phase, [StopTimer(key_timer(call)), saying])


def say_menu(call: Call, phase: AtStaffLine, *before: Part) -> Step:
    """Say the menu, after whatever else there is to say."""
    phase = replace(phase, status=None, message=None, line="", recording="", removing=False)
    return say(call, phase, StaffStep.MENU, *before, said(call, phase, "menu"))


def key_timer(call: Call) -> TimerId:
    """Runs while somebody thinks about the keys."""
    return timer(call, "key")


def language_of(call: Call, phase: AtStaffLine) -> Language:
    """The member's own language as soon as we know whom we talk to."""
    agent = call.directory.agents.get(phase.agent or phase.claimed)
    return agent.language if agent else call.language


def work(call: Call, phase: AtStaffLine, step: StaffStep, *commands: Command) -> Step:
    """Be silent while something is done elsewhere; `step` waits for the answer."""
    quiet: list[Command] = [StopTimer(key_timer(call)), StopPlaying(call.caller_leg)]
    return enter(call, replace(phase, step=step, entered=""), [*quiet, *commands])


def said(call: Call, phase: AtStaffLine, key: str) -> Prompt:
    """A sentence of the staff line in the right language."""
    return staff_said(key, language_of(call, phase))


def status_said(
    status: Status, until: datetime | None, now: Moment, language: Language
) -> tuple[Prompt, ...]:
    """How the member stands: "You are away." "Until" "14" "30"."""
    sentence = staff_said(STATUS_SAID[status], language)
    return (sentence, *_until_said(until, now, language)) if until else (sentence,)


def _until_said(until: datetime, now: Moment, language: Language) -> tuple[Prompt, ...]:
    until = until.astimezone(now.wall.tzinfo)
    if until.date() > now.wall.date() + timedelta(days=1):
        return (staff_said("until_later", language),)
    tomorrow = until.date() > now.wall.date()
    day = (staff_said("tomorrow", language),) if tomorrow else ()
    clock = (number(until.hour, language), number(until.minute, language, places=2))
    return (staff_said("until", language), *day, *(clock if until.minute else clock[:1]))


def caller_said(caller: str | None, language: Language) -> tuple[Prompt, ...]:
    """A caller's number, digit by digit."""
    known = digits(caller or "", language)
    return known or (staff_said("withheld", language),)
