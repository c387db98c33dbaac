"""Telephones from which nothing is heard: passed over, and looked for until they answer.

Only those rung by a SIP address of their own: behind a trunk it is the trunk that says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.frozen import changed
from appliance.core.model.ids import LegId, Moment, TimerId
from appliance.core.protocol.commands import Command, StartTimer, StopTimer
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import LegAnswered, LegEnded, LegRinging
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.core.settings.directory import Directory
from appliance.core.state.call import Call, Talking, Waiting, call_of, ring_timer
from appliance.core.state.dial_phase import Dialling
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER, Member

LOOK_SECONDS = 15.0
"""Between two looks for a telephone that is gone."""
TIMER = "telephone:"
DOUBT = TIMER + "doubt:"
"""Begins the timer of a telephone that was rung so shortly that its silence proved nothing."""
DOUBT_SECONDS = 4.0
"""So long it has for its answer, as one that is rung has for its "100"."""
OTHER_REASONS = frozenset({400, 487})
"""The address cannot be one, or we gave up ringing ourselves: that proves nothing."""

Step = tuple[Picture, list[Command]]


def rung(picture: Picture, event: LegRinging | LegAnswered | LegEnded, now: Moment) -> Step:
    """What the fate of a leg tells of the telephone at its end."""
    if event.leg in picture.rung_out:
        return _rung_out(picture, event)
    agent = _rung_on(picture, event.leg)
    if agent is None:
        return picture, []
    if not (isinstance(event, LegEnded) and event.silent):
        return _found(picture, agent)
    return (picture, []) if event.code in OTHER_REASONS else _lost(picture, agent, now)


def found(picture: Picture, event: TelephoneFound, now: Moment) -> Step:
    """It has answered the question whether it is there."""
    return _found(picture, event.agent)


def ring_over(picture: Picture, timer: TimerId) -> Picture:
    """A telephone has rung its whole time; how its leg ends tells whether anybody heard it."""
    call = picture.calls.get(call_of(timer))
    if call is None or not isinstance(call.phase, Waiting):
        return picture
    over = {
        held.leg: held.agent
        for held in call.phase.offers
        if held.ringing
        and timer == ring_timer(call, held.leg)
        and _has_own(call.directory, held.agent)
    }
    return changed(picture, rung_out={**picture.rung_out, **over}) if over else picture


def _rung_out(picture: Picture, event: LegRinging | LegAnswered | LegEnded) -> Step:
    """A loop may ring for less time than a telephone has for its first word: then it is asked."""
    agent = picture.rung_out[event.leg]
    left = {leg: who for leg, who in picture.rung_out.items() if leg != event.leg}
    picture = changed(picture, rung_out=left)
    known = picture.directory.agents.get(agent)
    if known is None or not _has_own(picture.directory, agent):
        return picture, []
    if not (isinstance(event, LegEnded) and event.silent):
        return _found(picture, agent)
    picture = changed(picture, doubted={**picture.doubted, agent: known.address})
    doubt = StartTimer(TimerId(f"{DOUBT}{agent}"), DOUBT_SECONDS)
    return picture, [LookFor(agent, known.address), doubt]


def look(picture: Picture, timer: TimerId, now: Moment) -> Step:
    """The time has come to look for a telephone once more, or to give up hoping for its answer."""
    if timer.startswith(DOUBT):
        return _doubt_over(picture, timer.removeprefix(DOUBT), now)
    agent = picture.directory.agents.get(timer.removeprefix(TIMER))
    if agent is None or picture.staff.get(agent.id, STRANGER).no_telephone is None:
        return picture, []
    return picture, [LookFor(agent.id, agent.address), StartTimer(timer, LOOK_SECONDS)]


def _doubt_over(picture: Picture, agent: str, now: Moment) -> Step:
    """It was asked and has said nothing, unless it has moved since: then another one was asked."""
    asked = picture.doubted.get(agent)
    picture = _undoubted(picture, agent)
    same = asked is not None and asked == _address(picture.directory, agent)
    return _lost(picture, agent, now) if same else (picture, [])


def kept(before: Directory, after: Directory, staff: Mapping[str, Member]) -> dict[str, Member]:
    """The staff under new settings: of a telephone at a new address nothing is known yet."""
    moved = {
        agent
        for agent, member in staff.items()
        if member.no_telephone and _address(before, agent) != _address(after, agent)
    }
    return {
        agent: changed(member, no_telephone=None) if agent in moved else member
        for agent, member in staff.items()
    }


def _address(directory: Directory, agent: str) -> str:
    known = directory.agents.get(agent)
    return known.address if known else ""


def _has_own(directory: Directory, agent: str) -> bool:
    return _address(directory, agent).startswith("sip")


def _rung_on(picture: Picture, leg: LegId) -> str | None:
    """Whose own telephone is rung on a leg; None where they have another one by now."""
    call = picture.calls.get(call_of(leg))
    agent = _rung_for(call, leg) if call else None
    if call is None or agent is None or not _has_own(picture.directory, agent):
        return None
    same = _address(call.directory, agent) == _address(picture.directory, agent)
    return agent if same else None


def _rung_for(call: Call, leg: LegId) -> str | None:
    match call.phase:
        case Waiting() as here:
            held = here.offer_on(leg)
            return held.agent if held else None
        case Talking(consult=asked):
            return asked.target if asked and asked.leg == leg else None
        case Dialling(agent=agent, leg=own):
            return agent if own == leg else None
    return None


def _lost(picture: Picture, agent: str, now: Moment) -> Step:
    member = picture.staff.get(agent, STRANGER)
    since = member.no_telephone or now.wall
    picture = picture.with_member(agent, changed(member, no_telephone=since))
    return picture, [StartTimer(TimerId(f"{TIMER}{agent}"), LOOK_SECONDS)]


def _found(picture: Picture, agent: str) -> Step:
    commands: list[Command] = []
    if agent in picture.doubted:
        picture = _undoubted(picture, agent)
        commands = [StopTimer(TimerId(f"{DOUBT}{agent}"))]
    member = picture.staff.get(agent, STRANGER)
    if member.no_telephone is None:
        return picture, commands
    picture = picture.with_member(agent, changed(member, no_telephone=None))
    return picture, [*commands, StopTimer(TimerId(f"{TIMER}{agent}"))]


def _undoubted(picture: Picture, agent: str) -> Picture:
    left = {who: address for who, address in picture.doubted.items() if who != agent}
    return changed(picture, doubted=left)
