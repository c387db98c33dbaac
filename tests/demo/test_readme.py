"""README says what is true: its first commands are the demo's, and no half row is said to work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appliance.commands.demo import WELCOME, state_folder

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """The lines that one pastes, without what is said beside them."""
    lines = re.findall(r"^    ((?:export SENTRALBORD_DEVICE|sentralbord ).*)$", text, re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in lines]


def test_readme_and_demo_name_the_same_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    device = "~/.local/state/sentralbord-demo/device.toml"
    assert state_folder() / "device.toml" == Path(device).expanduser()
    export, *asks = commands(README.partition("The demo's page needs")[0])
    demo_export, *demo_asks = commands(WELCOME)
    assert export == demo_export.format(device=device, path="$PWD/.venv/bin")
    assert [*asks[:2]] == demo_asks[:2]


@pytest.mark.parametrize("row", ["A6", "B4", "E6"])
def test_what_is_half_done_is_not_said_to_work(row: str) -> None:
    (state,) = re.findall(rf"^\| {row} \|[^|]*\| (.*) \|$", README, re.MULTILINE)
    assert state.startswith("partly: ")
    assert "not yet" in state or "stands in the note" in state, "it says what is missing"
