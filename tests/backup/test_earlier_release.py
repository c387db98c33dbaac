"""A backup that an earlier release made, and everything in it, is on the new box."""

from __future__ import annotations

from pathlib import Path

from backup.boxes import PASSPHRASE, FakeBox
from store.records import call, message, presence, sms

from appliance.backup.places import alone
from appliance.backup.restoring import finish_restore
from appliance.backup.staging import check_backup, stage
from appliance.core.model.ids import SmsState
from appliance.store.snapshot import DOUBTFUL, schema_version
from appliance.store.started import read_started

EARLIER = Path(__file__).parent / "earlier_release.backup"
"""Made with the code of 2026-11-21 (commit c10f692), the first that made any: the passphrase is
locked with half a gigabyte of memory, and the tables are those of then."""


def test_it_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    box = FakeBox(tmp_path / "bare")
    with alone(box.data):
        stage(box.device, EARLIER, PASSPHRASE)
    assert finish_restore(box.device)
    started, problems = read_started(box.device.database, box.device.media)
    assert (started.directory.office.name, problems) == ("Fjordkontoret", [])
    assert check_backup(EARLIER, PASSPHRASE).schema < schema_version(box.device.database)
    (owed,) = started.outbox
    assert (owed.id, owed.state, owed.reason) == ("m1-sms", SmsState.MAYBE, DOUBTFUL)
    assert started.presences == (presence(),)
    found = box.contents()
    assert [row["id"] for row in found["calls"]] == [call("c1").id]
    assert [row["about"] for row in found["messages"]] == [message("m1").about]
    assert found["outbox"][0]["text"] == sms().text
    assert found["files"]["uploads/plain.wav"] == b"RIFFplain"
    assert found["files"]["messages/m1.wav"] == b"RIFFearlier"
