"""The fields that SMS PDUs are made of: septets, addresses, time stamps and user data."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from itertools import groupby

import smsutil

from hardware.modem import shift_tables

INTERNATIONAL = 0x91
"""Type-of-address octet: international number, E.164 (TS 23.040 §9.1.2.5)."""

_UNKNOWN_NUMBER = 0x81
_TON_MASK, _TON_INTERNATIONAL, _TON_ALPHANUMERIC = 0x70, 0x10, 0x50
_DIGITS = "0123456789*#abc"
_SINGLE_SHIFT, _LOCKING_SHIFT = 0x24, 0x25


class PduError(ValueError):
    """The octets are not an SMS PDU that this module can read."""


class Coding(Enum):
    """How the user data of one part is written (TS 23.038 §4)."""

    GSM7 = "gsm7"
    OCTETS = "octets"
    UCS2 = "ucs2"

    @classmethod
    def of(cls, dcs: int) -> "Coding":
        """Return the coding that a data coding scheme octet names; PduError if compressed."""
        if dcs & 0xA0 == 0x20:
            raise PduError(f"compressed text (data coding scheme 0x{dcs:02X}) cannot be read")
        if dcs & 0x80 == 0:
            return (cls.GSM7, cls.OCTETS, cls.UCS2, cls.GSM7)[dcs >> 2 & 3]
        if dcs & 0xF0 == 0xE0:
            return cls.UCS2
        return cls.OCTETS if dcs & 0xF4 == 0xF4 else cls.GSM7


@dataclass(frozen=True)
class UserData:
    """One part's text without its header: one septet per octet for GSM-7, else raw octets.

    `locking` and `single` name the alphabets of its septets (shift_tables.py).
    """

    coding: Coding
    octets: bytes
    reference: int | None = None
    part: int = 1
    parts: int = 1
    locking: int = 0
    single: int = 0


def join_text(pieces: Iterable[UserData]) -> str:
    """Return the text of all parts of one message, given in any order.

    The octets are joined before they are decoded, because some senders cut surrogate and
    escape pairs in two; those of another alphabet are decoded apart.
    """
    ordered = sorted(pieces, key=lambda piece: piece.part)
    alike = groupby(ordered, key=lambda piece: (piece.coding, piece.locking, piece.single))
    return "".join(_text(*kind, b"".join(piece.octets for piece in run)) for kind, run in alike)


def _text(coding: Coding, locking: int, single: int, octets: bytes) -> str:
    match coding:
        case Coding.GSM7:
            return shift_tables.decode(octets, locking, single)
        case Coding.UCS2:
            return octets.decode("utf-16-be", errors="replace")
        case Coding.OCTETS:
            return octets.decode("latin-1")


class Reader:
    """Takes fields from the front of a PDU; every take raises PduError when it is cut short."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    @property
    def left(self) -> int:
        """The number of octets not yet taken."""
        return len(self._octets)

    def take(self, count: int) -> bytes:
        """Return the next `count` octets."""
        if count > len(self._octets):
            raise PduError(f"cut short: {count} octets wanted, {len(self._octets)} left")
        taken, self._octets = self._octets[:count], self._octets[count:]
        return taken

    def octet(self) -> int:
        """Return the next octet."""
        return self.take(1)[0]

    def address(self) -> str:
        """Return the next address: +digits, digits, or a sender's name (TS 23.040 §9.1.2.5)."""
        length, kind = self.octet(), self.octet()
        octets = self.take((length + 1) // 2)
        if kind & _TON_MASK == _TON_ALPHANUMERIC:
            return str(smsutil.decode(unpack_septets(octets, length * 4 // 7)))
        digits = "".join(_DIGITS[n] for n in _nibbles(octets) if n < len(_DIGITS))[:length]
        return ("+" if kind & _TON_MASK == _TON_INTERNATIONAL else "") + digits

    def time_stamp(self) -> datetime | None:
        """Return the next time stamp with its zone in quarters of an hour (§9.2.3.11).

        None where it is no time: some centres fill it with zeros or ones.
        """
        *fields, zone = self.take(7)
        year, month, day, hour, minute, second = (10 * (o & 15) + (o >> 4) for o in fields)
        quarters = 10 * (zone & 7) + (zone >> 4)
        offset = timedelta(minutes=-15 * quarters if zone & 8 else 15 * quarters)
        try:
            return datetime(
                2000 + year, month, day, hour, minute, second, tzinfo=timezone(offset)
            ).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def user_data(self, coding: Coding, *, has_header: bool) -> UserData:
        """Return the user data: length, then header (if any), then text (§9.2.3.16, §9.2.3.24)."""
        length = self.octet()
        octets = self.take((length * 7 + 7) // 8 if coding is Coding.GSM7 else length)
        header = octets[: octets[0] + 1] if has_header and octets else b""
        elements = list(_elements(header[1:]))
        reference, parts, part = _concatenation(elements)
        locking, single = (_language(elements, kind) for kind in (_LOCKING_SHIFT, _SINGLE_SHIFT))
        body = octets[len(header) :]
        if coding is Coding.GSM7:
            used = (len(header) * 8 + 6) // 7
            fill = used * 7 - len(header) * 8
            body = unpack_septets(body, max(0, length - used), fill)
        return UserData(coding, body, reference, part, parts, locking, single)


def _elements(header: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the information elements of a header: identifier and value (TS 23.040 §9.2.3.24).

    One that is cut short ends them: the text behind the header can be read all the same.
    """
    reader = Reader(header)
    with suppress(PduError):
        while reader.left:
            yield reader.octet(), reader.take(reader.octet())


def _language(elements: Iterable[tuple[int, bytes]], shift: int) -> int:
    """Return the language whose table a header asks for (§9.2.3.24.15, §9.2.3.24.16)."""
    return next((value[0] for kind, value in elements if kind == shift and len(value) == 1), 0)


def _concatenation(elements: Iterable[tuple[int, bytes]]) -> tuple[int | None, int, int]:
    """Return reference (8 or 16 bits), number of parts and this part's number, from a header."""
    for kind, value in elements:
        if (kind, len(value)) in ((0x00, 3), (0x08, 4)) and 0 < value[-1] <= value[-2]:
            return int.from_bytes(value[:-2], "big"), value[-2], value[-1]
    return None, 1, 1


def pack_septets(septets: bytes, fill_bits: int = 0) -> bytes:
    """Pack one-per-octet septets to octets after `fill_bits` zero bits (TS 23.038 §6.1.2.1)."""
    number = sum(septet << 7 * i for i, septet in enumerate(septets)) << fill_bits
    return number.to_bytes((7 * len(septets) + fill_bits + 7) // 8, "little")


def unpack_septets(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    """Unpack `count` septets, one per octet, from behind `fill_bits` bits."""
    number = int.from_bytes(octets, "little") >> fill_bits
    return bytes(number >> 7 * i & 0x7F for i in range(count))


def address_field(number: str) -> bytes:
    """Return the address field for a number: digits with a leading + for E.164, or without."""
    digits = number.removeprefix("+")
    kind = INTERNATIONAL if number.startswith("+") else _UNKNOWN_NUMBER
    return bytes([len(digits), kind]) + semi_octets(digits)


def semi_octets(digits: str) -> bytes:
    """Return digits as swapped half octets, padded with F (TS 23.040 §9.1.2.3)."""
    padded = digits + "F" * (len(digits) % 2)
    return bytes(int(padded[i + 1] + padded[i], 16) for i in range(0, len(padded), 2))


def _nibbles(octets: bytes) -> Iterable[int]:
    for octet in octets:
        yield from (octet & 15, octet >> 4)
