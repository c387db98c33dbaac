"""The settings as people change them: edit, read what will change, publish, undo; two at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, THOROUGH, Look, Person, Visitors
from playwright.sync_api import expect
from support.little_office import tone_file
from support.running_box import RunningBox
from support.web_process import WebProcess, add_account

from appliance.core.desk.accounts import Role
from appliance.settings.document import read


@pytest.fixture(scope="module")
def boss(box: RunningBox, web: WebProcess) -> str:
    """A second superior, who has a draft of her own."""
    return add_account(box.process, "superior-two", Role.SUPERIOR, "Turid To").name


@pytest.fixture
def superior(visitors: Visitors) -> Iterator[Person]:
    with visitors.logged_in("superior-one") as person:
        yield person


def name_in_force(box: RunningBox) -> str:
    with box.store() as store:
        newest = store.current()
        assert newest
        return read(newest.document).agents["tom"].name


def renames(person: Person, name: str) -> None:
    """Give Tom another name, in one's own draft."""
    person.opens("/settings/agents/of/tom")
    person.page.locator("input[name=name]").fill(name)
    person.page.locator("form[action$='/settings/agents/of/tom'] button.main").click()
    person.opens("/settings/review/")


def presses(person: Person, action: str) -> None:
    person.page.locator(f"form[action$='{action}'] button").click()


@pytest.mark.parametrize("look", [DESK, PHONE] if THOROUGH else [PHONE], ids=lambda look: look.name)
def test_edit_read_publish_undo(box: RunningBox, visitors: Visitors, look: Look) -> None:
    with visitors.logged_in("superior-one", look) as person:
        renames(person, "Tom <b>Olsen</b>")
        expect(person.page.locator(".told").first).to_contain_text("Tom <b>Olsen</b>")
        assert name_in_force(box) == "Tom"
        person.finds_nothing_wrong()
        person.need_not_scroll_sideways()
        person.page.locator("input[name=note]").fill("ny etternavn")
        presses(person, "/settings/review/publish")
        expect(person.page.locator("main")).to_contain_text("ny etternavn")
        assert name_in_force(box) == "Tom <b>Olsen</b>"
        person.finds_nothing_wrong()
        before = person.page.locator("table a").nth(1)
        before.click()
        person.finds_nothing_wrong()
        presses(person, "/return")
        person.page.wait_for_load_state()
        assert name_in_force(box) == "Tom"


def test_the_second_editor_is_told_and_decides(
    box: RunningBox, visitors: Visitors, superior: Person, boss: str
) -> None:
    with visitors.logged_in(boss) as other:
        renames(superior, "Tom Berg")
        renames(other, "Tom Dal")
        presses(superior, "/settings/review/publish")
        superior.page.wait_for_load_state()
        other.opens("/settings/review/")
        expect(other.page.locator("#meanwhile")).to_contain_text("Tom Berg")
        expect(other.page.locator("form[action$='/publish']")).to_have_count(0)
        other.finds_nothing_wrong()
        other.page.locator("#meanwhile input[value=mine]").check()
        presses(other, "/settings/review/merge")
        other.page.wait_for_load_state()
        presses(other, "/settings/review/publish")
        other.page.wait_for_load_state()
        assert name_in_force(box) == "Tom Dal"
        renames(other, "Tom")
        presses(other, "/settings/review/publish")
        other.page.wait_for_load_state()


def test_what_is_wrong_is_named_and_leads_to_its_field(superior: Person) -> None:
    superior.opens("/settings/agents/of/tom")
    superior.page.locator("input[name=address]").fill("her borte")
    superior.page.locator("form[action$='/settings/agents/of/tom'] button.main").click()
    superior.opens("/settings/review/")
    superior.page.get_by_role("alert").get_by_role("link").first.click()
    assert "/settings/agents/of/tom" in superior.page.url
    superior.finds_nothing_wrong()
    superior.opens("/settings/review/")
    presses(superior, "/settings/review/discard")


def test_a_recording_is_uploaded_and_a_bad_file_refused(
    box: RunningBox, superior: Person, tmp_path: Path
) -> None:
    spoken = tmp_path / "Velkommen æøå.wav"
    spoken.write_bytes(tone_file(440, 1.0))
    uploads(superior, spoken, "velkommen")
    expect(superior.page.locator("#recordings h3").first).to_contain_text("velkommen")
    superior.finds_nothing_wrong()
    bad = tmp_path / "virus.wav"
    bad.write_bytes(b"MZ" + b"\0" * 5000)
    uploads(superior, bad, "virus")
    superior.finds_nothing_wrong()
    superior.opens("/settings/prompts/")
    expect(superior.page.locator("#recordings")).not_to_contain_text("virus")


def uploads(person: Person, file: Path, name: str) -> None:
    person.opens("/settings/prompts/")
    person.page.locator("input[name=file]").set_input_files(file)
    person.page.locator("form[action$='/recordings'] input[name=name]").fill(name)
    presses(person, "/recordings")
