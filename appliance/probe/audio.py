"""G.711 tables (ITU-T G.711), test tones, and their detection, at 8000 samples a second."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from appliance.probe.sdp import PCMA, PCMU

RATE = 8000
FRAME = 160
"""Samples in a packet of 20 ms."""
AUDIBLE = 256
"""Amplitude (of 32767) from which a sample is no silence: 42 dB below full scale."""
TONE_AMPLITUDE = 12000
LEAST_SAMPLES = 32
TONE_SHARE = 0.6
"""Share of the energy that must lie at the tone; speech stays well below it in most frames."""


def _mu_law(code: int) -> int:
    code = ~code & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 0x84) << (code >> 4 & 7)) - 0x84
    return -magnitude if code & 0x80 else magnitude


def _a_law(code: int) -> int:
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, (code & 0x0F) << 4
    magnitude = mantissa + 8 if exponent == 0 else (mantissa + 0x108) << (exponent - 1)
    return magnitude if code & 0x80 else -magnitude


DECODED = {
    PCMU: tuple(_mu_law(code) for code in range(256)),
    PCMA: tuple(_a_law(code) for code in range(256)),
}
_LADDERS = {
    codec: sorted((sample, code) for code, sample in enumerate(table))
    for codec, table in DECODED.items()
}
# One byte per code, 1 where it is audible: bytes.translate then looks at a frame at C speed.
_AUDIBLE_CODES = {
    codec: bytes(int(abs(sample) >= AUDIBLE) for sample in table)
    for codec, table in DECODED.items()
}


def encoded(samples: Sequence[int], codec: int) -> bytes:
    """The samples (16 bits) as G.711, each by its nearest code."""
    return bytes(_nearest_code(sample, codec) for sample in samples)


def _nearest_code(sample: int, codec: int) -> int:
    ladder = _LADDERS[codec]
    above = bisect_left(ladder, (sample, 0))
    near = ladder[max(0, above - 1) : above + 1]
    return min(near, key=lambda step: abs(step[0] - sample))[1]


@cache
def silence(codec: int) -> bytes:
    """One frame of silence."""
    return encoded((0,) * FRAME, codec)


@cache
def tone_frames(hz: int, codec: int) -> tuple[bytes, ...]:
    """One second of a tone, frame by frame; whole hertz join at the second without a click."""
    turn = 2 * math.pi * hz / RATE
    period = RATE // math.gcd(RATE, hz)
    samples = [round(TONE_AMPLITUDE * math.sin(turn * n)) for n in range(period)]
    second = encoded(samples, codec) * (RATE // period)
    return tuple(second[n : n + FRAME] for n in range(0, RATE, FRAME))


def audible_span(payload: bytes, codec: int) -> tuple[int, int]:
    """First audible sample and the one behind the last; (0, 0) for a silent frame."""
    marks = payload.translate(_AUDIBLE_CODES[codec])
    return max(marks.find(1), 0), marks.rfind(1) + 1


def is_audible(payload: bytes, codec: int) -> bool:
    """Whether a frame holds any sound at all."""
    return 1 in payload.translate(_AUDIBLE_CODES[codec])


def holds_tone(payload: bytes, codec: int, hz: float) -> bool:
    """Whether the audible part of a frame is mostly one tone, 4 ms of it at least (Goertzel).

    Only the audible part counts, so that the frame in which a tone begins is recognised.
    """
    first, behind = audible_span(payload, codec)
    if behind - first < LEAST_SAMPLES:
        return False
    table = DECODED[codec]
    return tone_share([table[code] for code in payload[first:behind]], hz) >= TONE_SHARE


def tone_share(samples: Sequence[int], hz: float) -> float:
    """Share of the samples' energy at `hz`: 1 for a pure tone, about 0 for another one."""
    energy = sum(sample * sample for sample in samples)
    if not energy:
        return 0.0
    coefficient = 2 * math.cos(2 * math.pi * hz / RATE)
    last = before = 0.0
    for sample in samples:
        last, before = sample + coefficient * last - before, last
    power = last * last + before * before - coefficient * last * before
    return 2 * power / (len(samples) * energy)
