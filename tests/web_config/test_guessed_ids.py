"""Whoever guesses the ids of another firm's rows learns nothing of them, and changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.little_office import document
from support.two_partners import two_partners
from support.web_browser import Box, Browser
from support.web_names import NAMES
from support.web_routes import ROUTES, Route
from werkzeug.test import TestResponse

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    InboxSms,
    Message,
    Sms,
    SmsId,
    SmsSender,
    SmsState,
    TrailStep,
)
from appliance.core.model.told import Told
from appliance.core.protocol.events import ButtonPressed, DispositionChosen, Event
from appliance.core.protocol.events_questions import WhyAsked
from web_config.kit.access import needs

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTES = timedelta(minutes=2)
CALLER, READABLE = "+4710000078", "10 00 00 78"
TOLD = re.compile(r"10 ?00 ?00 ?78|geheim", re.IGNORECASE)
"""What nobody may read who does not answer for Strøm."""
NOT_OF_THE_OFFICE = ("audit", "sessions", "log_ins")
STREAM = "text/event-stream"
OWN = ("profile", "login", "first")
"""Rooms whose forms are about whoever sends them."""


@dataclass(frozen=True)
class Asker:
    """Somebody who does not answer for Strøm."""

    role: Role
    name: str


ASKERS = [
    Asker(Role.VIEWER, "eva"),
    Asker(Role.OPERATOR, "anna"),
    Asker(Role.OPERATOR, "nobody"),
    Asker(Role.PARTNER, "vest"),
    Asker(Role.PARTNER, "nobodys"),
]
IDS = [
    "m-strom",
    "s-strom",
    "i-strom",
    "i-own",
    "c-strom",
    "live",
    "strom",
    "cato",
    "ost",
    "1",
]
VALUES = {
    "again": "yes",
    "disposition": "answered_from_card",
    "what": "hold",
    "status": "away",
    "number": CALLER,
    "until": "",
    "note": "x",
}
"""What else a form must hold to be taken at all."""


def records(spoken: str) -> list[Any]:
    told = TrailStep(NOW, Told.CALLS, {"number": CALLER})
    call = CallRecord(
        CallId("c-strom"), "strom", "strom", CALLER, "+4510000002", "da", NOW - MINUTES,
        NOW, True, "faktura", "cato", Disposition.MESSAGE_LEFT, "geheim", (told,), 90.0,
    )  # fmt: skip
    message = Message(
        "m-strom", CallId("c-strom"), "strom", CALLER, "faktura", NOW, True, None, "geheim", spoken
    )
    sms = Sms(SmsId("s-strom"), CALLER, "geheim", SmsState.FAILED, message="m-strom")
    came = (CALLER, "geheim", NOW, NOW, SmsSender.CLIENT)
    return [call, message, sms, InboxSms("i-strom", *came, message="m-strom"),
            InboxSms("i-own", *came, client="strom")]  # fmt: skip


@pytest.fixture
def house(office, page, views, tmp_path) -> Box:
    with page.box.store() as store:
        store.publish(document(two_partners()), "tests")
        spoken = tmp_path / "spoken.wav"
        spoken.write_bytes(b"RIFF geheim")
        store.save(records(str(spoken)))
    live = views.call(
        "live", client="Café Strøm", client_id="strom", caller=READABLE, agent="Cato",
        agent_id="cato", partner="ost", note="geheim", talks=True,
    )  # fmt: skip
    office.show(views.view(live))
    page.until(READABLE)
    return page.box


def rows(box: Box) -> dict[str, list[Any]]:
    """All that the box has kept of the office."""
    with box.store() as store:
        tables = [row["name"] for row in store.query("SELECT name FROM sqlite_master "
                                                     "WHERE type = 'table'")]  # fmt: skip
        return {
            table: store.query(f"SELECT * FROM {table}")
            for table in tables
            if table not in NOT_OF_THE_OFFICE
        }


def asked_with(browser: Browser, token: str, route: Route, id: str) -> TestResponse:
    """Ask a route with the id wherever one can stand."""
    address = re.sub(r"/(?:x|1)\b", f"/{id}", route.address)
    values = dict.fromkeys(NAMES, id) | VALUES | {"who": browser.account.name}
    if route.method == "GET":
        few = {name: id for name in NAMES if name not in ("number", "q", "caller")}
        return browser.get(address, query_string=few)
    return browser.post(address, data={**values, "csrf_token": token}, token=False)


def is_harmless(event: Event, asker: Asker) -> bool:
    """A question, a button of the office's own, or what the core allows for a partner's calls."""
    own = isinstance(event, DispositionChosen) and event.partner == asker.name == "vest"
    return own or isinstance(event, WhyAsked) or event == ButtonPressed("seen")


@pytest.mark.parametrize("asker", ASKERS, ids=lambda asker: f"{asker.role}-{asker.name}")
def test_a_guessed_id_tells_nothing_and_changes_nothing(house, office, asker) -> None:
    browser = house.logged_in(asker.role, asker.name)
    token, before = browser.token(), rows(house)
    for route in ROUTES:
        if route.endpoint.partition(".")[0] in OWN:
            continue
        let_in = asker.role.may(needs(house.app, route.endpoint) or Role.PARTNER)
        for id in IDS if let_in else IDS[:1]:
            answer = asked_with(browser, token, route, id)
            said = next(iter(answer.response)) if answer.mimetype == STREAM else answer.get_data()
            answer.close()
            assert not TOLD.search(bytes(said).decode("utf-8", "replace")), (route, id)
            while not office.asked.empty():
                assert is_harmless(office.asked.get_nowait(), asker), (route, id)
    after = rows(house)
    assert {name for name in after if after[name] != before[name]} <= {"accounts"}


@pytest.mark.parametrize(
    "path", ["/", "/calls/", "/sms/", "/messages/", "/messages/m-strom/sound", "/events"]
)
def test_those_who_answer_for_the_firm_are_told(house, path) -> None:
    """Else the test above could not fail."""
    answer = house.logged_in(Role.OPERATOR, "cato").get(path)
    said = next(iter(answer.response)) if answer.mimetype == STREAM else answer.get_data()
    answer.close()
    assert TOLD.search(bytes(said).decode("utf-8", "replace"))
