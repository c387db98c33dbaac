"""The access token of Microsoft's log-in, kept in memory until it ends and never written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import GraphApp

MARGIN = 300.0
"""Seconds before its end from which a token is not used any more: a reading may take minutes."""

LONGEST = 86400.0
"""Seconds; Microsoft gives tokens for an hour to a day."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What the app goes in with, for so many `seconds` (RFC 6749 section 5.1)."""

    value: str = field(repr=False)
    seconds: float = 0.0

    @classmethod
    def of(cls, value: str, expires_in: object) -> Self:
        """One of an answer; without a time that means something it serves one reading only."""
        plain = isinstance(expires_in, int | float) and not isinstance(expires_in, bool)
        return cls(value, min(max(float(expires_in), 0.0), LONGEST) if plain else 0.0)  # type: ignore[arg-type]


class LoginKept:
    """What the log-in said last to an app: its token, or that it wants to be left alone.

    Times are in seconds of a clock that only goes forward. Other app, other secret: nothing is
    known.
    """

    def __init__(self) -> None:
        self._app: GraphApp | None = None
        self._token, self._until = "", 0.0
        self._trouble, self._rest = "", 0.0

    def token(self, app: GraphApp, now: float) -> str:
        """The token that is still good; "" if there is none. Raises CalendarError to wait."""
        if app != self._app:
            return ""
        if now < self._rest:
            raise CalendarError(self._trouble, self._rest - now)
        return self._token if now < self._until else ""

    def keep(self, app: GraphApp, token: AccessToken, now: float) -> None:
        """Keep a token that was just given."""
        self._app, self._token, self._until = app, token.value, now + token.seconds - MARGIN
        self._rest = 0.0

    def rest(self, app: GraphApp, error: CalendarError, now: float) -> None:
        """Leave the log-in alone as long as it wants, whichever mailbox is asked for."""
        if app != self._app:
            self._app, self._token = app, ""
        self._trouble, self._rest = str(error), now + error.after_seconds
