"""A calendar of many years, as large as Google gives them; its last week is that of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from support.calendars import NOW

ZONE = "X-WR-TIMEZONE:Europe/Oslo"
TEXT = "Join by telephone or by the page below.\\n" * 12
ATTENDEE = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=A:mailto:{}"


def large_calendar(size: int) -> Iterator[bytes]:
    """About so many bytes, event by event, backwards from the tests' Wednesday at ten."""
    yield f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n{ZONE}\r\n".encode()
    begins, given, number = NOW.replace(hour=10, minute=0), 0, 0
    while given < size:
        piece = _event(begins, number).encode()
        given, number = given + len(piece), number + 1
        begins -= timedelta(hours=4)
        yield piece
    yield b"END:VCALENDAR\r\n"


def _event(begins: datetime, number: int) -> str:
    lines = [
        *("BEGIN:VEVENT", f"DTSTART;TZID=Europe/Oslo:{begins:%Y%m%dT%H%M%S}"),
        f"DTEND;TZID=Europe/Oslo:{begins + timedelta(hours=1):%Y%m%dT%H%M%S}",
        *("DTSTAMP:20260101T000000Z", f"UID:{number:032x}@example.com", "CREATED:20200101T000000Z"),
        *(ATTENDEE.format(f"{name}@example.com") for name in ("kari", "ola", "bo")),
        *(f"DESCRIPTION:{TEXT}".replace(" or ", "\r\n  or "), "LAST-MODIFIED:20200101T000000Z"),
        *("SEQUENCE:0", "STATUS:CONFIRMED", f"SUMMARY:Meeting {number}", "TRANSP:OPAQUE"),
        *("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P0DT0H10M0S", "END:VALARM", "END:VEVENT"),
    ]
    return "".join(f"{line}\r\n" for line in lines)
