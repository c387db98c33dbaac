"""The tables of rules: which function of a folder takes which event in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import Command
from appliance.core.state.picture import Picture

E_contra = TypeVar("E_contra", contravariant=True)
Step = tuple[Picture, list[Command]]
Rule = Callable[[Picture, E_contra, Moment], Step]
"""The office after the event, and what is to be done."""

Rules = Mapping[type, Rule[Any]]
"""Event -> the rule that takes it in."""


def on(event: type[E_contra], rule: Rule[E_contra]) -> Rules:
    """Return the line of a table in which `rule` takes in `event`."""
    return {event: rule}


def merged(*tables: Rules) -> Rules:
    """Return one table of several; raises ValueError where two take in the same event."""
    whole: dict[type, Rule[Any]] = {}
    for table in tables:
        for event, rule in table.items():
            if event in whole:
                raise ValueError(f"two rules take in {event.__name__}")
            whole[event] = rule
    return whole
