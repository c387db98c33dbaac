"""The commands `sentralbord settings ...` as an office types them."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from settings.documents import OFFICE, changed

from appliance.commands.settings import settings
from appliance.store.store import Store


@dataclass
class Box:
    """A box that counts how often it was told of new settings."""

    database: Path
    media: Path
    told: int = 0

    def recordings(self) -> set[str]:
        return {"welcome-nb"}

    def published(self) -> None:
        self.told += 1

    def ask(self, what: str, **_: object) -> str:
        return f"asked: {what}"


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "data" / "office.db", tmp_path / "data" / "media")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return written(tmp_path / "office.toml", OFFICE)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def run(box: Box, *arguments: object) -> Result:
    result = CliRunner().invoke(settings, [str(one) for one in arguments], obj=box)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_good_document_is_in_order(box: Box, office: Path) -> None:
    result = run(box, "check", office)
    assert result.exit_code == 0
    assert "in order, 1 clients, 1 lines, 1 loops, 2 members of staff" in result.output
    assert not box.database.exists()


def test_every_problem_has_a_line_and_nothing_is_published(box: Box, tmp_path: Path) -> None:
    text = changed('language = "nb"', 'language = "no"').replace('["kari", "tom"]', '["karri"]')
    bad = written(tmp_path / "bad.toml", text)
    for command in ("check", "import"):
        result = run(box, command, bad)
        assert result.exit_code == 1
        assert result.output.splitlines() == [
            "lines.one.language: 'no' is not a language of the box (da, nb, sv, nl, en)",
            "loops.insurance.members: there is no [agents.karri]; did you mean 'kari'?",
        ]
    assert box.told == 0


def test_a_warning_does_not_keep_settings_from_being_published(box: Box, tmp_path: Path) -> None:
    spare = '[loops.spare]\nname = "Spare"\nmembers = ["tom"]\n'
    result = run(box, "import", written(tmp_path / "office.toml", OFFICE + spare))
    assert result.exit_code == 0
    assert "Warning: loops.spare: no key leads to this loop" in result.output


def test_an_import_tells_what_changes_and_tells_the_box(box: Box, tmp_path: Path) -> None:
    first = written(tmp_path / "first.toml", OFFICE)
    second = written(tmp_path / "second.toml", changed('name = "Kari"', 'name = "Kari B"'))
    assert "Revision 1 is published." in run(box, "import", first, "--author", "tom").output
    result = run(box, "import", second, "--note", "new name")
    assert result.output.splitlines() == [
        "Member of staff Kari B: Name changes from “Kari” to “Kari B”.",
        "Revision 2 is published.",
    ]
    assert box.told == 2


def test_the_same_document_makes_no_new_revision(box: Box, office: Path) -> None:
    run(box, "import", office)
    again = run(box, "import", office).output
    assert again == "Nothing has changed: revision 1 is in force already.\n"
    assert box.told == 2
    with Store(box.database, box.media) as store:
        assert len(store.history()) == 1


def test_what_was_imported_is_exported_to_the_letter(box: Box, tmp_path: Path) -> None:
    commented = "# A note of ours: æøå\r\n" + OFFICE
    office = tmp_path / "office.toml"
    office.write_bytes(commented.encode())
    run(box, "import", office)
    assert run(box, "export", tmp_path / "copy.toml").exit_code == 0
    assert (tmp_path / "copy.toml").read_bytes() == commented.encode()
    assert run(box, "export").stdout_bytes == commented.encode()


def test_a_byte_order_mark_is_no_mistake(box: Box, tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_bytes(b"\xef\xbb\xbf" + OFFICE.encode())
    assert run(box, "check", office).exit_code == 0


def test_the_history_tells_who_and_why(box: Box, office: Path) -> None:
    assert "Nothing is published yet" in run(box, "history").output
    run(box, "import", office, "--author", "tom", "--note", "spring")
    (line,) = run(box, "history").output.splitlines()
    with Store(box.database, box.media) as store:
        (revision,) = store.history()
    at = revision.published_at.astimezone(ZoneInfo("Europe/Oslo"))
    assert line == f"1  {at:%Y-%m-%d %H:%M}  tom  spring"


@pytest.mark.parametrize(
    ("environment", "who"),
    [
        ({"LOGNAME": "ola"}, "ola"),
        ({"SUDO_USER": "kari", "LOGNAME": "root"}, "kari"),
        ({}, pwd.getpwuid(os.getuid()).pw_name),
    ],
)
def test_who_is_logged_in_publishes_unless_somebody_is_named(
    box: Box, office: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], who: str
) -> None:
    for name in ("SUDO_USER", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run(box, "import", office)
    run(box, "import", written(office, OFFICE + "# ours\n"), "--author", "tom")
    run(box, "undo")
    with Store(box.database, box.media) as store:
        assert [each.author for each in store.history()] == [who, "tom", who]


def test_a_document_whose_settings_are_the_same_says_so(box: Box, office: Path) -> None:
    run(box, "import", office)
    said = run(box, "import", written(office, OFFICE + "# ours\n")).output
    assert said == "No setting changes.\nRevision 2 is published.\n"


def test_without_settings_there_is_nothing_to_export(box: Box) -> None:
    result = run(box, "export")
    assert (result.exit_code, "Nothing is published yet" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"[office]\nname = 'K\xf8kken'\n", "line 2 is not UTF-8; save the file as UTF-8"),
        (b"[office\n", "line 1, column 8: this is not TOML"),
        (b"\0" * 5_000_000, "too large for a settings document"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    box: Box, tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "office.toml"
    if content is not None:
        file.write_bytes(content)
    result = run(box, "import", file)
    assert (result.exit_code, told in result.output) == (1, True), result.output


def test_a_folder_is_no_document_and_takes_no_export(box: Box, office: Path) -> None:
    assert "cannot be read: Is a directory" in run(box, "check", office.parent).output
    run(box, "import", office)
    result = run(box, "export", office.parent)
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)


def test_a_damaged_store_is_said_in_words(box: Box, office: Path) -> None:
    box.database.parent.mkdir()
    box.database.write_bytes(b"this is a letter" * 100)
    for command in (["import", office], ["export"], ["history"]):
        result = run(box, *command)
        assert (result.exit_code, "damaged" in result.output) == (1, True)
    assert box.told == 0


def test_a_broken_revision_in_force_can_be_replaced(box: Box, office: Path) -> None:
    with Store(box.database, box.media) as store:
        store.migrate()
        store.publish("broken", "kari")
    result = run(box, "import", office)
    assert "nothing can be compared" in result.output
    assert "Revision 2 is published." in result.output


def test_undo_publishes_the_old_document_anew(box: Box, tmp_path: Path) -> None:
    first = written(tmp_path / "first.toml", OFFICE)
    second = written(tmp_path / "second.toml", changed('name = "Kari"', 'name = "Kari B"'))
    run(box, "import", first)
    run(box, "import", second)
    result = run(box, "undo", "--author", "tom")
    assert "Member of staff Kari: Name changes from “Kari B” to “Kari”." in result.output
    assert "Revision 3 is published." in result.output
    assert box.told == 3
    assert run(box, "export").output == OFFICE
    assert "Back to revision 1" in run(box, "history").output


def test_diff_tells_sentences_in_a_language_or_fields(box: Box, tmp_path: Path) -> None:
    run(box, "import", written(tmp_path / "first.toml", OFFICE))
    run(box, "import", written(tmp_path / "second.toml", changed("Fjordkontoret", "Kontoret")))
    assert run(box, "diff", "--language", "nb").output == (
        "Kontoret: Kontorets navn endres fra “Fjordkontoret” til “Kontoret”.\n"
    )
    assert run(box, "diff", 1, 2, "--fields").output == "office.name: Fjordkontoret -> Kontoret\n"
    assert run(box, "diff", 2, 1).exit_code == 0


def test_what_is_not_there_cannot_be_compared_or_undone(box: Box, office: Path) -> None:
    assert "Nothing is published yet" in run(box, "undo").output
    run(box, "import", office)
    for command in ("diff", "undo"):
        result = run(box, command)
        assert result.exit_code == 1
        assert "There is no revision 0." in result.output


def test_an_import_on_trial_goes_back_unless_it_is_kept(box: Box, tmp_path: Path) -> None:
    run(box, "import", written(tmp_path / "first.toml", OFFICE))
    run(
        box,
        "import",
        written(tmp_path / "2.toml", changed("example.org", "example.net")),
        "--trial",
    )
    with Store(box.database, box.media) as store:
        trial = store.open_trial()
    assert trial
    assert (trial.revision, trial.previous) == (2, 1)
    assert run(box, "keep").output == "asked: keep_settings\n"
    run(box, "import", written(tmp_path / "third.toml", changed("example.org", "example.com")))
    with Store(box.database, box.media) as store:
        assert store.open_trial() is None, "without the option there is no trial"
