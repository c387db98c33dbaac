"""A clock that jumps, as when the network tells the time at last: no call and no SMS suffers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.messages import hears, is_served, speaks_message
from support.running_box import eventually

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
