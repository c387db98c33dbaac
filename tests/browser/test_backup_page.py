"""A backup is made, downloaded, and restored in Chromium; another file is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.people import THOROUGH, Person, Visitors
from playwright.sync_api import expect
from support.box_fixtures import make_box, memory, telephone
from support.running_box import RunningBox, eventually
from support.web_process import WebProcess, add_account

from appliance.core.desk.accounts import Role

__all__ = ["make_box", "memory", "telephone"]

PASSPHRASE = "fire tørre hester ved fjorden"


def fills(person: Person, **fields: str) -> None:
    for name, said in fields.items():
        person.page.locator(f"input[name={name}]").fill(said)


def uploads(person: Person, file: Path, passphrase: str = PASSPHRASE) -> None:
    """Restore this file, by the form."""
    person.opens("/backup/")
    person.page.locator("input[name=file]").set_input_files(file)
    fills(person, opens=passphrase)
    person.page.locator("input[name=agreed]").check()
    person.page.locator("form[action$='/restore'] button").click()


def offices(box: RunningBox) -> list[str]:
    with box.store() as store:
        return [revision.author for revision in store.history()]


@pytest.mark.skipif(not THOROUGH, reason="`make test-browser` does; tests/web_config has it too")
def test_made_downloaded_and_restored(make_box, browser, tmp_path: Path) -> None:
    box = make_box()
    add_account(box.process, "eva", Role.INSTALLER)
    with WebProcess(box.process) as web, Visitors(browser, web.url).logged_in("eva") as eva:
        eva.opens("/backup/")
        fills(eva, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
        eva.page.locator("form[action$='/make'] button").click()
        link = eva.page.locator("a[href$='/backup/file']")
        expect(link).to_be_visible()
        eva.finds_nothing_wrong()
        with eva.page.expect_download() as download:
            link.click()
        download.value.save_as(tmp_path / "office.backup")
        with box.store() as store:
            store.publish(store.history()[0].document, author="somebody else")
        pid = box.process.info()["pid"]
        uploads(eva, tmp_path / "office.backup")
        eventually(lambda: "somebody else" not in offices(box), 30)
        eventually(lambda: "/login" in eva.opens("/backup/").url)
        eva.logs_in("eva")
        assert eventually(box.process.info)["pid"] == pid


def test_bad_files_are_refused_in_words(
    visitors: Visitors, installer: Person, tmp_path: Path
) -> None:
    for content in (b"", b"PK\x03\x04 a zip", b"<script>alert(1)</script>" * 9000):
        bad = tmp_path / "holiday.backup"
        bad.write_bytes(content)
        uploads(installer, bad)
        said = installer.page.locator("main .notice.bad")
        expect(said).to_contain_text("no backup of Sentralbord")
        installer.finds_nothing_wrong()


def test_the_form_says_what_is_missing_and_leads_to_it(installer: Person) -> None:
    installer.opens("/backup/")
    installer.page.locator("form[action$='/restore'] button").click()
    alert = installer.page.get_by_role("alert")
    expect(alert.get_by_role("link")).to_have_count(2)
    alert.get_by_role("link").first.click()
    assert installer.page.url.endswith("#agreed")
    installer.finds_nothing_wrong()


def test_the_support_bundle_is_a_download(installer: Person, tmp_path: Path) -> None:
    installer.opens("/backup/")
    with installer.page.expect_download() as download:
        installer.page.locator("a[href$='/support']").click()
    assert download.value.suggested_filename.startswith("sentralbord-support-")
