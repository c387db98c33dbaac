"""The backup's file: a tar of two age files, a key that the passphrase opens and what it opens.

    tar xf FILE; age -d -i key.age content.age > office.tar

gives the same by hand (age-encryption.org/v1). So a scheduled backup needs no passphrase on the
box: only the public half of the key, and the other half locked by the passphrase.
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from appliance.backup.passphrase import check_memory, lock
from appliance.backup.troubles import (
    CUT,
    DAMAGED,
    NO_BACKUP,
    TOO_LARGE,
    WRONG_PASSPHRASE,
    BackupError,
)

KEY, CONTENT = "key.age", "content.age"
LARGEST_KEY = 64 * 1024
LONGEST_HEADER = 16 * 1024
"""Ours has 200 bytes. The library reads a longer one in the square of its length."""
BLOCK = tarfile.BLOCKSIZE


@cache
def _age() -> Any:
    """Loaded at the first backup, so that the switchboard starts without it."""
    import pyrage

    return pyrage


class Source(Protocol):
    """What is encrypted: read piece by piece."""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; none at the end."""


class Target(Protocol):
    """What takes the decrypted bytes."""

    def write(self, data: bytes) -> int:
        """Take all of them."""

    def flush(self) -> None:
        """Nothing is held back."""


@dataclass(frozen=True, slots=True)
class BackupKey:
    """A key for backups: `recipient` locks; `locked` is the other half behind a passphrase."""

    recipient: str
    locked: bytes

    @classmethod
    def new(cls, passphrase: str) -> BackupKey:
        """Make a key; raises BackupError for a passphrase that is easily guessed."""
        identity = _age().x25519.Identity.generate()
        return cls(str(identity.to_public()), lock(f"{identity}\n".encode(), passphrase))


def seal(source: Source, target: BinaryIO, key: BackupKey) -> None:
    """Write the backup's file: all that `source` gives, encrypted. Raises OSError."""
    target.write(_header(KEY, len(key.locked)))
    target.write(key.locked + _padding(len(key.locked)))
    place = target.tell()
    target.write(bytes(BLOCK))
    recipient = _age().x25519.Recipient.from_str(key.recipient)
    _age().encrypt_io(source, target, [recipient])
    size = target.tell() - place - BLOCK
    target.write(_padding(size) + bytes(2 * BLOCK))
    target.seek(place)
    target.write(_header(CONTENT, size))


@dataclass(frozen=True, slots=True)
class Envelope:
    """A backup's file that was looked at from outside; `size` is that of the content in bytes."""

    file: Path
    locked: bytes
    start: int
    size: int

    @classmethod
    def at(cls, file: Path) -> Envelope:
        """Look at a file; raises BackupError for what is none, or is cut short, and OSError."""
        with file.open("rb") as opened:
            key = _read_header(opened, KEY)
            if key > LARGEST_KEY:
                raise BackupError(TOO_LARGE.format(what=f"a key of {key} bytes"))
            locked = _exactly(opened, key)
            _exactly(opened, len(_padding(key)))
            size = _read_header(opened, CONTENT)
            start = opened.tell()
            if opened.seek(0, 2) < start + size:
                raise BackupError(CUT)
        return cls(file, locked, start, size)

    def open(self, passphrase: str, target: Target) -> None:
        """Decrypt the content into `target`, each piece proved before it is handed on.

        Raises BackupError, and whatever `target` raises.
        """
        identity = self._identity(passphrase)
        with self.file.open("rb") as opened:
            opened.seek(self.start)
            if b"\n---" not in opened.read(min(self.size, LONGEST_HEADER)):
                raise BackupError(DAMAGED if self.size > LONGEST_HEADER else CUT)
            opened.seek(self.start)
            try:
                _age().decrypt_io(_Part(opened, self.size), target, [identity])
            except _age().DecryptError as error:
                raise BackupError(DAMAGED) from error
            except OSError as error:
                if error.errno is None:  # age's own word for a piece that is not as it was sealed
                    raise BackupError(DAMAGED) from error
                raise

    def _identity(self, passphrase: str) -> Any:
        check_memory(self.locked)
        try:
            said = _age().passphrase.decrypt(self.locked, passphrase).decode()
            return _age().x25519.Identity.from_str(said.strip())
        except _age().DecryptError as error:
            raise BackupError(WRONG_PASSPHRASE) from error
        except (_age().IdentityError, ValueError) as error:
            raise BackupError(DAMAGED) from error


class _Part:
    """So many bytes of a file, as a file of their own."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)  # ustar ends at 8 GiB


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def _read_header(opened: BinaryIO, name: str) -> int:
    block = opened.read(BLOCK)
    try:
        member = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError) as error:
        raise BackupError(NO_BACKUP) from error
    if member.name != name or member.type != tarfile.REGTYPE or member.size < 0:
        raise BackupError(NO_BACKUP)
    return member.size


def _exactly(opened: BinaryIO, size: int) -> bytes:
    data = opened.read(size)
    if len(data) < size:
        raise BackupError(CUT)
    return data
