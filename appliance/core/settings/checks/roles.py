"""Whether the roles of staff and of loops meet: one that only one side has is a slip of the pen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from appliance.core.settings.directory import Directory
from appliance.core.settings.problem import Problem


def roles_problems(
    directory: Directory, hint: Callable[[str, Collection[str]], str]
) -> Iterator[Problem]:
    """A warning for each role of a loop that nobody has, and for each that no loop asks for."""
    held = {role for agent in directory.agents.values() for role in agent.roles}
    wanted = {role for loop in directory.loops.values() for role in loop.roles}
    for loop in directory.loops.values():
        path = f"loops.{loop.id}.roles"
        for role in dict.fromkeys(loop.roles):
            if role not in held:
                words = f"nobody has the role '{role}'{hint(role, held)}"
                yield Problem(path, words, warning=True)
        yield from _twice(path, loop.roles)
    for agent in directory.agents.values():
        path = f"agents.{agent.id}.roles"
        for role in dict.fromkeys(agent.roles):
            if role not in wanted:
                words = f"no loop asks for the role '{role}'{hint(role, wanted)}"
                yield Problem(path, words, warning=True)
        yield from _twice(path, agent.roles)


def _twice(path: str, roles: tuple[str, ...]) -> Iterator[Problem]:
    for role in dict.fromkeys(roles):
        if roles.count(role) > 1:
            yield Problem(path, f"{role} stands here more than once", warning=True)
