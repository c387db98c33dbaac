"""A loop that hangs is noticed: systemd hears of it only while it makes progress."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.core.model.ids import Moment
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.events import Event
from appliance.core.switchboard import Switchboard
from appliance.engine.loop import Inbox, Loop
from appliance.engine.watchdog import Watchdog

UNIT = Path(__file__).parents[2] / "systemd/sentralbord.service"


class BusyTelephone:
    """Telephony whose every poll ends at once, so that the loop turns as fast as it can."""

    def tidy(self) -> None:
        pass

    def poll(self, seconds: float) -> None:
        pass

    def wake(self) -> None:
        pass


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(PATIENCE)
        yield listening


def watchdog(systemd: socket.socket, microseconds: str = "4000") -> Watchdog:
    """It is fed every millisecond: 4 times in WatchdogSec."""
    return Watchdog({"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": microseconds})


def heard(systemd: socket.socket) -> list[str]:
    """What was said and not read yet."""
    systemd.setblocking(False)
    said = []
    try:
        while True:
            said.append(systemd.recv(100).decode())
    except BlockingIOError:
        systemd.settimeout(PATIENCE)
    return said


def test_it_is_fed_four_times_in_a_period_and_no_more(systemd: socket.socket) -> None:
    dog = watchdog(systemd, "20000000")
    for now in (100.0, 101.0, 104.9, 105.0, 109.0, 110.0):
        dog.fed(now)
    assert heard(systemd) == ["WATCHDOG=1"] * 3


def test_without_a_period_it_says_only_that_it_begins_and_ends(systemd: socket.socket) -> None:
    dog = Watchdog({"NOTIFY_SOCKET": systemd.getsockname()})
    dog.ready()
    dog.fed(1.0)
    dog.stopping()
    assert heard(systemd) == ["READY=1", "STOPPING=1"]


def test_where_no_systemd_listens_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "1"}):
        dog = Watchdog(environment)
        dog.ready()
        dog.fed(1.0)
        dog.stopping()


def test_a_loop_in_a_quiet_office_feeds_and_one_that_hangs_feeds_no_more(
    systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, goes_on = threading.Event(), threading.Event()

    def rule(event: Event, now: Moment) -> list[do.Command]:
        hangs.set()
        assert goes_on.wait(PATIENCE)
        return []

    switchboard, inbox = Switchboard(), Inbox()
    monkeypatch.setattr(switchboard, "_rule_for", rule)
    performers = dict.fromkeys((do.Show,), lambda _: None)
    loop = Loop(switchboard, BusyTelephone(), inbox, performers, watchdog=watchdog(systemd))
    thread = threading.Thread(target=loop.run)
    thread.start()
    assert systemd.recv(100) == b"READY=1"
    for _ in range(3):
        assert systemd.recv(100) == b"WATCHDOG=1"
    inbox.put(seen.TrunkUp("trunk"))
    assert hangs.wait(PATIENCE)
    heard(systemd)
    systemd.settimeout(0.1)  # a hundred feeds would fit in
    with pytest.raises(TimeoutError):
        systemd.recv(100)
    systemd.settimeout(PATIENCE)
    goes_on.set()
    assert systemd.recv(100) == b"WATCHDOG=1"
    loop.stop()
    thread.join(PATIENCE)
    assert heard(systemd)[-1] == "STOPPING=1"


def test_the_unit_waits_for_ready_and_watches_the_loop() -> None:
    lines = UNIT.read_text().splitlines()
    assert {"Type=notify", "NotifyAccess=main", "WatchdogSec=20"} <= set(lines)
