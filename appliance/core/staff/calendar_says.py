"""What a person's calendar makes of the next call of a loop, as a fact (office.md D5, F6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from appliance.core.model.calendar import Calendar, Entry, Shown
from appliance.core.model.ids import Moment
from appliance.core.model.standing import Standing
from appliance.core.model.trouble import Trouble
from appliance.core.settings.directory import Agent
from appliance.core.staff.calendar_words import clock, fact_of, span
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


def told(picture: Picture, agent: Agent, now: Moment) -> Iterator[tuple[bool | None, Trouble]]:
    """Whether the calendar lets loop calls through now and why; (None) the age of what is known."""
    calendar = picture.calendars.get(agent.id)
    if agent.calendar is None or calendar is None:
        yield True, Trouble(Standing.NO_CALENDAR)
    elif calendar.read_at is None:
        yield True, Trouble(Standing.CALENDAR_UNREAD)
    elif not now.clock_set:
        yield True, Trouble(Standing.NO_TIME)
    else:
        yield _now(picture, agent, calendar, now)
        yield None, Trouble(Standing.CALENDAR_READ, {"end": clock(calendar.read_at, now.wall)})
        yield from ((None, fact) for fact in odd_entries(calendar))
    if calendar and calendar.trouble:
        yield None, Trouble(Standing.CALENDAR_TROUBLE, {"problem": calendar.trouble})


def odd_entries(calendar: Calendar) -> Iterator[Trouble]:
    """What of a calendar was left out, and what was put right, with its number."""
    if calendar.skipped:
        yield Trouble(Standing.ENTRIES_LEFT_OUT, {"n": str(calendar.skipped)})
    if calendar.mended:
        yield Trouble(Standing.ENTRIES_MENDED, {"n": str(calendar.mended)})


def _now(picture: Picture, agent: Agent, calendar: Calendar, now: Moment) -> tuple[bool, Trouble]:
    blocked = blocked_at(picture.directory, agent, calendar, now.wall)
    if blocked is None:
        return True, _lets_through(calendar, now)
    if overrules(picture.staff.get(agent.id, STRANGER), now):
        return True, Trouble(Standing.OWN_CHOICE, {"block": fact_of(blocked)})
    return False, Trouble(Standing.KEPT_AWAY, {"block": fact_of(blocked)})


def _lets_through(calendar: Calendar, now: Moment) -> Trouble:
    """The all-day trap is told by name: elsewhere the telephone rings and nobody knows why."""
    standing = sorted(entries_at(calendar, now.wall), key=lambda entry: not entry.all_day)
    if standing:
        return Trouble(_why_not(standing[0]), {"span": span(standing[0], now.wall)})
    if ahead := _next(calendar, now.wall):
        return Trouble(Standing.ENTRY_AHEAD, {"span": span(ahead, now.wall)})
    return Trouble(Standing.NO_ENTRY)


def _why_not(entry: Entry) -> Standing:
    """Why an entry that holds now does not count."""
    if entry.all_day and entry.shown in KEEPS_AWAY:
        return Standing.OUTSIDE_HOURS
    if entry.all_day and entry.shown is Shown.FREE:
        return Standing.FREE_ALL_DAY
    if entry.shown is Shown.TENTATIVE:
        return Standing.TENTATIVE
    if entry.shown is Shown.ELSEWHERE:
        return Standing.ELSEWHERE
    return Standing.SHOWN_FREE


def _next(calendar: Calendar, at: datetime) -> Entry | None:
    """The next entry of these hours that is shown as busy or out of office."""
    soon = (
        entry
        for entry in calendar.entries
        if at < entry.begins <= at + AHEAD and entry.shown in KEEPS_AWAY and not entry.all_day
    )
    return next(soon, None)
