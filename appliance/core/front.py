"""The state of the office as the front panel and the pages show it."""

from __future__ import annotations

from appliance.core import display, hours, live, resting
from appliance.core.calendar_words import clock, in_words
from appliance.core.dial_phase import Dialling
from appliance.core.dial_wording import OUTGOING
from appliance.core.directory import Agent
from appliance.core.faults import faults
from appliance.core.identity import readable
from appliance.core.lights import lights, signals
from appliance.core.model import Moment, Status
from appliance.core.office import Picture
from appliance.core.partner import id_of
from appliance.core.phases import (
    Call,
    CallingBack,
    Choosing,
    ChoosingLanguage,
    Hearing,
    Referring,
    Talking,
    Waiting,
    WrappingUp,
)
from appliance.core.presence import staff_now
from appliance.core.staff import STRANGER, Engagement, Member, engaged
from appliance.core.staff_phase import AtStaffLine
from appliance.core.staff_wording import STAFF_LINE
from appliance.core.views import CallView, Lamp, View
from appliance.core.wording import UNKNOWN_LINE, worded

STATUS_PATTERNS = {
    Status.AVAILABLE: "free",
    Status.AWAY: "away",
    Status.LOGGED_OUT: "logged_out",
}
STANDS = {"ringing": 0, "talking": 1, "waiting": 2, "message": 3, "menu": 4, "wrap-up": 5}
"""What the display tells of first."""


def view(picture: Picture, now: Moment) -> View:
    """The whole picture as it is to be shown now."""
    calls = tuple(sorted(map(call_view, picture.calls.values()), key=_urgency))
    known = tuple(faults(picture, now))
    sentences = tuple(fault.sentence for fault in known)
    lamps = _lamps(picture, now)
    others = tuple(signals(calls, sentences, picture.directory.office.language))
    waiting = sum(isinstance(call.phase, Waiting) for call in picture.calls.values())
    return View(
        rows=display.rows(picture, calls, sentences, now),
        lamps=lamps,
        calls=calls,
        faults=sentences,
        waiting=waiting,
        unsent=picture.outbox.unsent,
        inbox=len(picture.mail.unhandled),
        delivered=picture.outbox.delivered,
        details=tuple(fault.detail for fault in known),
        signals=others,
        lights=lights((*lamps, *others)),
        dim=not calls and hours.at_night(picture.directory.office.display_dim, now),
        language=picture.directory.office.language,
        loops=tuple(live.loops(picture)),
        parts=tuple(live.parts(picture)),
        arrivals=picture.listening.kept,
        code_shown=picture.door.shown is not None,
    )


def call_view(call: Call) -> CallView:
    """One call as the desk sees it."""
    agent = call.directory.taker(_agent_of(call) or "")
    chosen, note = _chosen(call)
    return CallView(
        call=call.id,
        client=_client_name(call),
        caller=readable(call.caller, call.directory.office.language),
        about=call.about,
        stands=_stands(call),
        agent=agent.name if agent else "",
        registered=call.registered,
        screening=display.screening_words(call),
        urgent=call.urgent,
        abuse=call.abuse,
        client_id=call.client.id if call.client else "",
        language=call.language,
        since=call.started.wall.timestamp(),
        loop=call.phase.loop if isinstance(call.phase, Waiting) else "",
        trail=call.trail,
        agent_id=agent.id if agent else "",
        outgoing=call.outgoing is not None,
        talks=isinstance(call.phase, Talking),
        held=isinstance(call.phase, Talking) and resting.is_held(call, call.phase),
        partner=_partner_at(call),
        chosen=chosen,
        note=note,
        promised=call.promised,
    )


def _lamps(picture: Picture, now: Moment) -> tuple[Lamp, ...]:
    kept = engaged(picture.calls.values())
    staff = staff_now(picture, now)
    return tuple(
        _busy_lamp(agent, kept[agent.id])
        if agent.id in kept
        else _own_lamp(agent, staff.get(agent.id, STRANGER), now)
        for agent in picture.directory.agents.values()
    )


def _busy_lamp(agent: Agent, kept: Engagement) -> Lamp:
    who = readable(kept.call.caller, kept.call.directory.office.language)
    return Lamp(agent.id, agent.name, kept.pattern, f"{_WHY[kept.stands]} {who}")


def _own_lamp(agent: Agent, member: Member, now: Moment) -> Lamp:
    pattern = STATUS_PATTERNS[member.status]
    if member.no_telephone and member.status is Status.AVAILABLE:
        since = clock(member.no_telephone, now.wall)
        return Lamp(agent.id, agent.name, "fault", f"fault: no telephone since {since}")
    if member.blocked and member.status is Status.AVAILABLE:
        return Lamp(agent.id, agent.name, "away", f"away: {in_words(member.blocked)}")
    why = " ".join(filter(None, (member.reason, _end(member, now))))
    return Lamp(agent.id, agent.name, pattern, f"{pattern.replace('_', ' ')}: {why}" if why else "")


def _end(member: Member, now: Moment) -> str:
    """When this person is available again, by the office's clock; a day only if it is another."""
    if member.until is None:
        return ""
    return f"until {clock(member.until, now.wall)}"


_WHY = {
    "ringing": "rung for",
    "busy": "talking to",
    "wrap_up": "wrapping up after",
    "dialling": "calling",
}


def _stands(call: Call) -> str:
    match call.phase:
        case Choosing() | ChoosingLanguage() | Hearing() | AtStaffLine():
            return "menu"
        case Waiting(offers=offers):
            return "ringing" if offers else "waiting"
        case Referring():
            return "ringing"
        case Dialling():
            return "ringing"
        case Talking() | CallingBack():
            return "ringing" if _rings_out(call) else "talking"
        case WrappingUp():
            return "wrap-up"
        case _:
            return "message"


def _rings_out(call: Call) -> bool:
    """Whether whom we call has not answered yet."""
    return call.outgoing is not None and isinstance(call.phase, CallingBack)


def _agent_of(call: Call) -> str | None:
    match call.phase:
        case Waiting(offers=(first, *_)):
            return first.agent
        case Talking(agent=agent) | WrappingUp(agent=agent) | CallingBack(agent=agent):
            return agent
        case Dialling(agent=agent) | AtStaffLine(agent=agent):
            return agent
    return None


def _partner_at(call: Call) -> str:
    """The partner whose telephone rings, or who has the call: their page shows it."""
    at = [_agent_of(call) or ""]
    if isinstance(call.phase, Waiting):
        at = [offer.agent for offer in call.phase.offers]
    return next(filter(None, map(id_of, at)), "")


def _chosen(call: Call) -> tuple[str, str]:
    said = call.phase.chosen if isinstance(call.phase, Talking) else None
    return (said[0].value, said[1]) if said else ("", "")


def _client_name(call: Call) -> str:
    if call.client:
        return call.client.name
    words = OUTGOING if call.outgoing else STAFF_LINE if call.line else UNKNOWN_LINE
    return worded(words, call.directory.office.language)


def _urgency(call: CallView) -> int:
    return 1 if call.outgoing and call.stands == "ringing" else STANDS[call.stands]
