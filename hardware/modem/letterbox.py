"""What came in, from the modem's storage to whoever listens, and out of the storage when kept."""

import logging
import time
from collections.abc import Callable, Iterable

from hardware.modem.events import ModemEvent, ModemWarning, SmsReceived, SmsReported
from hardware.modem.fields import PduError
from hardware.modem.letters import Letter, Pile, Stored, letters_in, wanted_by
from hardware.modem.pdu import read_status_report
from hardware.modem.storage import Storage

log = logging.getLogger(__name__)

MOST_REMEMBERED = 2000
"""Pieces that are kept elsewhere: one that lies there again is a copy that the network made."""
JOIN_SECONDS = 600.0
"""How long the parts of a long SMS wait for each other."""


class Letterbox:
    """Reads the storage when told to, tells each SMS once a session, deletes what was kept.

    Parts that never become whole are told as they are after `join_seconds`, or as soon as they
    alone fill the storage, so that no other part could come in. Without `has_memory` nothing is
    read before `remember`: a leftover part could be taken for one of another SMS.
    """

    def __init__(
        self,
        inbox: Callable[[ModemEvent], None],
        join_seconds: float = JOIN_SECONDS,
        *,
        has_memory: bool = True,
    ) -> None:
        self._inbox = inbox
        self._has_memory = has_memory
        self._join_seconds = join_seconds
        self._due = True
        self._storage: Storage | None = None
        self._named: dict[str, set[int]] = {}
        self._told: set[str] = set()
        self._kept: set[str] = set()
        self._letters: dict[str, Letter] = {}
        self._since: dict[str, float] = {}
        self._deleted: dict[str, None] = {}
        self._was_full = self._warned = False

    def begin(self, storage: Storage) -> None:
        """A new session: its memories may hold anything, and all of it is told."""
        self._storage, self._due = storage, True
        self._named = {memory: set() for memory in storage.others}
        self._told.clear()
        self._letters.clear()

    def look(self, memory: str = "", place: int = 0) -> None:
        """Something came in, or may have; into this memory, where the modem names it."""
        self._due = True
        if memory and self._storage and memory != self._storage.chosen:
            self._named.setdefault(memory, set()).add(place)

    def direct(self, pdu: str) -> None:
        """Tell an SMS that the modem does not store (class 0, TS 23.038 §4)."""
        letters, piles = letters_in([Stored(-1, pdu.upper())])
        for letter in letters + [pile.letter() for pile in piles]:
            self._tell(Letter(letter.number, letter.text, letter.sent_at, (), letter.problem))

    def keep(self, sms_id: str) -> None:
        """Somebody else has it for good: it may be deleted."""
        self._kept.add(sms_id)

    def remember(self, pieces: Iterable[str]) -> None:
        """These were kept elsewhere before the start, and perhaps not all of them deleted."""
        self._has_memory = self._due = True
        self._forget_old(dict.fromkeys(pieces) | self._deleted)

    @property
    def wants_attention(self) -> bool:
        """Whether there is something to read or to delete now."""
        return bool(self._kept & self._letters.keys()) or (self._due and self._has_memory)

    def attend(self) -> None:
        """Delete what is kept, and read what is due."""
        if not (storage := self._storage):
            return
        self._delete_kept(storage)
        if self._due and self._has_memory:
            self._due = False
            self._read(storage)
            self._delete_kept(storage)
        storage.rest()

    def _read(self, storage: Storage) -> None:
        used, total = storage.filling() or (0, 0)  # first: what comes in meanwhile is not listed
        letters, piles = letters_in(self._news(storage, self._lying(storage)))
        full = 0 < total <= used
        letters += [pile.letter() for pile in self._given_up(piles, full and not letters)]
        self._letters = {letter.sms_id: letter for letter in letters}
        self._kept &= self._letters.keys()
        for letter in letters:
            self._tell(letter)
        self._warn(used, total, still_full=full and self._was_full)
        self._was_full = full

    def _lying(self, storage: Storage) -> list[Stored]:
        """What lies in the chosen memory, and in those that the modem has named; a memory that
        turns out to be empty is looked into when it is named again."""
        lying = storage.received(storage.chosen)
        for memory, places in list(self._named.items()):
            elsewhere = storage.received(memory, places)
            lying += elsewhere
            if not elsewhere:
                del self._named[memory]
        return lying

    def _news(self, storage: Storage, lying: list[Stored]) -> list[Stored]:
        """What is not kept yet; what is kept and still there, or there again, is deleted.

        Two SMS of one second may end alike to the byte: such a part stays with what lacks it.
        """
        fresh = [place for place in lying if not self._is_done(storage, place)]
        copies = [place for place in lying if place.piece in self._deleted]
        wanted = wanted_by(letters_in(fresh)[1], copies)
        for place in copies:
            if place not in wanted:
                storage.delete(place)
        return [place for place in lying if place in fresh or place in wanted]

    def _tell(self, letter: Letter) -> None:
        if letter.sms_id in self._told:
            return
        self._told.add(letter.sms_id)
        log.info("SMS %s came in, %d places", letter.sms_id, len(letter.places))
        said = (letter.number, letter.text, letter.sent_at, letter.problem)
        pieces = tuple(place.piece for place in letter.places)
        self._inbox(SmsReceived(letter.sms_id, *said, pieces))

    def _delete_kept(self, storage: Storage) -> None:
        for sms_id in sorted(self._kept & self._letters.keys()):
            letter = self._letters.pop(sms_id)
            self._kept.discard(sms_id)
            self._told.discard(sms_id)
            self._done_with(letter)
            if not all([storage.delete(place) for place in letter.places]):
                log.warning("SMS %s cannot be deleted from the modem", sms_id)

    def _done_with(self, letter: Letter) -> None:
        """Note that nothing of a letter is wanted any more, before any of it is deleted."""
        self._forget_old(self._deleted | {place.piece: None for place in letter.places})

    def _forget_old(self, pieces: dict[str, None]) -> None:
        self._deleted = dict.fromkeys(list(pieces)[-MOST_REMEMBERED:])

    def _given_up(self, piles: list[Pile], jammed: bool) -> list[Pile]:
        """Return the piles that are told without their missing parts."""
        now = time.monotonic()
        self._since = {pile.name: self._since.get(pile.name, now) for pile in piles}
        return [
            pile for pile in piles if jammed or now - self._since[pile.name] >= self._join_seconds
        ]

    def _is_done(self, storage: Storage, place: Stored) -> bool:
        """Whether it was kept before, or is a report, which is told and deleted."""
        if place.piece in self._deleted:
            return True
        try:
            report = read_status_report(place.pdu)
        except PduError:
            return False
        self._inbox(SmsReported(report.number, report.reference, report.delivered, report.status))
        storage.delete(place)
        return True

    def _warn(self, used: int, total: int, *, still_full: bool) -> None:
        if still_full == self._warned:
            return
        self._warned = still_full
        sentence = (
            f"The SIM card's storage of SMS is full ({used} of {total}), so none can come in: "
            "it empties itself when the disk takes them; else delete drafts with AT+CMGD."
        )
        self._inbox(ModemWarning("storage", sentence if still_full else ""))
