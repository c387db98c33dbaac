"""The SIM card of the emulated modem: places for SMS, and the network that waits for a free one."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hardware.modem.fields import address_field, pack_septets, semi_octets
from hardware.modem.pdu import user_data_parts

READ = 1


@dataclass
class Kept:
    """An SMS in its place; `status` 0 is unread (TS 27.005 §3.1)."""

    pdu: str
    status: int = 0

    @property
    def length(self) -> int:
        """Octets without the service centre's address."""
        octets = bytes.fromhex(self.pdu)
        return len(octets) - 1 - octets[0]


class Storage:
    """Places 1 to `size`; what finds none waits in the network until one is free."""

    def __init__(self, size: int = 20) -> None:
        self.size = size
        self.places: dict[int, Kept] = {}
        self._waiting: deque[str] = deque()

    def take(self, pdu: str) -> None:
        """The network has an SMS for us."""
        self._waiting.append(pdu)

    def arrivals(self) -> Iterator[int]:
        """Store what waits, as far as there is room; give the place of each."""
        while self._waiting and len(self.places) < self.size:
            index = next(n for n in range(1, self.size + 1) if n not in self.places)
            self.places[index] = Kept(self._waiting.popleft())
            yield index

    @property
    def filling(self) -> str:
        """Used and total, as +CPMS has them."""
        return f"{len(self.places)},{self.size}"

    def listing(self, status: int) -> list[str]:
        """The lines of AT+CMGL in PDU mode; 4 is all of them. What is listed counts as read."""
        lines: list[str] = []
        for index, kept in sorted(self.places.items()):
            if status in (4, kept.status):
                lines += [f"+CMGL: {index},{kept.status},,{kept.length}", kept.pdu]
                kept.status = max(kept.status, READ)
        return lines

    def reading(self, index: int) -> list[str]:
        """The lines of AT+CMGR; an empty place has none."""
        if index not in self.places:
            return []
        kept = self.places[index]
        lines = [f"+CMGR: {kept.status},,{kept.length}", kept.pdu]
        kept.status = max(kept.status, READ)
        return lines

    def delete(self, index: int, flag: int) -> bool:
        """Delete a place, or (flag 4) all of them; tell whether there is such a place."""
        if flag == 4:
            self.places.clear()
        else:
            self.places.pop(index, None)
        return 1 <= index <= self.size or flag == 4


def deliver_pdus(
    number: str, text: str, *, reference: int = 0, sent_at: datetime | None = None
) -> list[str]:
    """The SMS-DELIVER parts (TS 23.040 §9.2.2.1) that bring `text` from a number or a name."""
    at = (sent_at or datetime.now(UTC)).astimezone(UTC)
    stamp = semi_octets(f"{at:%y%m%d%H%M%S}00")
    parts = user_data_parts(text, reference)
    first = bytes([0x44 if len(parts) > 1 else 0x04])
    sender = _sender(number)
    return [
        (b"\0" + first + sender + bytes([0, scheme]) + stamp + user_data).hex().upper()
        for scheme, user_data in parts
    ]


def in_order(pdus: Sequence[str], order: Sequence[int]) -> list[str]:
    """The parts, counted from 1, as the network happens to bring them."""
    return [pdus[part - 1] for part in order]


def _sender(number: str) -> bytes:
    if number.lstrip("+").isdigit():
        return address_field(number)
    septets = number.encode("gsm0338")
    packed = pack_septets(septets)
    return bytes([(7 * len(septets) + 3) // 4, 0xD0]) + packed
