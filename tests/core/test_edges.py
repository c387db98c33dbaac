"""The last minute, the last digit, the newest row: the edges of rules that are asked alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from support.world import office

from appliance.core.box import trial as trial_rules
from appliance.core.desk.masking import NOTHING, Sight, masked_view
from appliance.core.model.calendar import Calendar, Entry, Shown
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    Message,
    Moment,
    Receipt,
    Sms,
    SmsId,
    SmsState,
    TrailStep,
)
from appliance.core.model.told import Told
from appliance.core.model.trial import Trial
from appliance.core.outgoing.allowed import number_of
from appliance.core.panel import buttons
from appliance.core.panel.display import STAFF
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events import TrunkDown, TrunkUp
from appliance.core.protocol.events_sms import SmsDelivered, SmsUncertain
from appliance.core.protocol.view import Arrival, CallView, View
from appliance.core.settings.hours import Hours, at_night, closed_at, within
from appliance.core.sms import delivery_reports as sms_reports
from appliance.core.sms import outbox
from appliance.core.staff.presence import blocked_at
from appliance.core.state import pending_saves as ledger
from appliance.core.state.outbox import Outbox
from appliance.core.state.picture import Picture

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NOW = Moment(100.0, AT)


def test_the_closing_minute_is_closed_and_midnight_closes_nothing() -> None:
    assert within("08:00-16:00", time(15, 59))
    assert not within("08:00-16:00", time(16, 0))
    assert within("08:00-00:00", time(23, 59))
    assert not within("08:00-16:00", time(7, 59))
    assert within("08:00-16:00", time(8, 0))


@pytest.mark.parametrize(
    ("at", "in_the_night", "in_the_day"),
    [
        ("21:59", False, False),
        ("22:00", True, False),
        ("23:30", True, False),
        ("06:59", True, True),
        ("07:00", False, True),
        ("05:59", True, False),
        ("06:00", True, True),
        ("08:59", False, True),
        ("09:00", False, False),
    ],
)
def test_a_span_across_midnight_and_one_within_the_day(
    at: str, in_the_night: bool, in_the_day: bool
) -> None:
    now = Moment(0.0, datetime.combine(AT.date(), time.fromisoformat(at), UTC))
    assert at_night("22:00-07:00", now) is in_the_night
    assert at_night("06:00-09:00", now) is in_the_day
    assert not at_night("08:00-08:00", now)
    assert not at_night("", now)
    assert not at_night("22:00-07:00", replace(now, clock_set=False))


def test_closed_says_why_and_what_has_no_hours_is_open() -> None:
    friday = {"fri": ("08:00-16:00",)}
    hours = {
        "plain": Hours("plain", friday, holidays=False),
        "free": Hours("free", friday, holidays=True),
        "shut": Hours("shut", friday, closed_days=frozenset({"2026-11-20"}), holidays=False),
    }
    base = replace(office(), hours=hours, holidays={AT.date(): "A day off"})
    said = [closed_at(base, named, AT) for named in ("plain", "free", "shut", None, "unknown")]
    assert said == ["", "holiday", "holiday", "", ""]
    assert closed_at(base, "plain", AT.replace(hour=16)) == "hours"
    assert closed_at(base, "plain", AT.replace(day=21)) == "hours"


def test_an_appointment_of_a_day_in_hours_until_midnight_ends_with_the_day() -> None:
    zone = ZoneInfo("Europe/Oslo")
    hours = Hours("late", {"fri": ("08:00-00:00",)})
    base = replace(office(), hours={"late": hours})
    agent = replace(base.agents["anna"], hours="late")
    begins = datetime(2026, 11, 20, tzinfo=zone)
    ends = datetime(2026, 11, 21, tzinfo=zone)
    entry = Entry(begins, ends, Shown.BUSY, all_day=True)
    at = datetime(2026, 11, 20, 20, 0, tzinfo=zone)
    blocked = blocked_at(base, agent, Calendar((entry,), at), at)
    assert blocked
    assert blocked.until == ends


def test_a_partner_sees_its_calls_without_our_agents_loops_and_stories() -> None:
    trail = (TrailStep(AT, Told.WAITS, {"loop": "Salg"}),)
    call = CallView("c1", "Nordlys", "10 00 00 77", "good", "talking", "Anna", trail=trail)
    call = replace(call, partner="vest", loop="sales")
    sight = Sight(partner="vest", own_calls=True)
    [seen] = masked_view(View(calls=(call,)), sight).calls
    assert (seen.agent, seen.loop, seen.trail) == ("", "", ())
    assert masked_view(View(calls=(replace(call, partner="ost"),)), sight).calls == ()


def test_what_calls_bring_with_them_is_for_the_installer_alone() -> None:
    view = View(arrivals=(Arrival(CallId("c1"), 0.0, "+4710000001", "+4710000077"),))
    assert masked_view(view, NOTHING).arrivals == ()
    assert masked_view(view, Sight(everything=True)).arrivals == view.arrivals


def test_a_trunk_that_goes_down_on_trial_counts_as_not_heard() -> None:
    picture = Picture(office(), trial=Trial(2, 1, ("trunk",)))
    up = trial_rules.told(picture, TrunkUp("trunk"))
    assert up.trial
    assert up.trial.heard == {"trunk"}
    down = trial_rules.told(up, TrunkDown("trunk", "no answer"))
    assert down.trial
    assert down.trial.heard == frozenset()


def test_of_too_much_that_the_disk_refuses_no_message_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger, "MOST_REFUSED", 1)
    both = Save(Receipt("c1:record"), (a_record(), a_message()))
    other = Save(Receipt("c2:message"), (a_message(),))
    mere = Save(Receipt("c3:record"), (a_record(),))
    kept = ledger.Ledger()
    for save in (both, other, mere):
        kept = ledger.handed_over(kept, save)
    for save in (both, other, mere):
        kept, _ = ledger.refused(kept, save.receipt, "full")
    assert [*kept.pending] == [both.receipt, other.receipt]


def a_record() -> CallRecord:
    end = Disposition.MESSAGE_TAKEN
    return CallRecord(
        *(CallId("c1"), "nordlys", None, None, "+4710000001", "nb", AT, AT, True, "", None),
        *(end, "", ()),
    )


def a_message() -> Message:
    return Message("m1", CallId("c1"), None, None, "", AT, True, None)


@pytest.mark.parametrize(
    ("at", "button", "after"),
    [(0, "next", 1), (2, "next", 3), (1, "previous", 0), (3, "next", None), (0, "previous", None)],
)
def test_the_staff_are_gone_through_from_the_first_to_the_last(
    at: int, button: str, after: int | None
) -> None:
    agents = [*office().agents]
    picture = Picture(office(), viewing=STAFF + agents[at])
    onward, _ = buttons.pressed(picture, button, NOW)
    assert onward.viewing == ("" if after is None else STAFF + agents[after])


def a_row(name: str, state: SmsState, **more: object) -> Sms:
    row = Sms(SmsId(name), "+4710000099", "Hei")
    return replace(row, state=state, **more)  # type: ignore[arg-type]


def test_an_sms_in_doubt_may_have_been_sent_now() -> None:
    rows = Outbox.of([a_row("s1", SmsState.SENDING)])
    after, _ = outbox.answered(rows, SmsUncertain(SmsId("s1"), "silence"), NOW)
    assert after.doubtful[SmsId("s1")].sent_at == AT


def test_a_report_is_about_the_newest_sms_of_its_reference() -> None:
    rows = [a_row(name, SmsState.SENT, unreported=(7,), sent_at=AT) for name in ("old", "new")]
    after, _ = sms_reports.reported(Outbox.of(rows), SmsDelivered("+4710000099", 7))
    assert [*after.sent] == ["old"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+123456", None),
        ("+1234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
        ("+1234567890123456", None),
        ("+12345x7", None),
    ],
)
def test_a_number_has_seven_to_fifteen_digits(written: str, number: str | None) -> None:
    assert number_of(office(), written) == number
