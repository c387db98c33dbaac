"""Which lines and firms are a member's own: those whose callers may reach one of their loops."""

from __future__ import annotations

from appliance.core.settings.directory import Directory


def own_lines(directory: Directory, agent: str) -> tuple[str, ...]:
    """The lines whose callers may reach a loop of this member, by the keys of a menu."""
    own = {loop.id for loop in directory.loops_of(agent)}
    return tuple(
        line.id
        for line in directory.lines.values()
        if own & {choice.loop for choice in directory.choices_of(line)}
    )


def firms_of(directory: Directory, agent: str) -> tuple[str | None, ...]:
    """The firms whose messages this member hears; None stands for unknown lines."""
    lines = [directory.lines[line] for line in own_lines(directory, agent)]
    firms: tuple[str | None, ...] = tuple(dict.fromkeys(line.client for line in lines))
    own = {loop.id for loop in directory.loops_of(agent)}
    return (*firms, None) if directory.office.unknown_loop in own else firms
