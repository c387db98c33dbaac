"""An office of any size: firms with a line and a menu each, loops, staff, and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appliance.core.model.contacts import Contact
from appliance.core.settings.directory import Agent, Client, Directory, Menu, Office
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.settings.trunks import Trunk

FIRMS_BEHIND_A_LOOP = 10
MEMBERS = 20
"""So many of the staff are in a loop, or everybody where there are fewer."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large an office is; each firm has a line and a menu."""

    firms: int = 1
    staff: int = 1
    contacts: int = 1
    members: int = MEMBERS


SMALL = Size()
LARGE = Size(firms=500, staff=1000, contacts=4000)


def large_office(size: Size = LARGE, telephones: Sequence[str] = ("127.0.0.1:5070",)) -> Directory:
    """The settings of such an office; the staff are at these telephones (host:port) in turn."""
    staff = [_agent(n, telephones[n % len(telephones)]) for n in range(size.staff)]
    loops = [_loop(n, size) for n in range(-(-size.firms // FIRMS_BEHIND_A_LOOP))]
    return Directory(
        office=Office("Stor", language="en", max_calls=512, wrap_up_seconds=0.1),
        clients={f"f{n}": Client(f"f{n}", f"Firm {n}") for n in range(size.firms)},
        lines={f"l{n}": _line(n) for n in range(size.firms)},
        menus={f"m{n}": _menu(n, len(loops)) for n in range(size.firms)},
        loops={loop.id: loop for loop in loops},
        agents={agent.id: agent for agent in staff},
        contacts={f"c{n}": _contact(n) for n in range(size.contacts)},
        trunk=Trunk("127.0.0.1:5090", "+4710000000"),
    )


def number_of(firm: int) -> str:
    """The line of a firm, in E.164."""
    return f"+471000{firm + 1000:04}"


def caller(n: int) -> str:
    """The number of a contact, in E.164."""
    return f"+472000{n:04}"


def _line(n: int) -> Line:
    return Line(f"l{n}", number_of(n), f"f{n}", f"m{n}", "en")


def _menu(n: int, loops: int) -> Menu:
    """Key 1 leads to the loop of the firm, every other one to a message."""
    own = f"q{n // FIRMS_BEHIND_A_LOOP % loops}"
    keys = {"1": Choice("a person", loop=own), "2": Choice("a message", message=True)}
    return Menu(f"m{n}", f"This is firm {n}.", keys, default="2", key_seconds=60)


def _loop(n: int, size: Size) -> Loop:
    many = min(size.members, size.staff)
    members = tuple(f"a{(n * many + each) % size.staff}" for each in range(many))
    return Loop(f"q{n}", f"Loop {n}", members, wait_seconds=600.0)


def _agent(n: int, telephone: str) -> Agent:
    return Agent(f"a{n}", f"Agent {n}", f"sip:a{n}@{telephone}", "en")


def _contact(n: int) -> Contact:
    return Contact(f"c{n}", caller(n), f"Contact {n}")
