"""One event of Microsoft Graph becomes an entry: when, how it is shown, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from appliance.calendars.window import midnight
from appliance.core.calendar import Entry, Shown

SELECT = "showAs,start,end,isAllDay,isCancelled,responseStatus"
"""Titles, places and people are not asked for."""

SHOW_AS: Mapping[str, Shown] = {
    "free": Shown.FREE,
    "tentative": Shown.TENTATIVE,
    "busy": Shown.BUSY,
    "oof": Shown.OUT_OF_OFFICE,
    "workingElsewhere": Shown.ELSEWHERE,
}
"""The type freeBusyStatus; `unknown` and what is newer count as busy."""


def graph_entry(event: Mapping[str, Any], zone: ZoneInfo) -> Entry | None:
    """The entry of an event told in UTC; None if it takes none of its owner's time.

    Raises ValueError, KeyError or TypeError where it means nothing.
    """
    answer = (event.get("responseStatus") or {}).get("response")
    if event.get("isCancelled") is True or answer == "declined":
        return None
    shown = SHOW_AS.get(str(event.get("showAs")), Shown.BUSY)
    begins, ends = event["start"]["dateTime"], event["end"]["dateTime"]
    if event.get("isAllDay") is True:
        days = (date.fromisoformat(text[:10]) for text in (begins, ends))
        first, last = (midnight(day, zone) for day in days)
        return Entry(first, last, shown, all_day=True) if first < last else None
    first, last = (_moment(text).astimezone(zone) for text in (begins, ends))
    return Entry(first, last, shown) if first < last else None


def _moment(text: str) -> datetime:
    """Graph writes seven digits of a second, and the zone beside them."""
    return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
