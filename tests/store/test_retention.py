"""What is too old goes in small steps; promises stay, and the bill of an old month is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.desk import PATIENCE, Desk
from store.records import call, message, sms

from appliance.core.model.ids import Disposition, InboxSms, MessageHeard, SmsSender, SmsState
from appliance.core.model.steady_clock import DaySeen
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.events_box import Expired
from appliance.store import retention
from appliance.store.reports.usage import usage
from appliance.store.retention import expire
from appliance.store.store import Store

OSLO = ZoneInfo("Europe/Oslo")
OLD = datetime(2025, 3, 30, 0, 30, tzinfo=OSLO)
"""The night in which summer time begins: the day has 23 hours."""
LIMIT = datetime(2026, 1, 1, tzinfo=OSLO)
NEW = datetime(2026, 2, 1, 9, 0, tzinfo=OSLO)
ALL = Expire(LIMIT, LIMIT, LIMIT, "Europe/Oslo")


def ids(store: Store, table: str) -> list[str]:
    return [row["id"] for row in store.query(f"SELECT id FROM {table} ORDER BY rowid")]


def a_call(id: str, at: datetime, **more: object):
    known = {"started": at, "ended": at + timedelta(seconds=100), "clock_set": True}
    return replace(call(id), **{**known, **more})


def test_closed_calls_and_their_stories_go_and_newer_ones_stay(store: Store) -> None:
    store.save([a_call("a", OLD), a_call("b", LIMIT), a_call("c", NEW)])
    assert not expire(store, ALL)
    assert ids(store, "calls") == ["b", "c"]
    assert {row["call"] for row in store.query("SELECT call FROM trail")} == {"b", "c"}


def test_the_last_days_that_the_clock_told_are_known_after_a_restart(store: Store) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2036, 3, 2), date(2026, 3, 2)]
    for day in [date(2026, 2, 28), *days, days[-1]]:
        store.save([DaySeen(day)])
    assert store.days_seen() == tuple(days)


def test_for_ever_is_for_ever(store: Store) -> None:
    store.save([a_call("a", OLD), replace(message("a"), taken_at=OLD)])
    store.save([replace(sms("s", SmsState.SENT), sent_at=OLD)])
    expire(store, Expire(None, None, None, "Europe/Oslo"))
    assert [ids(store, table) for table in ("calls", "messages", "outbox")] == [["a"], ["a"], ["s"]]


def test_a_step_is_small_and_says_that_there_is_more(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(retention, "STEP", 3)
    store.save([a_call(f"c{n}", OLD + timedelta(minutes=n)) for n in range(7)])
    assert [expire(store, ALL) for _ in range(3)] == [True, True, False]
    assert ids(store, "calls") == []


def test_a_step_never_keeps_a_caller_waiting_for_long(store: Store) -> None:
    """What the box itself takes at once: a call of today is stored between two steps."""
    store.save([a_call(f"c{n}", OLD + timedelta(minutes=n)) for n in range(201)])
    assert expire(store, ALL)
    assert len(ids(store, "calls")) == 1


def test_a_call_of_no_time_is_as_old_as_the_next_one_of_a_time(store: Store) -> None:
    wrong = {"clock_set": False, "started": datetime(1970, 1, 1, tzinfo=UTC)}
    store.save([a_call("a", OLD, **wrong), a_call("b", OLD), a_call("c", OLD, **wrong)])
    store.save([a_call("d", NEW)])
    expire(store, ALL)
    assert ids(store, "calls") == ["c", "d"]


@pytest.mark.parametrize(
    ("state", "settled", "goes"),
    [
        (SmsState.SENT, False, True),
        (SmsState.DELIVERED, False, True),
        (SmsState.FAILED, True, True),
        (SmsState.MAYBE, True, True),
        (SmsState.QUEUED, False, False),
        (SmsState.SENDING, False, False),
        (SmsState.FAILED, False, False),
        (SmsState.MAYBE, False, False),
    ],
)
def test_an_sms_that_is_owed_or_in_doubt_stays_and_so_does_its_message(
    store: Store, state: SmsState, settled: bool, goes: bool
) -> None:
    sent = OLD if state in (SmsState.SENT, SmsState.DELIVERED) else None
    row = replace(sms("s", state, about="m"), promised_at=OLD, sent_at=sent, settled=settled)
    store.save([replace(message("m"), taken_at=OLD), row])
    expire(store, ALL)
    assert ids(store, "messages") == ([] if goes else ["m"])
    assert ids(store, "outbox") == ([] if goes else ["s"])


def test_a_message_that_nobody_has_heard_and_a_promise_stay(store: Store, tmp_path: Path) -> None:
    sound = tmp_path / "m.wav"
    sound.write_bytes(b"RIFF")
    store.save([replace(message("spoken", recording=str(sound)), taken_at=OLD)])
    store.save([replace(message("promised"), taken_at=OLD, promised="called back today")])
    expire(store, ALL)
    assert ids(store, "messages") == ["spoken", "promised"]
    store.save([MessageHeard(id, "anna", OLD) for id in ("spoken", "promised")])
    expire(store, ALL)
    assert ids(store, "messages") == []
    assert not store.recording("spoken").exists()
    assert store.ownerless_recordings() == []


def test_an_sms_that_came_in_stays_until_somebody_has_read_it(store: Store) -> None:
    came = InboxSms("i", "+4710000077", "hei", OLD, OLD, SmsSender.UNKNOWN)
    store.save([came])
    expire(store, ALL)
    assert ids(store, "inbox") == ["i"]
    store.query("UPDATE inbox SET handled = 1 RETURNING id")
    expire(store, ALL)
    assert ids(store, "inbox") == []


HOURS = st.integers(0, 24 * 40)
CLIENTS = st.sampled_from(["nordlys", "strom", None])
DISPOSITIONS = st.sampled_from(
    [Disposition.MESSAGE_LEFT, Disposition.ABANDONED, Disposition.STAFF_LINE]
)


@st.composite
def busy_months(draw: st.DrawFn) -> list[object]:
    records: list[object] = []
    for number in range(draw(st.integers(0, 12))):
        at = OLD + timedelta(hours=draw(HOURS))
        told = {"talk_seconds": draw(st.sampled_from([0.0, 0.4, 60.0, 61.5]))}
        told |= {"client": draw(CLIENTS), "disposition": draw(DISPOSITIONS)}
        records.append(a_call(f"c{number}", at, abuse=draw(st.booleans()), **told))
    for number in range(draw(st.integers(0, 6))):
        at = OLD + timedelta(hours=draw(HOURS))
        about = replace(message(f"m{number}"), client=draw(CLIENTS), taken_at=at)
        sent = replace(sms(f"s{number}", SmsState.SENT, about=about.id), parts=draw(HOURS) % 4)
        records += [about, replace(sent, sent_at=at + timedelta(hours=draw(HOURS)))]
    return records


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=busy_months(), limits=st.lists(st.none() | HOURS, min_size=3, max_size=3))
def test_the_bill_of_any_days_is_the_same_before_and_after(
    store: Store, records: list[object], limits: list[int | None]
) -> None:
    with store.transaction() as db:
        for table in ("outbox", "messages", "calls", "usage_days"):
            db.execute(f"DELETE FROM {table}")
    store.save(records)
    spans = [(OLD.replace(day=d, hour=0, minute=0), OLD.replace(month=4, day=d)) for d in (1, 30)]
    spans.append((OLD.replace(day=1, hour=0, minute=0), OLD.replace(year=2026)))
    spans = [
        (since.replace(hour=0, minute=0), until.replace(hour=0, minute=0)) for since, until in spans
    ]
    before = [usage(store.query, *span) for span in spans]
    first, second, third = (None if n is None else OLD + timedelta(hours=n) for n in limits)
    for wanted in (
        Expire(first, None, third, "Europe/Oslo"),
        Expire(first, second, third, "Europe/Oslo"),
    ):
        expire(store, wanted)
        for span, said in zip(spans, before, strict=True):
            now = usage(store.query, *span)
            assert len(now) == len(said)
            for one, other in zip(now, said, strict=True):
                near = pytest.approx(other.seconds, abs=0.11)
                talk = pytest.approx(other.talk_seconds)
                assert replace(one, seconds=0, talk_seconds=0) == replace(
                    other, seconds=0, talk_seconds=0
                )
                assert (one.seconds, one.talk_seconds) == (near, talk)


def test_the_writer_forgets_when_it_is_told_to(desk: Desk) -> None:
    with Store(desk.disk.database, desk.disk.media) as store:
        store.migrate()
        store.save([a_call("a", OLD)])
    desk.writer.perform(ALL)
    assert desk.heard.get(timeout=PATIENCE) == Expired(more=False)
    with Store(desk.disk.database, desk.disk.media) as store:
        assert ids(store, "calls") == []
