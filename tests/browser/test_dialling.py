"""Click to dial and the buttons in a call in Chromium: in place, by keyboard, at 360 px too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, Look, Person, Visitors
from playwright.sync_api import Locator, expect
from support.patience import PATIENCE
from support.running_box import RunningBox
from support.web_process import WebProcess

from appliance.probe.call import ProbeCall
from appliance.probe.telephone import Telephone

LINE = "+4710000001"
CALLER = "+4710000077"
KEPT = os.environ.get("SENTRALBORD_PICTURES", "")


@pytest.fixture(scope="module")
def kari(web: WebProcess) -> str:
    """Kari's own account."""
    return "kari"


@pytest.fixture
def talk(box: RunningBox, desk: Telephone) -> Iterator[ProbeCall]:
    """A caller talks to Kari."""
    with Telephone() as caller:
        call = caller.dial(box.uri(LINE), CALLER)
        assert call.wait_for("answered", PATIENCE)
        box.stands("menu")
        call.press("1")
        own = desk.arrivals.get(timeout=PATIENCE).call
        box.shows(lambda view: any(call["talks"] for call in view["calls"]))
        yield call
        call.hang_up()
        own.hang_up()
    view = box.stands("wrap-up")
    done = {"call": view["calls"][0]["call"], "disposition": "answered_from_card"}
    assert box.client.ask("disposition", **done).ok
    box.is_idle()


def buttons(person: Person) -> Locator:
    return person.page.locator("[data-region=calls] .in-call")


def keep(person: Person, name: str) -> None:
    if KEPT:
        person.page.screenshot(path=Path(KEPT) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_kari_flags_her_call_in_place_and_by_keyboard(
    box: RunningBox, visitors: Visitors, kari: str, talk: ProbeCall, look: Look
) -> None:
    with visitors.logged_in(kari, look) as person:
        person.opens("/")
        expect(buttons(person)).to_be_visible()
        page = person.page
        page.evaluate("window.stays = true")
        hold = buttons(person).locator("button[value=hold]")
        hold.focus()
        page.keyboard.press("Enter")
        box.shows(lambda view: view["calls"][0]["held"])
        expect(page.locator("#said")).to_be_visible()
        expect(hold).to_be_focused()
        keep(person, f"in-call-{look.width}")
        person.finds_nothing_wrong()
        person.need_not_scroll_sideways()
        page.keyboard.press("Enter")
        box.shows(lambda view: not view["calls"][0]["held"])
        buttons(person).locator("button[value=abuse]").click()
        box.shows(lambda view: view["calls"][0]["abuse"])
        expect(buttons(person).locator("button[value=abuse]")).to_have_count(0)
        assert page.evaluate("window.stays"), "the page was not loaded anew"


def test_a_colleague_sees_no_buttons(
    box: RunningBox, visitors: Visitors, web: WebProcess, talk: ProbeCall
) -> None:
    with visitors.logged_in("operator-one") as person:
        person.opens("/")
        expect(person.page.locator("[data-region=calls] li.call")).to_have_count(1)
        expect(buttons(person)).to_be_hidden()


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_kari_has_a_number_dialled(
    box: RunningBox, visitors: Visitors, kari: str, desk: Telephone, look: Look
) -> None:
    with visitors.logged_in(kari, look) as person:
        person.opens("/dial/?q=ola")
        person.finds_nothing_wrong()
        person.need_not_scroll_sideways()
        keep(person, f"dial-{look.width}")
        person.page.locator(".found button").click()
        own = desk.arrivals.get(timeout=PATIENCE)
        assert "Ola" in own.caller.name
        call = person.page.locator("[data-region=calls] li.call")
        expect(call).to_have_count(1)
        keep(person, f"dialling-{look.width}")
        own.call.hang_up()
        box.is_idle()
        person.opens("/calls/")
        person.page.locator(".stories summary").first.click()
        keep(person, f"story-{look.width}")
        person.finds_nothing_wrong()
        person.need_not_scroll_sideways()
