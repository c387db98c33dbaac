"""When the owner of a mailbox is free or busy (Graph's getSchedule), where no events may be seen.

Graph gives an item for each event, or where even that is withheld one digit for each quarter of an
hour (availabilityView of the type scheduleInformation).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from appliance.calendars.asking import Question
from appliance.calendars.graph_asking import odd
from appliance.calendars.graph_event import moment_of, shown_as
from appliance.calendars.graph_login import GraphSession
from appliance.calendars.graph_troubles import schedule_trouble
from appliance.calendars.window import Window
from appliance.core.model.calendar import Entry, Shown

HEADERS = {
    "Prefer": 'outlook.timezone="UTC"',
    "Accept": "application/json",
    "Content-Type": "application/json",
}
SLOT = timedelta(minutes=15)
VIEW: Mapping[str, str] = {"0": "free", "1": "tentative", "3": "oof", "4": "workingElsewhere"}
"""The digits of availabilityView; 2 and whatever is newer is busy."""


def schedule_items(session: GraphSession, mailbox: str, window: Window) -> list[Any]:
    """What is told of each busy time; raises CalendarError."""
    url = f"{session.graph}/v1.0/users/{quote(mailbox, '@')}/calendar/getSchedule"
    asked = {
        "schedules": [mailbox],
        "startTime": _told(window.begins),
        "endTime": _told(window.ends),
        "availabilityViewInterval": SLOT // timedelta(minutes=1),
    }
    said = session.asked(url, Question("POST", HEADERS, json.dumps(asked).encode()))
    found = said.get("value")
    if not (isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)):
        raise odd(url)
    return _items(url, found[0], window)


def _items(url: str, schedule: Mapping[str, Any], window: Window) -> list[Any]:
    if error := schedule.get("error"):
        raise schedule_trouble(error)
    items, view = schedule.get("scheduleItems"), schedule.get("availabilityView")
    if isinstance(items, list) and (items or not view):
        return items
    if not (isinstance(view, str) and view.isascii()):
        raise odd(url)
    return list(_of_view(view, window.begins))


def _of_view(view: str, begins: datetime) -> Iterator[dict[str, Any]]:
    """Quarters of an hour that follow each other and are shown alike are one item."""
    at = begins.astimezone(UTC)
    for digit, alike in groupby(view):
        ends = at + SLOT * len(list(alike))
        if digit != "0":
            yield {"status": VIEW.get(digit, "busy"), "start": _told(at), "end": _told(ends)}
        at = ends


def _told(moment: datetime) -> dict[str, str]:
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def schedule_entry(item: Mapping[str, Any], zone: ZoneInfo) -> Entry | None:
    """The entry of an item told in UTC; from midnight to midnight it is for whole days.

    Raises ValueError, KeyError, TypeError, AttributeError or OverflowError where it means nothing.
    """
    begins, ends = (moment_of(item[name]).astimezone(zone) for name in ("start", "end"))
    all_day = begins.time() == ends.time() == time.min
    shown = shown_as(item.get("status")) or Shown.BUSY
    return Entry(begins, ends, shown, all_day) if begins < ends else None
