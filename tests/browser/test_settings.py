"""The settings in a real browser: edit, look, publish, undo; two people; a recording."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from browser.people import DESK, PHONE, Look, Person, Visitors
from playwright.sync_api import expect
from support.running_box import RunningBox

from appliance.settings.document import read
from appliance.speech.wave_files import RATE, encoded

pytestmark = pytest.mark.timeout(180)


def in_force(box: RunningBox):  # type: ignore[no-untyped-def]
    with box.store() as store:
        newest = store.current()
        assert newest
        return newest.revision, read(newest.document)


def renames(person: Person, agent: str, name: str) -> None:
    page = person.opens(f"/settings/agents/of/{agent}")
    page.locator("#name").fill(name)
    page.locator("main .card button.main").first.click()
    expect(page.locator("#name")).to_have_value(name)


def publishes(person: Person, note: str) -> None:
    page = person.opens("/settings/review/")
    person.finds_nothing_wrong()
    person.need_not_scroll_sideways()
    page.locator("#note").fill(note)
    page.locator("form[action$='/publish'] button").click()
    expect(page.locator("table").first).to_contain_text(note)


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_edit_look_publish_and_undo(visitors: Visitors, box: RunningBox, look: Look) -> None:
    before, directory = in_force(box)
    with visitors.logged_in("superior-one", look) as person:
        renames(person, "tom", "Tom Vik")
        assert in_force(box)[1] == directory, "a draft changes nothing"
        publishes(person, f"married, {look.name}")
        assert in_force(box)[1].agents["tom"].name == "Tom Vik"
        page = person.opens(f"/settings/history/{before}")
        person.finds_nothing_wrong()
        page.locator("form[action$='/return'] button").click()
        page.wait_for_url("**/history/")
        assert in_force(box) == (before + 2, directory)


def test_two_people_at_once_are_both_heard(visitors: Visitors, box: RunningBox) -> None:
    with (
        visitors.logged_in("superior-one") as first,
        visitors.logged_in("installer-one") as second,
    ):
        renames(first, "tom", "Tom of the first")
        renames(first, "mette", "Mette of the first")
        renames(second, "tom", "Tom of the second")
        renames(second, "sanne", "Sanne of the second")
        publishes(first, "the first")
        page = second.opens("/settings/review/")
        second.finds_nothing_wrong()
        expect(page.locator("#meanwhile")).to_contain_text("Mette of the first")
        page.locator("input[name='take.agents.tom.name'][value=mine]").check()
        page.locator("#meanwhile button").click()
        publishes(second, "the second")
        agents = in_force(box)[1].agents
        names = [agents[id].name for id in ("tom", "mette", "sanne")]
        assert names == ["Tom of the second", "Mette of the first", "Sanne of the second"]


def test_a_mistake_leads_to_its_field(visitors: Visitors) -> None:
    with visitors.logged_in("superior-one") as person:
        page = person.opens("/settings/loops/of/wages")
        page.locator("#wait_seconds").fill("soon")
        page.locator("main .card button.main").first.click()
        person.finds_nothing_wrong()
        page = person.opens("/settings/review/")
        page.locator("a[href$='#wait_seconds']").first.click()
        expect(page.locator("#wait_seconds")).to_have_attribute("aria-invalid", "true")
        person.opens("/settings/review/").locator("form[action$='/discard'] button").click()
        page.wait_for_url("**/settings/")


def test_a_recording_is_uploaded_played_and_removed(visitors: Visitors, tmp_path: Path) -> None:
    wave = [int(8000 * math.sin(at * 440 * math.tau / RATE)) for at in range(RATE)]
    file = tmp_path / "welcome.wav"
    file.write_bytes(encoded(wave))
    with visitors.logged_in("superior-one") as person:
        page = person.opens("/settings/prompts/")
        page.locator("#file").set_input_files(file)
        page.locator("#name").fill("welcome")
        page.locator("form[action$='/recordings'] button").click()
        audio = page.locator("audio[src$='/welcome']")
        expect(audio).to_be_visible()
        person.finds_nothing_wrong()
        sound = page.request.get(person.url + str(audio.get_attribute("src")))
        assert sound.headers["content-type"].startswith("audio/")
        page.locator("form[action$='/welcome/remove'] button").click()
        expect(audio).to_have_count(0)
