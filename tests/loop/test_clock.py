"""Whether the box believes its wall clock, which no battery keeps while the power is off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import CorrectClock
from appliance.core.state.known_time import BUILT, WORN_OUT, Vouchers, from_network, is_known
from appliance.engine.clock import ASK_SECONDS, Clock
from appliance.engine.vouchers import battery_time, kernel_is_synchronised, vouchers

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SAVED = NOW - timedelta(days=3)
"""Where the clock goes on from after a power cut of three days."""


class Box:
    """A box whose system clock says `system` while monotonic time goes its own way."""

    def __init__(self, system: datetime = SAVED) -> None:
        self.up, self.system = 10.0, system.timestamp()
        self.says = Vouchers()
        self.clock = Clock(lambda: self.says, monotonic=lambda: self.up, system=lambda: self.system)

    def passes(self, seconds: float) -> Moment:
        self.up += seconds
        self.system += seconds
        return self.clock.now()

    def is_set_to(self, at: datetime) -> Moment:
        self.system = at.timestamp()
        return self.clock.now()


def test_the_clock_that_was_saved_days_ago_is_not_believed() -> None:
    box = Box()
    assert not box.clock.now().clock_set
    assert not box.passes(86_400.0).clock_set


@pytest.mark.parametrize(
    "says", [Vouchers(trusted=True), Vouchers(synchronised=True), Vouchers(battery=SAVED)]
)
def test_it_is_believed_when_somebody_vouches_for_it(says: Vouchers) -> None:
    box = Box()
    assert not box.clock.now().clock_set
    box.says = says
    assert box.passes(ASK_SECONDS).clock_set
    box.says = Vouchers()
    assert box.passes(3600.0).clock_set, "what is known stays known"


def test_a_battery_that_says_another_time_vouches_for_nothing() -> None:
    assert not is_known(NOW, Vouchers(battery=datetime(1970, 1, 1, 0, 5, tzinfo=UTC)))
    assert not is_known(NOW, Vouchers(battery=NOW - timedelta(seconds=61)))
    assert is_known(NOW, Vouchers(battery=NOW - timedelta(seconds=60)))


def test_whoever_sets_the_clock_knows_the_time() -> None:
    box = Box()
    assert not box.passes(5.0).clock_set
    assert box.is_set_to(NOW).clock_set
    assert box.clock.now().wall == NOW
    assert not box.is_set_to(BUILT - timedelta(days=1)).clock_set, "never so long ago"
    assert not box.is_set_to(WORN_OUT).clock_set, "nor so late"


def test_a_clock_that_is_slewed_was_set_by_nobody() -> None:
    box = Box()
    for _ in range(20):
        box.system += 0.4
        assert not box.passes(5.0).clock_set


def test_a_busy_machine_that_is_slow_between_two_readings_has_set_no_clock() -> None:
    box = Box()

    def slowly() -> float:
        box.up += 30.0
        box.system += 30.0
        return box.system

    box.clock = Clock(lambda: box.says, monotonic=lambda: box.up, system=slowly)
    assert not any(box.clock.now().clock_set for _ in range(3))


def test_the_mobile_networks_time_puts_it_right_until_a_server_does() -> None:
    box = Box()
    now = box.clock.now()
    (command,) = from_network(NOW, now)
    assert command == CorrectClock(3 * 86_400.0)
    box.clock.correct(command.seconds)
    later = box.passes(7.0)
    assert (later.wall, later.clock_set) == (NOW + timedelta(seconds=7), True)
    true = NOW + timedelta(seconds=9)
    assert box.is_set_to(true).wall == true


def test_the_networks_time_is_not_heard_where_it_is_not_needed_or_cannot_be() -> None:
    assert from_network(NOW, Moment(1.0, SAVED, clock_set=True)) == []
    for never in (datetime(2026, 1, 1, tzinfo=UTC), datetime(2080, 1, 6, tzinfo=UTC)):
        assert from_network(never, Moment(1.0, SAVED, False)) == []
    near = Moment(1.0, NOW - timedelta(seconds=20), clock_set=False)
    assert from_network(NOW, near) == [CorrectClock(0.0)], "ours is finer than a modem's"


def test_the_kernel_is_asked_and_changes_nothing() -> None:
    assert kernel_is_synchronised() in (True, False)


def test_the_file_of_the_time_server_and_the_battery_are_read(tmp_path: Path) -> None:
    marker, clocks = tmp_path / "synchronized", tmp_path / "rtc"
    assert battery_time(clocks) is None
    for name, said in (("rtc0", "nonsense"), ("rtc1", f"{int(NOW.timestamp())}\n")):
        (clocks / name).mkdir(parents=True)
        (clocks / name / "since_epoch").write_text(said)
    marker.touch()
    found = vouchers(trusted=False, synchronised=marker, clocks=clocks)
    assert found == Vouchers(synchronised=True, battery=NOW)
