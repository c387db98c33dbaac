"""The tar inside a backup: written as a stream, and taken apart as it comes, bounded throughout."""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from appliance.backup.manifest import LARGEST_MANIFEST, Entry, Manifest, read_manifest
from appliance.backup.troubles import CUT, DAMAGED, TOO_LARGE, BackupError
from appliance.store.snapshot import Progress

BLOCK = tarfile.BLOCKSIZE
PIECE = 64 * 1024
MANIFEST = "manifest.json"
CHANGED = "{name} has changed while the backup was made. Try again."


class Packed:
    """The tar of a manifest and its files, to be read piece by piece."""

    def __init__(self, manifest: Manifest, files: dict[str, Path], progress: Progress) -> None:
        self._pieces = _pieces(manifest, files, progress)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes; none at the end. Raises BackupError and OSError."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def entry_of(name: str, file: Path) -> Entry:
    """A file as the manifest has it. Raises OSError."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return Entry(name, opened.tell(), digest)


def _pieces(manifest: Manifest, files: dict[str, Path], progress: Progress) -> Iterator[bytes]:
    written = manifest.written()
    yield _header(MANIFEST, len(written)) + written + _padding(len(written))
    done = 0
    for entry in manifest.files:
        yield _header(entry.name, entry.size)
        for piece in _content(entry, files[entry.name]):
            done += len(piece)
            progress(done, manifest.size)
            yield piece
        yield _padding(entry.size)
    yield bytes(2 * BLOCK)


def _content(entry: Entry, file: Path) -> Iterator[bytes]:
    digest, left = hashlib.sha256(), entry.size
    with file.open("rb") as opened:
        while left and (piece := opened.read(min(left, PIECE))):
            digest.update(piece)
            left -= len(piece)
            yield piece
    if left or digest.hexdigest() != entry.sha256:
        raise BackupError(CHANGED.format(name=entry.name))


class Shelf(Protocol):
    """Where the files of a backup go; a check has one that keeps nothing."""

    def begin(self, manifest: Manifest) -> None:
        """Hear what will come; raises BackupError if there is no room."""

    def open(self, entry: Entry) -> BinaryIO:
        """Where the file is written; it is closed when all of it has come."""


class Unpacked:
    """Takes the bytes of such a tar, in order, and lays the files on a shelf.

    `write` raises BackupError for anything that the manifest does not say, and OSError;
    `finish` raises it unless everything has come.
    """

    def __init__(self, shelf: Shelf, progress: Progress) -> None:
        self.manifest: Manifest | None = None
        self._shelf, self._progress = shelf, progress
        self._waiting = bytearray()
        self._reader = self._read()
        self._wanted: int | None = next(self._reader)

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self._waiting += data
        while self._wanted is not None and len(self._waiting) >= self._wanted:
            piece = bytes(self._waiting[: self._wanted])
            del self._waiting[: self._wanted]
            self._wanted = self._next(piece)
        if self._wanted is None:
            self._check_end()
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Let go of a file that was not written to its end."""
        self._reader.close()

    def finish(self) -> Manifest:
        """Say that nothing more comes."""
        if self._wanted is not None or self.manifest is None:
            raise BackupError(CUT)
        return self.manifest

    def _next(self, piece: bytes) -> int | None:
        try:
            return self._reader.send(piece)
        except StopIteration:
            return None

    def _check_end(self) -> None:
        if any(self._waiting):
            raise BackupError(DAMAGED)
        self._waiting.clear()

    def _read(self) -> Generator[int, bytes, None]:
        """Ask for so many bytes at a time, the files one after another."""
        size = _size_of((yield BLOCK), MANIFEST)
        if size > LARGEST_MANIFEST:
            raise BackupError(TOO_LARGE.format(what="a list of that length"))
        self.manifest = read_manifest((yield size))
        yield len(_padding(size))
        self._shelf.begin(self.manifest)
        done = 0
        for entry in self.manifest.files:
            if _size_of((yield BLOCK), entry.name) != entry.size:
                raise BackupError(DAMAGED)
            yield from self._keep(entry)
            done += entry.size
            self._progress(done, self.manifest.size)

    def _keep(self, entry: Entry) -> Generator[int, bytes, None]:
        digest, left = hashlib.sha256(), entry.size
        with self._shelf.open(entry) as file:
            while left:
                piece = yield min(left, PIECE)
                file.write(piece)
                digest.update(piece)
                left -= len(piece)
            if digest.hexdigest() != entry.sha256:
                raise BackupError(DAMAGED)
        yield len(_padding(entry.size))


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    try:
        return member.tobuf(tarfile.USTAR_FORMAT)
    except ValueError as error:
        raise BackupError(f"{name} cannot be backed up: {error}. Shorten its name.") from error


def _size_of(block: bytes, name: str) -> int:
    """The size of the file that a header announces; anything but a plain file is refused."""
    try:
        member = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError) as error:
        raise BackupError(DAMAGED) from error
    if member.name != name or member.type != tarfile.REGTYPE or member.size < 0:
        raise BackupError(DAMAGED)
    return member.size


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)
