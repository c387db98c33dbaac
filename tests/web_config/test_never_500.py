"""Whatever stands in a query, a form, or an address: every route answers, never with a fault."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from settings.documents import OFFICE
from support.examples import examples
from support.web_browser import Box, Browser
from support.web_names import NAMES
from support.web_routes import ROUTES, Route
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from appliance.control import ControlServer
from appliance.core.desk.accounts import Role
from appliance.core.protocol.commands import Reply, Show
from appliance.core.protocol.view import CallView, Lamp, Row, View

AWKWARD = [
    *("", " ", "0", "-1", "1", "yes", "x", "kari", "main", "insurance", "nordlys", "c1"),
    *("0001-01", "9999-12", "2026-13", "0000-00", "9999-12-31T23:59:59", "0001-01-01T00:00"),
    *("9999-12-31", "0001-01-01", "2026-11-29T12:00+23:59", "24:00", "00:00", "23:59:60"),
    *("9" * 23, "-" + "9" * 23, str(2**63), str(-(2**63) - 1), "9" * 5000, "1e999", "nan", "inf"),
    *("１２", "²", "٣", "\x00", "\ud800", "\r\n", "a\tb", "{{7*7}}", "%s%n", "%", "_", "'", '"'),
    *("/", "..", "../../etc/passwd", "//evil.example", "[::1", "http://[", "sip:", "sip:@", "+47"),
    *("+" + "4" * 60, "a" * 70_000, "æ" * 300, "<script>", "no such thing", "keys/1", "keys/1/1"),
]
VALUES = st.sampled_from(AWKWARD) | st.text(max_size=40)
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=2))
SEGMENTS = ["x", "kari", "main", "nordlys", "0", "1", "9" * 23, "keys/1", "%00", "%ED%A0%80", "a.b"]


DONE = {"name": ["Kari"], "full_name": ["Kari"], "role": ["operator"], "number": ["+4710000001"]}
"""What else a form must hold so that the awkward fields beside it are looked at."""


class Office:
    """A switchboard that has one call and agrees to everything."""

    def __init__(self, path: Path) -> None:
        self.server = ControlServer(path, self._take)
        self.server.start()
        facts = {"client": "Nordlys", "caller": "+4710000001", "about": "x", "agent": "Kari"}
        call = CallView(call="c1", stands="talking", **facts)
        lamps = (Lamp("kari", "Kari", "busy", "talks"),)
        self.server.perform(Show(View(rows=(Row("Nordlys"),), lamps=lamps, calls=(call,))))

    def _take(self, event: Any) -> None:
        if getattr(event, "request", None):
            self.server.perform(Reply(event.request, True, ""))


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Box]:
    folder = tmp_path_factory.mktemp("house")
    office = Office(folder / "control")
    box = Box(folder, folder / "control")
    with box.store() as store:
        store.publish(OFFICE, "Installer")
    yield box
    box.close()
    office.server.stop()


def sent(
    browser: Browser, token: str, route: Route, address: str, values: MultiDict[str, Any]
) -> TestResponse:
    """Ask as a browser would that somebody has written by hand."""
    if route.method == "GET":
        return browser.get(address, query_string=values)
    csrf = {"csrf_token": token, **values.to_dict(flat=False)}
    return browser.post(address, data=csrf, token=False)


ENDING = ("login", "profile", "first", "accounts")
"""Rooms whose forms may end the session of whoever sends them."""
logged_in: dict[Path, tuple[Browser, str]] = {}


def browser_of(house: Box, route: Route) -> tuple[Browser, str]:
    """An installer's browser with the token of its forms; the same one where that lasts."""
    room = route.endpoint.partition(".")[0]
    if room in ENDING or logged_in.keys() != {house.folder}:
        browser = house.logged_in(Role.INSTALLER, "kari")
        logged_in.clear()
        logged_in[house.folder] = browser, browser.token("/profile/")
    return logged_in[house.folder]


def holds(house: Box, route: Route, address: str, values: dict[str, list[str]]) -> None:
    """The answer is a page or a sentence."""
    browser, token = browser_of(house, route)
    given = MultiDict((name, clean(value)) for name, each in values.items() for value in each)
    answer = sent(browser, token, route, address, given)
    if answer.mimetype != "text/event-stream":
        answer.get_data()
    answer.close()
    assert answer.status_code < 500 or answer.status_code == 503, (route, values)


