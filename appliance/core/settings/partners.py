"""The overflow partner: another answering service that takes a loop's callers (office.md E2)."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import Language
from appliance.core.settings.loops import Loop

PARTNER = "(partner)"
"""Stands for a partner of whom only the number is known, where an agent is named."""
PARTNER_OF = "partner:"
"""Begins the name of a partner of the settings where an agent is named; no id holds a colon."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Another office that answers for us; `number` is reached by the trunk, or a SIP URI.

    `whisper`: before the caller is heard, a voice says whom the call is for. `confirm`: the call
    is taken only with key 1, so that a voice mail cannot take it.
    """

    id: str
    name: str
    number: str
    language: Language = "nb"
    whisper: bool = True
    confirm: bool = True


def target_of(loop: Loop) -> str | None:
    """Who stands for the loop's partner where an agent is named; None: it has no partner."""
    rule = loop.overflow
    if rule and rule.partner:
        return PARTNER_OF + rule.partner
    return PARTNER if rule and rule.number else None


def is_partner(target: str) -> bool:
    """Whether this stands for a partner, and not for somebody of our own."""
    return target == PARTNER or target.startswith(PARTNER_OF)


def id_of(target: str) -> str:
    """The id of the partner that this stands for; "" for everybody else."""
    return target.removeprefix(PARTNER_OF) if target.startswith(PARTNER_OF) else ""
