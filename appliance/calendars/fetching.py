"""A calendar is fetched: as one ICS document, or by CalDAV; which of them, is found by trying."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from appliance.calendars.asking import UNAUTHORISED, Client, Question, Response
from appliance.calendars.caldav import MULTI_STATUS, check_is_calendar, documents, query
from appliance.calendars.troubles import CalendarError, NotACalendar
from appliance.calendars.window import Window
from appliance.core.model.calendar import CalendarAccess

OK, NOT_MODIFIED = 200, 304
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


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Fetched(Generic[Found]):
    """A document, and the marks by which a newer one is asked for."""

    document: Found
    marks: Mapping[str, str] = field(default_factory=dict)


def fetch(
    access: CalendarAccess,
    window: Window,
    marks: Mapping[str, str],
    take: Callable[[Iterator[bytes]], Found],
) -> Fetched[Found] | None:
    """Fetch the calendar; None if it is still the one that the `marks` came with.

    `take` reads it as it comes, and raises NotACalendar where it is something else. Raises
    CalendarError.
    """
    client = Client(access)
    named = bool(client.access.user)
    if named and not marks and (found := _over_caldav(client, window, take)):
        return found
    question = Question("GET", {"Accept": "text/calendar, */*;q=0.1", **_if_new(marks)})
    with client.asked(question) as response:
        if response.status == NOT_MODIFIED and marks:
            return None
        trouble: CalendarError = CalendarError(_refusal(response))
        if response.status == OK:
            try:
                return Fetched(take(response.pieces), _marks(response))
            except NotACalendar as error:
                trouble = error
    if not named and (found := _over_caldav(client, window, take)):
        return found
    if named:
        check_is_calendar(client)
    raise trouble


def _over_caldav(
    client: Client, window: Window, take: Callable[[Iterator[bytes]], Found]
) -> Fetched[Found] | None:
    """What a CalDAV server gives, None if there is none."""
    with client.asked(query(window)) as response:
        if response.status == UNAUTHORISED and client.access.user:
            raise CalendarError(_refusal(response))  # who is refused twice, may be locked out
        if response.status != MULTI_STATUS:
            return None
        return Fetched(take(documents(client, response)))


def _if_new(marks: Mapping[str, str]) -> dict[str, str]:
    return {header: marks[mark] for mark, header in MARKS.items() if mark in marks}


def _marks(response: Response) -> dict[str, str]:
    return {mark: response.headers[mark] for mark in MARKS if mark in response.headers}


def _refusal(response: Response) -> str:
    words = REFUSALS.get(response.status) or (TROUBLE if response.status >= 500 else REFUSAL)
    return words.format(host=response.host, status=response.status)
