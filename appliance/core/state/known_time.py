"""Whether the wall clock is right: a box without a battery starts with the one that it saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import Command, CorrectClock

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""A wall clock before this day cannot be right, whoever vouches for it."""
WORN_OUT = datetime(2056, 1, 1, tzinfo=UTC)
"""Nor one after this: modems that have heard no time say 80/01/06, and a card is not that old."""
ROUGHLY = timedelta(seconds=60)
"""Two clocks that are no further apart agree; the mobile network tells its time to the second."""


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Who vouches for the system's clock.

    `trusted`: device.toml says that it is kept right by others. `synchronised`: a time server
    keeps it. `battery`: the time of a clock with a battery, if there is one. `was_set`: it has
    jumped since the box started, so that somebody has set it. That it is later than the last time
    it was saved says nothing: after a power cut it goes on from there.
    """

    trusted: bool = False
    synchronised: bool = False
    battery: datetime | None = None
    was_set: bool = False


def is_known(system: datetime, vouchers: Vouchers) -> bool:
    """Whether the system's clock (aware) may be believed."""
    agrees = vouchers.battery is not None and abs(vouchers.battery - system) <= ROUGHLY
    return vouchers.trusted or vouchers.synchronised or vouchers.was_set or agrees


def is_possible(at: datetime) -> bool:
    """Whether it can be this late (aware), whoever says so."""
    return BUILT < at < WORN_OUT


def from_network(at: datetime, now: Moment) -> list[Command]:
    """What the mobile network's time is good for: a clock that nobody vouches for is put right."""
    if now.clock_set or not is_possible(at):
        return []
    apart = at - now.wall
    return [CorrectClock(0.0 if abs(apart) <= ROUGHLY else apart.total_seconds())]
