"""From a new box to its first answered call, as an installer walks it: at a desk, by telephone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, Look, Person, Visitors
from playwright.sync_api import Browser, expect
from support.box_fixtures import memory, prompts
from support.little_office import CALLER, office
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox
from support.web_process import PASSWORD, WebProcess

from appliance.probe.telephone import Telephone

__all__ = ["memory", "prompts"]

OWN, FIRM = "+4710000000", "+4710000001"
DIVERSION = ("Diversion", f"<sip:{FIRM}@127.0.0.1>;reason=unconditional")
KEPT = os.environ.get("SENTRALBORD_PICTURES", "")


@pytest.fixture
def new_box(memory: Path, prompts: Path) -> Iterator[RunningBox]:
    """A box that nobody has settled anything on."""
    directory = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    box = RunningBox(memory, prompts, directory)
    assert box.modem
    box.modem.start()
    try:
        yield box.start()
    finally:
        box.stop()
        box.modem.stop()


def code_on_the_display(box: RunningBox) -> str:
    view = box.shows(lambda view: view["code_shown"], PATIENCE)
    found = re.search(r"\d{4} \d{4}", " ".join(row["text"] for row in view["rows"]))
    assert found
    return found[0]


class Walk:
    """Goes from step to step; each is looked at before it is answered."""

    def __init__(self, person: Person, look: Look) -> None:
        self.person, self.look, self.number = person, look, 0

    def looks(self) -> None:
        """Nothing is wrong with the step that is shown; its picture is kept."""
        self.person.finds_nothing_wrong()
        self.person.need_not_scroll_sideways()
        self.person.no_buttons_touch()
        self.number += 1
        if KEPT:
            picture = Path(KEPT) / f"setup-{self.number}-{self.look.name}.png"
            self.person.page.screenshot(path=picture)

    def answers(self, step: str, leads_to: str, **said: str) -> None:
        """Fill in a step and go on."""
        page = self.person.page
        form = page.locator(f"form[action$='/setup/{step}']")
        for name, words in said.items():
            field = form.locator(f"[name={name}]").first
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(words)
            else:
                field.fill(words)
        form.locator("button.main").click()
        page.wait_for_url(re.compile(f"{leads_to}$"))


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_from_the_code_on_the_display_to_the_first_answered_call(
    new_box: RunningBox, browser: Browser, look: Look
) -> None:
    with (
        WebProcess(new_box.process) as web,
        Visitors(browser, web.url).stranger(look) as person,
        Telephone() as telephone,
        Telephone() as provider,
    ):
        walk = Walk(person, look)
        comes_in(walk, code_on_the_display(new_box))
        walk.answers("office", "/setup/trunk", name="Fjordkontoret", country="NO", language="nb")
        walk.looks()
        way = provider.uri.partition("@")[2]
        walk.answers("trunk", "/setup/line", preset="gateway", host=way, identity=OWN)
        rings_the_number(new_box, walk, telephone)
        walk.answers("line", "/setup/loop", client="Nordlys Rør", phrase="Nordlys Rør, hei")
        walk.looks()
        members = {"member": "Anna", "address": telephone.uri}
        walk.answers("loop", "/setup/sms", name="Alle", greeting="Hei. Trykk en.", **members)
        walk.looks()
        walk.answers("sms", "/setup/call", number="10 00 00 99")
        walk.looks()
        person.opens("/setup/finish")
        walk.looks()
        walk.answers("finish", "/")
        answers_the_first_call(new_box, walk, telephone)


def comes_in(walk: Walk, code: str) -> None:
    """Enter the code, choose a name and a password."""
    page = walk.person.opens("/")
    page.wait_for_url(re.compile("/first/$"))
    walk.looks()
    for name, words in {"code": code, "name": "kari", "password": PASSWORD}.items():
        page.locator(f"main input[name={name}]").fill(words)
    page.locator("main input[name=again]").fill(PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_url(re.compile("/setup/office$"))
    walk.looks()


def rings_the_number(box: RunningBox, walk: Walk, telephone: Telephone) -> None:
    """What arrives is shown by itself, and the number is suggested."""
    page = walk.person.page
    trunk_is_up(box)
    call = telephone.dial(box.uri(OWN), CALLER, headers=[DIVERSION])
    assert call.wait_for("answered", PATIENCE)
    call.press("4")
    arrivals = page.locator("[data-region=arrivals]")
    for words in (FIRM, "reason=unconditional", "PCMA/8000"):
        expect(arrivals).to_contain_text(words)
    walk.looks()
    call.hang_up()
    box.is_idle()
    page.reload()
    expect(page.locator("form[action$='/setup/line'] [name=number]")).to_have_value(FIRM)


def trunk_is_up(box: RunningBox) -> None:
    parts = {"part": "trunk trunk", "state": "ok"}
    box.shows(lambda view: any(parts.items() <= part.items() for part in view["parts"]), PATIENCE)


def answers_the_first_call(box: RunningBox, walk: Walk, telephone: Telephone) -> None:
    box.shows(lambda view: any(lamp["name"] == "Anna" for lamp in view["lamps"]), PATIENCE)
    call = telephone.dial(box.uri(OWN), CALLER, headers=[DIVERSION])
    assert call.wait_for("answered", PATIENCE)
    call.press("1")
    arrival = telephone.arrivals.get(timeout=PATIENCE)
    assert arrival.call.wait_for("answered", PATIENCE)
    box.stands("talking")
    expect(walk.person.page.locator("[data-region=calls] li.call")).to_contain_text("Nordlys Rør")
    walk.looks()
    call.hang_up()
