"""A full disk: the caller is told, the telephone goes on, and the message is stored later."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.little_office import CALLER_SAYS, NORDLYS_SMS, tone_seconds
from support.messages import hears, is_served, speaks_message
from support.running_box import eventually, trail

from appliance.core.state.pending_saves import RETRY_SECONDS


@pytest.fixture
def small_disk(memory: Path):
    """The box's data folder as a disk of 3 MB."""
    disk = memory / "data"
    disk.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk))
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk needs root: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(("umount", str(disk)), check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


def test_what_the_disk_refuses_is_said_and_stored_when_there_is_room(
    small_disk, make_box, telephone
):
    box = make_box()
    filler = fill(small_disk)
    call = speaks_message(telephone, box, seconds=2.0)
    hears(call, "message_lost")
    assert "The disk is full" in box.fault("disk")
    is_served(telephone, box)
    assert box.modem.sent == []

    filler.unlink()
    sms = box.modem.wait_for_sms(RETRY_SECONDS + 10)
    assert sms.number == NORDLYS_SMS
    (message,) = box.messages()
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 1.0
    records = eventually(lambda: [c for c in box.calls() if c["disposition"] == "message_left"])
    assert any("Not stored yet" in words for words in trail(records[0]))
    box.shows(lambda view: not view["faults"])
