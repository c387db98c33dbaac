"""Whose callers a person at the page may read, and how those of other firms look (office.md C9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from appliance.core.accounts import Role
from appliance.core.directory import Directory
from appliance.core.model import TrailStep
from appliance.core.staff_firms import firms_of
from appliance.core.views import CallView, View

DIGITS = re.compile(r"(?<!\d)(?<!\d[.:])\+?\d(?: ?\d){5,}(?!\d|[.:]\d)")
"""Six digits or more: a telephone number, or a national identity number. No date, no time."""
LEFT = 2
"""So many digits stay, so that people can tell two callers apart."""
HIDDEN = "•"
NOTED = "Noted: "


@dataclass(frozen=True, slots=True)
class Sight:
    """The firms whose callers and messages somebody reads; None among them: unknown lines."""

    firms: frozenset[str | None] = frozenset()
    everything: bool = False

    def covers(self, firm: str | None) -> bool:
        """Whether the callers of this firm (none, or "": of an unknown line) are read in full."""
        return self.everything or (firm or None) in self.firms


EVERYTHING = Sight(everything=True)
NOTHING = Sight()


def sight_of(directory: Directory, role: Role, name: str) -> Sight:
    """What an account reads: superiors everything, others what their own loops answer for.

    An account belongs to the member of staff whose id is its name.
    """
    if role.may(Role.SUPERIOR):
        return EVERYTHING
    for agent in directory.agents:
        if agent.casefold() == name.casefold():
            return Sight(frozenset(firms_of(directory, agent)))
    return NOTHING


def masked(text: str) -> str:
    """The text with all but the last digits of its numbers hidden."""
    return DIGITS.sub(_hidden, text)


def masked_step(words: str) -> str:
    """A sentence of a call's story as others may read it: without numbers, without notes."""
    return f"{NOTED}{HIDDEN * 3}." if words.startswith(NOTED) else masked(words)


def masked_view(view: View, sight: Sight) -> View:
    """The live view as somebody with this sight may see it."""
    if sight.everything:
        return view
    return replace(
        view,
        rows=tuple(replace(row, text=masked(row.text)) for row in view.rows),
        faults=tuple(map(masked, view.faults)),
        calls=tuple(c if sight.covers(c.client_id) else _masked_call(c) for c in view.calls),
        arrivals=(),
    )


def _masked_call(call: CallView) -> CallView:
    trail = tuple(TrailStep(step.at, masked_step(step.words), step.who) for step in call.trail)
    caller, registered = masked(call.caller), HIDDEN * 3 if call.registered else ""
    return replace(call, caller=caller, registered=registered, trail=trail)


def _hidden(found: re.Match[str]) -> str:
    number = found[0]
    kept = len(number) - LEFT
    return re.sub(r"\d", HIDDEN, number[:kept]) + number[kept:]
