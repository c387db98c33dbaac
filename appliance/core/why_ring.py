"""Why a member's telephone rings or not (office.md F6): every thing that counts, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from appliance.core.calls.waiting import is_after_hours
from appliance.core.model.ids import Moment, Status
from appliance.core.model.standing import Standing
from appliance.core.model.trouble import Reason, Trouble
from appliance.core.settings.directory import Agent, Directory
from appliance.core.settings.hours import closed
from appliance.core.settings.loops import Loop
from appliance.core.staff import calendar_says as calendar_answer
from appliance.core.staff.calendar_words import clock
from appliance.core.staff.hunting import Reach, Why, nobody, reach
from appliance.core.staff.presence import staff_now
from appliance.core.state.call import Waiting
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER
from appliance.core.state.trunk_legs import by_trunk
from appliance.core.words.trouble_details import in_english

IN_WORDS = {
    Why.FIRST: "rings first for the next caller",
    Why.ALL: "rings together with the others who are free",
    Why.LATER: "rings if those before it do not answer",
    Why.LANGUAGE: "rings only if nobody who speaks the caller's language is free ({detail})",
    Why.AWAY: "does not ring: away",
    Why.LOGGED_OUT: "does not ring: logged out",
    Why.CALENDAR: "does not ring: {detail}",
    Why.SKILL: "does not ring: the loop asks for the skill {detail}",
    Why.RINGING: "does not ring: it rings for another call",
    Why.BUSY: "does not ring: in a call",
    Why.WRAP_UP: "does not ring: wrapping up a call",
    Why.NO_TELEPHONE: "does not ring: no telephone answers",
    Why.HOURS: "does not ring: callers of the loop go elsewhere at this time",
}
SIGNS = {True: "ok ", False: "NO ", None: "   "}
KEPT_BY = {
    "ringing": Standing.RUNG,
    "busy": Standing.IN_CALL,
    "dialling": Standing.DIALS,
    "wrap_up": Standing.WRAPS_UP,
}
STATES = {
    Status.AVAILABLE: Standing.FREE,
    Status.AWAY: Standing.AWAY,
    Status.LOGGED_OUT: Standing.LOGGED_OUT,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that decides, or (`ok` None) is only told.

    `what` is "presence", "calendar", "call", "telephone", or "loops". `words` are `trouble` in
    English.
    """

    what: str
    ok: bool | None
    words: str
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class LoopAnswer:
    """What a member's telephone does for a loop's next caller, and which lines lead there now."""

    loop: str
    name: str
    why: Why
    words: str
    lines: tuple[tuple[str, str], ...] = ()
    """Line -> "open", or why its callers do not come now: "hours", "holiday"."""


@dataclass(frozen=True, slots=True)
class RingAnswer:
    """Whether the telephone of `agent` would ring for a loop's next caller, with every reason."""

    agent: str
    name: str
    rings: bool
    checks: tuple[Check, ...]
    loops: tuple[LoopAnswer, ...]


def why_ring(picture: Picture, agent: Agent, now: Moment) -> RingAnswer:
    """The answer for one member of staff, by the rules that decide real calls."""
    loops = tuple(_loop_answers(picture, agent, now))
    checks = tuple(_checks(picture, agent, now))
    rings = all(check.ok is not False for check in checks) and any(
        each.why in _MAY_RING for each in loops
    )
    return RingAnswer(agent.id, agent.name, rings, checks, loops)


def in_sentences(answer: RingAnswer) -> Iterator[str]:
    """The same for people, most important first."""
    verdict = "would ring" if answer.rings else "would not ring"
    yield f"The telephone of {answer.name} {verdict} for a caller of a loop now."
    yield from (f"{SIGNS[check.ok]} {check.words}" for check in answer.checks)
    for each in answer.loops:
        closed_now = [f"{line} is closed ({why})" for line, why in each.lines if why != "open"]
        after = f"; {', '.join(closed_now)}" if closed_now else ""
        yield f"{each.name}: {each.words}{after}."


_MAY_RING = (Why.FIRST, Why.ALL, Why.LATER, Why.LANGUAGE)


def _checks(picture: Picture, agent: Agent, now: Moment) -> Iterator[Check]:
    yield _presence(picture, agent, now)
    for ok, fact in calendar_answer.told(picture, agent, now):
        yield _check("calendar", ok, fact)
    yield _call(picture, agent)
    yield _telephone(picture, agent, now)
    member_of = picture.directory.loops_of(agent.id)
    names = ", ".join(_membership(loop, agent) for loop in member_of)
    fact = Trouble(Standing.IN_LOOPS, {"loops": names}) if names else Trouble(Standing.IN_NO_LOOP)
    yield _check("loops", bool(member_of), fact)
    yield from _declined(picture, agent)


