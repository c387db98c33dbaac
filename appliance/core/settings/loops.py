"""A loop of the office as it is settled: who is in it, how they are rung, what callers hear."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import Strategy


@dataclass(frozen=True, slots=True)
class Overflow:
    """Where a loop's callers go when it cannot serve them (office.md E1).

    `after_seconds` of waiting, more than `length` callers before them, (`when_empty`) nobody
    logged in, or outside the hours named by `outside`, when no member is rung: to another loop,
    to a partner (core/settings/partners.py), to a bare number, or (none of them) to a message. A
    partner who does not take the call gives it back to its place in the queue.
    """

    after_seconds: float | None = None
    length: int | None = None
    when_empty: bool = True
    outside: str | None = None
    loop: str | None = None
    partner: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A queue: callers wait for one of its members.

    `members` are those who are named; `roles` makes members of others. `strategy`:
    "longest_idle", "in_turn" (who was rung longest ago), "fixed" (the first of them who is
    free), or "all" at once. `skill`: only members who have it are rung. `whisper`: the agent
    hears who is called for, before caller and agent hear each other.
    """

    id: str
    name: str
    members: tuple[str, ...] = ()
    wait_seconds: float = 60.0
    """How long a caller waits before we take a message instead."""
    strategy: Strategy = Strategy.LONGEST_IDLE
    ring_seconds: float | None = None
    """How long a telephone rings; none: as the office says."""
    skill: str = ""
    whisper: bool = False
    announce_seconds: float | None = None
    """How often a caller hears their place in the queue; none: never."""
    call_back: bool = False
    """Waiting callers may press 1, hang up, and are called when it is their turn."""
    overflow: Overflow | None = None
    record: bool = False
    """Whether talks of this loop are recorded; callers are told before."""
    announce_wait: bool = False
    """Whether callers hear with their place how long they will wait."""
    roles: tuple[str, ...] = ()
    """Everybody who has one of these is a member too; ask Directory.members_of for all of them."""
