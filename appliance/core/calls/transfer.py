"""What an agent does with a call in the middle of it: hold, transfer, consult, escalate, note."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import (
    held_by_agent as resting,
)
from appliance.core.calls import (
    remark,
    screening,
    waiting,
)
from appliance.core.calls import (
    transfer_by_refer as referral,
)
from appliance.core.calls.offering import name_of, reached_at
from appliance.core.calls.outcomes import outcome_keys
from appliance.core.model.ids import LegId, Moment, Sound
from appliance.core.model.told import Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import Bridge, Command, HangUp, Part, StartTimer, StopTimer
from appliance.core.settings.partners import is_partner
from appliance.core.state.call import (
    OUTSIDE,
    Call,
    Consult,
    Step,
    Talking,
    enter,
    new_leg,
    noted,
    play,
    timer,
)
from appliance.core.trunks.limits import SHORTEST_NUMBER, e164, is_whole, may_dial

KEYS_SECONDS = 6.0
"""So long an unfinished command of the agent's keys is remembered."""


def key_pressed(call: Call, phase: Talking, digit: str, now: Moment) -> Step:
    """A key of the agent: the star begins a command; anything else alone means nothing."""
    keys = "*" if digit == "*" else phase.keys + digit if phase.keys else ""
    done = _command(call, phase, keys, now)
    if done:
        onward, commands = done
        return onward, [*commands, StopTimer(timer(call, "keys"))]
    forget = [StartTimer(timer(call, "keys"), KEYS_SECONDS)] if keys else []
    return enter(call, replace(phase, keys=keys), forget)


def keys_forgotten(call: Call, phase: Talking) -> Step:
    """The command was not finished in time."""
    return enter(call, replace(phase, keys=""), [])


def _command(call: Call, phase: Talking, keys: str, now: Moment) -> Step | None:
    """Carry out a finished command; None while it may still become one."""
    phase = replace(phase, keys="")
    match keys[:2], keys[2:]:
        case "*1", "":
            return hold_or_resume(call, phase, now, phase.agent)
        case "*4", "":
            return _put_through(call, phase, now)
        case "*6", "":
            return remark.abuse(call, phase, now, phase.agent)
        case "*7", "":
            return remark.urgent(call, phase, now, phase.agent)
        case "*9", "":
            return escalate(call, phase, now, phase.agent)
        case "*5", digit if digit in outcome_keys(call):
            chosen = outcome_keys(call)[digit]
            call = noted(call, now, Told.OUTCOME, phase.agent, how=chosen)
            return enter(call, replace(phase, chosen=(chosen, "")), [])
        case "*2" | "*3", dialled if dialled.endswith("#"):
            return _dial(call, phase, keys[:2], dialled[:-1], now)
    return None


def _dial(call: Call, phase: Talking, command: str, dialled: str, now: Moment) -> Step:
    """Transfer to, or ask, whoever was dialled; the firm's own number obeys its screening."""
    if _is_the_firm(call, dialled):
        return _put_through(call, phase, now)
    step = _transfer if command == "*2" else _ask
    return step(call, phase, _target(call, phase, dialled), now)


def _is_the_firm(call: Call, dialled: str) -> bool:
    number = call.client.number if call.client else None
    return (
        bool(number) and len(dialled) >= SHORTEST_NUMBER and e164(call.directory, dialled) == number
    )


def _target(call: Call, phase: Talking, dialled: str) -> str | None:
    """Whom the agent means: a colleague by extension, or a number through the trunk.

    A partner's telephones dial no numbers at our expense.
    """
    if colleague := call.directory.index.extensions.get(dialled):
        return colleague.id
    whole = len(dialled) >= SHORTEST_NUMBER and is_whole(e164(call.directory, dialled))
    allowed = whole and not is_partner(phase.agent) and may_dial(call.directory.office, dialled)
    return OUTSIDE + dialled if allowed and call.directory.way_out else None


def hold_or_resume(call: Call, phase: Talking, now: Moment, who: str) -> Step:
    """Put the caller on hold, or end that and whatever the agent consults."""
    if phase.leg in call.resting and not phase.held:
        return enter(call, phase, [])  # the telephone holds, and it alone can take that back
    if phase.held or phase.consult:
        return resume(noted(call, now, Told.OFF_HOLD, who), phase)
    call, commands = _hold(noted(call, now, Told.ON_HOLD, who), phase)
    return enter(call, replace(phase, held=True), commands)


def _hold(call: Call, phase: Talking) -> tuple[Call, list[Command]]:
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    return call, [Part(call.caller_leg, phase.leg), sound]


