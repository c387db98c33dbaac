"""The days that the clock has told last, so that a leap is noticed across a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlite_utils import Database

from appliance.core.model.steady_clock import KEPT, DaySeen
from appliance.store.migrations import migrations
from appliance.store.rows import Row


@migrations()
def m070_days_seen(db: Database) -> None:
    """One row a day, in the order in which the clock told them."""
    db.table("days_seen").create({"id": int, "day": str}, pk="id", not_null={"day"}, strict=True)


def put_day(db: Database, seen: DaySeen) -> None:
    """Keep a day, and the few before it."""
    newest = next(iter(db.query("SELECT day FROM days_seen ORDER BY id DESC LIMIT 1")), None)
    if newest is None or newest["day"] != seen.day.isoformat():
        db.execute("INSERT INTO days_seen (day) VALUES (?)", [seen.day.isoformat()])
        db.execute("DELETE FROM days_seen WHERE id <= (SELECT max(id) FROM days_seen) - ?", [KEPT])


def days_seen(query: Callable[[str], Iterable[Row]]) -> tuple[date, ...]:
    """The last days, the newest last."""
    rows = query("SELECT day FROM days_seen ORDER BY id")
    return tuple(date.fromisoformat(row["day"]) for row in rows)
