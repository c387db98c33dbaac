"""Whose telephone rings for a loop's next caller, and why the others' do not (office.md F6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from appliance.core.model.ids import Language, Status, Strategy
from appliance.core.model.trouble import Trouble
from appliance.core.settings.directory import Agent, Directory
from appliance.core.settings.loops import Loop
from appliance.core.staff.calendar_words import fact_of
from appliance.core.state.staff import STRANGER, Engagement, Staff


class Why(StrEnum):
    """Why a telephone rings for the next caller, or does not."""

    FIRST = "first"
    """It is the first one to be rung."""
    ALL = "all"
    """Every free telephone of the loop rings."""
    LATER = "later"
    """It rings if those before it do not answer."""
    LANGUAGE = "language"
    """Others speak the caller's language; it rings if they cannot."""
    AWAY = "away"
    LOGGED_OUT = "logged_out"
    SKILL = "skill"
    """The loop asks for a skill that this person has not."""
    RINGING = "ringing"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    CALENDAR = "calendar"
    """The calendar keeps the calls of loops away."""
    NO_TELEPHONE = "no_telephone"
    """Nothing answers at this person's telephone."""
    HOURS = "hours"
    """The loop's callers go elsewhere at this time."""


RINGS = (Why.FIRST, Why.ALL)
OUT = {Status.AWAY: Why.AWAY, Status.LOGGED_OUT: Why.LOGGED_OUT}
UNABLE = {
    "ringing": Why.RINGING,
    "busy": Why.BUSY,
    "dialling": Why.BUSY,
    "wrap_up": Why.WRAP_UP,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """A member of a loop, and why their telephone rings or not; `detail` in their own words."""

    agent: str
    name: str
    why: Why
    detail: str = ""
    block: Trouble | None = None
    """What stands in the calendar, where that is why."""

    @property
    def rings(self) -> bool:
        """Whether it rings at once."""
        return self.why in RINGS


def nobody(directory: Directory, loop: Loop) -> tuple[Reach, ...]:
    """Every member of a loop whose callers go elsewhere at this time."""
    return tuple(Reach(each.id, each.name, Why.HOURS) for each in directory.members_of(loop))


def reach(
    directory: Directory,
    loop: Loop,
    staff: Staff,
    kept: Mapping[str, Engagement],
    language: Language,
) -> tuple[Reach, ...]:
    """Every member of the loop, those who ring first."""
    members = directory.members_of(loop)
    hindered = {agent.id: why for agent in members if (why := hindrance(loop, agent, staff, kept))}
    free = [agent for agent in members if agent.id not in hindered]
    told = [*_free(loop, _ranked(loop, free, staff), language), *hindered.values()]
    return tuple(sorted(told, key=lambda each: not each.rings))


def hindrance(
    loop: Loop, agent: Agent, staff: Staff, kept: Mapping[str, Engagement]
) -> Reach | None:
    """Why this member's telephone does not ring for the loop now, or None if it may."""
    member = staff.get(agent.id, STRANGER)
    if member.status in OUT:
        return Reach(agent.id, agent.name, OUT[member.status], member.reason)
    if member.no_telephone:
        return Reach(agent.id, agent.name, Why.NO_TELEPHONE)
    if member.blocked:
        return Reach(agent.id, agent.name, Why.CALENDAR, block=fact_of(member.blocked))
    if loop.skill and loop.skill not in agent.skills:
        return Reach(agent.id, agent.name, Why.SKILL, loop.skill)
    if by := kept.get(agent.id):
        return Reach(agent.id, agent.name, UNABLE[by.stands])
    return None


def _ranked(loop: Loop, free: list[Agent], staff: Staff) -> list[Agent]:
    """Whom the strategy rings first."""
    match loop.strategy:
        case Strategy.LONGEST_IDLE:
            return sorted(free, key=lambda agent: staff.get(agent.id, STRANGER).idle_since)
        case Strategy.IN_TURN:
            return sorted(free, key=lambda agent: staff.get(agent.id, STRANGER).rung_at)
    return free


def _understanding(ranked: list[Agent], language: Language) -> list[Agent]:
    """Those who speak the caller's language; everybody where nobody does."""
    return [agent for agent in ranked if agent.speaks(language)] or ranked


def _free(loop: Loop, ranked: list[Agent], language: Language) -> Iterator[Reach]:
    first = _understanding(ranked, language)
    rung = {agent.id for agent in first}
    for place, agent in enumerate(first):
        rings = Why.ALL if loop.strategy is Strategy.ALL else Why.LATER if place else Why.FIRST
        yield Reach(agent.id, agent.name, rings)
    for agent in ranked:
        if agent.id not in rung:
            yield Reach(agent.id, agent.name, Why.LANGUAGE, language)
