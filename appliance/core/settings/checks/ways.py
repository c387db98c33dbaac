"""Whether callers can get lost: in circles, by numbers that lead back to us, or at dead ends."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Loop
from appliance.core.settings.problem import Problem


def ways_problems(directory: Directory) -> Iterator[Problem]:
    """Every such way, the certain mistakes and what is only useless."""
    yield from _circles(directory)
    yield from _back_into_the_box(directory)
    for loop in directory.loops.values():
        yield from _never(directory, loop)


def unused(directory: Directory) -> Iterator[Problem]:
    """What nobody and nothing refers to."""
    with_line = {line.client for line in directory.lines.values()}
    for client in directory.clients:
        if client not in with_line:
            yield Problem(f"clients.{client}", "no line belongs to this client", warning=True)
    helped = {loop.overflow.partner for loop in directory.loops.values() if loop.overflow}
    for partner in sorted(directory.partners.keys() - helped):
        yield Problem(f"partners.{partner}", "no loop overflows to this partner", warning=True)
    used = {line.hours for line in directory.lines.values()}
    rules = (rule for client in directory.clients.values() for rule in client.screening)
    used |= {rule.hours for rule in rules}
    used |= {loop.overflow.outside for loop in directory.loops.values() if loop.overflow}
    used |= {agent.hours for agent in directory.agents.values()}
    for hours in directory.hours:
        if hours not in used:
            words = "no line, rule, overflow, or person keeps these hours"
            yield Problem(f"hours.{hours}", words, warning=True)


def _circles(directory: Directory) -> Iterator[Problem]:
    told: set[str] = set()
    for loop in directory.loops.values():
        if loop.overflow and loop.overflow.loop == loop.id:
            words = "a loop cannot overflow to itself"
            yield Problem(f"loops.{loop.id}.overflow.loop", words)
            continue
        way = _overflow_way(directory, loop.id)
        if way[-1] in way[:-1] and not told.intersection(way):
            told.update(way)
            ring = " -> ".join(way[way.index(way[-1]) :])
            words = f"callers come round ({ring}) and leave a message then"
            yield Problem(f"loops.{way[-1]}.overflow.loop", words, warning=True)
    for agent in directory.agents.values():
        if agent.superior == agent.id:
            words = "somebody cannot be called into a call of their own"
            yield Problem(f"agents.{agent.id}.superior", words, warning=True)


def _overflow_way(directory: Directory, start: str) -> list[str]:
    """The loops that pass a caller on; the last is there twice if it is a ring."""
    way = [start]
    while way[-1] not in way[:-1]:
        loop = directory.loops.get(way[-1])
        onward = loop.overflow.loop if loop and loop.overflow else None
        if onward is None:
            break
        way.append(onward)
    return way


def _back_into_the_box(directory: Directory) -> Iterator[Problem]:
    ours = {line.number for line in directory.lines.values()}
    ours |= {trunk.identity for trunk in directory.every_trunk if trunk.identity}
    hosts = {trunk.host for trunk in directory.every_trunk}
    for path, called in _called(directory):
        user, _, host = called.removeprefix("sip:").partition("@")
        rung = user if not host or host.partition(";")[0] in hosts else ""
        if rung in ours:
            yield Problem(path, "this number points back into the box")


def _called(directory: Directory) -> Iterator[tuple[str, str]]:
    """Every number and address that the box itself rings, with its setting."""
    for agent in directory.agents.values():
        yield f"agents.{agent.id}.address", agent.address
    for client in directory.clients.values():
        yield f"clients.{client.id}.number", client.number or ""
    for partner in directory.partners.values():
        yield f"partners.{partner.id}.number", partner.number
    for loop in directory.loops.values():
        if loop.overflow:
            yield f"loops.{loop.id}.overflow.number", loop.overflow.number or ""


def _never(directory: Directory, loop: Loop) -> Iterator[Problem]:
    """What stands in a loop and cannot happen."""
    members = directory.members_of(loop)
    if loop.skill and members and not any(loop.skill in agent.skills for agent in members):
        words = f"no member has the skill '{loop.skill}': nobody is ever rung"
        yield Problem(f"loops.{loop.id}.skill", words, warning=True)
    if loop.call_back and not (directory.office.outgoing or directory.contacts):
        words = "nobody can be called back: say with office.outgoing which numbers may be dialled"
        yield Problem(f"loops.{loop.id}.call_back", words, warning=True)
    after = loop.overflow.after_seconds if loop.overflow else None
    if after is not None and after >= loop.wait_seconds:
        words = f"callers leave a message after {loop.wait_seconds:g} s, so this never happens"
        yield Problem(f"loops.{loop.id}.overflow.after_seconds", words, warning=True)
