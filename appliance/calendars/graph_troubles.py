"""What Microsoft answers instead of a calendar, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appliance.calendars.asking import Response
from appliance.calendars.fetching import REFUSALS, TROUBLE
from appliance.calendars.troubles import CalendarError

TOO_MANY = 429
LONGEST_WAIT = 3600
"""Seconds; who wants to be left alone for longer is asked after an hour all the same."""

NO_APP = (
    "To read a mailbox, the box needs the app that was registered for it: "
    "put its tenant, its id and its secret into the settings of the office."
)
ELSEWHERE = "{host} leads on to another place in the middle of the calendar: not followed."
TOO_LARGE = "The calendar at {host} is larger than {size} MB: let it publish a shorter time."
OTHER = "{host} does not give the calendar (status {status}); it is asked again later."

NO_TENANT = "Microsoft knows no such tenant: check the tenant in the settings of the office."
LOGIN_TROUBLES: Mapping[int, str] = {
    7000222: (
        "The secret of the app has expired: make a new one in Microsoft Entra, and put its value "
        "into the settings of the office."
    ),
    7000215: (
        "Microsoft does not accept the secret of the app: put the secret's value into the "
        "settings of the office, not its id."
    ),
    700016: (
        "Microsoft knows no such app in this tenant: check the app's id and the tenant in the "
        "settings of the office."
    ),
    90002: NO_TENANT,
    900023: NO_TENANT,
}
"""By the numbers of Microsoft Entra, which it calls AADSTS."""

LOGIN_OTHER = (
    "Microsoft does not let the app log in (AADSTS{number}): the administrator finds out why "
    "among the sign-ins in Microsoft Entra."
)
MAILBOX_TROUBLES: Mapping[int, str] = {
    401: "Microsoft does not take what the app logged in with; it is asked again later.",
    403: (
        "Microsoft does not let the app read this mailbox: it needs the application permission "
        "Calendars.Read, the administrator's consent, and a policy that covers the mailbox."
    ),
    404: (
        "Microsoft 365 has no such mailbox, or one without a calendar: check the mailbox in the "
        "settings of its owner."
    ),
}


def login_trouble(response: Response, said: Mapping[str, Any]) -> CalendarError:
    """Why the app was not let in."""
    if response.status == TOO_MANY or response.status >= 500:
        return _trouble(response)
    codes = said.get("error_codes")
    numbers = [code for code in codes if type(code) is int] if isinstance(codes, list) else []
    for number in numbers:
        if number in LOGIN_TROUBLES:
            return CalendarError(LOGIN_TROUBLES[number])
    return CalendarError(LOGIN_OTHER.format(number=numbers[0])) if numbers else _trouble(response)


def mailbox_trouble(response: Response, said: Mapping[str, Any]) -> CalendarError:
    """Why the mailbox is not read."""
    if words := MAILBOX_TROUBLES.get(response.status):
        return CalendarError(words)
    return _trouble(response)


def _trouble(response: Response) -> CalendarError:
    words = OTHER
    if response.status == TOO_MANY:
        words = REFUSALS[TOO_MANY]
    elif response.status >= 500:
        words = TROUBLE
    said = words.format(host=response.host, status=response.status)
    return CalendarError(said, _wanted(response.headers.get("retry-after", "")))


def _wanted(after: str) -> float:
    """The seconds of Retry-After (RFC 9110 section 10.2.3), which Graph writes as a number."""
    plain = after.isascii() and after.isdigit() and len(after) < 10
    return float(min(int(after), LONGEST_WAIT)) if plain else 0.0
