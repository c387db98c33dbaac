"""The state of the office as the front panel and the pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appliance.core.box.faults import (
    Fault,
    LateCalendars,
    deserted,
    faults,
    late_calendars,
    silent,
    there,
)
from appliance.core.calls import held_by_agent as resting
from appliance.core.model.ids import Moment, Status
from appliance.core.model.standing import Standing
from appliance.core.model.trouble import Reason, Trouble
from appliance.core.panel import display, live
from appliance.core.panel.lamps import fault_lamp, lights, line_lamps
from appliance.core.protocol.view import CallView, Lamp, LoopView, View
from appliance.core.settings import hours
from appliance.core.settings.directory import Agent
from appliance.core.settings.partners import id_of
from appliance.core.staff.calendar_words import clock, fact_of
from appliance.core.staff.presence import staff_now
from appliance.core.state.call import (
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
from appliance.core.state.dial_phase import Dialling
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER, Engagement, Member, Staff
from appliance.core.state.staff_line import AtStaffLine
from appliance.core.words.faults import told
from appliance.core.words.nobodys_line import Nobodys, nobodys_name
from appliance.core.words.numbers import in_story, readable
from appliance.core.words.trouble_details import in_english

STATUS_PATTERNS = {
    Status.AVAILABLE: "free",
    Status.AWAY: "away",
    Status.LOGGED_OUT: "logged_out",
}
STANDS = {"ringing": 0, "talking": 1, "waiting": 2, "message": 3, "menu": 4, "wrap-up": 5}
"""What the display tells of first."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a view grows with the office and its calls; `lines` are the lamps of lines."""

    calls: tuple[CallView, ...]
    lamps: tuple[Lamp, ...]
    lines: tuple[Lamp, ...]
    loops: tuple[LoopView, ...]
    deserted: tuple[Fault, ...]
    late: tuple[Fault, ...]
    patterns: Mapping[str, str]


def view(picture: Picture, now: Moment) -> View:
    """The whole picture as it is to be shown now, drawn anew; see screen.py."""
    staff, directory = staff_now(picture, now), picture.directory
    calls = tuple(sorted(map(call_view, picture.calls.values()), key=urgency))
    lamps = tuple(lamp_of(picture, staff, each, now) for each in directory.agents.values())
    loops = directory.loops.values()
    members = directory.index.member_ids
    standing = ((loop, (there(staff, each) for each in members[loop.id])) for loop in loops)
    alone = (fault for loop, theirs in standing if (fault := deserted(loop, theirs)))
    late = [*late_calendars(picture, now, LateCalendars(), directory.agents).faults.values()]
    late += [fault for each in directory.agents.values() if (fault := silent(picture, each))]
    lines, rounds = tuple(line_lamps(calls)), tuple(live.loops(picture))
    parts = Parts(calls, lamps, lines, rounds, tuple(alone), tuple(late), lights(lamps))
    return composed(picture, parts, now)


def composed(picture: Picture, parts: Parts, now: Moment) -> View:
    """The view that has these parts."""
    office, calls = picture.directory.office, parts.calls
    known = tuple(faults(picture, now, parts.deserted, parts.late))
    troubles = tuple([fault.trouble for fault in known])
    sentences = tuple([told(each, office.language) for each in troubles])
    others = (*parts.lines, *fault_lamp(sentences, office.language))
    return View(
        rows=display.rows(picture, calls, sentences, now),
        lamps=parts.lamps,
        calls=calls,
        faults=sentences,
        troubles=troubles,
        waiting=len(picture.calls.queue),
        unsent=picture.outbox.unsent,
        inbox=len(picture.mail.unhandled),
        missed=picture.missed,
        delivered=picture.outbox.delivered,
        details=tuple([fault.detail for fault in known]),
        signals=others,
        lights={**parts.patterns, **lights(others)},
        dim=not calls and hours.at_night(office.display_dim, now),
        language=office.language,
        loops=parts.loops,
        parts=tuple(live.parts(picture)),
        arrivals=picture.listening.kept,
        code_shown=picture.door.shown is not None,
    )


def call_view(call: Call) -> CallView:
    """One call as the desk sees it."""
    agent = call.directory.taker(_agent_of(call) or "")
    chosen, note = _chosen(call)
    language, nobodys = call.directory.office.language, _nobodys(call)
    return CallView(
        call=call.id,
        client=call.client.name if call.client else nobodys_name(nobodys, language),
        caller=readable(call.caller, language) if call.caller else "",
        about=call.about,
        stands=_stands(call),
        agent=agent.name if agent else "",
        registered=call.registered,
        screening=display.screening_words(call),
        urgent=call.urgent,
        abuse=call.abuse,
        client_id=call.client.id if call.client else "",
        nobodys=nobodys,
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


def lamp_of(picture: Picture, staff: Staff, agent: Agent, now: Moment) -> Lamp:
    """The lamp of a member of staff."""
    if kept := picture.calls.kept.get(agent.id):
        return _busy_lamp(agent, kept)
    return _own_lamp(agent, staff.get(agent.id, STRANGER), now)


def _busy_lamp(agent: Agent, kept: Engagement) -> Lamp:
    call, why = kept.call, _WHY[kept.stands]
    firm = call.client.id if call.client else ""
    return Lamp(agent.id, agent.name, kept.pattern, why, in_story(call.caller), firm)


def _own_lamp(agent: Agent, member: Member, now: Moment) -> Lamp:
    pattern = STATUS_PATTERNS[member.status]
    if member.no_telephone and member.status is Status.AVAILABLE:
        since = {"end": clock(member.no_telephone, now.wall)}
        return _lamp(agent, "fault", Trouble(Standing.NO_TELEPHONE_SINCE, since))
    if member.blocked and member.status is Status.AVAILABLE:
        return _lamp(agent, "away", fact_of(member.blocked))
    return _lamp(agent, pattern, _own_words(member, now))


def _lamp(agent: Agent, pattern: str, why: Reason) -> Lamp:
    words = f"{pattern.replace('_', ' ')}: {in_english(why)}" if why else ""
    fact = why if isinstance(why, Trouble) else None
    return Lamp(agent.id, agent.name, pattern, words, fact=fact)


def _own_words(member: Member, now: Moment) -> Reason:
    """Why this person is away, and when they are back by the office's clock."""
    if member.until is None:
        return member.reason
    end = {"end": clock(member.until, now.wall)}
    if not member.reason:
        return Trouble(Standing.UNTIL_END, end)
    return Trouble(Standing.REASON_UNTIL, {**end, "reason": member.reason})


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


def _nobodys(call: Call) -> str:
    if call.client:
        return ""
    if call.outgoing:
        return Nobodys.OUTGOING
    return Nobodys.STAFF_LINE if call.line else Nobodys.UNKNOWN


def urgency(call: CallView) -> int:
    """Where a call stands among all; the least is shown first."""
    return 1 if call.outgoing and call.stands == "ringing" else STANDS[call.stands]
