"""Uploaded recordings in place of spoken texts: how the settings name one, and whether it exists.

`recording:welcome-nb` stands for the recording that was uploaded under the name `welcome-nb`,
wherever a document has words that callers hear.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from appliance.core.settings.directory import Directory, Menu
from appliance.core.settings.lines import Line
from appliance.core.settings.problem import Problem

MARK = "recording:"
LONGEST_NAME = 40
NAME_RULE = "a recording's name has at most 40 letters a-z, digits, - or _"

Hint = Callable[[str, Collection[str]], str]


def recording_named(text: str) -> str | None:
    """The name of the recording that a text stands for; None for words that are to be spoken."""
    said = text.strip()
    return said.removeprefix(MARK).strip() if said.startswith(MARK) else None


def is_name(name: str) -> bool:
    """Whether a recording may be called so; such a name can never lead out of a folder."""
    plain = name.replace("-", "").replace("_", "")
    sound = plain.isascii() and (plain.isalnum() or not plain)
    return sound and 0 < len(name) <= LONGEST_NAME


def recording_problems(
    directory: Directory, known: Collection[str] | None, hint: Hint
) -> Iterator[Problem]:
    """What is wrong with the recordings that the settings name; `known` None: not looked up."""
    for path, text in spoken_texts(directory):
        name = recording_named(text)
        if name is None:
            continue
        if not is_name(name):
            yield Problem(path, f"'{name}' is no recording: {NAME_RULE}")
        elif known is not None and name not in known:
            yield Problem(path, f"there is no recording '{name}'{hint(name, known)}")


def recordings_in(directory: Directory) -> set[str]:
    """The names of every recording that the settings use."""
    return {name for _, text in spoken_texts(directory) if (name := recording_named(text))}


def spoken_texts(directory: Directory) -> Iterator[tuple[str, str]]:
    """Every text of the document that callers hear, with the path of its setting."""
    for language, text in directory.office.record_prompts.items():
        yield f"office.record_prompts.{language}", text
    for line in directory.lines.values():
        yield from _of_line(line)
    for menu in directory.menus.values():
        yield from _of_menu(menu)
    for announcement in directory.announcements.values():
        for language, text in announcement.texts.items():
            yield f"announcements.{announcement.id}.texts.{language}", text


def _of_line(line: Line) -> Iterator[tuple[str, str]]:
    yield f"lines.{line.id}.language_prompt", line.language_prompt
    yield f"lines.{line.id}.closed_prompt", line.closed_prompt
    yield f"lines.{line.id}.holiday_prompt", line.holiday_prompt


def _of_menu(menu: Menu) -> Iterator[tuple[str, str]]:
    yield f"menus.{menu.id}.prompt", menu.prompt
    for language, text in menu.prompts.items():
        yield f"menus.{menu.id}.prompts.{language}", text
    for key, choice in menu.keys.items():
        yield f"menus.{menu.id}.keys.{key}.say", choice.say
