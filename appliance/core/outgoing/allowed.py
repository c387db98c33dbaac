"""Whether the box may dial a number for somebody: toll fraud, free lines, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment
from appliance.core.model.written_number import mended, plain
from appliance.core.protocol.events_desk import DialAsked
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import Picture, PowerState
from appliance.core.state.trunk_legs import by_trunk
from appliance.core.trunks.limits import (
    HOME,
    SHORTEST_NUMBER,
    is_own,
    is_short,
    is_whole,
    staff_may_dial,
)
from appliance.core.words.numbers import unmarked

WITHIN = ((60.0, 6), (3600.0, 60))
"""Within so many seconds one member of staff has so many calls dialled at most."""
NO_NUMBER = "This is no number that can be dialled: write it with + and the country code."
TOO_SHORT = (
    "Numbers this short, emergency numbers too, are not dialled by the box: "
    "dial them on your own telephone."
)
NOT_ALLOWED = (
    "The settings do not let the office dial this number: it stands neither in them "
    "nor among the numbers that staff may dial."
)
LINES_OUT = "All lines out are in use. Try again in a moment."
LINES = "All lines of the box are in use. Try again in a moment."
TOO_OFTEN = "So many calls in so short a time are not dialled. Wait a while."


def number_of(directory: Directory, written: str) -> str | None:
    """The number (E.164) that somebody wrote, without the office's mark (office.md D8)."""
    number = _with_code(directory, written)
    return number if is_whole(number) else None


def _with_code(directory: Directory, written: str) -> str:
    bare = plain(unmarked(mended(written), directory.office.mark) or "")
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif not bare.startswith("+"):
        code, before = HOME.get(directory.office.country, ("", ""))
        if not code or not bare.startswith(before):
            return ""
        bare = code + bare.removeprefix(before)
    return bare


def keeps_promise(
    directory: Directory, written: str, firm: str, caller: str | None, client: str | None
) -> bool:
    """Whether a call of this number in this firm's name keeps the promise of a message.

    `caller` and `client` are the message's: a number as it is kept, and a firm's id.
    """
    number = number_of(directory, written)
    return number is not None and number == caller and (firm or None) == (client or None)


def refusal(picture: Picture, event: DialAsked, now: Moment) -> str:
    """Why this is not dialled now, as a sentence; "" if it may be."""
    return next(_objections(picture, event, now), "")


def _objections(picture: Picture, event: DialAsked, now: Moment) -> Iterator[str]:
    directory = picture.directory
    if event.agent not in directory.agents:
        yield f"There is nobody called {event.agent!r} in the settings."
        return
    if event.client and event.client not in directory.clients:
        yield f"There is no firm called {event.client!r} in the settings."
    yield from _about_the_number(directory, event.number)
    yield from _about_the_agent(picture, event.agent)
    if picture.power is not PowerState.ON:
        yield "The box is switching off."
    if len(picture.calls) >= directory.office.max_calls:
        yield LINES
    needed = 2 if by_trunk(directory, event.agent) else 1
    if picture.calls.out + needed > directory.office.max_outgoing:
        yield LINES_OUT
    if _too_often(picture, event.agent, now):
        yield TOO_OFTEN


def _about_the_number(directory: Directory, written: str) -> Iterator[str]:
    if directory.way_out is None:
        yield "There is no trunk to dial by."
    if _is_short(directory, written):
        yield TOO_SHORT
    number = number_of(directory, written)
    if number is None:
        yield NO_NUMBER
        return
    if is_own(directory, number):
        yield "This number is our own: the call would come back to the box."
    if number not in directory.index.known_numbers and not staff_may_dial(directory, number):
        yield NOT_ALLOWED


def _is_short(directory: Directory, written: str) -> bool:
    number = _with_code(directory, written)
    some = any(character.isdigit() for character in written)
    few = sum(character.isdigit() for character in written) < SHORTEST_NUMBER
    return some and (few or (number[1:].isdigit() and is_short(number)))


def _about_the_agent(picture: Picture, agent: str) -> Iterator[str]:
    kept = picture.calls.kept.get(agent)
    if kept is None:
        return
    name = picture.directory.agents[agent].name
    if kept.stands == "wrap_up":
        yield f"First say how the last call of {name} ended."
    yield f"{name} has a call already."


def _too_often(picture: Picture, agent: str, now: Moment) -> bool:
    before = picture.dialled.get(agent, ())
    return any(
        sum(now.monotonic - at < seconds for at in before) >= most for seconds, most in WITHIN
    )


def counted(picture: Picture, agent: str, now: Moment) -> Picture:
    """The picture that remembers that this member of staff has just had a number dialled."""
    longest = max(seconds for seconds, _ in WITHIN)
    recent = [at for at in picture.dialled.get(agent, ()) if now.monotonic - at < longest]
    return changed(picture, dialled={**picture.dialled, agent: (*recent, now.monotonic)})
