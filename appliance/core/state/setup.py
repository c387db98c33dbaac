"""What calls brought with them, kept for a while for whoever sets up a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from appliance.core.model.ids import CallId, LegId, Moment
from appliance.core.protocol.events import CallArrived
from appliance.core.protocol.events_setup import CallDescribed
from appliance.core.protocol.view import Arrival
from appliance.core.state.call import call_of

LONGEST_SECONDS = 1800.0
MOST_KEPT = 5
MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Listening:
    """Until when (monotonic seconds) arrivals are kept, and the newest of them, newest first."""

    until: float = 0.0
    kept: tuple[Arrival, ...] = ()


def listen(listening: Listening, seconds: float, now: Moment) -> Listening:
    """Keep what arrives from now on; what an earlier listening has kept is forgotten."""
    kept = listening.kept if now.monotonic < listening.until else ()
    return Listening(now.monotonic + min(seconds, LONGEST_SECONDS), kept)


def arrived(
    listening: Listening, event: CallArrived, line: str, known_by: str, now: Moment
) -> Listening:
    """Keep a call, if somebody listens."""
    if now.monotonic >= listening.until:
        return replace(listening, kept=()) if listening.kept else listening
    came = Arrival(
        call=call_of(event.leg),
        at=now.wall.timestamp(),
        dialled=event.dialled,
        caller=event.caller,
        diverted=event.diverted,
        line=line,
        known_by=known_by,
    )
    return replace(listening, kept=(came, *listening.kept)[:MOST_KEPT])


def described(listening: Listening, event: CallDescribed) -> Listening:
    """Add to a call that is kept what its INVITE brought."""
    call = call_of(event.leg)
    return _with(
        listening, call, lambda came: replace(came, headers=event.headers, codecs=event.codecs)
    )


def pressed(listening: Listening, leg: LegId, digit: str) -> Listening:
    """Add a key to the call that it was pressed in."""
    call = call_of(leg)
    if str(leg) != call:
        return listening
    return _with(
        listening, call, lambda came: replace(came, digits=(came.digits + digit)[:MOST_DIGITS])
    )


def _with(listening: Listening, call: CallId, change: Callable[[Arrival], Arrival]) -> Listening:
    """The same object where the call is not kept."""
    if not any(came.call == call for came in listening.kept):
        return listening
    kept = tuple(change(came) if came.call == call else came for came in listening.kept)
    return replace(listening, kept=kept)


_FORWARDED = {"diversion", "cc-diversion", "history-info"}


class ToldBy(StrEnum):
    """What tells the calls of a line apart."""

    FORWARDED = "forwarded"
    """The carrier names the number that the call was forwarded from."""
    ADDRESSED = "addressed"
    """The call was addressed to it, though our own number was dialled."""
    DIALLED = "dialled"
    """It was dialled, and nothing says that the call was forwarded."""


def number_for_line(came: Arrival, own: str = "") -> tuple[str, ToldBy]:
    """The number by which calls such as this one are told apart, and what tells it.

    `own` is the number that the trunk knows us by: who dials it may still mean several clients.
    """
    written = {name.lower() for name, _ in came.headers}
    if came.diverted and written & _FORWARDED:
        return came.diverted[0], ToldBy.FORWARDED
    if came.diverted and own and came.dialled == own:
        return came.diverted[0], ToldBy.ADDRESSED
    return came.dialled, ToldBy.DIALLED
