"""Why a member's telephone rings or not (office.md F6): every thing that counts, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appliance.core.calls.waiting import is_after_hours
from appliance.core.model.ids import Moment, Status
from appliance.core.model.trouble import Trouble
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
from appliance.core.words.numbers import in_story
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
    "ringing": "Rings now for {caller}.",
    "busy": "In a call with {caller}.",
    "dialling": "Has {caller} dialled.",
    "wrap_up": "Wrapping up the call of {caller}: no call until its outcome is said.",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that decides, or (`ok` None) is only told.

    `what` is "presence", "calendar", "call", "telephone", or "loops". `words` are English; where
    a trouble is behind it, that is the fact of it.
    """

    what: str
    ok: bool | None
    words: str
    trouble: Trouble | None = None


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
    for ok, words in calendar_answer.told(picture, agent, now):
        yield Check("calendar", ok, words)
    yield _call(picture, agent)
    yield _telephone(picture, agent, now)
    member_of = picture.directory.loops_of(agent.id)
    names = ", ".join(_membership(loop, agent) for loop in member_of)
    words = f"Member of {names}." if names else "Member of no loop: only direct calls come."
    yield Check("loops", bool(member_of), words)
    yield from _declined(picture, agent)


def _membership(loop: Loop, agent: Agent) -> str:
    """A loop's name, and by which role somebody is in it whom it does not name."""
    by = [role for role in agent.roles if role in loop.roles and agent.id not in loop.members]
    return f"{loop.name} ({', '.join(by)})" if by else loop.name


def _presence(picture: Picture, agent: Agent, now: Moment) -> Check:
    member = picture.staff.get(agent.id, STRANGER)
    stands = {Status.AVAILABLE: "Free", Status.AWAY: "Away", Status.LOGGED_OUT: "Logged out"}
    why = f" ({member.reason})" if member.reason else ""
    zone = now.wall.tzinfo
    since = f" since {member.since.astimezone(zone):%d.%m %H:%M}" if member.since else ""
    until = f" until {member.until.astimezone(zone):%d.%m %H:%M}" if member.until else ""
    words = f"{stands[member.status]}{why}{since}{until}."
    return Check("presence", member.status is Status.AVAILABLE, words)


def _call(picture: Picture, agent: Agent) -> Check:
    kept = picture.calls.kept.get(agent.id)
    if kept is None:
        return Check("call", True, "In no call.")
    caller = in_story(kept.call.caller)
    return Check("call", False, KEPT_BY[kept.stands].format(caller=caller))


def _telephone(picture: Picture, agent: Agent, now: Moment) -> Check:
    trunk = picture.directory.way_out
    if since := picture.staff.get(agent.id, STRANGER).no_telephone:
        words = (
            f"Nothing has answered at {agent.address} since {clock(since, now.wall)}:"
            " is the telephone switched on?"
        )
        return Check("telephone", False, words)
    if not by_trunk(picture.directory, agent.id):
        return Check("telephone", True, f"Rung at {agent.address}.")
    if trunk is None:
        return Check("telephone", False, f"{agent.address} needs a trunk, and there is none.")
    if fault := picture.faults.get(f"trunk {trunk.id}"):
        down = Trouble("telephone.trunk_down", {"address": agent.address, "fault": fault})
        return Check("telephone", False, in_english(down), down)
    return Check("telephone", True, f"Rung at {agent.address} by the trunk.")


def _declined(picture: Picture, agent: Agent) -> Iterator[Check]:
    """Calls that wait now, and that this member has just not taken."""
    for call in picture.calls.values():
        if isinstance(call.phase, Waiting) and agent.id in call.phase.tried:
            caller = in_story(call.caller)
            words = f"Has just not taken the call of {caller}: is rung for it again soon."
            yield Check("call", True, words)


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
    words = IN_WORDS[each.why].format(detail=each.detail)
    told = each.detail and each.why in (Why.AWAY, Why.LOGGED_OUT)
    return f"{words} ({each.detail})" if told else words


def _lines_to(directory: Directory, loop: Loop, now: Moment) -> Iterator[tuple[str, str]]:
    for line in directory.index.lines_to.get(loop.id, ()):
        why = closed(directory, line, now.wall) if now.clock_set else ""
        yield line.id, why or "open"