def clean(value: str) -> str:
    """What a test client can encode at all; a lone surrogate goes into the address instead."""
    return value.encode("utf-8", "replace").decode()


LONG_TOUR = settings(
    max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck)
)
TAKING = [route for route in ROUTES if "/events" not in route.address]


@pytest.mark.parametrize("route", TAKING, ids=lambda route: f"{route.method} {route.endpoint}")
@example(values={name: ["9" * 23] for name in NAMES}, segment="9" * 23)
@example(values={name: ["9999-12"] for name in NAMES}, segment="0")
@example(values={name: ["0001-01"] for name in NAMES}, segment="9" * 5000)
@example(values={name: ["9999-12-31T23:59:59"] for name in NAMES}, segment="kari")
@example(values={name: ["9999-12-31"] for name in NAMES} | DONE, segment="kari")
@example(values={name: ["0001-01-01"] for name in NAMES} | DONE, segment="%ED%A0%80")
@example(values={name: ["\x00"] for name in NAMES}, segment="%00")
@example(values={name: ["1", "2"] for name in NAMES}, segment="keys/1")
@given(values=FORMS, segment=st.sampled_from(SEGMENTS))
@LONG_TOUR
def test_no_query_and_no_form_is_a_fault(house, route, values, segment) -> None:
    address = re.sub(r"/x\b", f"/{segment}", route.address)
    holds(house, route, address, values)


STREAMS = [route for route in ROUTES if "/events" in route.address]


@pytest.mark.parametrize("role", [Role.INSTALLER, Role.PARTNER], ids=lambda role: role.value)
@pytest.mark.parametrize("route", STREAMS, ids=lambda route: route.endpoint)
def test_no_query_of_a_stream_is_a_fault(house, route, role) -> None:
    """The first piece is drawn from the query; later ones are drawn in the same way."""
    browser = house.logged_in(role, f"kari-{role.value}")
    for value in map(clean, AWKWARD):
        names = NAMES if len(value) < 100 else ("sms", "set_up", "before")
        answer = browser.get(route.address, query_string=dict.fromkeys(names, value))
        assert answer.status_code < 500, value
        if answer.status_code == 200:
            assert answer.mimetype == "text/event-stream"
            assert b"data: " in next(iter(answer.response)), value
        answer.close()
    assert role is not Role.INSTALLER or answer.status_code in (200, 403)


NASTY_FILES = [b"", b"\x00" * 100, b"\xff\xfe\xfa", b"RIFF\x00\x00\x00\x00WAVE", b"[" * 5000]


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "POST"], ids=str)
def test_no_file_is_a_fault(house, route) -> None:
    for content in NASTY_FILES:
        browser = house.logged_in(Role.INSTALLER, "kari")
        files = {name: (io.BytesIO(content), "a.wav") for name in ("file", "chain", "key")}
        answer = browser.post(route.address, data=files)
        answer.close()
        assert answer.status_code < 500 or answer.status_code == 503, (route, content)


@pytest.mark.parametrize(
    "address",
    [
        *("/usage/?month=0001-01", "/usage/?month=9999-12", "/usage/usage.csv?month=9999-12"),
        *(
            "/calls/?before=" + "9" * 23,
            "/audit/?before=" + "9" * 23,
            "/audit/?before=-" + "9" * 23,
        ),
        *("/route/?at=9999-12-31T23:59:59&number=%2B4710000001&keys=1", "/route/?at=0001-01-01"),
        *("/settings/history/" + "9" * 23, "/settings/history/0"),
    ],
)
def test_what_was_found_by_hand(house, address) -> None:
    answer = house.logged_in(Role.INSTALLER, "kari").get(address)
    assert answer.status_code in (200, 404), answer.text[:2000]


def test_the_names_are_found() -> None:
    assert {stream.address for stream in STREAMS} >= {"/events", "/checks/events", "/setup/events"}
    assert {"month", "before", "at", "number", "until", "passphrase", "member"} <= set(NAMES)
    assert {"strategy", "ring_seconds", "weekly", "last_day", "members"} <= set(NAMES)
    assert len(NAMES) > 100
