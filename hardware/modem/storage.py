"""The modem's storages of SMS: listing what came in, and deleting what is kept elsewhere."""

import re
from collections.abc import Iterable, Iterator

from hardware.modem.busy import ask_patiently
from hardware.modem.letters import Stored
from hardware.modem.session import Session

LIST_SECONDS = 60.0
"""A SIM card with fifty SMS takes its time."""

_HEADER = re.compile(r"\+CMGL: *(\d{1,9}) *, *(\d{1,9}) *,.*, *(\d{1,9}) *")
_ONE = re.compile(r"\+CMGR: *(\d{1,9}) *,.*, *(\d{1,9}) *")
_RECEIVED = (0, 1)  # unread and read; 2 and 3 are the modem's own drafts (TS 27.005 §3.1)
_MEMORIES = ("SM", "ME", "MT")
_LOOKED_THROUGH = ("SM", "ME", "SR")
"""What may hold SMS and reports; "MT" is the first two once more, "BM" is for broadcasts."""


class Storage:
    """The memories of the modem in one session; what is read and deleted is in the one it names.

    The chosen one is where SMS shall come in; a modem may put some of them elsewhere all the same,
    and its reports into "SR" (TS 27.005 §3.2.2).
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.chosen = _choose(session)
        self._selected = self.chosen
        self.others = tuple(m for m in _offered(session) if m != self.chosen)

    def received(self, memory: str, named: Iterable[int] = ()) -> list[Stored]:
        """List what came in and lies there whole; a PDU that was cut on the way is left for later.

        `named` are places that are asked for one by one where the memory cannot be listed.
        """
        if not self._select(memory):
            return []
        answer = ask_patiently(self._session, "AT+CMGL=4", LIST_SECONDS)
        if answer.error is None or not named:
            return list(_entries(answer.lines, memory))
        lines = ((place, self._session.ask(f"AT+CMGR={place}").lines) for place in sorted(named))
        return [stored for place, said in lines for stored in _entry(place, said, memory)]

    def delete(self, stored: Stored) -> bool:
        """Delete one SMS unless its place holds another by now; tell whether it is gone."""
        if not self._select(stored.memory or self.chosen):
            return False
        lines = self._session.ask(f"AT+CMGR={stored.index}").lines
        there = lines[-1].upper() if lines else ""
        if there != stored.pdu:
            return True
        return self._session.ask(f"AT+CMGD={stored.index}").error is None

    def filling(self) -> tuple[int, int] | None:
        """How many SMS lie in the chosen memory, and how many it holds; None if it does not say."""
        return filling(self._session) if self._select(self.chosen) else None

    def rest(self) -> None:
        """Go back to the chosen memory, which is also what an installer is shown."""
        self._select(self.chosen)

    def _select(self, memory: str) -> bool:
        if memory == self._selected:
            return True
        if self._session.ask(f'AT+CPMS="{memory}"').error is not None:
            return False
        self._selected = memory
        return True


def filling(session: Session) -> tuple[int, int] | None:
    """Return how many SMS lie in the storage, and how many it holds; None where it does not say."""
    for line in session.ask("AT+CPMS?").lines:
        if found := re.search(r'\+CPMS: *"[^"]*", *(\d{1,9}), *(\d{1,9})(?!\d)', line):
            return int(found[1]), int(found[2])
    return None


def _choose(session: Session) -> str:
    """Let SMS come into the SIM card, else into the modem's own memory; "" where it has none."""
    for memory in _MEMORIES:
        if ask_patiently(session, f'AT+CPMS="{memory}","{memory}","{memory}"').error is None:
            return memory
    for memory in _MEMORIES:  # some let only the first be chosen
        if ask_patiently(session, f'AT+CPMS="{memory}"').error is None:
            return memory
    return ""


def _offered(session: Session) -> list[str]:
    """The memories that can be read and may hold something for us."""
    for line in session.ask("AT+CPMS=?").lines:
        first = line.partition("(")[2].partition(")")[0]
        return [memory for memory in _LOOKED_THROUGH if f'"{memory}"' in first]
    return []


def _entries(lines: Iterable[str], memory: str) -> Iterator[Stored]:
    header: re.Match[str] | None = None
    for line in lines:
        if header and _whole(line, int(header[3])) and int(header[2]) in _RECEIVED:
            yield Stored(int(header[1]), line.upper(), memory)
        header = _HEADER.fullmatch(line)


def _entry(place: int, lines: tuple[str, ...], memory: str) -> Iterator[Stored]:
    header = _ONE.fullmatch(lines[0]) if len(lines) == 2 else None
    if header and int(header[1]) in _RECEIVED and _whole(lines[1], int(header[2])):
        yield Stored(place, lines[1].upper(), memory)


def _whole(pdu: str, length: int) -> bool:
    """Whether a PDU is as long as announced, the service centre's address not counted."""
    try:
        octets = bytes.fromhex(pdu)
    except ValueError:
        return False
    return bool(octets) and len(octets) - 1 - octets[0] == length
