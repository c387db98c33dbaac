"""Whether the calendars of an office can be read as they are written down."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.settings.directory import Directory
from appliance.core.settings.problem import Problem


def calendar_problems(directory: Directory) -> Iterator[Problem]:
    """Calendars that lie nowhere or in two places, and mailboxes that nobody may ask for."""
    for agent in directory.agents.values():
        if agent.calendar is None:
            continue
        path, named = f"agents.{agent.id}.calendar", agent.calendar
        if not named.url and not named.mailbox:
            yield Problem(f"{path}.url", "this needs the address of a calendar, or a mailbox")
        if named.url and named.mailbox:
            yield Problem(
                f"{path}.mailbox", "this goes with no address: a calendar lies in one place"
            )
        if named.mailbox and directory.office.graph is None:
            words = (
                "to read mailboxes, we need graph_tenant, graph_client and graph_secret in [office]"
            )
            yield Problem(f"{path}.mailbox", words)
