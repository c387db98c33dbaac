"""What a CalDAV server answers (207, RFC 4918 section 13), read in pieces as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from appliance.calendars.troubles import CalendarError

DAV, CALDAV = "DAV:", "urn:ietf:params:xml:ns:caldav"
RESPONSE, HREF, STATUS = f"{DAV} response", f"{DAV} href", f"{DAV} status"
DATA, RESOURCE_TYPE = f"{CALDAV} calendar-data", f"{DAV} resourcetype"
COLLECTION, CALENDAR = f"{DAV} collection", f"{CALDAV} calendar"
TEXTS = frozenset({HREF, STATUS, DATA})
DEEPEST = 100


class MultiStatus:
    """Takes the pieces of an answer; gives the data of events, and keeps what came without.

    What cannot be read is told by `unreadable`, a sentence.
    """

    def __init__(self, unreadable: str) -> None:
        self.found = 0
        """How many events came with their data."""
        self.without: list[str] = []
        """The addresses of those that came without."""
        self.gone = 0
        """How many it says are not there any more."""
        self.truncated = False
        """Whether the server says that it leaves out a part (507, RFC 4791 section 7.8)."""
        self.types: set[str] = set()
        """What kind of resource was asked about."""
        self._unreadable = unreadable
        self._open: list[str] = []
        self._text: list[str] = []
        self._data: list[str] = []
        self._href, self._gone, self._given = "", False, False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse  # what makes a small document large
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._says

    def take(self, piece: bytes) -> Iterator[bytes]:
        """The events that end with this piece of the answer; raises CalendarError."""
        yield from self._parsed(piece, last=False)

    def end(self) -> Iterator[bytes]:
        """The answer ends here; raises CalendarError."""
        yield from self._parsed(b"", last=True)

    @property
    def is_something_else(self) -> bool:
        """Whether what lies there is a folder or an account and no calendar."""
        return COLLECTION in self.types and CALENDAR not in self.types

    def _parsed(self, piece: bytes, *, last: bool) -> Iterator[bytes]:
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError):
            raise CalendarError(self._unreadable) from None
        data, self._data = self._data, []
        yield from (f"{text}\r\n".encode(errors="replace") for text in data)

    def _refuse(self, *_: object) -> None:
        raise CalendarError(self._unreadable)

    def _begins(self, name: str, _: object) -> None:
        if len(self._open) > DEEPEST:
            raise CalendarError(self._unreadable)
        if self._open and self._open[-1] == RESOURCE_TYPE:
            self.types.add(name)
        if name == RESPONSE:
            self._href, self._gone, self._given = "", False, False
        self._open.append(name)
        self._text = []

    def _says(self, text: str) -> None:
        if self._open and self._open[-1] in TEXTS:
            self._text.append(text)

    def _ends(self, name: str) -> None:
        text, self._text = "".join(self._text), []
        self._open.pop()
        inside = self._open[-1] if self._open else ""
        if name == HREF and inside == RESPONSE:
            self._href = text.strip()
        elif name == STATUS and inside == RESPONSE:
            self._gone = " 404" in text or " 410" in text
            self.truncated |= " 507" in text
        elif name == DATA and text.strip():
            self._given = True
            self.found += 1
            self._data.append(text)
        elif name == RESPONSE and not self._given:
            self._note_without()

    def _note_without(self) -> None:
        """An address that ends with / is that of a folder."""
        if self._gone:
            self.gone += 1
        elif self._href and not self._href.endswith("/"):
            self.without.append(self._href)
