"""The SMS that lie in the modem: parts put together, each with a name that stays the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hardware.modem.fields import PduError, UserData, join_text
from hardware.modem.pdu import Deliver, read_deliver

ALIKE_DIGITS = 8
"""So many equal digits at the end make two ways of writing a sender's number the same one."""

ONE_SENDING = timedelta(seconds=2)
"""The parts of one SMS are stamped by the service centre within so long."""


@dataclass(frozen=True)
class Stored:
    """One SMS of the modem's storage: where it lies, and its PDU in hexadecimal."""

    index: int
    pdu: str
    memory: str = ""

    @property
    def piece(self) -> str:
        """A short name of this very PDU: its reference, part, text, and time are all in it."""
        return hashlib.sha256(self.pdu.upper().encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Letter:
    """A whole SMS, or what there is of it; `problem` says in words what is missing."""

    number: str
    text: str
    sent_at: datetime | None
    places: tuple[Stored, ...]
    problem: str = ""

    @property
    def sms_id(self) -> str:
        """A name that the same SMS has each time it is read, also where it came in twice."""
        content = "\0".join((self.number, self.text, str(self.sent_at), self.problem))
        return "in-" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:24]


@dataclass
class Pile:
    """The parts of one long SMS that have come, by their numbers; a part may have come twice."""

    number: str
    parts: int
    pieces: dict[int, Deliver]
    places: list[Stored]

    def lacks(self, deliver: Deliver) -> bool:
        """Whether the place of a part is free."""
        return deliver.user_data.part not in self.pieces

    def written_as(self, deliver: Deliver) -> bool:
        """Whether a part has the alphabet and the very number of the others."""
        return (self.number, self._any.coding) == (deliver.number, deliver.user_data.coding)

    def is_of(self, number: str, piece: UserData) -> bool:
        """Whether a part belongs here by its sender, its reference and the number of parts."""
        same = (self._any.reference, self.parts) == (piece.reference, piece.parts)
        return same and _one_sender(self.number, number)

    def wants(self, other: Pile) -> bool:
        """Whether both are waiting, and what the other has can be what is missing here."""
        waiting = not (self.complete or other.complete)
        free = self.pieces.keys().isdisjoint(other.pieces)
        return waiting and free and self.is_of(other.number, other._any)

    def take(self, other: Pile) -> None:
        """Put the parts of another pile on this one; the number with its country code counts."""
        self.number = max(self.number, other.number, key=lambda number: number.startswith("+"))
        self.pieces |= other.pieces
        self.places += other.places

    def has(self, deliver: Deliver) -> bool:
        """Whether this very part has come before."""
        return self.pieces.get(deliver.user_data.part) == deliver

    @property
    def complete(self) -> bool:
        """Whether no part is missing."""
        return len(self.pieces) == self.parts

    @property
    def name(self) -> str:
        """What the pile is known by while it grows: its first place in the modem."""
        return f"{self.places[0].memory}{self.places[0].index}:{self.places[0].pdu}"

    def letter(self) -> Letter:
        """What there is of the SMS; the time is that of the earliest part that has one."""
        times = [deliver.sent_at for deliver in self.pieces.values() if deliver.sent_at]
        sent_at = min(times, default=None)
        missing = [part for part in range(1, self.parts + 1) if part not in self.pieces]
        problem = ""
        if missing:
            which = ", ".join(map(str, missing))
            problem = f"part {which} of {self.parts} is missing"
        return Letter(self.number, self._text(), sent_at, tuple(self.places), problem)

    @property
    def _any(self) -> UserData:
        return next(iter(self.pieces.values())).user_data

    def _text(self) -> str:
        """The text, with a mark where parts are missing."""
        runs: list[list[UserData]] = [[]]
        for part in range(1, self.parts + 1):
            if part in self.pieces:
                runs[-1].append(self.pieces[part].user_data)
            elif runs[-1]:
                runs.append([])
        return " […] ".join(join_text(run) for run in runs if run)


def letters_in(stored: Iterable[Stored]) -> tuple[list[Letter], list[Pile]]:
    """Return the SMS that are whole or beyond repair, and the piles that still want parts."""
    letters: list[Letter] = []
    piles: list[Pile] = []
    for place in stored:
        try:
            deliver = read_deliver(place.pdu)
        except PduError as error:
            letters.append(_unreadable(place, error))
        else:
            _pile_for(piles, deliver).places.append(place)
    piles = _joined(piles)
    letters += [pile.letter() for pile in piles if pile.complete]
    return _without_copies(letters), [pile for pile in piles if not pile.complete]


def wanted_by(piles: list[Pile], stored: Iterable[Stored]) -> list[Stored]:
    """Of these, the parts that a pile lacks and that were sent with it."""
    return [place for place in stored if _is_wanted(piles, place)]


def _is_wanted(piles: list[Pile], place: Stored) -> bool:
    try:
        deliver = read_deliver(place.pdu)
    except PduError:
        return False
    return any(
        pile.lacks(deliver) and _together(each.sent_at, deliver.sent_at)
        for pile in _piles_of(piles, deliver)
        for each in pile.pieces.values()
    )


def _together(one: datetime | None, other: datetime | None) -> bool:
    """Whether two parts can be of one sending: a centre that stamps one stamps the other."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ONE_SENDING


def _pile_for(piles: list[Pile], deliver: Deliver) -> Pile:
    """Return the pile of a part, with the part on it."""
    here = [pile for pile in _piles_of(piles, deliver) if pile.written_as(deliver)]
    fitting = [p for p in here if p.lacks(deliver)] + [p for p in here if p.has(deliver)]
    for pile in fitting:
        pile.pieces.setdefault(deliver.user_data.part, deliver)
        return pile
    pile = Pile(deliver.number, deliver.user_data.parts, {deliver.user_data.part: deliver}, [])
    piles.append(pile)
    return pile


def _piles_of(piles: list[Pile], deliver: Deliver) -> Iterator[Pile]:
    piece = deliver.user_data
    if piece.reference is not None:
        yield from (pile for pile in piles if pile.is_of(deliver.number, piece))


def _joined(piles: list[Pile]) -> list[Pile]:
    """The piles, those put together that still wait for each other.

    Some telephones choose an alphabet for each part, and some networks leave the country code
    out of one. Parts that are written alike have found each other before.
    """
    joined: list[Pile] = []
    for pile in piles:
        home = next((each for each in joined if each.wants(pile)), None)
        if home:
            home.take(pile)
        else:
            joined.append(pile)
    return joined


def _one_sender(one: str, other: str) -> bool:
    """Whether two senders are one: a number may come with its country code and without."""
    if one == other:
        return True
    one, other = one.lstrip("+0"), other.lstrip("+0")
    shorter, longer = sorted((one, other), key=len)
    return longer.isdigit() and len(shorter) >= ALIKE_DIGITS and longer.endswith(shorter)


def _without_copies(letters: list[Letter]) -> list[Letter]:
    """One letter for each name; a copy's places are its places too."""
    by_name: dict[str, Letter] = {}
    for letter in letters:
        first = by_name.get(letter.sms_id, letter)
        places = tuple(dict.fromkeys(first.places + letter.places))
        by_name[letter.sms_id] = Letter(
            first.number, first.text, first.sent_at, places, first.problem
        )
    return list(by_name.values())


def _unreadable(place: Stored, error: PduError) -> Letter:
    return Letter("", place.pdu, None, (place,), f"it cannot be read: {error}")
