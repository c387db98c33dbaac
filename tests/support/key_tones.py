"""Tones of telephone keys as a line delivers them, and what must not be taken for them."""

from __future__ import annotations

import array
import io
import math
import random
import subprocess
import wave
from collections.abc import Iterator, Sequence

KEYS = "123A456B789C*0#D"
LOW, HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
FULL_SCALE_DBM0 = 3.14
"""A sine that just fits into G.711 A-law (ITU-T G.711 table 5)."""
RATE = 8000


def amplitude(dbm0: float) -> float:
    """Of a sine of this level."""
    return 32767.0 * 10.0 ** ((dbm0 - FULL_SCALE_DBM0) / 20)


def key_tone(
    key: str, seconds: float = 0.05, low: float = -10.0, high: float = -10.0, off: float = 0.0
) -> list[float]:
    """A key's two tones at their levels (dBm0), their frequencies `off` by a share."""
    at = KEYS.index(key)
    turns = [2 * math.pi * hz * (1 + off) / RATE for hz in (LOW[at // 4], HIGH[at % 4])]
    loud = (amplitude(low), amplitude(high))
    return [
        sum(each * math.sin(turn * n) for each, turn in zip(loud, turns, strict=True))
        for n in range(round(seconds * RATE))
    ]


def silence(seconds: float) -> list[float]:
    return [0.0] * round(seconds * RATE)


def on_a_line(sound: Sequence[float], noise_dbm0: float = -60.0) -> array.array[int]:
    """The sound with the line's white noise, clipped to 16 bits."""
    hiss = amplitude(noise_dbm0) / math.sqrt(2)
    chance = random.Random(4733)
    noisy = (sample + chance.gauss(0.0, hiss) for sample in sound)
    return array.array("h", (max(-32768, min(32767, round(each))) for each in noisy))


TEXTS = {
    "nb": "Hei, jeg ringer om fakturaen som kom i forrige uke. Tallet stemmer ikke med det vi "
    "bestilte: fjorten esker, seks paller og to fat olje. Kan noen ringe meg i ettermiddag?",
    "da": "Goddag, jeg ringer om regningen fra i mandags. Beløbet passer ikke med det, vi har "
    "bestilt: syv kasser, ni ruller og en halv palle. Vil De ringe tilbage i eftermiddag?",
    "nl": "Goedendag, ik bel over de factuur van vorige week. Het bedrag klopt niet met wat wij "
    "besteld hebben: zeven dozen, negen rollen en een halve pallet. Belt u mij vanmiddag terug?",
    "en-gb": "Good morning, I am calling about the invoice of last week. Six thick thistle sticks "
    "were ordered, yet seven easy chairs came. Could you ring me back this evening, please?",
}
VARIANTS = ("", "+f3", "+m3", "+f5")
PITCHES = (15, 35, 55, 75, 95)


def speech() -> Iterator[array.array[int]]:
    """Several languages, voices, and pitches by espeak-ng, 8 kHz."""
    for language, text in TEXTS.items():
        for variant in VARIANTS:
            for pitch in PITCHES:
                yield _spoken(language + variant, pitch, text)


def _spoken(voice: str, pitch: int, text: str) -> array.array[int]:
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-p", str(pitch), "--stdout", text],
        capture_output=True,
        check=True,
    )
    telephone = ["sox", "-t", "wav", "-", "-r", str(RATE), "-b", "16", "-t", "wav", "-"]
    narrow = subprocess.run(telephone, input=spoken.stdout, capture_output=True, check=True)
    with wave.open(io.BytesIO(narrow.stdout)) as file:
        return array.array("h", file.readframes(file.getnframes()))


def music(seconds: float) -> array.array[int]:
    """Chords of three to five notes with harmonics, vibrato, and decay, two to six a second."""
    chance = random.Random(440)
    sound: list[float] = []
    while len(sound) < seconds * RATE:
        sound += _chord(chance)
    return on_a_line(sound)


def _chord(chance: random.Random) -> list[float]:
    root, length = chance.randint(36, 79), chance.uniform(0.15, 0.5)
    steps = (0, *chance.sample((3, 4, 5, 7, 8, 9, 12, 16, 19, 24), chance.randint(2, 4)))
    notes = [440 * 2 ** ((root + step - 69) / 12) for step in steps]
    chord = [0.0] * round(length * RATE)
    for note in notes:
        _add(chord, note, chance.uniform(-26, -12), chance.uniform(0.3, 0.8))
    return chord


def _add(chord: list[float], hz: float, dbm0: float, timbre: float) -> None:
    loud, fade = amplitude(dbm0), math.exp(-4.0 / len(chord))
    for harmonic in range(1, 6):
        if hz * harmonic > 3600:
            return
        turn, level = 2 * math.pi * hz * harmonic / RATE, loud * timbre ** (harmonic - 1)
        for n in range(len(chord)):
            chord[n] += level * fade**n * math.sin(turn * n)
