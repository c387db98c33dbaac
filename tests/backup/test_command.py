"""The commands, as a person types them; and a running switchboard that starts anew by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from backup.boxes import PASSPHRASE, FakeBox
from click.testing import CliRunner, Result
from support.box_fixtures import box, make_box, memory, prompts, telephone
from support.little_office import NORDLYS, document
from support.patience import PATIENCE
from support.running_box import RunningBox, eventually

from appliance.commands import main
from appliance.commands.backup import is_running

__all__ = ["box", "make_box", "memory", "prompts", "telephone"]


def sentralbord(description: Path, *words: str | Path, typed: str = "") -> Result:
    arguments = ["--device", str(description), *map(str, words)]
    return CliRunner().invoke(main, arguments, input=typed)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return file


def test_backup_check_restore(old: FakeBox, new: FakeBox, tmp_path: Path, secret: Path) -> None:
    file = tmp_path / "office.backup"
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    made = sentralbord(old.description, "backup", file, typed=typed)
    assert made.exit_code == 0, made.output
    assert PASSPHRASE not in made.output
    assert (file.stat().st_mode & 0o777) == 0o600
    checked = sentralbord(old.description, "backup", "--check", file, "--passphrase-file", secret)
    assert "in order. 7 files" in checked.output
    restored = sentralbord(new.description, "restore", file, "--passphrase-file", secret)
    assert "Restored. 7 files" in restored.output, restored.output
    with new.store() as store:
        assert "old again" in store.history()[0].document


def revisions(box: RunningBox) -> int:
    with box.store() as store:
        return len(store.history())


def test_each_failure_is_one_sentence(old: FakeBox, saved: Path, tmp_path: Path) -> None:
    for words, typed, said in (
        (["backup", "--check", saved], "feil passord\n", "passphrase does not open"),
        (["restore", tmp_path / "gone"], f"{PASSPHRASE}\n", "does not exist"),
        (["backup", tmp_path / "no" / "x"], f"{PASSPHRASE}\n" * 2, "no file"),
        (["backup", tmp_path / "x"], "kort\nkort\n", "at least 20"),
        (["backup", "--scheduled"], "", "No backups are scheduled"),
        (["backup"], "", "Say one of"),
    ):
        failed = sentralbord(old.description, *words, typed=typed)
        assert failed.exit_code in (1, 2)
        assert said in failed.output
        assert "Traceback" not in failed.output


def test_a_running_switchboard_is_not_restored_under(
    box: RunningBox, saved: Path, secret: Path
) -> None:
    failed = sentralbord(box.process.file, "restore", saved, "--passphrase-file", secret)
    assert "The switchboard is running" in failed.output
    assert box.process.device.database.parent.joinpath("restore").exists() is False


def test_asked_to_it_starts_anew_with_the_restored_office(
    box: RunningBox, telephone, tmp_path: Path, secret: Path
) -> None:
    file = tmp_path / "office.backup"
    assert sentralbord(box.process.file, "backup", file, "--passphrase-file", secret).exit_code == 0
    with box.store() as store:
        store.publish(document(box.directory).replace("Fjordkontoret", "Helt annet"), "bo")
    pid = box.process.info()["pid"]
    done = sentralbord(box.process.file, "restore", file, "--passphrase-file", secret, "--restart")
    assert "starts with the restored data" in done.output, done.output
    eventually(lambda: revisions(box) == 1)
    assert eventually(lambda: is_running(box.process.device))
    assert box.process.info()["pid"] == pid
    call = telephone.dial(box.uri(NORDLYS), "+4710000077")
    assert call.wait_for("answered", PATIENCE)
