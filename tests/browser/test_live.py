"""The front panel follows a real call; and a page that is killed in the middle disturbs nobody."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, Look, Visitors
from playwright.sync_api import expect
from support.patience import PATIENCE
from support.running_box import RunningBox
from support.web_process import WebProcess

from appliance.probe.call import ProbeCall
from appliance.probe.telephone import AnswerAfter, RingOnly, Telephone

LINE = "+4710000001"
CALLER = "+4710000077"
KEPT = os.environ.get("SENTRALBORD_PICTURES", "")
HEARD = 0.4


@pytest.fixture
def caller():
    with Telephone() as telephone:
        yield telephone


def put_through(box: RunningBox, caller: Telephone, desk: Telephone) -> tuple[ProbeCall, ProbeCall]:
    """Call the plumber's, press 1, and speak with Kari."""
    call = caller.dial(box.uri(LINE), CALLER)
    assert call.wait_for("answered", PATIENCE)
    box.stands("menu")
    call.press("1")
    kari = desk.arrivals.get(timeout=PATIENCE).call
    box.stands("talking")
    return call, kari


def test_the_panel_follows_a_call(
    box: RunningBox, visitors: Visitors, caller: Telephone, desk: Telephone
) -> None:
    with (
        visitors.logged_in("kari") as operator,
        visitors.logged_in("viewer-one", PHONE) as viewer,
    ):
        for person in (operator, viewer):
            person.opens("/")
        call, kari = put_through(box, caller, desk)
        for person in (operator, viewer):
            calls = person.page.locator("[data-region=calls] li.call")
            expect(calls).to_have_count(1)
            expect(calls.first).to_contain_text("Nordlys")
            expect(calls.first).to_contain_text(
                re.compile("Talking|Snakker|samtale", re.IGNORECASE)
            )
            person.finds_nothing_wrong()
            person.need_not_scroll_sideways()
        call.hang_up()
        kari.hang_up()
        kari.wait_for("ended", PATIENCE)
        box.stands("wrap-up")
        ended = operator.page.locator("[data-region=calls] li.call").first
        operator.finds_nothing_wrong()
        note = ended.locator("input[name=note]")
        note.fill("Wants to be rung at three")
        note.press("Enter")  # it chooses no outcome: "answered from card" would send nothing
        box.stands("wrap-up")
        expect(note).to_have_value("Wants to be rung at three")
        ended.get_by_role("button").first.click()
        box.is_idle()
        expect(viewer.page.locator("[data-region=calls] li.call")).to_have_count(0)
        assert not operator.complaints


def test_the_tab_of_the_page_names_the_firm_that_rings(
    box: RunningBox, visitors: Visitors, caller: Telephone, desk: Telephone
) -> None:
    with visitors.logged_in("operator-one") as person:
        person.opens("/")
        desk.on_invite = RingOnly()
        try:
            call = caller.dial(box.uri(LINE), CALLER)
            assert call.wait_for("answered", PATIENCE)
            box.stands("menu")
            call.press("1")
            assert desk.arrivals.get(timeout=PATIENCE)
            expect(person.page.locator(".call.is-ringing")).to_have_count(1)
            expect(person.page).to_have_title(re.compile("^☎ Nordlys"))
            call.hang_up()
            box.is_idle()
        finally:
            desk.on_invite = AnswerAfter()
        expect(person.page).to_have_title(re.compile("^[^☎]*$"))


def test_a_call_goes_on_when_the_page_is_killed(
    box: RunningBox, web: WebProcess, visitors: Visitors, caller: Telephone, desk: Telephone
) -> None:
    with visitors.logged_in("operator-one") as person:
        person.opens("/")
        call, kari = put_through(box, caller, desk)
        calls = person.page.locator("[data-region=calls] li.call")
        expect(calls).to_have_count(1)
        web.kill()
        expect(person.page.locator("#lost")).to_be_visible()
        hears_each_other(call, kari)
        web.start()
        expect(person.page.locator("#lost")).to_be_hidden()
        expect(calls).to_have_count(1)
        web.stop()
        web.start()
        hears_each_other(call, kari)
        assert call.state == kari.state == "answered"
        call.hang_up()
        box.stands("wrap-up")
        kari.press("1")
        box.is_idle()


def hears_each_other(one: ProbeCall, other: ProbeCall) -> None:
    """Voice comes through in both directions from now on."""
    for mouth, ear, hertz in ((one, other, 2100), (other, one, 2500)):
        began = mouth.send_tone(hertz)
        assert ear.hear(hertz, HEARD, PATIENCE, began), f"{hertz} Hz is not heard"
        mouth.send_silence()


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_a_test_call_is_followed_without_a_new_page(
    box: RunningBox, visitors: Visitors, look: Look
) -> None:
    """What was written into the page meanwhile stays: nothing tears it away (WCAG 2.2, 3.2.5)."""
    box.is_idle()
    with visitors.logged_in("installer-one", look) as person:
        page = person.opens("/checks/")
        page.locator("form[action='/checks/call'] button").click()
        page.locator("input[name=number]").fill("10 00 00 77")
        expect(page.locator("[data-region=call] .notice.info")).to_be_visible()
        person.finds_nothing_wrong()
        expect(page.locator("[data-region=call] .notice.good")).to_be_visible()
        expect(page.locator("[data-region=steps] tbody tr").first).to_be_visible()
        expect(page.locator("input[name=number]")).to_have_value("10 00 00 77")
        person.finds_nothing_wrong()
        person.need_not_scroll_sideways()
        person.no_text_is_squeezed()
        if KEPT:
            page.screenshot(path=Path(KEPT) / f"checks-{look.name}.png", full_page=True)
