"""Without a mouse: log in, move about, log out; and each step shows where one is."""

from __future__ import annotations

import pytest
from browser.people import DESK, PHONE, Look, Person, Visitors
from playwright.sync_api import expect
from support.web_process import PASSWORD

FOCUSED = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    return [style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
            || style.boxShadow !== 'none', here.tagName];
}"""
MOST_STEPS = 60


def tabs_to(person: Person, selector: str) -> None:
    """Press Tab until the focus is there; every place on the way can be seen."""
    wanted = person.page.locator(selector).first
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        seen, tag = person.page.evaluate(FOCUSED)
        assert seen or tag in ("BODY", "HTML"), f"the focus cannot be seen on {tag}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {selector}")


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_log_in_and_out_by_keys_alone(visitors: Visitors, look: Look) -> None:
    with visitors.stranger(look) as person:
        person.opens("/")
        keys = person.page.keyboard
        tabs_to(person, "input[name=name]")
        keys.type("operator-one")
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        expect(person.page.locator("header .me")).to_be_visible()
        tabs_to(person, "header .me button")
        keys.press("Enter")
        person.page.wait_for_url("**/login*")


def test_the_first_tab_skips_to_the_page(visitors: Visitors) -> None:
    with visitors.logged_in("operator-one") as person:
        person.opens("/profile/")
        person.page.keyboard.press("Tab")
        expect(person.page.locator("a.skip")).to_be_focused()
        person.page.keyboard.press("Enter")
        expect(person.page.locator("main")).to_be_focused()


def test_the_menu_of_a_telephone_opens_by_keys(visitors: Visitors) -> None:
    with visitors.logged_in("operator-one", PHONE) as person:
        tabs_to(person, "details.menu-narrow summary")
        person.page.keyboard.press("Enter")
        links = person.page.locator("details.menu-narrow a")
        expect(links.first).to_be_visible()
        person.page.keyboard.press("Tab")
        expect(links.first).to_be_focused()


def test_a_wrong_password_is_said_and_leads_to_nothing(visitors: Visitors) -> None:
    with visitors.stranger() as person:
        person.opens("/login")
        person.page.locator("input[name=name]").fill("viewer-one")
        person.page.locator("input[name=password]").fill("feil")
        person.page.locator("main button.main").click()
        expect(person.page.get_by_role("alert")).to_be_visible()
        person.finds_nothing_wrong()
