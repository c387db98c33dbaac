"""The commands `sentralbord prompts ...` as an office types them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from settings.documents import OFFICE
from speech.test_uploads import studio_wav

from appliance.commands.prompts import prompts
from appliance.device import Device, Folders
from appliance.store.store import Store


@dataclass
class Box:
    """A box that counts how often it was told of new settings."""

    device: Device
    told: int = 0

    def published(self) -> None:
        self.told += 1


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(Device(folders=Folders(tmp_path / "data", tmp_path / "run")))


@pytest.fixture
def studio(tmp_path: Path) -> Path:
    path = tmp_path / "studio.wav"
    path.write_bytes(studio_wav(1.0))
    return path


def publish(box: Box, document: str) -> None:
    box.device.folders.data.mkdir(exist_ok=True)
    with Store(box.device.database, box.device.media) as store:
        store.migrate()
        store.publish(document, "test")


def run(box: Box, *arguments: object) -> Result:
    result = CliRunner().invoke(prompts, [str(one) for one in arguments], obj=box)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_recording_is_added_listed_and_removed(box: Box, studio: Path) -> None:
    assert (
        'Settings may say "recording:welcome"'
        in run(box, "add", studio, "--name", "welcome").output
    )
    assert run(box, "list").output.startswith("welcome  1.2 s")
    assert box.told == 0
    assert "removed" in run(box, "remove", "welcome").output
    assert "No recording" in run(box, "list").output


def test_a_recording_in_use_is_kept_and_one_that_is_replaced_reaches_the_box(
    box: Box, studio: Path
) -> None:
    publish(box, OFFICE.replace("Trykk en.", "recording:welcome"))
    assert "upload it" in run(box, "list").output
    run(box, "add", studio, "--name", "welcome")
    assert box.told == 1
    assert "in use" in run(box, "list").output
    refused = run(box, "remove", "welcome")
    assert refused.exit_code == 1
    assert "change them first" in refused.output
    studio.write_bytes(studio_wav(2.0))
    assert "already" in run(box, "add", studio, "--name", "welcome").output
    assert run(box, "add", studio, "--name", "welcome", "--replace").exit_code == 0
    assert box.told == 2
    assert run(box, "remove", "welcome", "--force").exit_code == 0


def test_what_cannot_be_done_is_said(box: Box, tmp_path: Path) -> None:
    for arguments, words in [
        (("add", tmp_path / "none.wav", "--name", "a"), "No such file"),
        (("add", __file__, "--name", "a"), "no WAV, MP3, OGG or M4A"),
        (("remove", "a"), "no recording 'a'"),
        (("play-file", "a"), "no recording 'a'"),
    ]:
        result = run(box, *arguments)
        assert result.exit_code == 1
        assert words in result.output


def test_without_a_player_the_file_is_named(
    box: Box, studio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(box, "add", studio, "--name", "welcome")
    monkeypatch.setenv("PATH", "/nowhere")
    assert str(box.device.uploads) in run(box, "play-file", "welcome").output
