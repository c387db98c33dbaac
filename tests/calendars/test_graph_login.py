"""The app logs in once for all mailboxes until its token ends, and leaves the log-in alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.calendars import NOW, OSLO
from support.graph_server import APP, MAILBOX, TOKEN, GraphServer

from appliance.calendars.answer import Answer, answer_read, answer_written
from appliance.calendars.child import Reader
from appliance.calendars.graph_token import AccessToken, LoginKept
from appliance.calendars.graph_troubles import LoginRests
from appliance.calendars.job import Job
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess, GraphApp

OTHER = replace(APP, secret="another~Value.2")


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def job(mailbox: str = MAILBOX, app: GraphApp = APP) -> Job:
    return Job(CalendarAccess(mailbox=mailbox), OSLO, NOW, graph=app)


def test_one_log_in_serves_all_mailboxes_and_readings(microsoft: GraphServer) -> None:
    reader = Reader()
    reader.read(job())
    with pytest.raises(CalendarError, match="no such mailbox"):
        reader.read(job("nobody@example.com"))
    reader.read(job())
    assert len(microsoft.log_ins) == 1
    assert len(microsoft.views) == 3


def test_a_reading_that_fails_keeps_the_token_too(microsoft: GraphServer) -> None:
    reader = Reader()
    with pytest.raises(CalendarError, match="no such mailbox"):
        reader.read(job("nobody@example.com"))
    reader.read(job())
    assert len(microsoft.log_ins) == 1


def test_another_secret_logs_in_anew(microsoft: GraphServer) -> None:
    reader = Reader()
    reader.read(job())
    with pytest.raises(CalendarError, match="does not accept the secret"):
        reader.read(job(app=OTHER))
    assert len(microsoft.log_ins) == 2


@pytest.mark.parametrize("lifetime", [0, 299, -1, "3599", None, True])
def test_a_token_without_enough_time_serves_one_reading(
    microsoft: GraphServer, lifetime: object
) -> None:
    microsoft.lifetime = lifetime
    reader = Reader()
    reader.read(job())
    reader.read(job())
    assert len(microsoft.log_ins) == 2


def test_a_token_that_is_taken_no_more_is_asked_for_anew_at_once(microsoft: GraphServer) -> None:
    reader = Reader()
    reader.read(job())
    microsoft.revoked = 1
    assert reader.read(job()).entries == ()
    assert len(microsoft.log_ins) == 2
    microsoft.revoked = 9
    with pytest.raises(CalendarError, match="does not take what the app logged in with"):
        reader.read(job())
    assert len(microsoft.log_ins) == 3


def test_a_log_in_that_wants_to_rest_is_asked_for_no_mailbox(microsoft: GraphServer) -> None:
    reader = Reader()
    microsoft.login_answer, microsoft.login_headers = (429, b"{}"), {"Retry-After": "700"}
    for mailbox in (MAILBOX, "bo@example.com"):
        with pytest.raises(CalendarError, match="asked too often") as raised:
            reader.read(job(mailbox))
        assert 690 < raised.value.after_seconds <= 700
    assert len(microsoft.log_ins) == 1
    with pytest.raises(CalendarError):
        reader.read(job(app=OTHER))
    assert len(microsoft.log_ins) == 2


def test_a_mailbox_that_wants_to_rest_holds_up_no_other(microsoft: GraphServer) -> None:
    reader = Reader()
    microsoft.refusal = (429, {"Retry-After": "700"})
    with pytest.raises(CalendarError, match="asked too often"):
        reader.read(job())
    microsoft.refusal = None
    assert reader.read(job()).entries == ()


def test_what_is_kept_ends_in_time() -> None:
    kept, token = LoginKept(), AccessToken(TOKEN, 3600)
    kept.keep(APP, token, 1000.0)
    assert kept.token(APP, 4299.0) == TOKEN
    assert kept.token(APP, 4300.0) == ""
    assert kept.token(OTHER, 1001.0) == ""
    kept.rest(APP, LoginRests("Later.", 60.0), 5000.0)
    with pytest.raises(CalendarError, match=r"^Later\.$") as raised:
        kept.token(APP, 5050.0)
    assert raised.value.after_seconds == 10.0
    assert kept.token(APP, 5060.0) == ""


@pytest.mark.parametrize("said", [CalendarError("No.", 7.0), LoginRests("Later.", 60.0)])
def test_what_is_answered_carries_the_token_and_shows_none(said: CalendarError) -> None:
    answer = Answer(said, AccessToken(TOKEN, 3599.0))
    read = answer_read(answer_written(answer))
    assert read.token == answer.token
    assert type(read.said) is type(said)
    assert str(read.said) == str(said)
    assert TOKEN not in repr(read)
