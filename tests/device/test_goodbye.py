"""What systemd's hooks leave on the display, in the language that the switchboard has noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from appliance.commands import main
from appliance.core.panel import display_box
from appliance.core.words.spoken import LANGUAGES
from appliance.device import read_device
from appliance.parts.goodbye import chips_of, language_of

SYSTEMD = Path(__file__).parents[2] / "systemd"
TOML = """
[folders]
runtime = "."
[panel]
kind = "gpio"
lamps.anna = {chip = 0x21, red = "A0"}
lamps.bo = {chip = 0x20, red = "A0"}
lamps.cato = {red = 5}
[oled]
kind = "ssd1306"
i2c_port = 987
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "device.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def test_the_language_is_the_noted_one(path: Path) -> None:
    device = read_device(path)
    assert language_of(device) == "en", "nothing was noted yet"
    device.language.write_text("da", encoding="utf-8")
    assert language_of(device) == "da"
    device.language.write_text("tlh", encoding="utf-8")
    assert language_of(device) == "en"


def test_all_chips_with_lamps_are_put_out(path: Path) -> None:
    assert chips_of(read_device(path)) == [0x20, 0x21]


@pytest.mark.parametrize("options", [[], ["--safe"]])
def test_a_missing_bus_is_told_and_is_no_failure_of_the_hook(
    path: Path, options: list[str]
) -> None:
    done = CliRunner().invoke(main, ["panel", "goodbye", "--device", str(path), *options])
    assert done.exit_code == 0
    assert "I2C bus" in done.output


@pytest.mark.parametrize("file", ["sentralbord.service", "sentralbord.shutdown"])
def test_systemd_says_it_in_words_that_the_command_knows(path: Path, file: str) -> None:
    unit = (SYSTEMD / file).read_text(encoding="utf-8").replace("\\\n", "")
    line = next(line for line in unit.splitlines() if "panel goodbye" in line)
    words = line.partition("/bin/sentralbord ")[2].split()
    assert words[-2:] == ["--device", "/etc/sentralbord/device.toml"]
    done = CliRunner().invoke(main, [*words[:-1], str(path)])
    assert done.exit_code == 0
    assert "--safe" in words or file == "sentralbord.service"


def test_a_box_without_real_parts_has_nothing_to_say(path: Path) -> None:
    path.write_text(TOML.replace('"gpio"', '"emulated"').replace('"ssd1306"', '"none"'), "utf-8")
    done = CliRunner().invoke(main, ["panel", "goodbye", "--device", str(path)])
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_it_may_scroll(language: str) -> None:
    for rows in (display_box.safe_rows(language), display_box.restarting_rows(language)):
        assert not any(row.scroll for row in rows)
