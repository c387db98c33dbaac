"""The menu: what the caller hears first, and what a key, a wrong key, or no key leads to."""

from __future__ import annotations

from dataclasses import replace

from appliance.core import message, waiting
from appliance.core.commands import Answer, StartTimer, StopTimer
from appliance.core.directory import Choice, Directory, Line, Menu
from appliance.core.events import CallArrived
from appliance.core.identity import unmarked
from appliance.core.model import CallId, Moment, PlayId, Prompt, TimerId
from appliance.core.phases import Call, Choosing, Step, enter, noted, play, timer
from appliance.core.wording import UNKNOWN_LINE, spoken, worded


def arrive(event: CallArrived, directory: Directory, now: Moment) -> Step:
    """Answer a call as the firm that it is for; an unknown line gets a neutral greeting."""
    line, known_by = directory.line_for(event.dialled, event.diverted)
    call = _new_call(event, directory, line, now)
    client = call.client
    whose = client.name if client else worded(UNKNOWN_LINE, directory.office.language)
    call = noted(call, now, f"Arrived for {whose}, known by {known_by}.")
    limit = StartTimer(timer(call, "limit"), directory.office.call_seconds)
    menu = directory.menus.get(line.menu) if line else None
    onward, commands = open_menu(call, menu, 1) if menu else _greet_neutrally(call)
    return onward, [Answer(call.caller_leg), *commands, limit]


def open_menu(call: Call, menu: Menu, attempt: int) -> Step:
    """Play a menu; keys count from the first moment (barge-in)."""
    call, saying = play(call, call.caller_leg, Prompt(menu.prompt, call.language))
    return enter(call, Choosing(menu.id, attempt, saying.play), [saying])


def prompt_ended(call: Call, phase: Choosing, now: Moment) -> Step:
    """The menu was heard: the caller has some seconds to think."""
    menu = call.directory.menus.get(phase.menu)
    if menu is None:
        return without_menu(call, now)
    return call, [StartTimer(key_timer(call), menu.key_seconds)]


def key_pressed(call: Call, phase: Choosing, digit: str, now: Moment) -> Step:
    """A key of the menu leads on; another one counts as a failed attempt."""
    menu = call.directory.menus.get(phase.menu)
    choice = menu.keys.get(digit) if menu else None
    if choice is None:
        return no_key(noted(call, now, f"Pressed {digit}, which leads nowhere."), phase, now)
    return _take(noted(call, now, f"Pressed {digit}: {choice.label}."), choice, now)


def no_key(call: Call, phase: Choosing, now: Moment) -> Step:
    """No key, or a wrong one: the menu again, and at last its default (office.md D1)."""
    menu = call.directory.menus.get(phase.menu)
    if menu is None:
        return without_menu(call, now)
    if phase.attempt < menu.attempts:
        onward, commands = open_menu(call, menu, phase.attempt + 1)
        return onward, [StopTimer(key_timer(call)), *commands]
    choice = menu.keys[menu.default]
    return _take(noted(call, now, f"No key: {menu.default}, {choice.label}."), choice, now)


def without_menu(call: Call, now: Moment) -> Step:
    """After the neutral greeting of an unknown line: its loop, or a message."""
    loop = call.directory.office.unknown_loop
    if loop and loop in call.directory.loops:
        return waiting.join(call, loop, now)
    return message.ask(call, "message_please", now)


def key_timer(call: Call) -> TimerId:
    """Runs while the caller thinks about the keys."""
    return timer(call, "key")


def _take(call: Call, choice: Choice, now: Moment) -> Step:
    call = replace(call, about=choice.label)
    menu = call.directory.menus.get(choice.menu or "")
    if menu:
        onward, commands = open_menu(call, menu, 1)
    elif choice.loop:
        onward, commands = waiting.join(call, choice.loop, now)
    else:
        onward, commands = message.ask(call, "message_please", now)
    return onward, [StopTimer(key_timer(call)), *commands]


def _greet_neutrally(call: Call) -> Step:
    call, saying = play(call, call.caller_leg, spoken("unknown_line", call.language))
    return enter(call, Choosing("", 1, saying.play), [saying])


def _new_call(event: CallArrived, directory: Directory, line: Line | None, now: Moment) -> Call:
    return Call(
        id=CallId(event.leg),
        directory=directory,
        dialled=event.dialled,
        caller=unmarked(event.caller, directory.office.mark),
        line=line,
        language=line.language if line else directory.office.language,
        started=now,
        phase=Choosing("", 1, PlayId("")),
    )
