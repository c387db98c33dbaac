"""Whether the box may dial a number for somebody: toll fraud, free lines, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment
from appliance.core.model.verdict import Refused, Verdict, refused
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


def refusal(picture: Picture, event: DialAsked, now: Moment) -> Verdict | None:
    """Why this is not dialled now; None if it may be."""
    return next(_objections(picture, event, now), None)


def _objections(picture: Picture, event: DialAsked, now: Moment) -> Iterator[Verdict]:
    directory = picture.directory
    if event.agent not in directory.agents:
        yield refused(Refused.NOBODY, who=repr(event.agent))
        return
    if event.client and event.client not in directory.clients:
        yield refused(Refused.NO_FIRM, who=repr(event.client))
    yield from _about_the_number(directory, event.number)
    yield from _about_the_agent(picture, event.agent)
    if picture.power is not PowerState.ON:
        yield refused(Refused.SWITCHING_OFF)
    if len(picture.calls) >= directory.office.max_calls:
        yield refused(Refused.LINES_IN_USE)
    needed = 2 if by_trunk(directory, event.agent) else 1
    if picture.calls.out + needed > directory.office.max_outgoing:
        yield refused(Refused.LINES_OUT_IN_USE)
    if _too_often(picture, event.agent, now):
        yield refused(Refused.TOO_OFTEN)


def _about_the_number(directory: Directory, written: str) -> Iterator[Verdict]:
    if directory.way_out is None:
        yield refused(Refused.NO_TRUNK)
    if _is_short(directory, written):
        yield refused(Refused.SHORT_NUMBER)
    number = number_of(directory, written)
    if number is None:
        yield refused(Refused.NO_NUMBER)
        return
    if is_own(directory, number):
        yield refused(Refused.OWN_NUMBER)
    if number not in directory.index.known_numbers and not staff_may_dial(directory, number):
        yield refused(Refused.NUMBER_NOT_ALLOWED)


def _is_short(directory: Directory, written: str) -> bool:
    number = _with_code(directory, written)
    some = any(character.isdigit() for character in written)
    few = sum(character.isdigit() for character in written) < SHORTEST_NUMBER
    return some and (few or (number[1:].isdigit() and is_short(number)))


def _about_the_agent(picture: Picture, agent: str) -> Iterator[Verdict]:
    kept = picture.calls.kept.get(agent)
    if kept is None:
        return
    name = picture.directory.agents[agent].name
    if kept.stands == "wrap_up":
        yield refused(Refused.OUTCOME_MISSING, who=name)
    yield refused(Refused.HAS_A_CALL, who=name)


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
