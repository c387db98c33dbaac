"""What Microsoft answers instead of a calendar, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appliance.calendars.asking import Response
from appliance.calendars.fetching import REFUSALS, TROUBLE
from appliance.calendars.troubles import CalendarError

UNAUTHORISED, FORBIDDEN, NOT_FOUND, TOO_MANY = 401, 403, 404, 429
LONGEST_CODE = 60
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
    UNAUTHORISED: "Microsoft does not take what the app logged in with; it is asked again later.",
    FORBIDDEN: (
        "Microsoft does not let the app read this mailbox: it needs the application permission "
        "Calendars.Read (or Calendars.ReadBasic.All), the administrator's consent, and a policy "
        "that covers the mailbox."
    ),
    NOT_FOUND: (
        "Microsoft 365 has no such mailbox, or one without a calendar: check the mailbox in the "
        "settings of its owner."
    ),
}


RECIPIENT_UNKNOWN = ("ErrorMailRecipientNotFound", "5009")
SCHEDULE_OTHER = (
    "Microsoft does not say when the owner of this mailbox is busy ({code}); it is asked again "
    "later."
)


class TokenRefused(CalendarError):
    """What the app goes in with is not taken (any more)."""


class NotAllowed(CalendarError):
    """The app may not see this of the mailbox; perhaps something less."""


REFUSED: Mapping[int, type[CalendarError]] = {UNAUTHORISED: TokenRefused, FORBIDDEN: NotAllowed}


class LoginRests(CalendarError):
    """The log-in wants to be left alone, whichever mailbox is meant."""


def login_trouble(response: Response, said: Mapping[str, Any]) -> CalendarError:
    """Why the app was not let in."""
    if response.status == TOO_MANY or response.status >= 500:
        error = _trouble(response)
        return LoginRests(str(error), error.after_seconds)
    codes = said.get("error_codes")
    numbers = [code for code in codes if type(code) is int] if isinstance(codes, list) else []
    for number in numbers:
        if number in LOGIN_TROUBLES:
            return CalendarError(LOGIN_TROUBLES[number])
    return CalendarError(LOGIN_OTHER.format(number=numbers[0])) if numbers else _trouble(response)


def mailbox_trouble(response: Response, said: Mapping[str, Any]) -> CalendarError:
    """Why the mailbox is not read."""
    if words := MAILBOX_TROUBLES.get(response.status):
        return REFUSED.get(response.status, CalendarError)(words)
    return _trouble(response)


def schedule_trouble(error: object) -> CalendarError:
    """Why one schedule is not told, by the type freeBusyError within an answer."""
    code = str(error.get("responseCode", "")) if isinstance(error, Mapping) else ""
    if code in RECIPIENT_UNKNOWN:
        return CalendarError(MAILBOX_TROUBLES[NOT_FOUND])
    plain = code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE
    return CalendarError(SCHEDULE_OTHER.format(code=code if plain else "?"))


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
