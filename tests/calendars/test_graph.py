"""A mailbox's calendar by Microsoft Graph: what is asked, what is understood, what is refused.

The server is an emulation after the published forms; no tenant of Microsoft was asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from support.calendars import NOW, OSLO
from support.graph_server import APP, MAILBOX, GraphServer, graph_event

from appliance.calendars import graph_asking
from appliance.calendars.child import Reader
from appliance.calendars.graph import MOST_PAGES, read_mailbox, session_of
from appliance.calendars.job import Job, Outcome, job_read, job_written
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import CalendarAccess, GraphApp, Shown

WINDOW = Window.around(NOW, OSLO)
HOUR = timedelta(hours=1)


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def outcome(mailbox: str = MAILBOX, app: GraphApp | None = APP) -> Outcome:
    return read_mailbox(session_of(app), mailbox, WINDOW, {})


def refusal(mailbox: str = MAILBOX, app: GraphApp | None = APP) -> str:
    with pytest.raises(CalendarError) as raised:
        outcome(mailbox, app)
    words = str(raised.value)
    assert "emmelig" not in words
    assert MAILBOX not in words
    assert words.endswith(".")
    return words


def test_what_is_asked_names_no_titles_places_or_people(microsoft: GraphServer) -> None:
    microsoft.events = [graph_event(NOW, NOW + HOUR)]
    (entry,) = outcome().entries or ()
    assert (entry.begins, entry.ends, entry.shown) == (NOW, NOW + HOUR, Shown.BUSY)
    (view,) = microsoft.views
    asked = parse_qs(urlsplit(view).query)
    assert asked["startDateTime"] == [f"{WINDOW.begins.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    assert asked["endDateTime"] == [f"{WINDOW.ends.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    assert asked["$select"] == ["showAs,start,end,isAllDay,isCancelled,isOrganizer,responseStatus"]


def test_every_page_is_read(microsoft: GraphServer) -> None:
    microsoft.page = 2
    microsoft.events = [graph_event(NOW + n * HOUR, NOW + n * HOUR + HOUR) for n in range(5)]
    assert len(outcome().entries or ()) == 5
    assert len(microsoft.views) == 3


def test_pages_without_an_end_are_left(microsoft: GraphServer) -> None:
    microsoft.page = 1
    microsoft.events = [graph_event(NOW, NOW + HOUR)] * (MOST_PAGES + 5)
    assert len(outcome().entries or ()) == 1
    assert len(microsoft.views) == MOST_PAGES


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.2/next", "https://127.0.0.1/next", "//elsewhere.example/", "http://[", "x"],
)
def test_the_next_page_is_of_the_same_place(microsoft: GraphServer, link: str) -> None:
    microsoft.page, microsoft.next_link = 1, link
    microsoft.events = [graph_event(NOW, NOW + HOUR)] * 2
    assert "leads on to another place" in refusal()
    assert len(microsoft.views) == 1


def test_no_redirection_is_followed(microsoft: GraphServer) -> None:
    microsoft.refusal = (302, {"Location": f"{microsoft.place}/elsewhere"})
    assert "status 302" in refusal()
    assert len(microsoft.asked) == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (7000222, "The secret of the app has expired: make a new one"),
        (7000215, "does not accept the secret of the app"),
        (700016, "knows no such app in this tenant"),
        (90002, "knows no such tenant"),
        (900023, "knows no such tenant"),
        (53003, "does not let the app log in (AADSTS53003)"),
    ],
)
def test_why_the_app_is_not_let_in(microsoft: GraphServer, number: int, words: str) -> None:
    microsoft.aadsts = number
    assert words in refusal()
    assert microsoft.views == []


@pytest.mark.parametrize(
    ("app", "words"),
    [
        (replace(APP, secret="hemmelig-id"), "does not accept the secret of the app"),
        (replace(APP, client=APP.client[::-1]), "knows no such app in this tenant"),
        (replace(APP, tenant="other.example"), "knows no such tenant"),
        (None, "needs the app that was registered for it"),
    ],
)
def test_what_is_wrong_in_the_settings(
    microsoft: GraphServer, app: GraphApp | None, words: str
) -> None:
    assert words in refusal(app=app)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not take what the app logged in with"),
        (
            403,
            "permission Calendars.Read (or Calendars.ReadBasic.All), the administrator's consent",
        ),
        (404, "no such mailbox"),
        (418, "(status 418)"),
        (429, "asked too often"),
        (503, "a trouble of its own (status 503)"),
    ],
)
def test_a_refusal_of_the_mailbox(microsoft: GraphServer, status: int, words: str) -> None:
    microsoft.refusal, microsoft.schedule = (status, {}), 403
    assert words in refusal()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "seconds"), [("700", 700), ("999999", 3600), ("soon", 0), ("-5", 0), ("²", 0)]
)
def test_who_wants_to_be_left_alone_is(
    microsoft: GraphServer, status: int, said: str, seconds: float
) -> None:
    microsoft.refusal = (status, {"Retry-After": said})
    with pytest.raises(CalendarError) as raised:
        Reader().read(Job(CalendarAccess(mailbox=MAILBOX), OSLO, NOW, graph=APP))
    assert raised.value.after_seconds == seconds


def test_a_mailbox_that_is_not_there(microsoft: GraphServer) -> None:
    assert "no such mailbox" in refusal("nobody@example.com")


@pytest.mark.parametrize("status", [400, 429, 503])
def test_a_log_in_that_is_out_of_order(microsoft: GraphServer, status: int) -> None:
    microsoft.login_answer = (status, b"<html>")
    assert "again later" in refusal()


@pytest.mark.parametrize("token", ["null", "7", '"a\\r\\nHost: x"', '"\\u00e5"'])
def test_what_is_no_token(microsoft: GraphServer, token: str) -> None:
    microsoft.login_answer = (200, b'{"access_token": %s}' % token.encode())
    assert "answers in a way that no calendar server does" in refusal()


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"value": 7}', b"{}", b"[" * 100_000, b'{"value": "a"}']
)
def test_what_is_no_calendar(microsoft: GraphServer, body: bytes) -> None:
    microsoft.body = body
    assert "answers in a way that no calendar server does" in refusal()


def test_an_answer_that_is_too_large(
    microsoft: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_asking, "LARGEST", 1_000_000)
    microsoft.body = json.dumps({"value": ["x" * 1_000_001]}).encode()
    assert "larger than 1 MB" in refusal()


BROKEN = graph_event(NOW, NOW + HOUR)


@pytest.mark.parametrize(
    "event",
    [
        None,
        7,
        {},
        {**BROKEN, "start": None},
        {**BROKEN, "start": {"dateTime": "some day", "timeZone": "UTC"}},
        {**BROKEN, "start": {"dateTime": 7, "timeZone": "UTC"}},
        {**BROKEN, "end": {"dateTime": "2026-03-25T10:00:00", "timeZone": "Tokyo Standard Time"}},
        {**BROKEN, "end": {"dateTime": "9999-12-31T23:59:59", "timeZone": "UTC"}},
        {**BROKEN, "responseStatus": "yes"},
    ],
)
def test_what_means_nothing_is_left_out_and_counted(microsoft: GraphServer, event: object) -> None:
    organizer = {"isOrganizer": False} if isinstance(event, dict) and event else {}
    broken = {**event, **organizer} if isinstance(event, dict) else event
    microsoft.events = [broken, graph_event(NOW + HOUR, NOW + 2 * HOUR)]
    said = outcome()
    assert said.skipped == 1
    assert len(said.entries or ()) == 1
    assert said.words


def test_a_calendar_in_which_nothing_means_anything_is_no_empty_one(
    microsoft: GraphServer,
) -> None:
    microsoft.events = [{}, {}]
    assert "malformed as a whole" in refusal()


def test_the_job_carries_the_app_and_shows_no_secret() -> None:
    job = Job(CalendarAccess(mailbox=MAILBOX), OSLO, datetime.now(OSLO), graph=APP, token="eyJ.x")
    assert job_read(job_written(job)) == job
    assert APP.secret not in repr(job)
    assert "eyJ" not in repr(job)
