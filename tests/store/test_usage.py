"""What each client has used, counted for the bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from store.records import MORNING, call, message, sms

from appliance.core.model.ids import Disposition, MessageHeard, SmsState
from appliance.core.protocol.commands_retention import Expire
from appliance.store.reports.usage import Usage, usage
from appliance.store.retention import expire
from appliance.store.store import Store

DAY = timedelta(days=1)
TODAY = MORNING.replace(hour=0, minute=0)


@pytest.fixture
def used(store: Store) -> Store:
    for id, client, talked in (("a", "nordlys", 61.0), ("b", "nordlys", 0.0), ("c", "strom", 60.0)):
        store.save([replace(call(id), client=client, talk_seconds=talked)])
    store.save([replace(call("d"), client=None), message("b")])
    store.save([replace(call("e"), started=MORNING - DAY, ended=MORNING - DAY)])
    sent = {"sent_at": MORNING, "parts": 2, "message": "b"}
    store.save([replace(sms("s1", SmsState.SENT), **sent)])
    store.save([replace(sms("s2", SmsState.DELIVERED), **sent)])
    store.save([replace(sms("s3", SmsState.FAILED), message="b")])
    store.save([replace(call("f"), disposition=Disposition.STAFF_LINE, client=None)])
    return store


def test_calls_minutes_messages_and_sms_are_counted(used: Store) -> None:
    nordlys, unknown, strom = usage(used.query, TODAY, TODAY + DAY)
    assert nordlys == Usage(
        "nordlys",
        calls=2,
        answered=1,
        seconds=pytest.approx(240.0),
        talk_seconds=61.0,
        minutes=2,
        messages=2,
        sms_parts=4,
    )
    assert (strom.calls, strom.answered, strom.minutes) == (1, 1, 1)
    assert (unknown.client, unknown.calls) == (None, 1), "the staff line is nobody's to pay"


def test_only_the_days_that_were_asked_for_count(used: Store) -> None:
    (before,) = usage(used.query, TODAY - DAY, TODAY)
    assert (before.client, before.calls, before.sms_parts) == ("nordlys", 1, 0)
    assert usage(used.query, TODAY + DAY, TODAY + 2 * DAY) == []


def test_abuse_is_counted(store: Store) -> None:
    store.save([replace(call(), abuse=True)])
    assert [each.abuse for each in usage(store.query, TODAY, TODAY + DAY)] == [1]


def test_calls_that_we_dialled_are_counted_apart_as_well(store: Store) -> None:
    store.save([replace(call("a"), outgoing=True), call("b")])
    (nordlys,) = usage(store.query, TODAY, TODAY + DAY)
    assert (nordlys.calls, nordlys.outgoing) == (2, 1)


def test_a_promise_that_was_kept_by_a_call_is_done_with(store: Store) -> None:
    store.save([message("a")])
    store.save([replace(call("b"), outgoing=True), MessageHeard("a", "anna", MORNING)])
    (row,) = store.query("SELECT heard_by FROM messages WHERE id = 'a'")
    assert row["heard_by"] == "anna"


def test_an_sms_counts_from_the_first_moment_up_to_not_including_the_last(store: Store) -> None:
    """And one whose parts nobody has counted is one part."""
    store.save([call("a"), message("a")])
    for name, at in (("s1", TODAY), ("s2", TODAY + DAY)):
        store.save([replace(sms(name, SmsState.SENT), sent_at=at, parts=0, message="a")])
    spans = ((TODAY - DAY, TODAY), (TODAY, TODAY + DAY), (TODAY + DAY, TODAY + 2 * DAY))
    parts = [sum(used.sms_parts for used in usage(store.query, *span)) for span in spans]
    assert parts == [0, 1, 1]


@pytest.fixture
def tried(store: Store) -> Store:
    """The box has tried itself, and a firm that happens to be called Selftest had a call."""
    known = {"client": "selftest", "clock_set": True}
    test = {**known, "dialled": "selftest-12ab34cd", "talk_seconds": 5.0}
    store.save([replace(call("t"), **test), replace(message("t"), client="selftest")])
    store.save([replace(sms("t1", SmsState.SENT), sent_at=MORNING, parts=1, message="t")])
    store.save([replace(call("f"), **known, talk_seconds=61.0)])
    return store


def test_calls_and_sms_of_the_self_test_are_nobodys_to_pay(tried: Store) -> None:
    (firm,) = usage(tried.query, TODAY, TODAY + DAY)
    assert (firm.client, firm.calls, firm.minutes, firm.sms_parts) == ("selftest", 1, 2, 0)


def test_nor_do_they_stand_in_the_figures_that_outlive_them(tried: Store) -> None:
    later = MORNING + 2 * DAY
    while expire(tried, Expire(later, later, later, "UTC")):
        pass
    assert tried.calls(-1) == []
    (firm,) = usage(tried.query, TODAY, TODAY + DAY)
    assert (firm.client, firm.calls, firm.minutes, firm.sms_parts) == ("selftest", 1, 2, 0)
