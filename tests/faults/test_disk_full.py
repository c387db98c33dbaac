"""A full disk: the caller is told, the telephone goes on, and the message is stored later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.little_office import CALLER_SAYS, NORDLYS_SMS, tone_seconds
from support.messages import hears, is_served, speaks_message
from support.running_box import eventually, trail
from support.small_disk import fill, mounted

from appliance.core.state.pending_saves import RETRY_SECONDS


@pytest.fixture
def small_disk(memory: Path) -> Iterator[Path]:
    """The box's data folder as a disk of 3 MB."""
    with mounted(memory / "data", "3m") as disk:
        yield disk


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
