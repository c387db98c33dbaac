"""The table of the calendars of the staff, so that a restart without a network knows them."""

from __future__ import annotations

from sqlite_utils import Database

from appliance.core.model.calendar import CalendarRecord
from appliance.store.migrations import migrations
from appliance.store.rows import calendar_row


@migrations()
def m040_calendars(db: Database) -> None:
    """What was read of each calendar last, without a title; `entries` is JSON."""
    columns = {"agent": str, "read_at": str, "entries": str}
    db.table("calendars").create(columns, pk="agent", not_null=set(columns), strict=True)


def put_calendar(db: Database, record: CalendarRecord) -> None:
    """Keep a calendar in the place of what was known of it, or forget it."""
    if record.read_at is None:
        db.table("calendars").delete_where("agent = ?", [record.agent])
    else:
        db.table("calendars").upsert(calendar_row(record), pk="agent")
