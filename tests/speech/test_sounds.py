"""The sounds: a clean tone of the right pitch, and a waiting sound without a seam."""

import math
from io import BytesIO
from itertools import pairwise

import pytest

from appliance.core.model.ids import Sound
from appliance.speech.sounds import sound_file


@pytest.fixture
def sound(tmp_path, samples_of):
    def heard(which: Sound) -> tuple[int, ...]:
        path = tmp_path / "sound.wav"
        path.write_bytes(sound_file(which))
        return samples_of(path)

    return heard


def power(samples, hertz: float) -> float:
    """Goertzel's algorithm: the power at one frequency, in squared samples."""
    turn = 2 * math.cos(math.tau * hertz / 8000)
    last = before = 0.0
    for sample in samples:
        last, before = sample + turn * last - before, last
    return 2 * (last**2 + before**2 - turn * last * before) / len(samples) ** 2


def test_the_tone_is_1000_hertz_and_nothing_else(sound):
    heard = sound(Sound.TONE)
    middle = heard[1200:3600]
    total = sum(sample**2 for sample in middle) / len(middle)
    assert power(middle, 1000) > 0.999 * total
    assert all(power(middle, hertz) < 1e-4 * total for hertz in (700, 900, 1100, 2000, 3000))


def test_the_tone_sounds_for_400_milliseconds_within_silence(sound):
    heard = sound(Sound.TONE)
    loud = [position for position, sample in enumerate(heard) if abs(sample) > 20]
    assert (loud[-1] - loud[0]) / 8000 == pytest.approx(0.4, abs=0.01)
    assert loud[0] >= 800
    assert len(heard) - loud[-1] >= 800


@pytest.mark.parametrize("which", list(Sound))
def test_no_sound_clips_or_clicks(sound, which):
    heard = sound(which)
    assert max(map(abs, heard)) < 0.5 * 32767
    # The steepest a sine of this loudness and of 2 kHz can be; a click is a jump beyond it.
    steepest = max(map(abs, heard)) * math.tau * 2000 / 8000
    assert max(abs(b - a) for a, b in pairwise(heard)) < steepest


def test_the_waiting_sound_is_calm_and_its_seam_is_silent(sound):
    heard = sound(Sound.WAITING)
    assert 8 <= len(heard) / 8000 <= 16
    assert set(heard[-800:]) == {0}
    assert heard[0] == 0
    loudness = math.sqrt(sum(sample**2 for sample in heard) / len(heard)) / 32767
    assert -32 < 20 * math.log10(loudness) < -24
    seconds = [heard[start : start + 8000] for start in range(0, 15 * 8000, 8000)]
    assert all(max(map(abs, second)) > 300 for second in seconds)


def test_the_files_are_the_same_each_time():
    assert sound_file(Sound.WAITING) == sound_file(Sound.WAITING)
    assert BytesIO(sound_file(Sound.TONE)).read(4) == b"RIFF"
