"""Commands at a box where nothing runs and nothing is: one sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w
from click.testing import CliRunner

from appliance.commands import main


@pytest.fixture
def box(tmp_path: Path) -> Path:
    file = tmp_path / "device.toml"
    folders = {"data": str(tmp_path / "data"), "runtime": str(tmp_path / "run")}
    file.write_text(tomli_w.dumps({"folders": folders}))
    (tmp_path / "key").write_text("kodeord som er langt nok")
    return file


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("restore", "nofile"), "File 'nofile' does not exist.\n"),
        (("backup", "--check", "nofile"), "There is no file nofile.\n"),
        (("modem", "log"), "No modem is set up: name its port"),
        (("sms", "send", "+4790000000", "hei"), "the switchboard is not running"),
    ],
)
def test_what_is_missing_is_named(box: Path, words: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(main, ["--device", str(box), *words])
    assert result.exit_code in (1, 2)
    assert told in result.output
    assert "Send it?" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_call_to_a_demo_that_does_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    result = CliRunner().invoke(main, ["demo-call"])
    assert result.output == "Error: No demo is running: start one with `make run`.\n"
