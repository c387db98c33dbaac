"""Backup and restore by the page: whole round trips, and what must not get in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.web_browser import Box, Browser
from werkzeug.test import TestResponse

from appliance.backup.envelope import BackupKey, seal
from appliance.backup.places import TRANSFER
from appliance.backup.staging import check_backup
from appliance.core.desk.accounts import Role
from web_config.box import backups
from web_config.ground.jobs import Job, Jobs

PASSPHRASE = "fire tørre hester ved fjorden"
JOB_SECONDS = 60
TWICE = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A page whose box has a file, a folder for backups, and an office."""
    monkeypatch.setattr("web_config.kit.follower.FIRST_SECONDS", 0.0)
    monkeypatch.setattr(backups, "jobs", Jobs())
    description = tmp_path / "device.toml"
    description.write_text(
        f'folders = {{data = "data", runtime = "run"}}\n'
        f'backup = {{kind = "folder", folder = "{tmp_path / "kept"}"}}\n'
    )
    (tmp_path / "kept").mkdir()
    (tmp_path / "data").mkdir()
    box = Box(tmp_path / "data", tmp_path / "run" / "control", device=description)
    with box.store() as store:
        store.publish('office = {name = "Før"}\n', author="anna")
    yield box
    box.close()


@pytest.fixture
def installer(box: Box) -> Browser:
    return box.logged_in(Role.INSTALLER)


def ended() -> Job:
    job = backups.jobs.last
    assert job
    assert job.ended.wait(JOB_SECONDS)
    return job


def restoring(
    browser: Browser, content: bytes, name: str = "x.backup", **more: str
) -> TestResponse:
    form = {"opens": PASSPHRASE, "agreed": "yes", **more, "file": (io.BytesIO(content), name)}
    return browser.post("/backup/restore", data=form)


def made(browser: Browser) -> bytes:
    """A backup, made and downloaded."""
    assert browser.post("/backup/make", data=TWICE).status_code == 303
    assert ended().ok, ended().words
    assert "Download the backup" in browser.get("/backup/job").text
    with browser.get("/backup/file") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        return answer.get_data()


def settings(box: Box) -> list[str]:
    with box.store() as store:
        return [row.document for row in store.history()]


def test_made_downloaded_and_restored(box: Box, installer: Browser, tmp_path: Path) -> None:
    content = made(installer)
    (tmp_path / "x.backup").write_bytes(content)
    check_backup(tmp_path / "x.backup", PASSPHRASE)
    assert installer.get("/backup/file").status_code == 404, "it is sent once"
    with box.store() as store:
        store.publish('office = {name = "Etter"}\n', author="bo")
    assert restoring(installer, content).status_code == 303
    assert ended().ok, ended().words
    assert settings(box) == ['office = {name = "Før"}\n']
    assert not (box.folder / TRANSFER).exists()
    assert installer.get("/backup/").status_code == 303, "all sessions are over"


def test_the_schedule_gets_its_passphrase_and_makes_one_now(
    box: Box, installer: Browser, tmp_path: Path
) -> None:
    assert "before it has a passphrase" in installer.get("/backup/").text
    form = {"scheduled": PASSPHRASE, "scheduled_again": PASSPHRASE}
    installer.post("/backup/passphrase", data=form)
    assert ended().ok, ended().words
    installer.post("/backup/scheduled")
    assert ended().ok, ended().words
    (kept,) = (tmp_path / "kept").iterdir()
    page = installer.get("/backup/").text
    assert kept.name in page
    assert PASSPHRASE not in page
    with box.store() as store:
        store.publish('office = {name = "Etter"}\n', author="bo")
    form = {"kept": kept.name, "opens": PASSPHRASE, "agreed": "yes"}
    assert installer.post("/backup/restore", data=form).status_code == 303
    assert ended().ok, ended().words
    assert settings(box) == ['office = {name = "Før"}\n']


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"passphrase": "kort", "passphrase_again": "kort"}, "at least 20 characters"),
        ({**TWICE, "passphrase_again": "noe helt annet"}, "not the same"),
        ({"passphrase": "to linjer\nher", "passphrase_again": "to linjer\nher"}, "at least"),
    ],
)
def test_a_passphrase_that_will_not_do(
    installer: Browser, form: dict[str, str], words: str
) -> None:
    answer = installer.post("/backup/make", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert backups.jobs.last is None


def test_a_restore_without_consent_file_or_passphrase(installer: Browser) -> None:
    for left_out, words in (("agreed", "Tick that"), ("opens", "Enter the passphrase")):
        answer = restoring(installer, b"x", **{left_out: ""})
        assert answer.status_code == 422
        assert words in answer.text
    answer = restoring(installer, b"", name="")
    assert "Choose the file" in answer.text
    assert backups.jobs.last is None


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"\0" * 9000])
def test_another_file_is_refused_in_words(box: Box, installer: Browser, content: bytes) -> None:
    restoring(installer, content)
    assert not ended().ok
    page = installer.get("/backup/job").text
    assert "no backup of Sentralbord" in page
    assert "<script>alert" not in page
    assert settings(box) == ['office = {name = "Før"}\n']


