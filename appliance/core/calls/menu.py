"""The menu: its keys, a wrong key, no key, and where each choice leads."""

from __future__ import annotations

from appliance.core.calls import message, waiting
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Prompt, TimerId
from appliance.core.model.told import Told
from appliance.core.protocol.commands import StartTimer, StopTimer
from appliance.core.settings.directory import OPERATOR_KEY, Menu
from appliance.core.settings.lines import Choice
from appliance.core.state.call import Call, Choosing, Hearing, Step, enter, noted, play, timer


def open_menu(call: Call, menu: Menu, attempt: int) -> Step:
    """Play a menu; keys count from the first moment (barge-in)."""
    call, saying = play(call, call.caller_leg, Prompt(menu.said(call.language), call.language))
    return enter(call, Choosing(menu.id, attempt, saying.play), [saying])


def prompt_ended(call: Call, phase: Choosing) -> Step:
    """The menu was heard: the caller has some seconds to think."""
    return call, [StartTimer(key_timer(call), call.directory.menus[phase.menu].key_seconds)]


def key_pressed(call: Call, phase: Choosing, digit: str, now: Moment) -> Step:
    """A key of the menu leads on; another one counts as a failed attempt."""
    choice = choice_of(call, call.directory.menus[phase.menu], digit)
    if choice is None:
        return no_key(noted(call, now, Told.WRONG_KEY, key=digit), phase, now)
    call = noted(call, now, Told.KEY, key=digit, about=choice.label)
    return take(call, choice, now, phase.menu)


def no_key(call: Call, phase: Choosing, now: Moment) -> Step:
    """No key, or a wrong one: the menu again, and at last its default (office.md D1)."""
    menu = call.directory.menus[phase.menu]
    if phase.attempt < menu.attempts:
        onward, commands = open_menu(call, menu, phase.attempt + 1)
        return onward, [StopTimer(key_timer(call)), *commands]
    choice = menu.keys[menu.default]
    call = noted(call, now, Told.NO_KEY, key=menu.default, about=choice.label)
    return take(call, choice, now)


def choice_of(call: Call, menu: Menu, digit: str) -> Choice | None:
    """What a key of this menu means; 0 is the operator wherever the menu has no 0 of its own."""
    if digit in menu.keys:
        return menu.keys[digit]
    operator = call.directory.office.operator_loop
    if digit == OPERATOR_KEY and operator:
        return Choice(call.directory.loops[operator].name, loop=operator)
    return None


def take(call: Call, choice: Choice, now: Moment, here: str = "") -> Step:
    """Go where a choice leads; `here` is the menu that it was made in."""
    onward, commands = _lead(changed(call, about=choice.label or call.about), choice, now, here)
    return onward, [StopTimer(key_timer(call)), *commands]


def key_timer(call: Call) -> TimerId:
    """Runs while the caller thinks about the keys."""
    return timer(call, "key")


def _lead(call: Call, choice: Choice, now: Moment, here: str) -> Step:
    menu = call.directory.menus.get(choice.menu or (here if choice.repeat else ""))
    if menu:
        return open_menu(call, menu, 1)
    if choice.say and here:
        return _answer(call, choice.say, here)
    if choice.loop:
        return waiting.join(call, choice.loop, now, first=choice.agent or "")
    return message.ask(call, "message_please", now)


def _answer(call: Call, text: str, here: str) -> Step:
    """Read a routine answer, then the menu again."""
    call, saying = play(call, call.caller_leg, Prompt(text, call.language))
    return enter(call, Hearing(saying.play, (), Choice("", menu=here)), [saying])
