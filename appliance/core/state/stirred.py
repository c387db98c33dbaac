"""What has changed since somebody looked: only that is looked at again."""

from __future__ import annotations

from typing import NamedTuple

from appliance.core.model.ids import CallId

MOST = 64
"""Where more has changed, or the same so often, all is looked at."""


class Stirred(NamedTuple):
    """Calls that changed, and members of staff whose status, calendar, or calls did.

    `all`: everything may have.
    """

    calls: tuple[CallId, ...] = ()
    agents: tuple[str, ...] = ()
    all: bool = False

    def also(self, calls: tuple[CallId, ...], agents: tuple[str, ...]) -> Stirred:
        """These as well."""
        if self.all or len(self.calls) > MOST or len(self.agents) > MOST:
            return ALL
        return Stirred(self.calls + calls, self.agents + agents)


NOTHING = Stirred()
ALL = Stirred(all=True)
