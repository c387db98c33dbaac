"""A client's card as a page shows it: how to answer, when the firm is open, what callers ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from appliance.core.desk.masking import Sight, masked
from appliance.core.settings.client_card import Question
from appliance.core.settings.directory import Client, Directory, Hours
from appliance.core.settings.hours import WEEKDAYS, closed_at
from appliance.core.settings.screening import Rule

RULES = {
    Rule.ANSWER: _l("Answer from the card; do not disturb the firm."),
    Rule.MESSAGE: _l("Take a message; do not disturb the firm."),
    Rule.PUT_THROUGH: _l("Put callers through who want it."),
    Rule.URGENT: _l("Put through only what is urgent; else take a message."),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """When a line of the firm is answered: days with their spans, and whether it is open now."""

    line: str
    open: bool
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the one who answers needs; empty where the settings say nothing."""

    id: str
    name: str
    phrases: tuple[str, ...]
    lines: tuple[str, ...]
    address: str
    on_duty: str
    script: tuple[str, ...]
    questions: tuple[Question, ...]
    openings: tuple[Opening, ...]
    rule: object = ""
    note: str = ""
    sms_to: str = ""
    number: str = ""
    dial: str = ""
    """Its number, for those who may call it."""


def card_of(
    directory: Directory, client: Client, at: datetime, sight: Sight, agent: str = ""
) -> Card:
    """The card of a firm at a moment of the office's own time; its own numbers for those it has.

    `agent`: the name of the one who answers, where it is known: the greeting says it.
    """
    shown = str if sight.covers(client.id) else masked
    rules = (each for each in client.screening if not closed_at(directory, each.hours, at))
    holds = next(rules, None)
    return Card(
        id=client.id,
        name=client.name,
        phrases=tuple(client.phrase.replace("{agent}", agent or "…").splitlines()),
        lines=client.card,
        address=client.address,
        on_duty=client.on_duty,
        script=client.script,
        questions=client.questions,
        openings=tuple(_openings(directory, client, at)),
        rule=RULES[holds.rule] if holds else "",
        note=holds.note if holds else "",
        sms_to=shown(client.sms_to or ""),
        number=shown(client.number or ""),
        dial=client.number or "" if sight.covers(client.id) else "",
    )


def _openings(directory: Directory, client: Client, at: datetime) -> list[Opening]:
    """One for each set of hours that the firm's lines have."""
    named = {line.hours for line in directory.lines.values() if line.client == client.id}
    known = [directory.hours[name] for name in sorted(filter(None, named)) if name]
    return [Opening(h.id, not closed_at(directory, h.id, at), _days(h)) for h in known]


def _days(hours: Hours) -> tuple[tuple[str, str], ...]:
    names = get_day_names("wide", locale=get_locale())
    return tuple(
        (names[number], ", ".join(hours.weekly[day]).replace("-", "–"))
        for number, day in enumerate(WEEKDAYS)
        if hours.weekly.get(day)
    )
