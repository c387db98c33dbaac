"""Which firms' callers may come to a partner: those are the cards that the partner may look up."""

from __future__ import annotations

from collections.abc import Iterable

from appliance.core.settings.directory import OPERATOR_KEY, Directory
from appliance.core.settings.lines import Line


def partner_named(directory: Directory, account: str) -> str:
    """The id of the partner that an account of this name belongs to; "" for nobody's."""
    named = (id for id in directory.partners if id.casefold() == account.casefold())
    return next(named, "")


def firms_of_partner(directory: Directory, partner: str) -> frozenset[str | None]:
    """The firms whose callers may overflow to this partner; None stands for unknown lines."""
    firms: set[str | None] = {
        line.client
        for line in directory.lines.values()
        if line.client and _leads_to(directory, partner, _loops_of(directory, line))
    }
    if _leads_to(directory, partner, (directory.office.unknown_loop,)):
        firms.add(None)
    return frozenset(firms)


def _loops_of(directory: Directory, line: Line) -> Iterable[str | None]:
    """The loops that a key of the line, its closing, or the operator's key leads to."""
    yield from (choice.loop for choice in directory.choices_of(line))
    if any(OPERATOR_KEY not in menu.keys for menu in directory.menus_of(line)):
        yield directory.office.operator_loop


def _leads_to(directory: Directory, partner: str, loops: Iterable[str | None]) -> bool:
    """Whether callers of one of the loops come to the partner, by other loops too."""
    seen: set[str] = set()
    ahead = [loop for loop in loops if loop]
    while ahead:
        loop = directory.loops.get(ahead.pop())
        if loop is None or loop.id in seen or loop.overflow is None:
            continue
        if loop.overflow.partner == partner:
            return True
        seen.add(loop.id)
        ahead += [loop.overflow.loop] if loop.overflow.loop else []
    return False
