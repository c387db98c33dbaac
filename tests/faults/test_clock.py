"""A clock that jumps, as when the network tells the time at last: no call and no SMS suffers."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.little_office import office
from support.messages import hears, is_served, speaks_message
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.engine.vouchers import vouchers

pytestmark = pytest.mark.timeout(90)
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
JUMPS = ["+3y", "-200d", "+0", "-30y"]
"""From the true time, each in the middle of a message."""


@pytest.fixture
def clock(tmp_path, monkeypatch):
    """Move the wall clock of processes that start from now on; monotonic time stays true."""
    if not LIBRARIES:
        pytest.skip("apt install libfaketime")
    file = tmp_path / "clock"
    file.write_text("+0")
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    monkeypatch.setenv("LD_PRELOAD", str(LIBRARIES[0]))

    def jumps(to: str) -> None:
        file.write_text(to)
        os.utime(file)

    return jumps


def test_a_clock_that_jumps_in_mid_call(clock, make_box, telephone, monkeypatch):
    box = make_box()
    monkeypatch.delenv("LD_PRELOAD")
    for jump in JUMPS:
        call = speaks_message(telephone, box)
        clock(jump)
        hears(call, "message_taken")
        is_served(telephone, box)
    eventually(lambda: [row["state"] for row in box.outbox()] == ["delivered"] * len(JUMPS))
    assert len(box.modem.sent) == len(JUMPS)
    assert "Traceback" not in box.log


def tells_the_time(view) -> bool:
    return any(re.fullmatch(r"\d\d:\d\d", row["text"]) for row in view["rows"])


@pytest.fixture
def lonely_box(prompts, memory):
    """A box whose clock nobody vouches for, and whose modem says nothing yet."""
    here = vouchers(trusted=False)
    if here.synchronised or here.battery:
        pytest.skip("this machine's clock is vouched for; tests/loop/test_clock.py pretends")
    nobody_there = {name: nobody(name) for name in ("anna", "bo", "cato")}
    settings = office(nobody_there)
    box = RunningBox(memory, prompts, settings, tables={"clock": {"trusted": False}})
    box.modem.faults.dead = True
    return box


def test_after_a_power_cut_rows_are_marked_until_the_modem_tells_the_time(
    clock, lonely_box, telephone, monkeypatch
):
    monkeypatch.delenv("FAKETIME_TIMESTAMP_FILE")  # its readers see the true time now and then
    monkeypatch.setenv("FAKETIME", "-10d")
    with lonely_box as box:
        monkeypatch.delenv("LD_PRELOAD")
        hears(speaks_message(telephone, box), "message_taken")
        eventually(lambda: [row["clock_set"] for row in box.calls()] == [0])
        box.modem.restart()
        box.shows(tells_the_time)
        hears(speaks_message(telephone, box), "message_taken")
        eventually(lambda: [row["clock_set"] for row in box.calls()] == [1, 0])
        began = datetime.fromisoformat(box.calls()[0]["started"])
        assert abs(datetime.now(UTC) - began) < timedelta(minutes=2)
