"""What a backup holds: the first file in it, by which all others are checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import cattrs

from appliance.backup.troubles import DAMAGED, ELSEWHERE, NEWER, TOO_LARGE, TWICE, BackupError
from appliance.common.foreign_json import object_in

FORMAT = 1
"""Raised with every change that an older version cannot read."""

DATABASE, DEVICE, DATA = "sentralbord.db", "device.toml", "data/"
MOST_FILES = 100_000
LARGEST = 256 * 1024 * 1024 * 1024
LARGEST_MANIFEST = 24 * 1024 * 1024
DEEPEST, LONGEST_PART = 8, 255
LONGEST_ENTRY = 32 * 1024
_ENTRY = re.compile(r'\s*+({(?:[^"{}]|"(?:[^"\\]|\\.)*+")*+})\s*+(,?)')
_END = re.compile(r"\s*+\]\s*+}\s*+$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the backup: its size in bytes, and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was backed up, when, and by which version of the program."""

    format: int
    version: str
    made_at: datetime
    schema: int
    """How many steps the tables had gone through."""
    files: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(entry.size for entry in self.files)

    def written(self) -> bytes:
        """The manifest as JSON."""
        tables = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(tables, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """Read and check a manifest; raises BackupError, for a newer version with its name.

    It is read entry by entry: JSON of some megabytes can become a gigabyte of objects.
    """
    try:
        said = text.decode("ascii")
        begin = said.index("[", 0, LONGEST_ENTRY) + 1
        tables = object_in(said[:begin] + "]}")
        if (made := tables["format"]) != FORMAT and isinstance(made, int) and made > FORMAT:
            raise BackupError(NEWER.format(version=str(tables.get("version", "?"))[:40]))
        converter = _converter()
        empty = converter.structure(tables, Manifest)
        entries = (converter.structure(each, Entry) for each in _entries(said, begin))
        manifest = replace(empty, files=tuple(entries))
    except (ValueError, TypeError, KeyError, cattrs.BaseValidationError) as error:
        raise BackupError(DAMAGED) from error
    _check(manifest)
    return manifest


def _entries(said: str, at: int) -> Iterator[dict[str, Any]]:
    """The objects of a list that begins there. Raises ValueError for any other text."""
    more = said[at : at + 1] != "]"
    for _ in range(MOST_FILES + 1):
        if not more:
            break
        found = _ENTRY.match(said, at, at + LONGEST_ENTRY)
        if not found:
            raise ValueError("this is no entry")
        yield object_in(found[1])
        at, more = found.end(), bool(found[2])
    if not more and not _END.match(said, at):
        raise ValueError("something stands behind the list")


def check_size(manifest: Manifest) -> None:
    """Raise BackupError for what no restore would take; nobody shall rely on such a backup."""
    if len(manifest.files) > MOST_FILES:
        raise BackupError(TOO_LARGE.format(what=f"more than {MOST_FILES} files"))
    if any(entry.size < 0 for entry in manifest.files) or manifest.size > LARGEST:
        raise BackupError(TOO_LARGE.format(what=f"{manifest.size} bytes"))


def _check(manifest: Manifest) -> None:
    check_size(manifest)
    names = [entry.name for entry in manifest.files]
    if len(set(names)) < len(names) or names[:1] != [DATABASE]:
        raise BackupError(DAMAGED)
    for name in names:
        if not is_safe(name):
            raise BackupError(ELSEWHERE.format(name=ascii(name[:100])))
    known = set(names)
    if both := next((above for name in names for above in _above(name) if above in known), None):
        raise BackupError(TWICE.format(name=ascii(both[:100])))


def _above(name: str) -> Iterator[str]:
    """The folders that such a file needs."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def is_safe(name: str) -> bool:
    """Whether a file of that name is the database, device.toml, or lies inside the data folder."""
    parts = name.split("/")
    inside = name.startswith(DATA) and len(parts) <= DEEPEST and all(map(_is_plain, parts))
    return name in (DATABASE, DEVICE) or inside


def _is_plain(part: str) -> bool:
    try:
        length = len(part.encode())
    except UnicodeEncodeError:
        return False
    return 0 < length <= LONGEST_PART and part not in (".", "..") and part.isprintable()


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    return converter
