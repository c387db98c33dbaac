"""One event of Microsoft Graph becomes an entry: when, how it is shown, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from appliance.calendars.window import midnight
from appliance.core.model.calendar import Entry, Shown

NOON = timedelta(hours=12)
SELECT = "showAs,start,end,isAllDay,isCancelled,isOrganizer,responseStatus"
"""Titles, places and people are not asked for."""

SHOW_AS: Mapping[str, Shown] = {
    "free": Shown.FREE,
    "tentative": Shown.TENTATIVE,
    "busy": Shown.BUSY,
    "oof": Shown.OUT_OF_OFFICE,
    "workingelsewhere": Shown.ELSEWHERE,
}
"""The type freeBusyStatus in small letters; `unknown` and what is newer count as busy."""

CHOSEN = (Shown.FREE, Shown.OUT_OF_OFFICE, Shown.ELSEWHERE)
"""What only people choose counts before the owner's answer."""

ANSWERED: Mapping[str, Shown] = {
    "accepted": Shown.BUSY,
    "tentativelyAccepted": Shown.TENTATIVE,
}


def graph_entry(event: Mapping[str, Any], zone: ZoneInfo) -> Entry | None:
    """The entry of an event told in UTC; None if it takes none of its owner's time.

    Raises ValueError, KeyError, TypeError, AttributeError or OverflowError where it means nothing.
    """
    begins, ends = moment_of(event["start"]), moment_of(event["end"])
    answer = _answer(event)
    if event.get("isCancelled") is True or answer == "declined":
        return None
    all_day = event.get("isAllDay") is True
    if all_day:
        begins, ends = (midnight(_day(moment, zone), zone) for moment in (begins, ends))
    else:
        begins, ends = begins.astimezone(zone), ends.astimezone(zone)
    shown = _shown(shown_as(event.get("showAs")), answer)
    return Entry(begins, ends, shown, all_day) if begins < ends else None


def _answer(event: Mapping[str, Any]) -> str:
    """The owner's answer to an invitation; who invites, answers nothing."""
    if event.get("isOrganizer") is True:
        return ""
    return str((event.get("responseStatus") or {}).get("response"))


def shown_as(said: object) -> Shown | None:
    """How a freeBusyStatus shows it, in letters of any size; None for `unknown` or a newer one."""
    return SHOW_AS.get(str(said).lower())


def _shown(known: Shown | None, answer: str) -> Shown:
    """As docs/calendars.md has it for other programs' marks, rows 3 to 9."""
    if known in CHOSEN:
        return known
    if answer in ANSWERED:
        return ANSWERED[answer]
    if known is None and answer == "notResponded":
        return Shown.TENTATIVE
    return known or Shown.BUSY


def moment_of(said: Mapping[str, Any]) -> datetime:
    """A dateTimeTimeZone: Graph writes seven digits of a second, and the zone beside them."""
    if said["timeZone"] != "UTC":
        raise ValueError("not in the zone that was asked for")
    return datetime.fromisoformat(said["dateTime"][:19]).replace(tzinfo=UTC)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of a whole-day event, which Graph tells as midnight whatever zone was asked for.

    Should it be moved to UTC all the same, as getSchedule does: the office's nearest midnight.
    """
    if moment.time() == time.min:
        return moment.date()
    return (moment.astimezone(zone).replace(tzinfo=None) + NOON).date()
