"""A member's calendar: how it is reached, and what stands in it that concerns the telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Shown(StrEnum):
    """As what an entry shows its owner to others (MS-OXOCAL section 2.2.1.2)."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OUT_OF_OFFICE = "out_of_office"
    ELSEWHERE = "elsewhere"
    """At work in another place: the telephone is there too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment without its title: from `begins` until before `ends`, both aware.

    One for the whole day (`all_day`) begins and ends at midnight of the office's time zone.
    """

    begins: datetime
    ends: datetime
    shown: Shown
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class CalendarAccess:
    """Where a member's calendar is read: at an address, or in a mailbox of Microsoft 365."""

    url: str = field(default="", repr=False)
    """An address whose knowledge is all that is needed, or a calendar of a CalDAV server, which
    wants a name and a password."""
    user: str = ""
    password: str = field(default="", repr=False)
    tentative: bool = False
    """Whether what is only tentative keeps calls away too."""
    mailbox: str = ""
    """Whose calendar Microsoft Graph is asked for, an e-mail address; then there is no `url`."""


@dataclass(frozen=True, slots=True)
class GraphApp:
    """The app that the firm's administrator registered in Microsoft Entra to read calendars."""

    tenant: str
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CalendarsNamed:
    """What the reader of calendars is to read (owner -> access), in the office's time zone.

    With `more` there are others after the last of these. Mailboxes are read as `graph`.
    """

    zone: str
    calendars: Mapping[str, CalendarAccess]
    more: bool = False
    graph: GraphApp | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What was read of a calendar last, entries by their beginning, and how reading it stands.

    `trouble` is why it could not be read since. `saved_at` is the reading that the disk has,
    `awaited_since` when the box began to wait for the first one. Entries that mean nothing are
    `skipped`; those with something odd in them are `mended` and read all the same.
    """

    entries: tuple[Entry, ...] = ()
    read_at: datetime | None = None
    trouble: str = ""
    saved_at: datetime | None = None
    awaited_since: datetime | None = None
    skipped: int = 0
    mended: int = 0


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """A calendar as the disk keeps it; without `read_at` it is forgotten."""

    agent: str
    entries: tuple[Entry, ...] = ()
    read_at: datetime | None = None
