"""The modem's storage of SMS: listing what came in, and deleting what is kept elsewhere."""

import re
from collections.abc import Iterable

from hardware.modem.letters import Stored
from hardware.modem.session import Session

LIST_SECONDS = 60.0
"""A SIM card with fifty SMS takes its time."""

_HEADER = re.compile(r"\+CMGL: *(\d+) *, *(\d+) *,.*, *(\d+) *")
_RECEIVED = (0, 1)  # unread and read; 2 and 3 are the modem's own drafts (TS 27.005 §3.1)
_MEMORIES = ("SM", "ME", "MT")


def choose_memory(session: Session) -> None:
    """Let SMS come into the SIM card, else into the modem's own memory (TS 27.005 §3.2.2)."""
    for memory in _MEMORIES:
        if session.ask(f'AT+CPMS="{memory}","{memory}","{memory}"').error is None:
            return


def received(session: Session) -> list[Stored]:
    """List what came in and lies there whole; a PDU that was cut on the way is left for later."""
    lines = session.ask("AT+CMGL=4", LIST_SECONDS).lines
    return list(_entries(lines))


def delete(session: Session, stored: Stored) -> bool:
    """Delete one SMS unless its place holds another by now; tell whether it is gone."""
    lines = session.ask(f"AT+CMGR={stored.index}").lines
    there = lines[-1].upper() if lines else ""
    if there != stored.pdu:
        return True
    return session.ask(f"AT+CMGD={stored.index}").error is None


def filling(session: Session) -> tuple[int, int] | None:
    """Return how many SMS lie in the storage, and how many it holds; None where it does not say."""
    for line in session.ask("AT+CPMS?").lines:
        if found := re.search(r'\+CPMS: *"[^"]*", *(\d+), *(\d+)', line):
            return int(found[1]), int(found[2])
    return None


def _entries(lines: Iterable[str]) -> Iterable[Stored]:
    header: re.Match[str] | None = None
    for line in lines:
        if header and _whole(line, int(header[3])) and int(header[2]) in _RECEIVED:
            yield Stored(int(header[1]), line.upper())
        header = _HEADER.fullmatch(line)


def _whole(pdu: str, length: int) -> bool:
    """Whether a PDU is as long as announced, the service centre's address not counted."""
    try:
        octets = bytes.fromhex(pdu)
    except ValueError:
        return False
    return bool(octets) and len(octets) - 1 - octets[0] == length