def test_a_wrong_passphrase_changes_nothing(box: Box, installer: Browser) -> None:
    content = made(installer)
    restoring(installer, content, opens="feil passordfrase")
    assert "does not open this backup" in ended().words
    assert settings(box) == ['office = {name = "Før"}\n']


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\evil", "a\0b", "x" * 5000])
def test_the_name_of_an_upload_leads_nowhere(
    box: Box, installer: Browser, tmp_path: Path, name: str
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.name != "backup.lock"}
    restoring(installer, b"evil", name=name)
    if backups.jobs.last:
        ended()
    after = {path for path in tmp_path.rglob("*") if path.name != "backup.lock"}
    assert {path.name for path in after - before} <= {"sentralbord.db-wal", "sentralbord.db-shm"}


@pytest.mark.parametrize("name", ["../data/sentralbord.db", "/etc/passwd", "sentralbord-x.backup"])
def test_only_backups_that_are_listed_can_be_chosen(installer: Browser, name: str) -> None:
    form = {"kept": name, "opens": PASSPHRASE, "agreed": "yes"}
    assert installer.post("/backup/restore", data=form).status_code == 422
    assert backups.jobs.last is None


def test_a_forged_backup_cannot_write_elsewhere(
    box: Box, installer: Browser, tmp_path: Path
) -> None:
    from backup.test_hostile import archive, manifest_of, plain

    files = {"sentralbord.db": b"x", "data/../../evil": b"evil"}
    content = archive(manifest_of(files), [plain(name, said) for name, said in files.items()])
    sealed = io.BytesIO()
    seal(io.BytesIO(content), sealed, BackupKey.new(PASSPHRASE))
    restoring(installer, sealed.getvalue())
    assert "lie elsewhere" in ended().words
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.SUPERIOR])
def test_nobody_but_the_installer(box: Box, role: Role) -> None:
    browser = box.logged_in(role)
    assert browser.get("/backup/").status_code == 403
    assert browser.get("/backup/support").status_code == 403
    assert browser.post("/backup/make", data=TWICE).status_code == 403
    assert restoring(browser, b"x").status_code in (403, 413)
    assert backups.jobs.last is None


def test_a_form_from_elsewhere_does_nothing(installer: Browser) -> None:
    for path in ("make", "restore", "passphrase", "scheduled"):
        assert installer.post(f"/backup/{path}", data=TWICE, token=False).status_code == 400
        evil = {"Origin": "http://evil.example"}
        assert installer.post(f"/backup/{path}", data=TWICE, headers=evil).status_code == 403
    assert backups.jobs.last is None


def test_the_support_bundle_has_no_names(box: Box, installer: Browser) -> None:
    answer = installer.get("/backup/support")
    assert answer.mimetype == "application/zip"
    assert "Før".encode() not in answer.get_data()


def test_a_page_that_does_not_know_its_box_says_so(tmp_path: Path) -> None:
    box = Box(tmp_path, tmp_path / "control")
    answer = box.logged_in(Role.INSTALLER).get("/backup/")
    box.close()
    assert answer.status_code == 503
    assert "makes no backups" in answer.text
