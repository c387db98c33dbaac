"""A mailbox of Microsoft 365 beside a switchboard: a meeting keeps calls away, errors are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.graph_server import APP, MAILBOX, GraphServer, meeting_now
from support.little_office import document, office
from support.office_process import NOW_AND_THEN, ONCE, OfficeProcess
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.core.model.calendar import CalendarAccess
from appliance.core.settings.directory import Directory


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def staff(secret: str = APP.secret) -> Directory:
    """The little office, in which Anna's mailbox is read."""
    bare = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    settled = replace(
        bare.office, graph_tenant=APP.tenant, graph_client=APP.client, graph_secret=secret
    )
    anna = replace(bare.agents["anna"], calendar=CalendarAccess(mailbox=MAILBOX))
    return replace(bare, office=settled, agents={**bare.agents, "anna": anna})


def says(box: RunningBox, words: str) -> str:
    """Wait until the switchboard says so when it is asked why Anna's telephone rings."""
    return eventually(lambda: found if words in (found := why(box)) else "")


def why(box: RunningBox) -> str:
    return box.client.ask("why", agent="anna").words


def test_a_meeting_keeps_loop_calls_away_until_it_is_declined(
    microsoft: GraphServer, prompts: Path, memory: Path
) -> None:
    microsoft.events = [meeting_now()]
    with (
        RunningBox(memory, prompts, staff()) as box,
        OfficeProcess(box.process.file, *NOW_AND_THEN) as rounds,
    ):
        says(box, "No loop calls, only direct ones")
        declined = {"response": "declined", "time": "2026-07-01T08:00:00Z"}
        microsoft.events = [meeting_now(isOrganizer=False, responseStatus=declined)]
        says(box, "Nothing stands in the calendar now")
        assert len(microsoft.log_ins) == 1
        microsoft.aadsts, microsoft.revoked = 7000222, 99
        answer = says(box, "cannot be read now")
        assert "The secret of the app has expired" in answer
        assert rounds.stop() == 0
        assert APP.secret not in rounds.log + box.log


def test_a_secret_that_is_put_right_is_used_at_once(
    microsoft: GraphServer, prompts: Path, memory: Path
) -> None:
    microsoft.events = [meeting_now()]
    with (
        RunningBox(memory, prompts, staff("expired")) as box,
        OfficeProcess(box.process.file, *ONCE),
    ):
        says(box, "does not accept the secret of the app")
        box.process.publish(document(staff()))
        assert box.client.ask("settings").ok
        says(box, "No loop calls, only direct ones")
