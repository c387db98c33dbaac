"""CONTRIBUTING.md names files and folders that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TOPS = ("appliance", "web_config", "tests")
MADE = {"dist/"}
"""What `make release` makes."""
NAMED = sorted(
    name
    for name in set(re.findall(r"`([a-z_.-]+(?:/[a-z_.-]*)*(?:/|\.py|\.toml|\.md))`", GUIDE)) - MADE
    if "/" in name or name.endswith((".py", ".md"))
)


def test_the_guide_names_many_places() -> None:
    assert len(NAMED) > 25


@pytest.mark.parametrize("name", NAMED)
def test_what_the_guide_names_is_there(name: str) -> None:
    below = (place for top in TOPS for place in (ROOT / top).glob(f"**/{name}"))
    assert (ROOT / name).exists() or any(below), name