def resume(call: Call, phase: Talking) -> Step:
    """Caller and agent hear each other again; whoever was consulted is let go."""
    let_go = stop_consulting(call, phase)
    call, bridge = resting.together(call, phase.leg)
    return enter(call, replace(phase, held=False, consult=None), [*let_go, *bridge])


def stop_consulting(call: Call, phase: Talking) -> list[Command]:
    """Let the third leg go, and what belongs to the agent's commands."""
    off: list[Command] = [StopTimer(timer(call, "consult")), StopTimer(timer(call, "keys"))]
    return [HangUp(phase.consult.leg), *off] if phase.consult else off


def _nobody(call: Call, phase: Talking, now: Moment) -> Call:
    return noted(call, now, Told.NOBODY_HAS_NUMBER, phase.agent)


def _put_through(call: Call, phase: Talking, now: Moment) -> Step:
    number = call.client.number if call.client else None
    if number and (why := screening.refusal(call)):
        return screening.refuse(call, phase, why, now)
    call = screening.allow(call, phase, now) if number else call
    return _transfer(call, phase, OUTSIDE + number if number else None, now)


def _transfer(call: Call, phase: Talking, target: str | None, now: Moment) -> Step:
    """The agent lets the caller go to somebody else."""
    if target is None or phase.loop not in call.directory.loops:
        return enter(_nobody(call, phase, now), phase, [])
    call = noted(call, now, Told.TRANSFERRED, phase.agent, who=name_of(call, target))
    if referral.is_possible(call, target):
        onward, commands = referral.refer(call, phase.loop, target)
    else:
        onward, commands = waiting.wait_for(call, phase.loop, target, now)
    return onward, [HangUp(phase.leg), *stop_consulting(call, phase), *commands]


def _ask(call: Call, phase: Talking, target: str | None, now: Moment) -> Step:
    """The agent asks somebody else first; the caller is on hold meanwhile."""
    if target is None or phase.consult:
        return enter(_nobody(call, phase, now), phase, [])
    call, hold = _hold(call, phase)
    return _consult(call, replace(phase, held=True), target, hold, now)


def escalate(call: Call, phase: Talking, now: Moment, who: str) -> Step:
    """The superior is called and joins in (office.md C10)."""
    agent = call.directory.agents.get(phase.agent)
    superior = agent.superior if agent else None
    if superior is None or phase.consult:
        call = noted(call, now, Told.NO_SUPERIOR, who=name_of(call, phase.agent))
        return enter(call, phase, [])
    return _consult(call, phase, superior, [], now, who=who, joins=True)


def _consult(
    call: Call,
    phase: Talking,
    target: str,
    before: list[Command],
    now: Moment,
    *,
    who: str = "",
    joins: bool = False,
) -> Step:
    who = who or phase.agent
    call, leg = new_leg(noted(call, now, Told.ASKED, who, who=name_of(call, target)))
    limit = StartTimer(timer(call, "consult"), call.directory.office.ring_seconds)
    asked = replace(phase, consult=Consult(target, leg, joins))
    return enter(call, asked, [*before, reached_at(call, leg, target), limit])


def consulted(call: Call, phase: Talking, asked: Consult, now: Moment) -> Step:
    """The one who was asked answered."""
    call = noted(call, now, Told.ANSWERED, who=name_of(call, asked.target))
    bridges: list[Command] = [Bridge(phase.leg, asked.leg, beside=asked.joins)]
    if asked.joins:
        bridges.append(Bridge(call.caller_leg, asked.leg, beside=True))
    answered = replace(phase, consult=replace(asked, answered=True))
    return enter(call, answered, [StopTimer(timer(call, "consult")), *bridges])


def not_consulted(call: Call, phase: Talking, asked: Consult, why: Trouble, now: Moment) -> Step:
    """The one who was asked did not answer, or has left again."""
    call = noted(call, now, Told.NOT_THERE, who=name_of(call, asked.target), why=why)
    if asked.joins:
        return enter(call, replace(phase, consult=None), _gone(call, asked.leg))
    return resume(call, phase)


def hand_over(call: Call, phase: Talking, asked: Consult, now: Moment) -> Step:
    """The agent hung up after asking: the caller goes to the one who was asked."""
    if not asked.answered:
        return _transfer(call, phase, asked.target, now)
    call = noted(call, now, Told.HANDED_OVER, phase.agent, who=name_of(call, asked.target))
    call = replace(call, agent=asked.target)
    call, bridge = (call, []) if asked.joins else resting.together(call, asked.leg)
    talking = Talking(asked.target, asked.leg, now, phase.loop)
    return enter(call, talking, [*bridge, StopTimer(timer(call, "keys"))])


def _gone(call: Call, leg: LegId) -> list[Command]:
    return [HangUp(leg), StopTimer(timer(call, "consult"))]
