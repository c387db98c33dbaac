"""Which tests run beside others, and which alone because they measure time on the wire."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from support.examples import PROFILE

settings.load_profile(PROFILE)

TESTS = Path(__file__).parent
ALONE = {"probe", "telephony", "faults/test_flood.py", "faults/test_media_flood.py"}
"""Folders and files whose tests hear what comes within tenths of a second."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them; what shares Chromium and a box stays together with one worker."""
    for item in items:
        place = item.path.relative_to(TESTS)
        if ALONE & {place.parts[0], place.as_posix()}:
            item.add_marker("alone")
        if place.parts[0] == "browser":
            item.add_marker(pytest.mark.xdist_group(place.stem))
