"""The members of staff: what each has set, what calls make of it, and who is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from appliance.core.model.calendar import Entry
from appliance.core.model.ids import Moment, PresenceRecord, Status
from appliance.core.settings.partners import is_partner
from appliance.core.state.call import OUTSIDE, Call, CallingBack, Talking, Waiting, WrappingUp
from appliance.core.state.dial_phase import Dialling, DialStep
from appliance.core.state.staff_line import AtStaffLine


@dataclass(frozen=True, slots=True)
class Blocked:
    """What in a calendar keeps the calls of loops away `at` a time, and until when it does."""

    entry: Entry
    until: datetime
    at: datetime


@dataclass(frozen=True)
class Member:
    """A person's own status, and when (monotonic seconds) they last became free and were rung."""

    status: Status = Status.AVAILABLE
    reason: str = ""
    since: datetime | None = None
    idle_since: float = 0.0
    until: datetime | None = None
    """When this person is available again by themselves."""
    rung_at: float = 0.0
    no_telephone: datetime | None = None
    """Since when nothing at all is heard of this person's telephone."""
    blocked: Blocked | None = None
    """What the calendar says; known only to `presence.staff_now`, never kept."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """What keeps a person from the next call: "ringing", "busy", or "wrap_up"."""

    pattern: str
    call: Call

    @property
    def stands(self) -> str:
        """As `pattern`, but "wrap_up" as soon as the caller has gone, and "dialling" before an
        agent has reached whom they call."""
        match self.call.phase:
            case WrappingUp():
                return "wrap_up"
            case Dialling():
                return "dialling"
            case CallingBack() if self.call.outgoing:
                return "dialling"
        return self.pattern


Staff = Mapping[str, Member]
STRANGER = Member()


def from_records(records: Iterable[PresenceRecord]) -> dict[str, Member]:
    """The statuses as they were before the box stopped."""
    return {r.agent: Member(r.status, r.reason, r.since, until=r.until) for r in records}


def ended(staff: Staff, now: Moment) -> list[str]:
    """Whose status has come to its end; without a set clock nobody's."""
    if not now.clock_set:
        return []
    return [agent for agent, m in staff.items() if m.until and m.until <= now.wall]


def available_again(staff: Staff, agents: Iterable[str], now: Moment) -> dict[str, Member]:
    """These people, there again from now on."""
    return {
        agent: replace(
            staff[agent],
            status=Status.AVAILABLE,
            reason="",
            since=now.wall,
            idle_since=now.monotonic,
            until=None,
        )
        for agent in agents
    }


def engaged(calls: Iterable[Call]) -> dict[str, Engagement]:
    """Who is kept by these calls."""
    return {agent: by for call in calls for agent, by in kept_by(call).items()}


def kept_by(call: Call) -> dict[str, Engagement]:
    """Whom of our own this call keeps from others."""
    kept = {agent: Engagement(pattern, call) for agent, pattern in _patterns(call)}
    return {name: by for name, by in kept.items() if not is_partner(name) and OUTSIDE not in name}


def _patterns(call: Call) -> Iterator[tuple[str, str]]:
    match call.phase:
        case Waiting(offers=offers):
            yield from ((offer.agent, "ringing") for offer in offers)
        case Talking(agent=agent, consult=consult):
            yield agent, "busy"
            if consult:
                yield consult.target, "busy" if consult.answered else "ringing"
        case CallingBack(agent=agent):
            yield agent, "busy"
        case Dialling(agent=agent, step=step):
            yield agent, "ringing" if step is DialStep.OWN else "busy"
        case AtStaffLine(agent=agent) if agent:
            yield agent, "busy"
        case WrappingUp(agent=agent, leg=leg):
            yield agent, "busy" if leg else "wrap_up"


def available(staff: Staff, agent: str) -> bool:
    """The person is logged in and not away, whatever calls they have."""
    return staff.get(agent, STRANGER).status is Status.AVAILABLE


def takes_loop_calls(staff: Staff, agent: str) -> bool:
    """The person can be rung, and nothing in their calendar keeps loop calls away."""
    return can_be_rung(staff, agent) and staff.get(agent, STRANGER).blocked is None


def can_be_rung(staff: Staff, agent: str) -> bool:
    """The person is available, and something answers at their telephone."""
    return available(staff, agent) and staff.get(agent, STRANGER).no_telephone is None
