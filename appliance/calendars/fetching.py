"""A calendar is fetched: as one ICS document, or by CalDAV; which of them, is found by trying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance.calendars.asking import Question, Response, ask
from appliance.calendars.caldav import documents, query
from appliance.calendars.document import is_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.calendar import CalendarAccess

OK, NOT_MODIFIED, UNAUTHORISED = 200, 304, 401
MARKS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""What a server says of a document, and how a newer one is asked for (RFC 9110 section 13.1)."""

REFUSALS: Mapping[int, str] = {
    UNAUTHORISED: "{host} asks for a user and a password, or those in the settings are wrong.",
    403: "{host} does not let the calendar be read: share it anew and use its new address.",
    404: "{host} has no calendar at this address: share it anew and use its new address.",
    410: "{host} has no calendar at this address any more: share it anew.",
    429: "{host} was asked too often; it is asked again later.",
}
TROUBLE = "{host} has a trouble of its own (status {status}); it is asked again later."
REFUSAL = "{host} does not give the calendar (status {status}): check its address."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, and the marks by which a newer one is asked for."""

    document: bytes
    marks: Mapping[str, str] = field(default_factory=dict)


def fetch(access: CalendarAccess, window: Window, marks: Mapping[str, str]) -> Fetched | None:
    """Fetch the calendar; None if it is still the one that the `marks` came with.

    Raises CalendarError.
    """
    if access.user and not marks and (found := _over_caldav(access, window)):
        return found
    response = ask(
        access, Question("GET", {"Accept": "text/calendar, */*;q=0.1", **_if_new(marks)})
    )
    if response.status == NOT_MODIFIED and marks:
        return None
    if response.status == OK and is_calendar(response.body):
        return Fetched(response.body, _marks(response))
    if not access.user and (found := _over_caldav(access, window)):
        return found
    if response.status == OK:
        return Fetched(response.body)  # what it is instead, is told where it is read
    raise CalendarError(_refusal(response))


def _over_caldav(access: CalendarAccess, window: Window) -> Fetched | None:
    """What a CalDAV server gives, None if there is none."""
    response = ask(access, query(window))
    if response.status == UNAUTHORISED and access.user:
        raise CalendarError(_refusal(response))  # who is refused twice, may be locked out
    found = documents(response)
    return None if found is None else Fetched(found)


def _if_new(marks: Mapping[str, str]) -> dict[str, str]:
    return {header: marks[mark] for mark, header in MARKS.items() if mark in marks}


def _marks(response: Response) -> dict[str, str]:
    return {mark: response.headers[mark] for mark in MARKS if mark in response.headers}


def _refusal(response: Response) -> str:
    words = REFUSALS.get(response.status) or (TROUBLE if response.status >= 500 else REFUSAL)
    return words.format(host=response.host, status=response.status)
