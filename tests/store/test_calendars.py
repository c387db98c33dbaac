"""The calendars of the staff survive a restart, without a title, and are forgotten for good."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from store.desk import Disk

from appliance.core.model.calendar import CalendarRecord, Entry, Shown
from appliance.store.started import read_started
from appliance.store.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEETING = Entry(NOON, NOON + timedelta(hours=1), Shown.BUSY)
DAY_OFF = Entry(NOON, NOON + timedelta(days=1), Shown.OUT_OF_OFFICE, all_day=True)


def test_what_was_read_last_is_there_after_a_restart(store: Store, disk: Disk) -> None:
    store.save([CalendarRecord("anna", (DAY_OFF,), NOON)])
    store.save([CalendarRecord("anna", (MEETING, DAY_OFF), NOON + timedelta(minutes=5))])
    expected = (CalendarRecord("anna", (MEETING, DAY_OFF), NOON + timedelta(minutes=5)),)
    assert store.calendars() == expected
    assert read_started(disk.database, disk.media)[0].calendars == expected


def test_a_forgotten_calendar_leaves_no_row(store: Store) -> None:
    store.save([CalendarRecord("anna", (MEETING,), NOON), CalendarRecord("bo", (), NOON)])
    store.save([CalendarRecord("anna")])
    assert store.calendars() == (CalendarRecord("bo", (), NOON),)


def test_a_calendar_that_cannot_be_read_back_stops_no_telephone(store: Store, disk: Disk) -> None:
    store.save([CalendarRecord("anna", (MEETING,), NOON)])
    with sqlite3.connect(disk.database) as other:
        other.execute("UPDATE calendars SET entries = 'torn'")
    other.close()
    started, problems = read_started(disk.database, disk.media)
    assert started.calendars == ()
    assert "The calendars that were kept cannot be read; they are read anew." in problems
