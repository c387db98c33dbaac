"""What one save leaves on the disk: rows, recordings, and nothing by halves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from store.desk import Disk
from store.records import MORNING, call, message, presence, sms

from appliance.core.model.ids import Disposition, Record, SmsState, Status, TrailStep
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.store.store import Store
from appliance.store.troubles import StoreError


def test_an_empty_disk_gets_its_tables_once(disk: Disk) -> None:
    for _ in range(2):
        with Store(disk.database, disk.media) as store:
            store.migrate()
            assert store.messages(10) == store.calls(10) == store.outbox(10) == []


def test_a_store_that_was_never_started_is_named(disk: Disk) -> None:
    with (
        Store(disk.database, disk.media) as store,
        pytest.raises(StoreError, match="no tables yet"),
    ):
        store.outbox(10)


def test_the_disk_is_asked_for_durability(store: Store) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys")
    answers = [store._db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    full = 2
    assert answers == ["wal", full, 1]


def test_a_message_is_kept_with_its_sms_and_its_recording(store: Store, disk: Disk) -> None:
    spoken = disk.spoken("c1", b"RIFF the pipe leaks")
    store.save([sms(about="c1"), message(recording=spoken)])
    (row,) = store.messages(10)
    assert row["taken_at"] == "2025-03-03T09:12:00.000000+00:00"
    assert (row["caller"], row["about"], row["seconds"]) == ("+4710000055", "forsikring", 3.5)
    assert (disk.media / row["recording"]).read_bytes() == b"RIFF the pipe leaks"
    assert store.recording("c1") == disk.media / row["recording"]
    assert list(disk.memory.iterdir()) == []
    assert store.unsent() == (sms(about="c1"),)


def test_a_call_is_kept_with_its_trail_in_order(store: Store) -> None:
    why = Trouble(Cause.FORWARDED, {"address": "4711"})
    told = (
        TrailStep(MORNING, Told.RANG, {"who": "Åse"}, "anna"),
        TrailStep(MORNING + timedelta(seconds=1), Told.NOT_TAKEN, {"who": "Åse", "why": why}),
        TrailStep(MORNING + timedelta(seconds=2), Told.ABUSE),
    )
    store.save([replace(call(), trail=told)])
    (row,) = store.calls(10)
    assert row["trail"] == list(told)
    assert (row["clock_set"], row["caller"], row["disposition"]) == (0, None, "message_left")


def test_a_call_that_is_saved_again_is_laid_over_the_first(store: Store) -> None:
    store.save([call(steps=(Told.URGENT, Told.ABUSE))])
    later = replace(call(steps=(Told.ABUSE,)), disposition=Disposition.PUT_THROUGH)
    store.save([later])
    (row,) = store.calls(10)
    assert row["disposition"] == "put_through"
    assert [step.kind for step in row["trail"]] == [Told.ABUSE]


def test_saving_twice_is_harmless_though_the_recording_has_left_memory(
    store: Store, disk: Disk
) -> None:
    records = [message(recording=disk.spoken("c1")), sms(about="c1"), call(), presence()]
    store.save(records)
    store.save(records)
    assert [len(store.messages(9)), len(store.outbox(9)), len(store.calls(9))] == [1, 1, 1]
    assert store.recording("c1").exists()


def test_a_message_that_is_written_again_keeps_its_recording(store: Store, disk: Disk) -> None:
    store.save([message(recording=disk.spoken("c1"))])
    store.save([message(note="haster")])
    (row,) = store.messages(9)
    assert (row["note"], row["recording"]) == ("haster", "c1.wav")


def test_the_fate_of_an_sms_is_updated_and_its_words_stay(store: Store) -> None:
    store.save([sms()])
    store.save([sms(state=SmsState.FAILED, attempts=3, reason="No network.", text="other words")])
    (row,) = store.outbox(9)
    assert (row["state"], row["attempts"], row["reason"]) == ("failed", 3, "No network.")
    assert row["text"] == sms().text


def test_unsent_sms_come_back_in_the_order_of_their_promises(store: Store) -> None:
    states = [SmsState.MAYBE, SmsState.SENT, SmsState.QUEUED, SmsState.FAILED, SmsState.SENDING]
    store.save([sms(f"s{9 - n}", state) for n, state in enumerate(states)])
    store.save([sms("s9", SmsState.QUEUED)])
    assert [(s.id, s.state) for s in store.unsent()] == [
        ("s9", SmsState.QUEUED),
        ("s7", SmsState.QUEUED),
        ("s6", SmsState.FAILED),
        ("s5", SmsState.SENDING),
    ]
    store.save([replace(sms("s6", SmsState.FAILED), settled=True)])
    assert "s6" not in [s.id for s in store.unsent()]


def test_the_last_status_of_a_person_counts(store: Store) -> None:
    store.save([presence(status=Status.AWAY)])
    store.save([presence(status=Status.AVAILABLE)])
    assert store.presences() == (presence(status=Status.AVAILABLE),)


def test_an_sms_about_a_message_that_does_not_exist_is_refused_whole(store: Store) -> None:
    with pytest.raises(StoreError, match="points to another"):
        store.save([call(), sms(about="nobody")])
    assert store.calls(9) == store.outbox(9) == []


def test_a_lost_recording_stores_nothing_and_says_so(store: Store, disk: Disk) -> None:
    first = disk.spoken("c1")
    with pytest.raises(StoreError, match=r"message c2 is gone from memory.*Ring the caller back"):
        store.save([message(recording=first), message("c2", recording="/nowhere/c2.wav")])
    assert store.messages(9) == []
    assert list(disk.media.iterdir()) == []
    assert len(list(disk.memory.iterdir())) == 1


def test_a_refused_save_leaves_alone_what_was_kept_before(store: Store, disk: Disk) -> None:
    store.save([message(recording=disk.spoken("c1"))])
    with pytest.raises(StoreError):
        store.save([message(recording=disk.spoken("c1")), sms(about="nobody")])
    assert store.recording("c1").exists()


def test_an_id_never_leads_out_of_the_media_folder(store: Store, disk: Disk) -> None:
    store.save([message("../../etc/c1", recording=disk.spoken("c1"))])
    assert [file.parent for file in disk.media.iterdir()] == [disk.media]
    assert store.recording("../../etc/c1").exists()


def test_broken_characters_of_a_sip_header_do_not_lose_the_message(store: Store) -> None:
    store.save([replace(message(), caller="k\udce5re\0")])
    assert store.messages(9)[0]["caller"] == "k?re\0"


def test_a_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.save([replace(message(), taken_at=datetime(2025, 1, 1))])
    assert store.messages(9) == []


class Interrupted(list[Record]):
    """Records between whose writing another connection tries to write, too."""

    def __init__(self, records: list[Record], other: sqlite3.Connection) -> None:
        super().__init__(records)
        self.other, self.outcomes = other, list[str]()

    def __iter__(self) -> Iterator[Record]:
        try:
            self.other.execute("DELETE FROM presence")
            self.outcomes.append("written")
        except sqlite3.OperationalError as error:
            self.outcomes.append(str(error))
        return super().__iter__()


def test_nobody_writes_in_the_middle_of_a_save(store: Store, disk: Disk) -> None:
    other = sqlite3.connect(disk.database, timeout=0, isolation_level=None)
    try:
        records = Interrupted([message(), call()], other)
        store.save(records)
    finally:
        other.close()
    assert records.outcomes == ["written", "database is locked"]


def test_newest_rows_come_first_and_only_so_many(store: Store) -> None:
    store.save([message(f"c{n}") for n in range(5)])
    assert [row["id"] for row in store.messages(2)] == ["c4", "c3"]


def test_revisions_are_numbered_and_the_newest_holds(store: Store) -> None:
    before = datetime.now(UTC)
    assert store.current() is None
    assert [store.publish("a = 1", "kari", "first"), store.publish("a = 2", "tom")] == [1, 2]
    newest, oldest = store.history()
    assert store.current() == newest
    assert (newest.document, newest.author, newest.note) == ("a = 2", "tom", "")
    assert (oldest.revision, oldest.note) == (1, "first")
    assert before <= oldest.published_at <= newest.published_at
