"""What a person's calendar makes of the next call of a loop, in a sentence (office.md D5, F6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from appliance.core.model.calendar import Calendar, Entry, Shown
from appliance.core.model.ids import Moment
from appliance.core.settings.directory import Agent
from appliance.core.staff.calendar_words import clock, in_words, span
from appliance.core.staff.presence import KEEPS_AWAY, blocked_at, entries_at, overrules
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER

OLD = timedelta(hours=2)
"""A calendar that has not been read for so long may say what is not true any more."""
SOON = timedelta(minutes=15)
"""So long after it was named in the settings a calendar should have been read."""
AHEAD = timedelta(hours=12)
MOMENT = timedelta(microseconds=1)


def is_late(calendar: Calendar | None, now: Moment) -> bool:
    """Whether a calendar that the settings name is unread, in trouble, or too old."""
    if calendar is None:
        return False
    known = calendar.read_at or calendar.awaited_since or now.wall
    late = now.clock_set and now.wall - known > (OLD if calendar.read_at else SOON)
    return late or bool(calendar.trouble and not calendar.read_at)


def late_at(calendar: Calendar) -> datetime | None:
    """When a calendar that is read no more will be late; None where it has never been awaited."""
    known = calendar.read_at or calendar.awaited_since
    return known + (OLD if calendar.read_at else SOON) + MOMENT if known else None


def told(picture: Picture, agent: Agent, now: Moment) -> Iterator[tuple[bool | None, str]]:
    """Whether the calendar lets loop calls through now and why; (None) the age of what is known."""
    calendar = picture.calendars.get(agent.id)
    if agent.calendar is None or calendar is None:
        yield True, "No calendar is connected: it keeps no calls away."
    elif calendar.read_at is None:
        yield True, "The calendar has not been read yet: it keeps no calls away."
    elif not now.clock_set:
        yield True, "The time is not known yet: the calendar keeps no calls away."
    else:
        yield _now(picture, agent, calendar, now)
        yield None, f"The calendar was read at {clock(calendar.read_at, now.wall)}."
        yield from ((None, words) for words in odd_entries(calendar))
    if calendar and calendar.trouble:
        yield None, f"The calendar cannot be read now: {calendar.trouble}"


def odd_entries(calendar: Calendar) -> Iterator[str]:
    """What of a calendar was left out, and what was put right, with its number."""
    if calendar.skipped:
        yield f"Entries of the calendar left out, in which the telephone rings: {calendar.skipped}."
    if calendar.mended:
        yield f"Entries of the calendar with something odd, read all the same: {calendar.mended}."


def _now(picture: Picture, agent: Agent, calendar: Calendar, now: Moment) -> tuple[bool, str]:
    blocked = blocked_at(picture.directory, agent, calendar, now.wall)
    if blocked is None:
        return True, _lets_through(calendar, now)
    if overrules(picture.staff.get(agent.id, STRANGER), now):
        return True, f"In spite of the calendar free by own choice: {in_words(blocked)}."
    return False, f"No loop calls, only direct ones: {in_words(blocked)}."


def _lets_through(calendar: Calendar, now: Moment) -> str:
    """The all-day trap is told by name: elsewhere the telephone rings and nobody knows why."""
    standing = sorted(entries_at(calendar, now.wall), key=lambda entry: not entry.all_day)
    if standing:
        return _why_not(standing[0], span(standing[0], now.wall))
    if ahead := _next(calendar, now.wall):
        return f"The calendar keeps no calls away now; the next entry is {span(ahead, now.wall)}."
    return "Nothing stands in the calendar now."


def _why_not(entry: Entry, when: str) -> str:
    """Why an entry that holds now does not count."""
    if entry.all_day and entry.shown in KEEPS_AWAY:
        return f"The entry {when} does not count now: it is outside the working hours."
    if entry.all_day and entry.shown is Shown.FREE:
        return f"The entry {when} is shown as free and does not count: show it as busy."
    if entry.shown is Shown.TENTATIVE:
        return f"The entry {when} is tentative and does not count."
    if entry.shown is Shown.ELSEWHERE:
        return f"The entry {when} is work elsewhere and does not count."
    return f"The entry {when} is shown as free and does not count."


def _next(calendar: Calendar, at: datetime) -> Entry | None:
    """The next entry of these hours that is shown as busy or out of office."""
    soon = (
        entry
        for entry in calendar.entries
        if at < entry.begins <= at + AHEAD and entry.shown in KEEPS_AWAY and not entry.all_day
    )
    return next(soon, None)
