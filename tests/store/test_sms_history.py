"""What the store remembers of SMS in both directions, for the next start."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from store.desk import Disk
from store.records import MORNING, message, presence, sms

from appliance.core.model.ids import (
    CallId,
    InboxSms,
    SmsHandled,
    SmsHistory,
    SmsId,
    SmsPriority,
    SmsSender,
    SmsState,
    SmsStop,
)
from appliance.store.started import read_started
from appliance.store.store import Store

SINCE = MORNING - timedelta(hours=1)


def history(store: Store) -> SmsHistory:
    return store.sms_history(SINCE, SINCE)


def received(id: str = "in-1", **more: object) -> InboxSms:
    plain = InboxSms(id, "+4710000101", "Takk!", MORNING, MORNING, SmsSender.CLIENT, problem="")
    return replace(plain, **more)  # type: ignore[arg-type]


def test_everything_about_an_sms_comes_back(store: Store) -> None:
    row = replace(
        sms("s1", SmsState.MAYBE, attempts=2, reason="silence"),
        priority=SmsPriority.URGENT,
        promised_at=MORNING,
        sent_at=MORNING,
        parts=3,
        unreported=(254, 255, 0),
        answers="in-1",
    )
    store.save([row])
    assert store.unsent() == (row,)


def test_sent_sms_await_their_reports_for_a_while(store: Store) -> None:
    sent = replace(sms("s1", SmsState.SENT), sent_at=MORNING, unreported=(7,), parts=1)
    old = replace(sent, id="s0", sent_at=MORNING - timedelta(days=4))
    told = replace(sent, id="s2", unreported=())
    store.save([sent, old, told])
    assert history(store).awaiting == (sent,)


def test_the_parts_of_the_day_are_counted_for_each_number(store: Store) -> None:
    sent = replace(sms("s1", SmsState.SENT), sent_at=MORNING, parts=2)
    other = replace(sent, id="s3", number="+4710000102", parts=1, state=SmsState.MAYBE)
    yesterday = replace(sent, id="s4", sent_at=MORNING - timedelta(days=1))
    store.save([sent, replace(sent, id="s2", parts=3), other, yesterday])
    assert dict(history(store).spent) == {"+4710000101": 5, "+4710000102": 1}


def test_an_sms_that_came_in_is_kept_once_and_is_read_by_somebody(store: Store) -> None:
    store.save([received(), received("in-2", handled=True)])
    store.save([received(text="the same again")])
    assert history(store).unhandled == ("in-1",)
    assert history(store).seen == ("in-1", "in-2")
    assert [row["text"] for row in store.inbox(9)] == ["Takk!", "Takk!"]
    store.save([SmsHandled("in-1")])
    assert history(store).unhandled == ()


def test_the_pieces_of_what_came_in_are_known_the_oldest_first(store: Store) -> None:
    store.save([received(pieces=("a1", "a2")), received("in-2"), received("in-3", pieces=("c1",))])
    assert history(store).pieces == ("a1", "a2", "c1")


def test_stop_and_start_are_remembered(store: Store) -> None:
    store.save([SmsStop("+4710000101", True, MORNING), SmsStop("+4710000102", True, MORNING)])
    store.save([SmsStop("+4710000102", False, MORNING)])
    assert history(store).stopped == ("+4710000101",)


def test_the_last_message_to_each_number_is_known(store: Store) -> None:
    store.save([message("c1"), message("c2"), sms("s1", about="c1"), sms("s2", about="c2")])
    store.save([sms("s3")])
    assert history(store).last_messages == (("+4710000101", "c2"),)


def test_what_the_desk_has_had_sent_is_known(store: Store) -> None:
    store.save([sms("desk-1"), sms("c1-sms"), sms("desk-2", SmsState.DELIVERED)])
    assert history(store).asked == ("desk-1", "desk-2")


def test_a_status_comes_back_with_its_end(store: Store) -> None:
    until = replace(presence(), until=MORNING + timedelta(hours=2))
    store.save([until])
    assert store.presences() == (until,)


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_an_end_that_no_clock_can_be_set_against_is_none(store: Store, year: int) -> None:
    store.save([replace(presence(), until=datetime(year, 12, 31, 23, 59, tzinfo=UTC))])
    assert store.presences() == (presence(),)


def test_the_history_is_part_of_a_start(store: Store, disk: Disk) -> None:
    store.publish('[office]\nname = "Fjordkontoret"\n', "kari")
    store.save([SmsStop("+4710000101", True, MORNING), received()])
    started, problems = read_started(disk.database, disk.media)
    assert problems == []
    assert started.sms.stopped == ("+4710000101",)
    assert started.sms.unhandled == ("in-1",)


def test_old_failures_need_no_decision_after_the_upgrade(disk: Disk) -> None:
    from sqlite_utils import Database

    from appliance.store.migrations import migrations

    db = Database(disk.database)
    migrations.apply(db, stop_before="m006_sms_costs_and_reports")
    row = {"id": "s1", "number": "+4710000101", "text": "t", "state": "failed", "attempts": 1}
    db.table("outbox").insert_all(
        [{**row, "reason": ""}, {**row, "id": "s2", "state": "queued", "reason": ""}]
    )
    db.conn.close()
    with Store(disk.database, disk.media) as store:
        store.migrate()
        assert [s.id for s in store.unsent()] == ["s2"]


def steps_of_a_look(store: Store, rows: int) -> int:
    """How many steps SQLite takes for the history after so many SMS to twenty firms."""
    sent = replace(sms("old", SmsState.SENT), sent_at=MORNING - timedelta(days=200), parts=1)
    store.save([message("m1")])
    for n in range(rows):
        number = f"+471000{n % 20:04}"
        store.save([replace(sent, id=SmsId(f"{rows}-{n}"), number=number, message=CallId("m1"))])
    steps = 0

    def one_more() -> int:
        nonlocal steps
        steps += 1
        return 0

    store._db.conn.set_progress_handler(one_more, 1)
    store.sms_history(SINCE, SINCE)
    store._db.conn.set_progress_handler(None, 0)
    return steps


def test_the_start_looks_at_no_sms_of_long_ago(store: Store) -> None:
    few = steps_of_a_look(store, 100)
    assert steps_of_a_look(store, 1000) < 1.5 * few
