"""A mailbox's calendar is read from Microsoft Graph, by the app that the firm registered for it.

The whole view of some weeks is asked for every time, and only when and how each event is shown:
its delta query cannot be narrowed by $select, and would bring titles, places and people.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from appliance.calendars.asking import Question, Response, asked_here
from appliance.calendars.caldav import NOT_READABLE as ODD
from appliance.calendars.document import MALFORMED
from appliance.calendars.graph_event import SELECT, graph_entry
from appliance.calendars.graph_troubles import (
    ELSEWHERE,
    NO_APP,
    TOO_LARGE,
    login_trouble,
    mailbox_trouble,
)
from appliance.calendars.job import Outcome
from appliance.calendars.network import Network
from appliance.calendars.reading import nearest
from appliance.calendars.tally import Tally
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.common.foreign_json import OddJson, object_in
from appliance.core.model.calendar import Entry, GraphApp

LOGIN, GRAPH = "https://login.microsoftonline.com", "https://graph.microsoft.com"
EMULATED = "SENTRALBORD_GRAPH_ON_LOOPBACK"
"""A port of this machine where tests have both of them."""

PAGE = 200
MOST_PAGES = 20
LARGEST = 4_000_000
"""Bytes of an answer: ten times what that many events take."""

OK = 200


def read_mailbox(mailbox: str, app: GraphApp | None, window: Window) -> Outcome:
    """The calendar of a mailbox, its owner's default one; raises CalendarError."""
    if app is None:
        raise CalendarError(NO_APP)
    network, (login, graph) = Network(), _hosts()
    token = _token(network, login, app)
    events = list(_events(network, f"{graph}{_view(mailbox, window)}", f"Bearer {token}"))
    entries, skipped = _entries(events, window)
    if skipped and skipped == len(events):
        raise CalendarError(MALFORMED)
    return Outcome(nearest(entries), Tally(skipped, 0).words, skipped=skipped)


def _hosts() -> tuple[str, str]:
    port = os.environ.get(EMULATED, "")
    return (f"http://127.0.0.1:{port}",) * 2 if port.isdecimal() else (LOGIN, GRAPH)


def _token(network: Network, login: str, app: GraphApp) -> str:
    """Log in with the app's own secret (RFC 6749 section 4.4); raises CalendarError."""
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client,
        "client_secret": app.secret,
        "scope": f"{GRAPH}/.default",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    question = Question("POST", headers, urlencode(form).encode())
    said = _asked(
        network, f"{login}/{quote(app.tenant)}/oauth2/v2.0/token", question, "", login_trouble
    )
    token = said.get("access_token")
    if not (isinstance(token, str) and token.isascii() and token.isprintable()):
        raise CalendarError(ODD.format(host=_host(login)))
    return token


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


def _events(network: Network, url: str, authorization: str) -> Iterator[Any]:
    """Page by page, by their beginning; more than that many pages are not asked for."""
    question = Question("GET", {"Prefer": 'outlook.timezone="UTC"', "Accept": "application/json"})
    ahead, first = url, urlsplit(url)
    for _ in range(MOST_PAGES):
        said = _asked(network, ahead, question, authorization, mailbox_trouble)
        events, link = said.get("value"), said.get("@odata.nextLink")
        if not isinstance(events, list):
            raise CalendarError(ODD.format(host=first.hostname))
        yield from events
        if link is None:
            return
        ahead = _within(first.scheme, first.netloc, str(link))


def _within(scheme: str, place: str, link: str) -> str:
    """The next page's address, if it is of the same server; raises CalendarError."""
    with suppress(ValueError):
        if urlsplit(link)[:2] == (scheme, place):
            return link
    raise CalendarError(ELSEWHERE.format(host=_host(f"{scheme}://{place}")))


def _entries(events: list[Any], window: Window) -> tuple[list[Entry], int]:
    """What lies within, and how many events mean nothing."""
    found: list[Entry] = []
    skipped = 0
    for event in events:
        try:
            entry = graph_entry(event, window.zone)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            skipped += 1
            continue
        if entry and window.has(entry.begins, entry.ends):
            found.append(window.near(entry))
    return found, skipped


def _asked(
    network: Network,
    url: str,
    question: Question,
    authorization: str,
    trouble: Callable[[Response, Mapping[str, Any]], CalendarError],
) -> Mapping[str, Any]:
    """The JSON object that is answered; raises CalendarError."""
    with asked_here(network, url, question, authorization) as response:
        body = _body(response)
    said: dict[str, Any] | None = None
    with suppress(OddJson):
        said = object_in(body)
    if response.status != OK:
        raise trouble(response, said or {})
    if said is None:
        raise CalendarError(ODD.format(host=response.host))
    return said


def _body(response: Response) -> bytes:
    body = b""
    for piece in response.pieces:
        body += piece
        if len(body) > LARGEST:
            raise CalendarError(TOO_LARGE.format(host=response.host, size=LARGEST // 1_000_000))
    return body


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
