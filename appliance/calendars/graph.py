"""A mailbox's calendar is read from Microsoft Graph, by the app that the firm registered for it.

The whole view of some weeks is asked for every time, and only when and how each event is shown:
its delta query cannot be narrowed by $select, and would bring titles, places and people. Where the
app may not see events, it is asked when their owner is free or busy (graph_schedule.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from appliance.calendars.asking import Question
from appliance.calendars.document import MALFORMED
from appliance.calendars.graph_asking import host_of, odd
from appliance.calendars.graph_event import SELECT, graph_entry
from appliance.calendars.graph_login import GraphSession
from appliance.calendars.graph_schedule import schedule_entry, schedule_items
from appliance.calendars.graph_troubles import ELSEWHERE, NO_APP, NotAllowed
from appliance.calendars.job import Outcome
from appliance.calendars.reading import nearest
from appliance.calendars.tally import Tally
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import Entry, GraphApp

PAGE = 200
MOST_PAGES = 20
FREE_BUSY = {"graph": "free/busy"}
"""The mark of a mailbox of which no more may be seen: so it is asked for the rest of the day."""

HEADERS = {"Prefer": 'outlook.timezone="UTC"', "Accept": "application/json"}

Entered = Callable[[Any, ZoneInfo], Entry | None]


def session_of(app: GraphApp | None, token: str = "") -> GraphSession:
    """Who asks for a mailbox, with a token that was kept; raises CalendarError without an app."""
    if app is None:
        raise CalendarError(NO_APP)
    return GraphSession(app, token)


def read_mailbox(
    session: GraphSession, mailbox: str, window: Window, marks: Mapping[str, str]
) -> Outcome:
    """The calendar of a mailbox, its owner's default one; raises CalendarError."""
    if marks != FREE_BUSY:
        with suppress(NotAllowed):
            url = f"{session.graph}{_view(mailbox, window)}"
            return _outcome(list(_events(session, url)), graph_entry, window)
    return _outcome(schedule_items(session, mailbox, window), schedule_entry, window, FREE_BUSY)


def _outcome(
    told: Collection[Any], entered: Entered, window: Window, marks: Mapping[str, str] | None = None
) -> Outcome:
    entries, skipped = _entries(told, entered, window)
    if skipped and skipped == len(told):
        raise CalendarError(MALFORMED)
    return Outcome(nearest(entries), Tally(skipped, 0).words, marks or {}, skipped)


def _view(mailbox: str, window: Window) -> str:
    asked = {
        "startDateTime": _utc(window.begins),
        "endDateTime": _utc(window.ends),
        "$select": SELECT,
        "$orderby": "start/dateTime",
        "$top": str(PAGE),
    }
    return f"/v1.0/users/{quote(mailbox, '@')}/calendarView?{urlencode(asked, safe='$,/:')}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _events(session: GraphSession, url: str) -> Iterator[Any]:
    """Page by page, by their beginning; more than that many pages are not asked for."""
    question = Question("GET", HEADERS)
    ahead, first = url, urlsplit(url)
    for _ in range(MOST_PAGES):
        said = session.asked(ahead, question)
        events, link = said.get("value"), said.get("@odata.nextLink")
        if not isinstance(events, list):
            raise odd(url)
        yield from events
        if link is None:
            return
        ahead = _within(first.scheme, first.netloc, str(link))


def _within(scheme: str, place: str, link: str) -> str:
    """The next page's address, if it is of the same server; raises CalendarError."""
    with suppress(ValueError):
        if urlsplit(link)[:2] == (scheme, place):
            return link
    raise CalendarError(ELSEWHERE.format(host=host_of(f"{scheme}://{place}")))


def _entries(told: Collection[Any], entered: Entered, window: Window) -> tuple[list[Entry], int]:
    """What lies within, and how much of what was told means nothing."""
    found: list[Entry] = []
    skipped = 0
    for each in told:
        try:
            entry = entered(each, window.zone)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            skipped += 1
            continue
        if entry and window.has(entry.begins, entry.ends):
            found.append(window.near(entry))
    return found, skipped
