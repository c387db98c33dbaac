"""What a caller meets before the menu: the language, announcements, and whether we are open."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import menu, screening
from appliance.core.model.ids import CallId, Moment, PlayId, Prompt, SpokenFile
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import StartTimer, StopTimer
from appliance.core.protocol.events import CallArrived
from appliance.core.settings.directory import Directory
from appliance.core.settings.hours import closed
from appliance.core.settings.lines import Choice, Line
from appliance.core.state.call import (
    Call,
    ChoosingLanguage,
    Hearing,
    Step,
    enter,
    noted,
    play,
    timer,
)
from appliance.core.words.numbers import unmarked
from appliance.core.words.opening_hours import told_when_closed
from appliance.core.words.spoken import spoken

CLOSED = {"hours": Cause.HOURS, "holiday": Cause.HOLIDAY}
LANGUAGE_SECONDS = 3.0
"""How long a caller has after the question for the language; most know before it ends."""


def arrived(event: CallArrived, directory: Directory, now: Moment) -> Call:
    """The call as it comes in: which line it is for, and what is known of its caller."""
    line, known_by, number = directory.line_for(event.dialled, event.diverted)
    call = _new_call(event, directory, line, now)
    client = call.client
    whose = client.name if client else _nobodys(line)
    return _introduced(noted(call, now, known_by, who=whose, number=number), now)


def first_words(call: Call, now: Moment) -> Step:
    """Begin as the firm that the call is for; an unknown line gets a neutral greeting."""
    line = call.line
    if line is None:
        return _greet_neutrally(call, now)
    if not line.languages:
        return _welcome(call, line, now)
    question = Prompt(line.language_prompt, line.language)
    call, asking = play(call, call.caller_leg, question)
    return enter(call, ChoosingLanguage(asking.play), [asking])


def language_heard(call: Call) -> Step:
    """The question for the language was heard; no key means the line's own."""
    return call, [StartTimer(timer(call, "key"), LANGUAGE_SECONDS)]


def language_chosen(call: Call, digit: str, now: Moment) -> Step:
    """A key for a language, or any other key for the line's own."""
    line = call.line
    assert line
    if chosen := line.languages.get(digit):
        call = noted(
            replace(call, language=chosen.language), now, Told.LANGUAGE, language=chosen.language
        )
    onward, commands = _welcome(call, line, now, skip_menu=bool(chosen and chosen.skip_menu))
    return onward, [StopTimer(menu.key_timer(call)), *commands]


def no_language(call: Call, now: Moment) -> Step:
    """No key: the line's own language."""
    assert call.line
    return _welcome(call, call.line, now)


def hear(call: Call, texts: tuple[Prompt | SpokenFile, ...], onward: Choice, now: Moment) -> Step:
    """Say something, one sentence after another, and then go on."""
    if not texts:
        return menu.take(call, onward, now)
    call, saying = play(call, call.caller_leg, texts[0])
    return enter(call, Hearing(saying.play, texts[1:], onward), [saying])


def heard(call: Call, phase: Hearing, now: Moment) -> Step:
    """One sentence was heard to its end."""
    return hear(call, phase.rest, phase.onward, now)


def interrupted(call: Call, phase: Hearing, digit: str, now: Moment) -> Step:
    """A key while something is said: those who know the menu need not wait for it."""
    ahead = call.directory.menus.get(phase.onward.menu or "")
    if ahead and (choice := menu.choice_of(call, ahead, digit)):
        call = noted(call, now, Told.KEY, key=digit, about=choice.label)
        return menu.take(call, choice, now, ahead.id)
    return menu.take(call, phase.onward, now)


def _introduced(call: Call, now: Moment) -> Call:
    """What is known beforehand of the caller, and what the firm wants done with them."""
    if call.registered:
        call = noted(call, now, Told.REGISTERED, who=call.registered)
    if call.screening:
        rule, note = call.screening.rule, call.screening.note
        kind = Told.RULE_NOTED if note else Told.RULE
        call = noted(call, now, kind, rule=rule, note=note)
    return call


def _nobodys(line: Line | None) -> Trouble:
    """What a line is called that belongs to no firm."""
    return Trouble(Cause.STAFF_LINE if line else Cause.UNKNOWN_LINE)


def _welcome(call: Call, line: Line, now: Moment, *, skip_menu: bool = False) -> Step:
    said = [Prompt(text, call.language) for text in call.directory.announced(line, call.language)]
    onward = Choice("", menu=line.menu)
    if now.clock_set and (why := closed(call.directory, line, now.wall)):
        call = noted(call, now, Told.CLOSED, why=Trouble(CLOSED[why]))
        closing = (line.holiday_prompt if why == "holiday" else "") or line.closed_prompt
        said += [Prompt(closing, line.language)] if closing else []
        said += _hours_told(call, line, now)
        onward = line.when_closed or Choice("", message=True)
    elif skip_menu and (first := call.directory.menus.get(line.menu)):
        onward = first.keys[first.default]
    return hear(call, (*_recorded(call, line), *said), onward, now)


def _recorded(call: Call, line: Line) -> tuple[SpokenFile, ...]:
    """What a member of staff has recorded for the line, for callers of its own language."""
    spoken = call.directory.greetings.get(line.id)
    return (spoken,) if spoken and call.language == line.language else ()


def _hours_told(call: Call, line: Line, now: Moment) -> tuple[Prompt, ...]:
    """When we are open, in the caller's language, where the line tells it."""
    hours = call.directory.hours.get(line.hours or "")
    if hours is None or not line.tell_hours:
        return ()
    return told_when_closed(call.directory, hours, call.language, now.wall)


def _greet_neutrally(call: Call, now: Moment) -> Step:
    loop = call.directory.office.unknown_loop
    onward = Choice("", loop=loop) if loop else Choice("", message=True)
    return hear(call, (spoken("unknown_line", call.language),), onward, now)


def _new_call(event: CallArrived, directory: Directory, line: Line | None, now: Moment) -> Call:
    caller = unmarked(event.caller, directory.office.mark)
    return Call(
        id=CallId(event.leg),
        directory=directory,
        dialled=event.dialled,
        caller=caller,
        line=line,
        language=(line.language if line else "") or directory.office.language,
        started=now,
        phase=ChoosingLanguage(PlayId("")),
        trunk=event.trunk,
        registered=directory.registered_to(caller),
        screening=screening.rule_in_force(directory, directory.client_of(line), now),
    )
