"""A partner in a browser: a real call comes up by itself, and its outcome is said on the page."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, Look, Person, Visitors
from playwright.sync_api import expect
from support.patience import PATIENCE
from support.running_box import RunningBox
from support.web_process import WebProcess

from appliance.probe.telephone import Telephone

LINE = "+441632960001"
CALLER = "+4710000077"
KEPT = os.environ.get("SENTRALBORD_PICTURES", "")


@pytest.fixture
def caller():
    with Telephone() as telephone:
        yield telephone


def looked_at(person: Person, look: Look, name: str) -> None:
    """Nothing is wrong with what is shown; a picture is kept where somebody wants one."""
    if KEPT:
        path = Path(KEPT) / f"partner-{name}-{look.name}.png"
        person.page.screenshot(path=path, full_page=True)
    person.finds_nothing_wrong()
    person.need_not_scroll_sideways()
    person.no_text_is_squeezed()


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_a_call_comes_up_is_taken_and_is_closed_on_the_page(
    box: RunningBox,
    web: WebProcess,
    visitors: Visitors,
    caller: Telephone,
    vest: Telephone,
    look: Look,
) -> None:
    with visitors.logged_in("vest", look) as person:
        assert person.page.url.endswith("/partner/")
        calls = person.page.locator("[data-region=calls] li.partner-call")
        expect(person.page.locator("[data-region=calls] .quiet")).to_be_visible()
        looked_at(person, look, "quiet")
        call = caller.dial(box.uri(LINE), CALLER)
        assert call.wait_for("answered", PATIENCE)
        box.stands("menu")
        call.press("2")
        partner = vest.arrivals.get(timeout=PATIENCE).call
        expect(calls).to_have_count(1)
        expect(calls.first.locator(".firm")).to_contain_text("Nordlys")
        expect(calls.first.locator(".greet")).to_contain_text("you are speaking with …")
        expect(calls.first.locator(".mark")).to_have_text("EN")
        expect(person.page).to_have_title(re.compile("^☎ Nordlys"))
        looked_at(person, look, "ringing")
        assert partner.wait_for("answered", PATIENCE)
        partner.press("1")
        box.stands("talking")
        expect(person.page).not_to_have_title(re.compile("☎"))
        note = calls.first.locator("input[name=note]")
        note.fill("Det lekker på badet")
        calls.first.locator("input[name=promised]").fill("svar før 12")
        calls.first.locator("input[name=urgent]").check()
        looked_at(person, look, "talking")
        call.hang_up()
        box.stands("wrap-up")
        expect(calls.first).to_have_class("partner-call is-wrap-up")
        expect(note).to_have_value("Det lekker på badet")
        expect(calls.first.locator("input[name=urgent]")).to_be_checked()
        looked_at(person, look, "wrap-up")
        calls.first.locator("button[value=message_taken]").click()
        box.is_idle()
        expect(person.page.locator("[data-region=calls] .quiet")).to_be_visible()
        looked_at(person, look, "kept")
        person.page.locator(".firms a").first.click()
        expect(person.page.locator(".client-card")).to_be_visible()
        looked_at(person, look, "card")
    newest = box.outbox()[0]["text"]
    assert "Det lekker på badet" in newest
    assert "svar før 12" in newest


def test_our_peoples_pages_are_shut(visitors: Visitors) -> None:
    with visitors.logged_in("vest") as person:
        answer = person.page.goto(person.url + "/")
        assert answer
        assert answer.status == 403
        person.page.locator("main a").click()
        assert person.page.url.endswith("/partner/")
