"""CalDAV (RFC 4791): the events of a time range, from a server that keeps each on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from appliance.calendars.asking import Client, Question, Response
from appliance.calendars.document import EMPTY
from appliance.calendars.multistatus import MultiStatus
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window

MULTI_STATUS = 207
MOST_ASKED = 2000
"""At once."""

MOST_TIMES = 10
MOST_LOST = 10_000
"""Are counted."""

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
QUERY = f"""{HEAD}
<c:calendar-query {SPACES}>
 <d:prop><c:calendar-data/></d:prop>
 <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
  <c:time-range start="{{begins}}" end="{{ends}}"/>
 </c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""
LOST = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
"""An entry that is known to be there, and not when: it is counted among those left out."""

MULTIGET = f"""{HEAD}
<c:calendar-multiget {SPACES}><d:prop><c:calendar-data/></d:prop>{{hrefs}}</c:calendar-multiget>"""
WHAT_IS_IT = f"""{HEAD}
<d:propfind {SPACES}><d:prop><d:resourcetype/></d:prop></d:propfind>"""

NOT_READABLE = "{host} answers in a way that no calendar server does."
NO_DATA = "{host} names the entries of the calendar but does not give them: share it anew."
ONLY_A_PART = (
    "{host} gives only a part of the calendar because it holds too much: "
    "remove entries, or use a smaller calendar."
)
NO_CALENDAR_ITSELF = (
    "{host} has an account or a folder at this address, not a calendar: use the address that "
    "the calendar itself has in the menu of its program."
)


def query(window: Window) -> Question:
    """Ask for every event that touches the window (RFC 4791 section 7.8)."""
    return _report(QUERY.format(begins=_utc(window.begins), ends=_utc(window.ends)))


def documents(client: Client, response: Response) -> Iterator[bytes]:
    """All events as one document after another, of an answer to `query`; raises CalendarError.

    Where the server only names them, they are asked for by name (RFC 4791 section 7.9).
    """
    yield f"{EMPTY}\r\n".encode()
    said = MultiStatus(NOT_READABLE.format(host=response.host))
    yield from _data(said, response)
    if said.truncated:
        raise CalendarError(ONLY_A_PART.format(host=response.host))
    if said.without:
        yield from _by_name(client, said)
    elif not said.found:
        check_is_calendar(client)


def _by_name(client: Client, said: MultiStatus) -> Iterator[bytes]:
    """The events that came without data; one that means nothing for each that is not given."""
    found, lost, host = said.found, len(said.without), ""
    for at in range(0, min(lost, MOST_ASKED * MOST_TIMES), MOST_ASKED):
        with client.asked(multiget(said.without[at : at + MOST_ASKED])) as response:
            host = response.host
            again = MultiStatus(NOT_READABLE.format(host=host))
            if response.status == MULTI_STATUS:
                yield from _data(again, response)
        found, lost = found + again.found, lost - again.found - again.gone
    if lost > 0 and not found:
        raise CalendarError(NO_DATA.format(host=host))
    yield LOST * min(max(lost, 0), MOST_LOST)


def check_is_calendar(client: Client) -> None:
    """Raise CalendarError where an account or a folder lies at the address."""
    headers = {"Depth": "0", "Content-Type": "application/xml; charset=utf-8"}
    with client.asked(Question("PROPFIND", headers, WHAT_IS_IT.encode())) as response:
        if response.status != MULTI_STATUS:
            return  # a server that tells nobody
        said = MultiStatus(NOT_READABLE.format(host=response.host))
        for _ in _data(said, response):
            pass
        if said.is_something_else:
            raise CalendarError(NO_CALENDAR_ITSELF.format(host=response.host))


def multiget(hrefs: Sequence[str]) -> Question:
    """Ask for events by their addresses on the server."""
    named = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
    return _report(MULTIGET.format(hrefs=named))


def _data(said: MultiStatus, response: Response) -> Iterator[bytes]:
    for piece in response.pieces:
        yield from said.take(piece)
    yield from said.end()


def _report(body: str) -> Question:
    headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
    return Question("REPORT", headers, body.encode())


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
