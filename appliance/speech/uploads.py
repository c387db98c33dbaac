"""The uploaded recordings on the disk: taken in, listed, found by name, and removed."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from appliance.common.foreign_json import object_in
from appliance.core.settings.checks.recordings import NAME_RULE, is_name
from appliance.speech.conversion import ConversionError, converted
from appliance.speech.wave_files import is_whole, write_whole

LARGEST = 64_000_000
"""Bytes: five minutes of WAV as a studio writes it, 48 kHz, stereo, 32 bit, with some room."""

RECIPE = "ffmpeg, 300 s, -21.5 LUFS, 1"
"""How sound is made of an upload. Whoever changes it changes this: an id follows from both."""


class UploadError(Exception):
    """A recording cannot be taken in or found; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A recording that settings may use as `recording:NAME`.

    `id` follows from what was uploaded: the same file has the same one, whatever its name.
    `seconds` is what callers hear; `gain` in dB is by how much it was made louder; `cut` tells
    that the file was longer than the box keeps. `added` is UTC, ISO 8601.
    """

    name: str
    id: str
    seconds: float
    gain: float
    cut: bool
    added: str


class Uploads:
    """The recordings in a folder: `NAME.json` says what each is, `ID.wav` is its sound.

    Every method raises UploadError in words. Converting takes a second or more: not for the
    loop's thread.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def accept(self, source: Path | bytes, name: str, *, replace: bool = False) -> Upload:
        """Take in a WAV, MP3, OGG or M4A file under a name.

        The same file under the same name is taken in once. Another file under a name that is
        taken needs `replace`.
        """
        if not is_name(name):
            raise UploadError(f"'{name}' cannot be a name: {NAME_RULE}.")
        content = source if isinstance(source, bytes) else _content(source)
        content_id = _id_of(content)
        there = self._entry(name)
        if there and there.id == content_id and is_whole(self._sound(there)):
            return there
        if there and not replace:
            raise UploadError(
                f"There is a recording '{name}' already: take another name, or replace it."
            )
        return self._kept(content, content_id, name)

    def all(self) -> list[Upload]:
        """Every recording, by name; one whose files are damaged is not among them."""
        found = (self._entry(path.stem) for path in self.folder.glob("*.json"))
        return sorted((upload for upload in found if upload), key=lambda upload: upload.name)

    def names(self) -> frozenset[str]:
        """What settings may name: pass it to `appliance.settings.document.read`."""
        return frozenset(upload.name for upload in self.all())

    def get(self, name: str) -> Upload:
        """The recording of that name."""
        if entry := self._entry(name):
            return entry
        raise UploadError(f"There is no recording '{name}': `sentralbord prompts list` has all.")

    def file_of(self, name: str) -> Path:
        """The WAV file of a recording: 8 kHz, mono, 16 bit."""
        return self._sound(self.get(name))

    def remove(self, name: str) -> None:
        """Forget a recording. Whether settings still name it is the caller's to look at."""
        gone = self.get(name)
        with self._disk():
            self._entry_file(name).unlink(missing_ok=True)
            if not any(other.id == gone.id for other in self.all()):
                self._sound(gone).unlink(missing_ok=True)

    def _kept(self, content: bytes, content_id: str, name: str) -> Upload:
        try:
            made = converted(content)
        except ConversionError as error:
            raise UploadError(f"The recording '{name}' cannot be used: {error}.") from error
        added = datetime.now(UTC).isoformat(timespec="seconds")
        gain = round(made.gain, 1)
        upload = Upload(name, content_id, round(made.seconds, 2), gain, made.cut, added)
        with self._disk():
            before = self._entry(name)
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._sound(upload), made.wav)
            write_whole(self._entry_file(name), json.dumps(asdict(upload)).encode())
            if before and before.id not in {other.id for other in self.all()}:
                self._sound(before).unlink(missing_ok=True)
        return upload

    def _entry(self, name: str) -> Upload | None:
        if not is_name(name):
            return None
        try:
            upload = Upload(**object_in(self._entry_file(name).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return upload if upload.name == name and is_whole(self._sound(upload)) else None

    def _entry_file(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _sound(self, upload: Upload) -> Path:
        return self.folder / f"{Path(upload.id).name}.wav"

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UploadError(
                f"The recordings in {self.folder} cannot be changed: {error.strerror}."
            ) from error


def accept(source: Path | bytes, folder: Path, name: str, *, replace: bool = False) -> Upload:
    """Take a sound file into `folder` under a name; raises UploadError. See Uploads.accept."""
    return Uploads(folder).accept(source, name, replace=replace)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise UploadError(f"{path}: cannot be read: {error.strerror}.") from error
    return content


def _id_of(content: bytes) -> str:
    if len(content) > LARGEST:
        raise UploadError(f"The file is larger than {LARGEST // 1_000_000} MB: shorten it first.")
    return hashlib.sha256(RECIPE.encode() + b"\0" + content).hexdigest()[:24]
