"""CONTRIBUTING.md names files and folders that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STARTS = ("", "appliance", "appliance/core", "appliance/core/calls")
NAMED = sorted(
    name
    for name in set(re.findall(r"`([a-z_.-]+(?:/[a-z_.-]*)*(?:/|\.py|\.toml|\.md))`", GUIDE))
    if "/" in name or name.endswith((".py", ".md"))
)


def test_the_guide_names_many_places() -> None:
    assert len(NAMED) > 25


@pytest.mark.parametrize("name", NAMED)
def test_what_the_guide_names_is_there(name: str) -> None:
    places = [ROOT / start / name for start in STARTS]
    assert any(place.exists() for place in [*places, *ROOT.glob(f"*/*/{name}")]), name
