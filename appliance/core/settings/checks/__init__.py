"""Whether the settings of an office hang together: every reference, and every way of a caller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from appliance.core.settings.checks.calendars import calendar_problems
from appliance.core.settings.checks.placeholders import placeholder_problems
from appliance.core.settings.checks.recordings import recording_problems
from appliance.core.settings.checks.roles import roles_problems
from appliance.core.settings.checks.staff_line import line_problems, staff_line_problems
from appliance.core.settings.checks.trunks import trunk_problems
from appliance.core.settings.checks.ways import unused, ways_problems
from appliance.core.settings.directory import Directory, Menu
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.settings.problem import Problem

Hint = Callable[[str, Collection[str]], str]
"""From a name that does not exist and those that do: the end of a sentence, or nothing."""


def no_hint(wanted: str, known: Collection[str]) -> str:
    """Suggest nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class _Names:
    """What may be referred to: everything that was written down, readable or not."""

    directory: Directory
    hint: Hint
    broken: Mapping[str, Collection[str]]

    def missing(self, path: str, section: str, wanted: str) -> Iterator[Problem]:
        """A problem where no such thing is written down; `section` is the table's name."""
        known = {*getattr(self.directory, section), *self.broken.get(section, ())}
        if wanted not in known:
            suggestion = self.hint(wanted, known)
            yield Problem(path, f"there is no [{section}.{wanted}]{suggestion}")


