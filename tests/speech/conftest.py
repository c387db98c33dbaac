"""What the speech tests share: a library in a fresh folder, and an ear for WAV files."""

import struct
import wave
from pathlib import Path

import pytest

from appliance.speech.library import PromptLibrary


@pytest.fixture
def library(tmp_path: Path) -> PromptLibrary:
    return PromptLibrary(tmp_path / "cache", tmp_path / "runtime", tmp_path / "uploads")


@pytest.fixture
def samples_of():
    def samples(path: Path) -> tuple[int, ...]:
        with wave.open(str(path), "rb") as sound:
            assert sound.getparams()[:3] == (1, 2, 8000)
            count = sound.getnframes()
            return struct.unpack(f"<{count}h", sound.readframes(count))

    return samples


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a renderer that a test kills leave its scratch files where the test's own are."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
