"""WAV files as the telephone plays them: what a whole one is, and how one comes to be whole."""

import contextlib
import os
import struct
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

RATE = 8000
"""Samples a second: the rate of G.711, so that nothing is resampled during a call."""

SAMPLE_BYTES = 2
HEADER_BYTES = 44
"""RIFF, fmt and the data chunk's head; no WAV has a shorter one."""

PART = ".part"
"""The ending of a file that is being written; nothing reads such a file."""


def encoded(samples: list[int]) -> bytes:
    """Return 16-bit samples as a mono WAV file of 8 kHz."""
    packed = BytesIO()
    with wave.open(packed, "wb") as sound:
        sound.setparams((1, SAMPLE_BYTES, RATE, len(samples), "NONE", "not compressed"))
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return packed.getvalue()


def is_whole(path: Path) -> bool:
    """Tell whether `path` is a mono 16-bit WAV of 8 kHz with all the samples it promises."""
    try:
        with path.open("rb") as file, wave.open(file, "rb") as sound:
            form = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
            promised = sound.getnframes() * SAMPLE_BYTES
            held = os.fstat(file.fileno()).st_size - HEADER_BYTES
        return form == (1, SAMPLE_BYTES, RATE) and 0 < promised <= held
    except (OSError, EOFError, wave.Error):
        return False


def wave_seconds(path: Path) -> float:
    """Return how long a WAV file lasts; 0 for one that cannot be read."""
    try:
        with path.open("rb") as file, wave.open(file, "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (OSError, EOFError, wave.Error):
        return 0.0


def write_whole(path: Path, content: bytes) -> None:
    """Write `path` so that it never exists in part, whatever is killed or unplugged meanwhile.

    Raises OSError when the disk does not take it; what stood at `path` before stays then.
    """
    with part_of(path) as part:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write under; what is left there at the end is removed."""
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, so that a rename outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
