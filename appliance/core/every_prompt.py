"""Every sentence that a box with these settings may ever say, to be rendered beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core import selftest
from appliance.core.dial_wording import dial_prompts
from appliance.core.directory import Directory
from appliance.core.estimate import wait_prompts
from appliance.core.line import Line
from appliance.core.model import Language, Prompt
from appliance.core.opening_words import opening_prompts
from appliance.core.partner_words import partner_prompts
from appliance.core.recording import notices


def every_prompt(directory: Directory) -> tuple[Prompt, ...]:
    """What must be there to be played, each once."""
    said = [*directory.prompts(), *selftest.prompts(), *partner_prompts(directory)]
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