def check(
    directory: Directory,
    hint: Hint = no_hint,
    broken: Mapping[str, Collection[str]] | None = None,
    recordings: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Every contradiction in the settings, errors and warnings; empty where all is well.

    `broken` names, by table, what is written down but could not be read: to refer to it is no
    second mistake, and nobody can say then what callers reach. `recordings` are the names of
    what was uploaded, where the settings are about to be published; None: they were published, so
    that neither a lost recording nor a placeholder without a meaning may cost them their force.
    """
    names = _Names(directory, hint, broken or {})
    problems = [
        *_office(names),
        *_screening(names),
        *_lines(names),
        *_same_number_twice(directory),
        *_announcements(names),
        *_menus(names),
        *_endless_menus(directory.menus),
        *_loops(names),
        *_colleagues(names),
        *_unreachable_agents(directory),
        *trunk_problems(directory),
        *calendar_problems(directory),
        *staff_line_problems(directory),
        *ways_problems(directory),
        *recording_problems(directory, recordings, hint),
        *placeholder_problems(directory, recordings is not None, hint),
    ]
    if not any(names.broken.values()):
        problems += [*_unreachable(directory), *unused(directory)]
    if not names.broken.get("agents") and not names.broken.get("loops"):
        problems += roles_problems(directory, hint)
    return tuple(problems)


def _office(names: _Names) -> Iterator[Problem]:
    office = names.directory.office
    loops = {"unknown_loop": office.unknown_loop, "operator_loop": office.operator_loop}
    for field, wanted in loops.items():
        if wanted is not None:
            yield from names.missing(f"office.{field}", "loops", wanted)


def _screening(names: _Names) -> Iterator[Problem]:
    for client in names.directory.clients.values():
        for number, screening in enumerate(client.screening, 1):
            path = f"clients.{client.id}.screening.{number}"
            if screening.hours is not None:
                yield from names.missing(f"{path}.hours", "hours", screening.hours)
            if screening.hours is None and number < len(client.screening):
                yield Problem(path, "this rule always holds: those below it never do", warning=True)


def _lines(names: _Names) -> Iterator[Problem]:
    for line in names.directory.lines.values():
        yield from line_problems(line)
        for name, section in (("client", "clients"), ("menu", "menus")):
            if wanted := getattr(line, name):
                yield from names.missing(f"lines.{line.id}.{name}", section, wanted)
        yield from _line_extras(names, line)


def _line_extras(names: _Names, line: Line) -> Iterator[Problem]:
    path = f"lines.{line.id}"
    if line.hours is not None:
        yield from names.missing(f"{path}.hours", "hours", line.hours)
    if line.tell_hours and line.hours is None:
        yield Problem(f"{path}.tell_hours", "the line has no hours that could be told")
    if line.languages and not line.language_prompt:
        yield Problem(f"{path}.language_prompt", "callers must hear which keys choose a language")
    if closed := line.when_closed:
        yield from _choice(names, f"{path}.when_closed", closed)
        if closed.say or closed.repeat:
            yield Problem(f"{path}.when_closed", "when closed, it leads to loop, menu, or message")


def _announcements(names: _Names) -> Iterator[Problem]:
    for announcement in names.directory.announcements.values():
        for line in announcement.lines:
            yield from names.missing(f"announcements.{announcement.id}.lines", "lines", line)


def _same_number_twice(directory: Directory) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for line in directory.lines.values():
        other = first.setdefault(line.number, line.id)
        if other != line.id:
            sentence = f"{line.number} is the number of [lines.{other}] too; a number has one line"
            yield Problem(f"lines.{line.id}.number", sentence)


def _menus(names: _Names) -> Iterator[Problem]:
    for menu in names.directory.menus.values():
        path = f"menus.{menu.id}"
        if menu.default not in menu.keys:
            sentence = f"the menu has no key {menu.default}{names.hint(menu.default, menu.keys)}"
            yield Problem(f"{path}.default", sentence)
        for key, choice in menu.keys.items():
            yield from _choice(names, f"{path}.keys.{key}", choice)


def _choice(names: _Names, path: str, choice: Choice) -> Iterator[Problem]:
    leads = [
        choice.loop is not None,
        choice.menu is not None,
        choice.message,
        bool(choice.say),
        choice.repeat,
    ]
    if sum(leads) != 1:
        ways = "loop, menu, say, message = true, or repeat = true"
        yield Problem(path, f"a key leads to exactly one of {ways}")
    if choice.loop is not None:
        yield from names.missing(f"{path}.loop", "loops", choice.loop)
    if choice.menu is not None:
        yield from names.missing(f"{path}.menu", "menus", choice.menu)
    if choice.agent is not None:
        yield from names.missing(f"{path}.agent", "agents", choice.agent)
        if choice.loop is None:
            yield Problem(f"{path}.agent", "say with loop who takes over if nobody answers there")


def _endless_menus(menus: Mapping[str, Menu]) -> Iterator[Problem]:
    told: set[str] = set()
    for menu in menus.values():
        way = _way_without_keys(menus, menu.id)
        if way[-1] in way[:-1] and not told.intersection(way):
            told.update(way)
            round_trip = " -> ".join(way[way.index(way[-1]) :])
            sentence = f"a caller who presses nothing goes round for ever ({round_trip})"
            yield Problem(f"menus.{way[-1]}.default", sentence)


def _way_without_keys(menus: Mapping[str, Menu], start: str) -> list[str]:
    """The menus that a caller without keys passes; the last is there twice if it is a ring."""
    way = [start]
    while way[-1] not in way[:-1]:
        menu = menus.get(way[-1])
        choice = menu.keys.get(menu.default) if menu else None
        onward = _menu_after(choice, way[-1]) if choice else None
        if onward is None:
            break
        way.append(onward)
    return way


def _menu_after(choice: Choice, here: str) -> str | None:
    """The menu that a choice leads to; an answer or a repetition leads to the same one."""
    return here if choice.say or choice.repeat else choice.menu


def _loops(names: _Names) -> Iterator[Problem]:
    for loop in names.directory.loops.values():
        path = f"loops.{loop.id}.members"
        if not loop.members and not loop.roles:
            yield Problem(path, "a loop needs at least one member, else nobody ever answers")
        if loop.announce_wait and loop.announce_seconds is None:
            words = "say with announce_seconds how often callers hear it"
            yield Problem(f"loops.{loop.id}.announce_wait", words)
        for member in dict.fromkeys(loop.members):
            yield from names.missing(path, "agents", member)
            if loop.members.count(member) > 1:
                yield Problem(path, f"{member} stands here more than once")
        yield from _overflow(names, loop)


def _overflow(names: _Names, loop: Loop) -> Iterator[Problem]:
    path, rule = f"loops.{loop.id}.overflow", loop.overflow
    if rule is None:
        return
    if sum(map(bool, (rule.loop, rule.partner, rule.number))) > 1:
        yield Problem(path, "it leads to one of loop, partner, and number, not to several")
    if rule.partner:
        yield from names.missing(f"{path}.partner", "partners", rule.partner)
    if rule.loop:
        yield from names.missing(f"{path}.loop", "loops", rule.loop)
    if rule.outside:
        yield from names.missing(f"{path}.outside", "hours", rule.outside)
    if rule.number and names.directory.way_out is None:
        yield Problem(f"{path}.number", "a number is reached by a trunk, and there is no [trunk]")


def _colleagues(names: _Names) -> Iterator[Problem]:
    by_extension: dict[str, str] = {}
    for agent in names.directory.agents.values():
        path = f"agents.{agent.id}"
        if agent.superior is not None:
            yield from names.missing(f"{path}.superior", "agents", agent.superior)
        if agent.hours is not None:
            yield from names.missing(f"{path}.hours", "hours", agent.hours)
        other = by_extension.setdefault(agent.extension, agent.id) if agent.extension else agent.id
        if other != agent.id:
            yield Problem(f"{path}.extension", f"[agents.{other}] has this extension too")


def _unreachable_agents(directory: Directory) -> Iterator[Problem]:
    if directory.way_out is not None:
        return
    sentence = "a telephone number is reached by a trunk, and there is no [trunk]"
    for agent in directory.agents.values():
        if not agent.address.startswith("sip:"):
            yield Problem(f"agents.{agent.id}.address", sentence)
    for partner in directory.partners.values():
        if not partner.number.startswith("sip:"):
            yield Problem(f"partners.{partner.id}.number", sentence)


def _unreachable(directory: Directory) -> Iterator[Problem]:
    reached = {
        menu.id: menu for line in directory.lines.values() for menu in directory.menus_of(line)
    }
    for menu in sorted(directory.menus.keys() - reached.keys()):
        yield Problem(f"menus.{menu}", "no line and no key leads to this menu", warning=True)
    loops = _loops_of(reached.values())
    loops |= {directory.office.unknown_loop, directory.office.operator_loop}
    loops |= {loop.overflow.loop for loop in directory.loops.values() if loop.overflow}
    loops |= {line.when_closed.loop for line in directory.lines.values() if line.when_closed}
    for loop in sorted(directory.loops.keys() - loops):
        yield Problem(f"loops.{loop}", "no key leads to this loop", warning=True)


def _loops_of(menus: Iterable[Menu]) -> set[str | None]:
    return {choice.loop for menu in menus for choice in menu.keys.values()}
