"""Whether the staff line can be used as the settings have it."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import NEEDED, Line, LineKind
from appliance.core.settings.problem import Problem

OF_CLIENTS = (
    "client",
    "menu",
    "language_prompt",
    "languages",
    "hours",
    "closed_prompt",
    "holiday_prompt",
    "when_closed",
)


def line_problems(line: Line) -> Iterator[Problem]:
    """What a line of its kind lacks, or has too much."""
    path = f"lines.{line.id}"
    if line.kind is LineKind.CLIENT:
        missing = [name for name in NEEDED if not getattr(line, name)]
        yield from (Problem(f"{path}.{name}", "this setting is missing") for name in missing)
        return
    for name in OF_CLIENTS:
        if getattr(line, name):
            yield Problem(f"{path}.{name}", "a line for the staff has no such setting")


def staff_line_problems(directory: Directory) -> Iterator[Problem]:
    """A staff line that nobody can use, and PINs that can be used nowhere."""
    lines = [line for line in directory.lines.values() if line.kind is LineKind.STAFF]
    for line in lines:
        if not any(agent.pin for agent in directory.agents.values()):
            words = "no member of staff has a PIN (`sentralbord settings pin`): nobody gets in"
            yield Problem(f"lines.{line.id}.kind", words, warning=True)
    for agent in directory.agents.values():
        if agent.pin and not lines:
            words = 'there is no line of kind "staff" where this PIN would count'
            yield Problem(f"agents.{agent.id}.pin", words, warning=True)
