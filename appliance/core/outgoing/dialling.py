"""Click to dial (office.md C4): the agent's own telephone rings, then the number that they pressed.

The box never dials by itself: every call begins with somebody who asked for it, and every further
try with a key.
"""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import callback
from appliance.core.calls.closing import finish
from appliance.core.calls.leg_words import why_ended
from appliance.core.model.frozen import changed
from appliance.core.model.ids import CallId, Disposition, LegId, Moment
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.model.verdict import Granted, granted
from appliance.core.outgoing import allowed as dial_rules
from appliance.core.protocol.commands import Command, HangUp, Ring, StartTimer, StopTimer
from appliance.core.protocol.events import LegAnswered, LegEnded, LegRinging
from appliance.core.protocol.events_desk import DialAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.settings.directory import Agent, Directory
from appliance.core.settings.lines import Line
from appliance.core.state.call import Call, CallingBack, Step, enter, new_leg, noted, play, timer
from appliance.core.state.dial_phase import Dialling, DialStep, Outgoing
from appliance.core.state.picture import Picture
from appliance.core.trunks.limits import own_number
from appliance.core.words.numbers import readable
from appliance.core.words.outgoing import OWN_CALL, dial_said, whom
from appliance.core.words.spoken import worded

DECIDE_SECONDS = 20.0
"""How long an agent may take to press a key."""
MOST_TRIES = 5
"""How often one press of "Call" may lead to the number being dialled."""
TRY_KEY, LATER_KEY = "1", "4"
BUSY = frozenset({486, 600})
NO_ANSWER = frozenset({200, 408, 480, 487})
NO_SUCH_NUMBER = frozenset({404, 410, 484, 604})
"""SIP status codes (RFC 3261 section 21)."""


def asked(picture: Picture, event: DialAsked, now: Moment) -> tuple[Picture, list[Command]]:
    """Ring the telephone of whoever wants to call, or say why not."""
    if why := dial_rules.refusal(picture, event, now):
        return picture, reply_to(event.request, why)
    before = len(picture.dialled.get(event.agent, ()))
    call, commands = _begun(picture.directory, event, before, now)
    assert call
    picture = dial_rules.counted(picture.with_call(call.id, call), event.agent, now)
    name = picture.directory.agents[event.agent].name
    replies = reply_to(event.request, granted(Granted.RINGS, who=name))
    return changed(picture, viewing=""), [*commands, *replies]


def _begun(directory: Directory, event: DialAsked, before: int, now: Moment) -> Step:
    agent = directory.agents[event.agent]
    call, leg = new_leg(_call_of(directory, event, before, now))
    limit = StartTimer(timer(call, "limit"), directory.office.call_seconds)
    patience = StartTimer(timer(call, "dial"), directory.office.ring_seconds)
    return enter(call, Dialling(agent.id, leg), [_own_ring(call, agent, leg), patience, limit])


def _call_of(directory: Directory, event: DialAsked, before: int, now: Moment) -> Call:
    number = dial_rules.number_of(directory, event.number) or ""
    # Unique for ever: nobody has two numbers dialled in one microsecond, nor in one event.
    name = f"dial-{int(now.wall.timestamp() * 1_000_000)}-{event.agent}-{before}"
    call = Call(
        id=CallId(name),
        directory=directory,
        dialled=number,
        caller=number,
        line=_line_of(directory, event.client),
        language=directory.agents[event.agent].language,
        started=now,
        phase=Dialling(event.agent, LegId("")),
        caller_present=False,
        agent=event.agent,
        registered=directory.registered_to(number),
        outgoing=Outgoing(event.message, _loop_of(directory, event.agent)),
    )
    who, by = directory.agents[event.agent].name, event.by or event.agent
    if call.client is None:
        return noted(call, now, Told.WANTS_TO_CALL, by, who=who, number=number)
    firm = call.client.name
    return noted(call, now, Told.WANTS_TO_CALL_FOR, by, who=who, number=number, firm=firm)


def _line_of(directory: Directory, client: str) -> Line | None:
    """The line of the firm in whose name is called."""
    return directory.index.line_of.get(client) if client else None


def _loop_of(directory: Directory, agent: str) -> str:
    """Where the call goes if a transfer of it fails."""
    own = (loop.id for loop in directory.loops_of(agent))
    return next(own, next(iter(directory.loops), ""))


def _own_ring(call: Call, agent: Agent, leg: LegId) -> Ring:
    """The agent's telephone is rung so that it shows whom it is about to call, and nobody calls."""
    trunk, office = call.directory.way_out, call.directory.office
    assert trunk
    shown = call.registered or readable(call.caller, agent.language)
    name = worded(OWN_CALL, agent.language).format(whom=shown)
    if agent.address.startswith("sip:"):
        return Ring(leg, agent.address, office.mark, name)
    uri = f"sip:{agent.address}@{trunk.host}"
    return Ring(leg, uri, trunk.shown_user(own_number(call)), name, trunk.id)


# The agent's own telephone


