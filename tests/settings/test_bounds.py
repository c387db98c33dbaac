"""Every setting that is a number of something has a least and a most, in settings/structure.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from appliance.core.settings.directory import Office
from appliance.settings.structure import SECTIONS, reader_of

NUMBERS = {int, float}
BEYOND = 10**12


def inside(kind: Any) -> Iterator[Any]:
    """The type and all that it is made of."""
    yield kind
    for part in get_args(kind):
        yield from inside(part)


def tables(*found: type) -> set[type]:
    """These tables, and those that lie in them."""
    known: set[type] = set()
    waiting = list(found)
    while waiting:
        table = waiting.pop()
        if table in known:
            continue
        known.add(table)
        for kind in get_type_hints(table).values():
            waiting += [part for part in inside(kind) if is_dataclass(part)]
    return known


NUMBERED = sorted(
    (table.__name__, field.name, table)
    for table in tables(Office, *SECTIONS.values())
    for field in fields(table)
    if NUMBERS & set(inside(get_type_hints(table)[field.name]))
)


def test_the_settings_that_are_numbers_are_found() -> None:
    named = {(table, name) for table, name, _ in NUMBERED}
    assert ("Office", "ring_seconds") in named
    assert ("Overflow", "after_seconds") in named
    assert ("Loop", "announce_seconds") in named


@pytest.mark.parametrize(("name", "field", "table"), NUMBERED)
@pytest.mark.parametrize("beyond", [-1, BEYOND])
def test_no_number_is_below_its_least_or_above_its_most(
    name: str, field: str, table: type, beyond: int
) -> None:
    reader = reader_of(table, field, "NO")
    assert reader, f"{name}.{field} has no reader in appliance/settings/structure.py"
    with pytest.raises(ValueError, match=r"between|at least|at most|from"):
        reader(beyond)
