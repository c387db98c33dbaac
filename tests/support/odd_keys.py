"""Presses of keys as senders of the field tell them: event packets, INFO bodies, descriptions."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from appliance.telephony.audio.key_events import RATE, KeyPacket

FRAME = 160
CODES = "0123456789*#ABCD"


class Sent(NamedTuple):
    """A packet, and when it comes, seconds."""

    at: float
    packet: KeyPacket


def press(
    digit: str,
    start: float,
    held: float = 0.1,
    ends: int = 3,
    frame: int = FRAME,
) -> list[Sent]:
    """A press as RFC 4733 has it: of a sender whose audio has taken all other packets."""
    stamp, first = round(start * RATE), round(start * RATE) // frame
    steps = max(1, round(held * RATE) // frame)
    updates = [
        KeyPacket(digit, stamp & 0xFFFFFFFF, min(0xFFFF, frame * n), (first + n) & 0xFFFF, n == 1)
        for n in range(1, steps + 1)
    ]
    last = updates[-1]
    over = [
        replace(last, sequence=(last.sequence + n) & 0xFFFF, marked=False, ended=True)
        for n in range(1, ends + 1)
    ]
    return [Sent(start + frame * n / RATE, each) for n, each in enumerate([*updates, *over])]


def changed(packets: Iterable[Sent], **values: object) -> list[Sent]:
    return [Sent(at, replace(packet, **values)) for at, packet in packets]  # type: ignore[arg-type]


def ends_only(packets: Iterable[Sent]) -> list[Sent]:
    return [sent for sent in packets if sent.packet.ended]


def later(packets: Iterable[Sent], seconds: float) -> list[Sent]:
    """The same packets sent once more: the sound between them has taken 50 numbers a second."""
    return [
        Sent(at + seconds, replace(p, sequence=(p.sequence + round(50 * seconds)) & 0xFFFF))
        for at, p in packets
    ]


def wandering(packets: Sequence[Sent]) -> list[Sent]:
    """Of a sender that moves the time stamp with each packet of a press."""
    stamp = packets[0].packet.stamp
    return [
        Sent(at, replace(packet, stamp=stamp + FRAME * n)) for n, (at, packet) in enumerate(packets)
    ]


_ONE, _AGAIN = press("1", 10.0), press("1", 10.4)
_TWO = press("2", 10.13)
_LONG = press("5", 10.0, held=1.0)

EVENTS: dict[str, tuple[str, list[Sent]]] = {
    "one press": ("1", _ONE),
    "the same key twice": ("11", [*_ONE, *_AGAIN]),
    "only ends of one": ("1", ends_only(_ONE)),
    "only ends of two": ("11", [*ends_only(_ONE), *ends_only(_AGAIN)]),
    "the second's first packets are lost": ("11", [*_ONE, *_AGAIN[3:]]),
    "an end and the next start are lost": ("11", [*_ONE[:4], *_AGAIN[2:]]),
    "all but one of each": ("11", [_ONE[3], _AGAIN[3]]),
    "durations stand still": (
        "11",
        [*changed(_ONE, duration=400), *changed(_AGAIN, duration=400)],
    ),
    "durations of nothing": ("11", [*changed(_ONE, duration=0), *changed(_AGAIN, duration=0)]),
    "the stamp never moves": ("11", [*changed(_ONE, stamp=7), *changed(_AGAIN, stamp=7)]),
    "the stamp never moves, nothing is marked": (
        "11",
        changed([*_ONE, *_AGAIN], stamp=7, marked=False),
    ),
    "the stamp never moves, ends are lost": ("11", changed([*_ONE[:5], *_AGAIN[:5]], stamp=7)),
    "the stamp never moves, no ends, nothing is marked": (
        "11",
        changed([*_ONE[:5], *_AGAIN[:5]], stamp=7, marked=False),
    ),
    "only the end bit tells presses apart": (
        "11",
        changed([*_ONE, *_AGAIN], stamp=7, duration=400, marked=False),
    ),
    "only the marker tells presses apart": (
        "11",
        changed([*_ONE[:5], *_AGAIN[:5]], stamp=7, duration=400),
    ),
    "only time tells presses apart": (
        "11",
        changed([*_ONE, *press("1", 11.0)], stamp=7, duration=400, marked=False, ended=False),
    ),
    "neither stamps nor numbers move": (
        "11",
        changed([*_ONE, *press("1", 11.0)], stamp=7, sequence=1),
    ),
    "the stamp never moves, only ends": (
        "11",
        changed([*ends_only(_ONE), *ends_only(press("1", 11.0))], stamp=7),
    ),
    "the stamp never moves, only ends, the second much later": (
        "11",
        changed([*ends_only(_ONE), *ends_only(press("1", 10.2, held=0.9))], stamp=7),
    ),
    "the stamp never moves, keys alternate, only ends": (
        "121",
        changed(
            [each for n in range(3) for each in ends_only(press("121"[n], 10 + n * 0.2))], stamp=7
        ),
    ),
    "nothing is marked": ("11", changed([*_ONE, *_AGAIN], marked=False)),
    "everything is marked": ("11", changed([*_ONE, *_AGAIN], marked=True)),
    "the first packet three times": ("11", [_ONE[0], _ONE[0], *_ONE, _AGAIN[0], *_AGAIN]),
    "no ends": ("11", [*_ONE[:5], *_AGAIN[:5]]),
    "a late end of the key before": ("12", [*_ONE[:6], *_TWO[:2], *_ONE[6:], *_TWO[2:]]),
    "a late end with a new number": (
        "12",
        [
            *_ONE[:6],
            *_TWO[:2],
            *changed(_ONE[6:7], sequence=_TWO[1].packet.sequence + 1),
            *_TWO[3:],
        ],
    ),
    "a late start of the same key": ("11", [*_ONE[1:6], *_AGAIN[:2], _ONE[0], *_AGAIN[2:]]),
    "all of the first come late": ("11", [*_AGAIN[:2], _ONE[3], *_AGAIN[2:]]),
    "a wandering stamp": ("1", wandering(_ONE)),
    "a wandering stamp, twice": ("11", [*wandering(_ONE), *wandering(_AGAIN)]),
    "a wandering stamp, unmarked, twice": (
        "11",
        changed([*wandering(_ONE), *wandering(_AGAIN)], marked=False),
    ),
    "a wandering stamp, durations of one frame": (
        "11",
        changed([*wandering(_ONE), *wandering(_AGAIN)], duration=FRAME),
    ),
    "a wandering stamp, durations of one frame, some are lost": (
        "1",
        changed([*wandering(_ONE)[:3], *wandering(_ONE)[6:]], duration=FRAME),
    ),
    "a wandering stamp, ends are lost": (
        "11",
        changed(
            [*wandering(_ONE)[:5], *wandering(press("1", 11.0))[:5]], duration=FRAME, marked=False
        ),
    ),
    "start and end of a long press": ("5", [_LONG[0], *_LONG[-3:]]),
    "a gap of 0.7 s in a long press": ("5", [*_LONG[:5], *_LONG[41:]]),
    "numbers stand still": ("11", changed([*_ONE, *_AGAIN], sequence=1)),
    "numbers begin anew with each press": (
        "11",
        [Sent(at, replace(p, sequence=n % 8)) for n, (at, p) in enumerate([*_ONE, *_AGAIN])],
    ),
    "everything turns over": (
        "11",
        [
            Sent(
                at,
                replace(p, sequence=(p.sequence - 505) & 0xFFFF, stamp=(p.stamp - 80100) % 2**32),
            )
            for at, p in [*_ONE, *_AGAIN]
        ],
    ),
    "packets of 50 ms": ("11", [*press("1", 10.0, frame=400), *press("1", 10.3, frame=400)]),
    "a pause of 40 ms": ("11", [*press("1", 10.0, 0.08, ends=2), *press("1", 10.12, 0.08, ends=2)]),
    "a key held for nine seconds, in two events": (
        "1",
        [
            *press("1", 10.0, 8.2, ends=0),
            *changed(press("1", 10.0 + 0xFFFF / RATE, 0.8), marked=False),
        ],
    ),
    "a key held for nine seconds, in two events, with a gap between": (
        "1",
        [
            *press("1", 10.0, 8.2, ends=0)[:-35],
            *changed(press("1", 10.0 + 0xFFFF / RATE, 0.8), marked=False),
        ],
    ),
    "exactly one segment apart, ends and start are lost": (
        "11",
        [*_ONE[:3], *press("1", 10.0 + 0xFFFF / RATE)[3:5]],
    ),
    "a key held for nine seconds, durations that turn over": (
        "1",
        [
            Sent(at, replace(p, duration=160 * n & 0xFFFF))
            for n, (at, p) in enumerate(press("1", 10.0, 9.0), 1)
        ],
    ),
    "an end told again a second later": ("1", [*_ONE, *later(_ONE[-1:], 1.0)]),
    "ends told again and again": (
        "1",
        [*_ONE, *(again for n in range(1, 9) for again in later(_ONE[-1:], 0.9 * n))],
    ),
    "an end told again a second later, then the same key": (
        "11",
        [*_ONE, *later(_ONE[-1:], 1.0), *press("1", 11.5)],
    ),
    "an end told again behind the next press of the key": (
        "11",
        [*_ONE, *_AGAIN, *later(_ONE[-1:], 1.5)],
    ),
    "an end told again behind another key": ("12", [*_ONE, *_TWO, *later(_ONE[-1:], 1.5)]),
    "an end told again, of a press whose own ends are lost": (
        "1",
        [*_ONE[:5], *later(_ONE[-1:], 1.0)],
    ),
    "the second press is told by ends alone, a second later": (
        "11",
        [*_ONE, *ends_only(press("1", 11.0))],
    ),
    "the same key minutes later, with the number behind": (
        "11",
        [*_ONE, *changed(press("1", 1200.0), sequence=1)],
    ),
}
"""By what is odd: the keys pressed, and the packets in the order of their coming."""

INFOS: dict[tuple[str, str], str] = {
    ("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"): "5",
    ("application/dtmf-relay", "Signal= 5\r\nDuration= 160"): "5",
    ("application/dtmf-relay", "Signal : 5\r\nDuration : 160\r\n"): "5",
    ("application/dtmf-relay", "signal=5\nduration=160\n"): "5",
    ("application/dtmf-relay", "SIGNAL\t=\t5\rDURATION=160"): "5",
    ("application/dtmf-relay", "Duration=100\r\nSignal=#\r\n"): "#",
    ("application/dtmf-relay", "Signal=*\r\nDuration=250"): "*",
    ("application/dtmf-relay", "Signal=10\r\nDuration=160"): "*",
    ("application/dtmf-relay", "Signal=11\r\nDuration=160"): "#",
    ("application/dtmf-relay", "Signal=12"): "A",
    ("application/dtmf-relay", "Signal=d"): "D",
    ("application/dtmf-relay", 'Signal="7"'): "7",
    ("application/dtmf-relay", "Signal=star"): "*",
    ("application/dtmf-relay", "Signal=5;Duration=160"): "5",
    ("application/dtmf-relay", "Signal=6, Duration=160"): "6",
    ("application/dtmf-relay", "Signal=5 Duration=160"): "5",
    ("application/dtmf-relay", "Signal=6&Duration=160\r\n"): "6",
    ("application/dtmf-relay", "Duration=160; Signal = #;"): "#",
    ("application/dtmf-relay", "Signal='5'\r\nDuration='160'"): "5",
    ("application/dtmf-relay", 'Signal="6;Duration=160'): "6",
    ("application/dtmf-relay", "Signal=' 5 '"): "5",
    ("application/dtmf-relay", "Signal=6\r\nDuration=160\0"): "6",
    ("application/dtmf-relay", "Signal=5\0"): "5",
    ("application/dtmf-relay", "Signal=6 \t \r\n  "): "6",
    ("application/dtmf-relay", "Signal=5\rDuration=160"): "5",
    ("application/dtmf", "6\0\0"): "6",
    ("application/dtmf", '"5"'): "5",
    ("application/dtmf", " 6;\r\n"): "6",
    ("application/dtmf-relay", "5"): "5",
    ("Application/DTMF-Relay", "Signal=0"): "0",
    ("application/dtmf", "5"): "5",
    ("application/dtmf", "5\r\n"): "5",
    ("application/dtmf", "10\r\n"): "*",
    ("application/dtmf", "#"): "#",
    ("application/dtmf", "11"): "#",
    ("application/dtmf", "Signal=5\r\nDuration=160"): "5",
    ("audio/telephone-event", "5"): "5",
    ("audio/telephone-event", "Signal=5\r\nDuration=160"): "5",
    ("audio/telephone-event", "\x05\udc80\x03\x20"): "5",
    ("audio/telephone-event", "\x06\udc80\x03\x20\0"): "6",
    ("application/vnd.nortelnetworks.digits", "p=Digit-Collection\r\ny=Digits\r\nd=5\r\n"): "5",
}
"""By content type and body: the key."""

KEYLESS_INFOS: tuple[tuple[str, str], ...] = (
    ("application/dtmf-relay", "Signal=16\r\nDuration=160"),
    ("application/dtmf-relay", "Signal=hf\r\nDuration=160"),
    ("application/dtmf-relay", "Signal=flash"),
    ("application/dtmf-relay", "Signal=!"),
    ("application/dtmf-relay", "Signal=99"),
    ("application/dtmf-relay", "Signal=\r\nDuration=160"),
    ("application/dtmf-relay", "Signal"),
    ("application/dtmf-relay", "\r\n\r\n"),
    ("application/dtmf-relay", "Signal=\u0665"),
    ("application/dtmf-relay", "X-Signal=5"),
    ("application/dtmf-relay", "Signal=5-6"),
    ("application/dtmf-relay", "Duration=5;Volume=7"),
    ("application/dtmf", "\0"),
    ("application/dtmf", "5 6"),
    ("application/dtmf", "16"),
    ("application/dtmf", "hello"),
    ("audio/telephone-event", "\x05\x0a\x03\x20"),
    ("audio/telephone-event", "\x10\udc80\x03\x20"),
    ("application/hook-flash", "16"),
    ("text/plain", "5"),
)
"""A hook flash, the beginning of a press that its end tells of as well, and what nobody means."""


def payload(packet: KeyPacket) -> bytes:
    """The packet as the payload of a telephone event (RFC 4733 section 2.3)."""
    bits = 0x80 if packet.ended else 0x0A
    return struct.pack("!BBH", CODES.index(packet.digit), bits, packet.duration)
