"""Every setting stands in docs/settings.md, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from appliance.core.model.contacts import Contact
from appliance.core.settings import directory
from appliance.core.settings import lines as line
from appliance.core.settings import loops as loop
from appliance.core.settings.client_card import Question
from appliance.core.settings.screening import Screening
from appliance.core.settings.trunks import Trunk

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
TABLES = (
    directory.Office,
    directory.Client,
    line.Line,
    line.LanguageKey,
    line.Choice,
    line.Announcement,
    directory.Hours,
    directory.Menu,
    loop.Loop,
    loop.Overflow,
    directory.Agent,
    Contact,
    Question,
    Screening,
    Trunk,
)
SETTINGS = {field.name for table in TABLES for field in fields(table)} - {"id"}


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_a_setting_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", DOCUMENT.read_text(encoding="utf-8"))


def test_no_table_row_names_a_setting_that_does_not_exist() -> None:
    rows = re.findall(r"^\| (`.*?) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named <= SETTINGS