def own_leg(
    call: Call, phase: Dialling, event: LegRinging | LegAnswered | LegEnded, now: Moment
) -> Step:
    """The agent's telephone rings, is answered, or is hung up."""
    name = call.directory.agents[phase.agent].name
    match event:
        case LegRinging():
            return noted(call, now, Told.RINGS, who=name), []
        case LegAnswered():
            return _tell(noted(call, now, Told.ANSWERED, phase.agent, who=name), phase)
        case LegEnded() if phase.step is DialStep.OWN:
            call = noted(call, now, Told.NOT_TAKEN, who=name, why=why_ended(event))
            return _not_reached_at_all(call, now)
    return _not_reached_at_all(noted(call, now, Told.AGENT_LEFT), now)


def _tell(call: Call, phase: Dialling) -> Step:
    """Say whom the box is about to call."""
    agent = call.directory.agents[phase.agent]
    asks = (dial_said("press_one_to_dial", agent.language),) if agent.confirm else ()
    said = (*whom(call.directory, call.caller or "", agent.language), *asks)
    call, telling = play(call, phase.leg, said)
    told = replace(phase, step=DialStep.TOLD, play=telling.play, asked=agent.confirm)
    return enter(call, told, [telling, StartTimer(timer(call, "dial"), DECIDE_SECONDS)])


def told(call: Call, phase: Dialling, now: Moment) -> Step:
    """The agent has heard it."""
    if phase.step is not DialStep.TOLD or phase.asked:
        return call, []
    return _dial(call, phase, now)


def key_pressed(call: Call, phase: Dialling, digit: str, now: Moment) -> Step:
    """A key dials at once, or again; or leaves it for later."""
    match phase.step, digit:
        case DialStep.TOLD, _ if digit == TRY_KEY or not phase.asked:
            return _dial(call, phase, now)
        case DialStep.AGAIN, "1" if _may_try(call):
            return _dial(noted(call, now, Told.TRIES_AGAIN, phase.agent), phase, now)
        case DialStep.AGAIN, "4":
            gone, commands = finish(call, Disposition.CALL_BACK, now)
            return gone, [HangUp(phase.leg), StopTimer(timer(call, "dial")), *commands]
    return call, []


def over(call: Call, phase: Dialling, now: Moment) -> Step:
    """The agent's telephone was not answered in time, or no key was pressed."""
    name = call.directory.agents[phase.agent].name
    if phase.step is not DialStep.AGAIN:
        call = noted(call, now, Told.NOT_TAKEN, who=name, why=Trouble(Cause.NO_ANSWER))
    gone, commands = _not_reached_at_all(call, now)
    return gone, [HangUp(phase.leg), *commands]


def _not_reached_at_all(call: Call, now: Moment) -> Step:
    gone, commands = finish(call, Disposition.NOT_REACHED, now)
    return gone, [StopTimer(timer(call, "dial")), *commands]


# The number that is dialled


def _dial(call: Call, phase: Dialling, now: Moment) -> Step:
    assert call.outgoing
    more = replace(call.outgoing, tries=call.outgoing.tries + 1)
    call = noted(changed(call, outgoing=more), now, Told.CALLS, number=call.caller or "")
    onward, commands = callback.ring_out(call, phase.agent, phase.leg, more.loop)
    return onward, [StopTimer(timer(call, "dial")), *commands]


def far_leg(
    call: Call, phase: CallingBack, event: LegRinging | LegAnswered | LegEnded, now: Moment
) -> Step:
    """The dialled telephone answers or does not; or the agent hangs up before that."""
    match event:
        case LegAnswered(leg=leg) if leg == phase.leg:
            return callback.caller_answered(call, phase, now)
        case LegEnded(leg=leg, code=code, reason=reason) if leg == phase.leg:
            return not_reached(call, phase, code, reason, now)
        case LegEnded():
            gone, commands = _not_reached_at_all(noted(call, now, Told.AGENT_LEFT), now)
            return gone, [*callback.stop(call, phase), *commands]
    return call, []


def not_answered(call: Call, phase: CallingBack, now: Moment) -> Step:
    """The dialled telephone has rung long enough."""
    return not_reached(call, phase, min(NO_ANSWER), "", now)


def not_reached(call: Call, phase: CallingBack, code: int, reason: str, now: Moment) -> Step:
    """Tell the agent why nobody was reached; a key tries again."""
    said, why = _why(code, reason)
    call = noted(call, now, Told.NOT_REACHED, number=call.caller or "", why=why)
    language = call.directory.agents[phase.agent].language
    onward = dial_said("try_again" if _may_try(call) else "no_more_tries", language)
    call, telling = play(call, phase.agent_leg, (dial_said(said, language), onward))
    again = Dialling(phase.agent, phase.agent_leg, DialStep.AGAIN, telling.play)
    limit = StartTimer(timer(call, "dial"), DECIDE_SECONDS)
    return enter(call, again, [*callback.stop(call, phase), telling, limit])


def _why(code: int, reason: str) -> tuple[str, Trouble]:
    """What is said of a status, and what stands in the story."""
    if code in BUSY:
        return "busy", Trouble(Cause.BUSY)
    if code in NO_ANSWER:
        return "no_answer", Trouble(Cause.NO_ANSWER)
    if code in NO_SUCH_NUMBER:
        return "no_such_number", Trouble(Cause.NO_SUCH_NUMBER)
    return "failed", Trouble(Cause.STATUS, {"said": f"{code} {reason}".strip()})


def _may_try(call: Call) -> bool:
    return call.outgoing is not None and call.outgoing.tries < MOST_TRIES
