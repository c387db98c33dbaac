"""From a new box to its first answered call: every step of the set-up, with a real SIP call."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.box_fixtures import memory, prompts, telephone
from support.little_office import CALLER, office
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox
from support.web_browser import Browser

from appliance.probe.telephone import Telephone
from web_config import create_app
from web_config.ground.site import Site

__all__ = ["memory", "prompts", "telephone"]

PASSWORD = "fire grønne hester"
OWN, FIRM = "+4710000000", "+4710000001"
DIVERSION = ("Diversion", f"<sip:{FIRM}@127.0.0.1>;reason=unconditional")


class NewBox:
    """A box that nobody has settled anything on, and the browser of whoever sets it up."""

    def __init__(self, running: RunningBox) -> None:
        device = running.process.device
        self.running = running
        site = Site(control=device.control, database=device.database, media=device.media)
        self.app = create_app(site)
        self.app.test_client_class = Browser
        self.browser = self.app.test_client()
        assert isinstance(self.browser, Browser)

    def close(self) -> None:
        self.app.extensions["follower"].close()

    def code(self) -> str:
        """What a person reads on the display."""
        view = self.running.shows(lambda view: view["code_shown"])
        shown = " ".join(row["text"] for row in view["rows"])
        found = re.search(r"(\d{4}) (\d{4})", shown)
        assert found, shown
        return found[0]

    def page_with(self, words: str, path: str) -> str:
        """A page as soon as it says so: what it shows follows the switchboard."""
        follower = self.app.extensions["follower"]
        for _ in range(100):
            html = self.browser.get(path).text
            if words in html:
                return html
            follower.after(follower.newest().number, 0.2)
        raise AssertionError(f"never {words!r} in {html}")

    def step(self, name: str, /, **answers: object) -> str:
        """Answer a step, and return where it leads."""
        sent = self.browser.post(f"/setup/{name}", data=answers)
        assert sent.status_code == 303, sent.text
        return str(sent.location)


@pytest.fixture
def new_box(memory: Path, prompts: Path) -> Iterator[NewBox]:
    directory = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    running = RunningBox(memory, prompts, directory)
    with ExitStack() as house:
        assert running.modem
        running.modem.start()
        house.callback(running.modem.stop)
        running.start()
        house.callback(running.stop)
        box = NewBox(running)
        house.callback(box.close)
        yield box


def part(view, name: str) -> str:
    """How a part of the box is."""
    return next((part["state"] for part in view["parts"] if part["part"] == name), "")


def come_in(box: NewBox, code: str):
    form = {"code": code, "name": "kari", "password": PASSWORD, "again": PASSWORD}
    token = box.browser.token("/first/")
    return box.browser.post("/first/", data=form, token=token)


def test_from_a_new_box_to_its_first_answered_call(new_box, telephone):
    box = new_box
    stranger = box.browser.get("/")
    assert stranger.location == "/first/", "nobody gets in without the code of the display"
    code = box.code()
    assert code not in box.browser.get("/first/").text
    assert come_in(box, "0000 0000").status_code == 401
    assert come_in(box, code).location == "/setup/"
    box.browser.account = True

    assert box.browser.get("/setup/").location == "/setup/office"
    answers = {"name": "Fjordkontoret", "country": "NO", "language": "nb"}
    assert box.step("office", **answers) == "/setup/trunk"
    with Telephone() as provider:
        way = provider.uri.partition("@")[2]
        trunk = {"preset": "gateway", "host": way, "identity": OWN}
        assert box.step("trunk", **trunk) == "/setup/line"
        assert box.browser.get("/setup/").location == "/setup/line", "left here, resumed here"

        mobile_rings(box, telephone)
        line = {"number": FIRM, "client": "Nordlys Rør", "phrase": "Nordlys Rør, hei"}
        assert box.step("line", **line) == "/setup/loop"
        members = {"member": ["Anna", ""], "address": [telephone.uri, ""]}
        greeting = "Hei. Trykk en for å snakke med oss."
        assert box.step("loop", name="Alle", greeting=greeting, **members) == "/setup/sms"

        sms_sent(box)
        assert box.step("sms", number="10 00 00 99") == "/setup/call"
        test_call_made(box)
        finish = box.browser.get("/setup/finish").text
        assert "Nordlys Rør" in finish
        assert 'href="/setup/finish" class=""' in finish
        assert box.browser.post("/setup/finish").location == "/"
        assert 'href="/setup/finish" class="done"' in box.browser.get("/setup/finish").text

    first_call_answered(box, telephone)


def mobile_rings(box: NewBox, telephone: Telephone) -> None:
    """A call from a mobile, and what the page shows of it."""
    box.browser.get("/setup/line")
    box.running.shows(
        lambda view: part(view, "trunk trunk") == "ok" and not view["faults"], PATIENCE
    )
    call = telephone.dial(box.running.uri(OWN), CALLER, headers=[DIVERSION])
    assert call.wait_for("answered", PATIENCE)
    call.press("4")
    box.page_with("<dd>4</dd>", "/setup/line")
    seen = box.page_with("PCMA/8000", "/setup/line")
    for words in (OWN, FIRM, "10 00 00 77", "reason=unconditional", "PCMA/8000"):
        assert words in seen, words
    assert re.search(rf'name="number"[^>]* value="\{FIRM}"', seen), seen
    streamed = next(iter(box.browser.get("/setup/events").response))
    assert b"Suggested number of the line" in streamed
    call.hang_up()


def first_call_answered(box: NewBox, telephone: Telephone) -> None:
    """A forwarded call that Anna answers, with the firm's card on the page."""
    box.running.shows(lambda view: any(lamp["name"] == "Anna" for lamp in view["lamps"]), PATIENCE)
    call = telephone.dial(box.running.uri(OWN), CALLER, headers=[DIVERSION])
    assert call.wait_for("answered", PATIENCE)
    call.press("1")
    arrival = telephone.arrivals.get(timeout=PATIENCE)
    assert arrival.call.wait_for("answered", PATIENCE)
    box.running.stands("talking")
    shown = box.page_with("Talking", "/")
    assert "Nordlys Rør, hei" in shown
    call.hang_up()


def sms_sent(box: NewBox) -> None:
    """A test SMS, after its cost was agreed to."""
    asked = box.browser.post("/checks/sms", data={"number": CALLER, "from": "setup"})
    assert "It costs 1 SMS" in asked.text
    form = {"number": CALLER, "from": "setup", "agreed": "yes"}
    sent = box.browser.post("/checks/sms", data=form)
    assert sent.location.startswith("/setup/sms?sms=check-")
    assert box.running.modem
    assert "Fjordkontoret" in box.running.modem.wait_for_sms(PATIENCE).text
    assert "is sent" in box.page_with("is sent", sent.location.partition("#")[0])


def test_call_made(box: NewBox) -> None:
    """A test call, and its timeline."""
    assert box.browser.post("/checks/call", data={"from": "setup"}).location == "/setup/call"
    ended = box.app.extensions["trial_calls"].wait(60)
    assert ended.report.ok, ended.report
    assert "every step went well" in box.browser.get("/setup/call").text


test_call_made.__test__ = False  # type: ignore[attr-defined]
