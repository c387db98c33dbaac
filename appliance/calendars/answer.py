"""What the reading process answers: an outcome or an error, and what Microsoft's log-in said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from appliance.calendars.graph_token import AccessToken
from appliance.calendars.graph_troubles import LoginRests
from appliance.calendars.job import Outcome, outcome_fields, outcome_read
from appliance.calendars.troubles import CalendarError
from appliance.common.foreign_json import object_in


@dataclass(frozen=True, slots=True)
class Answer:
    """Either what was read or why nothing was; `token` is one that was given meanwhile."""

    said: Outcome | CalendarError
    token: AccessToken | None = None

    @property
    def outcome(self) -> Outcome:
        """What was read; raises CalendarError."""
        if isinstance(self.said, CalendarError):
            raise self.said
        return self.said


def answer_written(answer: Answer) -> bytes:
    """The answer as a line of JSON; it holds the token."""
    token, said = answer.token, answer.said
    told = _error_fields(said) if isinstance(said, CalendarError) else outcome_fields(said)
    if token:
        told |= {"token": token.value, "seconds": token.seconds}
    return json.dumps(told).encode()


def answer_read(line: bytes) -> Answer:
    """The answer that was written; raises ValueError, TypeError, KeyError for what is none."""
    told = object_in(line)
    token = AccessToken(told["token"], float(told["seconds"])) if "token" in told else None
    if "reason" not in told:
        return Answer(outcome_read(told), token)
    kind = LoginRests if told["login_rests"] else CalendarError
    return Answer(kind(str(told["reason"]), float(told["after"])), token)


def _error_fields(error: CalendarError) -> dict[str, Any]:
    return {
        "reason": str(error),
        "after": error.after_seconds,
        "login_rests": isinstance(error, LoginRests),
    }
