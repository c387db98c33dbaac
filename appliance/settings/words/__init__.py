"""What the settings are called in each language: labels, help, and how a change is told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from appliance.core.model.ids import Language

FOLDER = Path(__file__).parent
NOT_FIELDS = frozenset({"sections", "sentences", "values"})
"""Files that hold no fields; every other one holds those of a table or two."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a field is called, and one sentence that helps; the sentence may be empty."""

    label: str
    help: str = ""


def field_words(table: str, name: str, language: Language) -> Words:
    """The words for a field of the class `table`; its own name where none are written."""
    found = _fields().get(table, {}).get(name, {}).get(language)
    return Words(*found) if found else Words(name.replace("_", " "))


def section_words(section: str, language: Language) -> tuple[str, str]:
    """What one entry of a table is called, and what all of them are."""
    found = _file("sections").get(section, {}).get(language)
    one, many = found or (section, section)
    return one, many


def value_words(kind: str, value: str, language: Language) -> str:
    """What a fixed word of the document is called; itself where nothing is written."""
    said: str = _file("values").get(kind, {}).get(value, {}).get(language, value)
    return said


def sentence(kind: str, language: Language, **parts: str) -> str:
    """A sentence of how a change is told."""
    return str(_file("sentences")[kind][language]).format(**parts)


@cache
def _fields() -> Mapping[str, Any]:
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return {
        table: fields
        for name in names
        if name not in NOT_FIELDS
        for table, fields in _file(name).items()
    }


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
