"""The sounds that need no language, computed: the tone before a message, and the waiting sound."""

import math
from collections.abc import Callable
from functools import lru_cache

from appliance.core.model.ids import Sound
from appliance.speech.wave_files import RATE, encoded

FULL_SCALE = 32767

TONE_HERTZ = 1000.0
TONE_SECONDS = 0.4
TONE_PEAK = 0.2
FADE_SECONDS = 0.02
TONE_MARGIN_SECONDS = 0.1
"""Silence on both sides: a telephone that has just begun to listen hears the whole tone."""

BEAT_SECONDS = 0.5
RING_SECONDS = 2.5
"""How long a struck bell sounds; the last is struck early enough to be silent at the seam."""
ATTACK_SECONDS = 0.015
WAITING_PEAK = 0.14
"""Some 17 dB below full scale: quieter than speech, as it lasts."""

# Equal temperament from A4 = 440 Hz; MIDI note numbers. Four calm chords of four beats, broken
# upwards and down again; 0 is a rest.
CHORDS = ((60, 67, 76, 72), (57, 64, 72, 69), (65, 69, 77, 72), (55, 62, 71, 67))
WAITING_BEATS = [note for chord in CHORDS for note in (*chord, *chord[:1], *chord[2:1:-1], 0)]
WAITING_SECONDS = 16.0
"""Half a second longer than the last bell sounds: the seam lies in silence."""

# How loud each overtone is, and how much faster than the fundamental it dies away.
OVERTONES = ((1, 1.0, 1.0), (2, 0.35, 1.8), (3, 0.12, 3.0))
DECAY_SECONDS = 0.7


def sound_file(sound: Sound) -> bytes:
    """Return a sound as a mono 16-bit WAV file of 8 kHz; the waiting sound repeats seamlessly."""
    makers: dict[Sound, Callable[[], list[float]]] = {Sound.TONE: tone, Sound.WAITING: waiting}
    return encoded([round(sample * FULL_SCALE) for sample in makers[sound]()])


def tone() -> list[float]:
    """Return 0.4 s of 1000 Hz between two margins of silence, in samples of -1 to 1."""
    count = round(TONE_SECONDS * RATE)
    margin = [0.0] * round(TONE_MARGIN_SECONDS * RATE)
    pitch = math.tau * TONE_HERTZ / RATE
    return (
        margin + [faded(i, count) * TONE_PEAK * math.sin(pitch * i) for i in range(count)] + margin
    )


def faded(position: int, count: int) -> float:
    """Return the loudness at a sample: a raised cosine at both ends, so that nothing clicks."""
    edge = FADE_SECONDS * RATE
    near = min(position, count - 1 - position)
    return 1.0 if near >= edge else 0.5 - 0.5 * math.cos(math.pi * near / edge)


def waiting() -> list[float]:
    """Return broken chords of soft bells that begin and end in silence."""
    mix = [0.0] * round(WAITING_SECONDS * RATE)
    for beat, note in enumerate(WAITING_BEATS):
        if note:
            start = round(beat * BEAT_SECONDS * RATE)
            for offset, sample in enumerate(bell(note)):
                mix[start + offset] += sample
    loudest = max(abs(sample) for sample in mix)
    return [sample * WAITING_PEAK / loudest for sample in mix]


@lru_cache(maxsize=32)
def bell(note: int) -> tuple[float, ...]:
    """Return one struck bell, from silence to silence."""
    count = round(RING_SECONDS * RATE)
    pitch = math.tau * 440.0 * 2 ** ((note - 69) / 12) / RATE
    return tuple(envelope(i, count) * timbre(pitch * i, i / RATE) for i in range(count))


def timbre(phase: float, seconds: float) -> float:
    """Return the sum of the overtones at a moment after the stroke."""
    return sum(
        loudness * math.sin(multiple * phase) * math.exp(-seconds * haste / DECAY_SECONDS)
        for multiple, loudness, haste in OVERTONES
    )


def envelope(position: int, count: int) -> float:
    """Return a short rise and a long straight fall to nothing."""
    rise = min(1.0, position / (ATTACK_SECONDS * RATE))
    return rise * (1.0 - (position + 1) / count)
