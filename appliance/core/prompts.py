"""Every sentence that a box with these settings may ever say, to be rendered beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from appliance.core.calls.recording import notices
from appliance.core.calls.waiting_time import wait_prompts
from appliance.core.model.ids import Language, Prompt
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Line, LineKind
from appliance.core.settings.loops import Loop
from appliance.core.state import test_line as selftest
from appliance.core.words.agents import agent_prompts
from appliance.core.words.opening_hours import opening_prompts
from appliance.core.words.outgoing import dial_prompts
from appliance.core.words.partners import partner_prompts
from appliance.core.words.spoken import (
    LAST_PLACE,
    MOST_MINUTES,
    UNKNOWN_LINE,
    has_waited,
    place_in_queue,
    spoken_prompts,
    whisper,
)
from appliance.core.words.staff_line import staff_prompts


def every_prompt(directory: Directory) -> tuple[Prompt, ...]:
    """What must be there to be played, each once."""
    said = [*of_settings(directory), *selftest.prompts(), *partner_prompts(directory)]
    for line in directory.lines.values():
        said += _of_hours(directory, line)
    said += dial_prompts(directory)
    said += notices(directory, languages_of_callers(directory))
    for language in languages_of_callers(directory):
        if any(loop.announce_wait for loop in directory.loops.values()):
            said += wait_prompts(language)
    return tuple(dict.fromkeys(said))


def languages_of_callers(directory: Directory) -> tuple[Language, ...]:
    """What callers may speak with the box."""
    spoken = (each for line in directory.lines.values() for each in line.spoken_languages)
    return tuple(dict.fromkeys((directory.office.language, *spoken)))


def _of_hours(directory: Directory, line: Line) -> Iterator[Prompt]:
    hours = directory.hours.get(line.hours or "")
    if hours and line.tell_hours:
        for language in line.spoken_languages:
            yield from opening_prompts(hours, language)


def of_settings(directory: Directory) -> Iterator[Prompt]:
    """What lines, menus, and loops say, in the languages of those who hear it."""
    for line in directory.lines.values():
        yield from _of_line(directory, line)
    languages = _spoken_in(directory)
    for language in sorted(languages):
        yield from spoken_prompts(language)
        if any(line.kind is LineKind.STAFF for line in directory.lines.values()):
            yield from staff_prompts(language)
            yield from (Prompt(client.name, language) for client in directory.clients.values())
        if any(client.screening for client in directory.clients.values()):
            yield from agent_prompts(language)
    for loop in directory.loops.values():
        yield from _of_loop(directory, loop, languages)


def _spoken_in(directory: Directory) -> set[Language]:
    """The languages of staff, partners, and callers."""
    languages = {agent.language for agent in directory.agents.values()}
    languages |= {partner.language for partner in directory.partners.values()}
    return (languages | set(languages_of_callers(directory))) - {""}


def _of_line(directory: Directory, line: Line) -> Iterator[Prompt]:
    """What callers of a line may hear of the office's own words."""
    own = (line.language_prompt, line.closed_prompt, line.holiday_prompt)
    yield from (Prompt(text, line.language) for text in own if text)
    for language in line.spoken_languages:
        for menu in directory.menus_of(line):
            yield Prompt(menu.said(language), language)
            yield from (Prompt(c.say, language) for c in menu.keys.values() if c.say)
        yield from (Prompt(text, language) for text in directory.announced(line, language))


def _of_loop(directory: Directory, loop: Loop, languages: Iterable[Language]) -> Iterator[Prompt]:
    """What is said while callers wait in a loop, and to those who take them."""
    if loop.announce_seconds:
        for place in range(1, LAST_PLACE + 1):
            yield from (place_in_queue(language, place) for language in languages)
    members = directory.members_of(loop)
    told = loop.whisper or loop.call_back or any(member.confirm for member in members)
    if not told:
        return
    for language in sorted({member.language for member in members}):
        yield from (has_waited(language, minutes) for minutes in range(MOST_MINUTES + 1))
        for client in (*(c.name for c in directory.clients.values()), UNKNOWN_LINE[language]):
            yield from whisper(language, client, loop.name)
