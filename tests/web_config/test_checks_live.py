"""The tests of the page while they run: live by events, and without tearing the page away."""

from __future__ import annotations

import json
import threading

import pytest

from appliance.control import ControlUnavailable
from appliance.core.desk.accounts import Role
from appliance.core.model.ids import Sms, SmsId, SmsState
from appliance.core.sms.from_desk import DESK
from web_config.live import panel


class Patient:
    """A switchboard that answers nothing until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def ask(self, _what: str, **_fields: object) -> object:
        assert self.go.wait(15)
        raise ControlUnavailable("it has gone")


@pytest.fixture
def patient(box, monkeypatch):
    waiting = Patient()
    monkeypatch.setattr(box.app.extensions["control"], "ask", waiting.ask)
    yield waiting
    waiting.go.set()
    calls = box.app.extensions.get("trial_calls")
    if calls:
        calls.wait(15)


def regions(chunk: bytes) -> dict:
    assert chunk.startswith(b"data: ")
    return {name: dict(pieces) for name, pieces in json.loads(chunk[6:]).items()}


def test_a_test_call_is_followed_to_its_end_and_then_nothing_more_comes(box, patient):
    chief = box.logged_in(Role.SUPERIOR)
    chief.post("/checks/call")
    shown = chief.get("/checks/").text
    assert "http-equiv" not in shown
    assert 'data-events="/checks/events"' in shown
    assert 'href="/checks/">Look again</a>' in shown, "without JavaScript"
    stream = chief.get("/checks/events")
    assert stream.mimetype == "text/event-stream"
    events = iter(stream.response)
    first = regions(next(events))
    assert "under way" in first["call"]["words"]
    assert "Make the test call" not in first["steps"]["steps"]
    patient.go.set()
    last = regions(next(event for event in events if event.startswith(b"data: ")))
    assert "does not work yet" in last["call"]["words"]
    assert "Make the test call" in last["steps"]["steps"]
    assert next(events).startswith(b"event: over\n")
    assert list(events) == []
    after = chief.get("/checks/").text
    assert "data-events" not in after
    assert "panel.js" not in after


@pytest.mark.parametrize("path", ["/setup/call", "/checks/"])
def test_every_region_that_is_streamed_has_a_place(box, patient, read, path):
    installer = box.logged_in(Role.INSTALLER)
    installer.post("/checks/call")
    shown = read(installer.get(path).text)
    (address,) = shown.attributes["data-events"]
    stream = installer.get(address)
    places = set(shown.attributes["data-region"])
    filled = {name for name, pieces in regions(next(iter(stream.response))).items() if pieces}
    assert filled <= places
    stream.close()


def test_the_button_of_the_set_up_leads_back_to_the_set_up(box, patient):
    installer = box.logged_in(Role.INSTALLER)
    stream = installer.get("/checks/events?set_up=yes")
    steps = regions(next(iter(stream.response)))["steps"]["steps"]
    assert 'name="from" value="setup"' in steps
    assert 'name="csrf_token"' in steps
    stream.close()


def test_a_test_sms_is_followed_until_its_fate_is_known(box):
    """The switchboard keeps it under a longer name than the one that the page has asked with."""
    kept = SmsId(f"{DESK}check-1")
    chief = box.logged_in(Role.SUPERIOR)
    with box.store() as store:
        store.save([Sms(kept, "+4710000077", "x", SmsState.QUEUED)])
    assert 'data-events="/checks/events?sms=check-1"' in chief.get("/checks/?sms=check-1").text
    events = iter(chief.get("/checks/events?sms=check-1").response)
    assert "waits for its turn" in regions(next(events))["sms"]["sms"]
    with box.store() as store:
        store.save([Sms(kept, "+4710000077", "x", SmsState.SENT)])
    told = regions(next(event for event in events if event.startswith(b"data: ")))
    assert "is sent" in told["sms"]["sms"]
    assert next(events).startswith(b"event: over\n")


def test_only_a_superior_follows_the_tests(box):
    assert box.logged_in(Role.OPERATOR).get("/checks/events").status_code == 403


def test_beyond_the_bound_of_streams_the_tests_are_shown_once(box, patient, monkeypatch):
    full = threading.BoundedSemaphore(1)
    assert full.acquire(blocking=False)
    monkeypatch.setattr(panel, "streams", full)
    chief = box.logged_in(Role.SUPERIOR)
    chief.post("/checks/call")
    (only,) = chief.get("/checks/events").response
    assert "under way" in regions(only)["call"]["words"]
