"""TOML of whatever origin is read within limits, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.common import limits
from appliance.device import DeviceError, read_device

ROOT = Path(limits.__file__).parents[2]
READERS = {"appliance/common/limits.py", "appliance/settings/words/__init__.py"}
"""The second one reads our own words."""


def test_nobody_else_takes_toml_apart() -> None:
    found = {
        str(file.relative_to(ROOT))
        for folder in ("appliance", "web_config")
        for file in (ROOT / folder).rglob("*.py")
        if "tomllib.load" in file.read_text(encoding="utf-8")
    }
    assert found == READERS


@pytest.mark.parametrize(
    "text",
    ["a." * 900 + "b = 1\n", "a = " + "[" * 900 + "]" * 900, "a = 1" + "0" * 30_000],
    ids=["name", "depth", "digits"],
)
def test_a_hostile_description_of_the_box_is_refused_with_a_sentence(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "device.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DeviceError, match=r"too large|too deep|not TOML"):
        read_device(file)
