"""CalDAV (RFC 4791): the events of a time range, from a server that keeps each on its own."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from appliance.calendars.asking import Question, Response
from appliance.calendars.document import EMPTY
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window

MULTI_STATUS = 207
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
 <d:prop><c:calendar-data/></d:prop>
 <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
  <c:time-range start="{begins}" end="{ends}"/>
 </c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""
DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
NOT_READABLE = "{host} answers in a way that no calendar server does."


def query(window: Window) -> Question:
    """Ask for every event that touches the window (RFC 4791 section 7.8)."""
    body = QUERY.format(begins=_utc(window.begins), ends=_utc(window.ends))
    return Question(
        "REPORT", {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}, body.encode()
    )


def documents(response: Response) -> bytes | None:
    """All events as one document after another, None if no CalDAV server answered.

    Raises CalendarError.
    """
    if response.status != MULTI_STATUS:
        return None
    if b"<!DOCTYPE" in response.body:  # what makes a small document large; no server needs it
        raise CalendarError(NOT_READABLE.format(host=response.host))
    try:
        tree = ElementTree.fromstring(response.body)
    except ElementTree.ParseError:
        raise CalendarError(NOT_READABLE.format(host=response.host)) from None
    found = [each.text or "" for each in tree.iter(DATA)]
    return "\r\n".join([EMPTY, *found]).encode()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
