"""Whom calendars keep from the calls of loops now, and when each of them is to be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment
from appliance.core.settings.directory import Directory
from appliance.core.state.staff import STRANGER, Blocked, Member, Staff


@dataclass(frozen=True)
class Blocks:
    """What calendars said `since` a time, by these settings; `stale`: who must be asked anew.

    `until`: member of staff -> when it may be otherwise; nobody's is earlier than `next`.
    """

    known: Mapping[str, Blocked] = field(default_factory=dict)
    until: Mapping[str, datetime] = field(default_factory=dict)
    next: datetime | None = None
    stale: frozenset[str] = frozenset()
    since: Moment | None = None
    directory: Directory | None = None

    def knows(self, directory: Directory, now: Moment) -> bool:
        """Whether it was told by these settings and by this clock, and no later than now."""
        since = self.since
        return (
            self.directory is directory
            and since is not None
            and since.clock_set == now.clock_set
            and _zone(since) == _zone(now)
            and since.wall <= now.wall
        )

    def hold(self, directory: Directory, now: Moment) -> bool:
        """Whether all of it is so now."""
        due = self.next is not None and self.next <= now.wall
        return not due and not self.stale and self.knows(directory, now)

    def asked_anew(self, agents: Iterable[str]) -> Blocks:
        """What is known until these are asked."""
        return changed(self, stale=self.stale.union(agents))


class StaffNow(Mapping[str, Member]):
    """What everybody has set, and what their calendars say."""

    def __init__(self, staff: Staff, blocked: Mapping[str, Blocked]) -> None:
        self._staff, self._blocked = staff, blocked

    def __getitem__(self, agent: str) -> Member:
        """The person as they stand now; raises KeyError for one of whom nothing is known."""
        if (blocked := self._blocked.get(agent)) is None:
            return self._staff[agent]
        return changed(self._staff.get(agent, STRANGER), blocked=blocked)

    def __iter__(self) -> Iterator[str]:
        """Everybody of whom anything is known."""
        return iter({**self._staff, **self._blocked})

    def __len__(self) -> int:
        """Of how many anything is known."""
        return len(self._staff.keys() | self._blocked.keys())


def _zone(moment: Moment) -> tzinfo | None:
    return moment.wall.tzinfo
