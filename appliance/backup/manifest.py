"""What a backup holds: the first file in it, by which all others are checked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import cattrs

from appliance.backup.troubles import DAMAGED, NEWER, TOO_LARGE, BackupError
from appliance.common.foreign_json import object_in

FORMAT = 1
"""Raised with every change that an older version cannot read."""

DATABASE, DEVICE, DATA = "sentralbord.db", "device.toml", "data/"
MOST_FILES = 200_000
LARGEST = 256 * 1024 * 1024 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024
DEEPEST, LONGEST_PART = 8, 255


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
    """Read and check a manifest; raises BackupError, for a newer version with its name."""
    try:
        tables = object_in(text, LARGEST_MANIFEST)
        if (made := tables["format"]) != FORMAT and isinstance(made, int) and made > FORMAT:
            raise BackupError(NEWER.format(version=str(tables.get("version", "?"))[:40]))
        manifest = _converter().structure(tables, Manifest)
    except (ValueError, TypeError, KeyError, cattrs.BaseValidationError) as error:
        raise BackupError(DAMAGED) from error
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    if len(manifest.files) > MOST_FILES:
        raise BackupError(TOO_LARGE.format(what=f"{len(manifest.files)} files"))
    if any(entry.size < 0 for entry in manifest.files) or manifest.size > LARGEST:
        raise BackupError(TOO_LARGE.format(what=f"{manifest.size} bytes"))
    names = [entry.name for entry in manifest.files]
    if len(set(names)) < len(names) or names[:1] != [DATABASE]:
        raise BackupError(DAMAGED)
    for name in names:
        if not is_safe(name):
            words = f"The backup holds a file called {name[:100]!r}, which would lie elsewhere"
            raise BackupError(f"{words} than in the data folder. Nothing was restored.")


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