def _check(what: str, ok: bool | None, fact: Trouble) -> Check:
    return Check(what, ok, in_english(fact), fact)


def _membership(loop: Loop, agent: Agent) -> str:
    """A loop's name, and by which role somebody is in it whom it does not name."""
    by = [role for role in agent.roles if role in loop.roles and agent.id not in loop.members]
    return f"{loop.name} ({', '.join(by)})" if by else loop.name


def _presence(picture: Picture, agent: Agent, now: Moment) -> Check:
    member = picture.staff.get(agent.id, STRANGER)
    free = member.status is Status.AVAILABLE
    reason = Trouble(Standing.REASON, {"said": member.reason}) if member.reason else ""
    values = {
        "reason": reason,
        "since": _at(Standing.SINCE, member.since, now),
        "until": _at(Standing.UNTIL, member.until, now),
    }
    return _check("presence", free, Trouble(STATES[member.status], values))


def _at(code: Standing, moment: datetime | None, now: Moment) -> Reason:
    if moment is None:
        return ""
    return Trouble(code, {"at": f"{moment.astimezone(now.wall.tzinfo):%d.%m %H:%M}"})


def _call(picture: Picture, agent: Agent) -> Check:
    kept = picture.calls.kept.get(agent.id)
    if kept is None:
        return _check("call", True, Trouble(Standing.IN_NO_CALL))
    caller = {"number": kept.call.caller or ""}
    return _check("call", False, Trouble(KEPT_BY[kept.stands], caller))


def _telephone(picture: Picture, agent: Agent, now: Moment) -> Check:
    trunk, address = picture.directory.way_out, {"address": agent.address}
    if since := picture.staff.get(agent.id, STRANGER).no_telephone:
        silent = {**address, "end": clock(since, now.wall)}
        return _check("telephone", False, Trouble(Standing.UNANSWERED, silent))
    if not by_trunk(picture.directory, agent.id):
        return _check("telephone", True, Trouble(Standing.AT_ADDRESS, address))
    if trunk is None:
        return _check("telephone", False, Trouble(Standing.NO_TRUNK, address))
    if fault := picture.faults.get(f"trunk {trunk.id}"):
        down = Trouble("telephone.trunk_down", {**address, "fault": fault})
        return _check("telephone", False, down)
    return _check("telephone", True, Trouble(Standing.BY_TRUNK, address))


def _declined(picture: Picture, agent: Agent) -> Iterator[Check]:
    """Calls that wait now, and that this member has just not taken."""
    for call in picture.calls.values():
        if isinstance(call.phase, Waiting) and agent.id in call.phase.tried:
            caller = {"number": call.caller or ""}
            yield _check("call", True, Trouble(Standing.DECLINED, caller))


def _loop_answers(picture: Picture, agent: Agent, now: Moment) -> Iterator[LoopAnswer]:
    directory = picture.directory
    for loop in directory.loops_of(agent.id):
        for each in _reach_now(picture, loop, now):
            if each.agent == agent.id:
                lines = tuple(_lines_to(directory, loop, now))
                words = reason_in_words(each)
                yield LoopAnswer(loop.id, loop.name, each.why, words, lines)


def _reach_now(picture: Picture, loop: Loop, now: Moment) -> tuple[Reach, ...]:
    directory = picture.directory
    if is_after_hours(directory, loop, now):
        return nobody(directory, loop)
    language = directory.office.language
    staff = staff_now(picture, now)
    return reach(directory, loop, staff, picture.calls.kept, language)


def reason_in_words(each: Reach) -> str:
    """Why a telephone rings for a loop's next caller, or does not."""
    words = IN_WORDS[each.why].format(detail=in_english(each.block) if each.block else each.detail)
    told = each.detail and each.why in (Why.AWAY, Why.LOGGED_OUT)
    return f"{words} ({each.detail})" if told else words


def _lines_to(directory: Directory, loop: Loop, now: Moment) -> Iterator[tuple[str, str]]:
    for line in directory.index.lines_to.get(loop.id, ()):
        why = closed(directory, line, now.wall) if now.clock_set else ""
        yield line.id, why or "open"
