"""The rooms of the page, in the order of the menu: the one list in which a new one is entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, g, request
from flask_babel import lazy_gettext as _l

from appliance.core.desk.accounts import Role
from web_config import settings
from web_config.account import accounts, first, login, profile
from web_config.box import backups, certificate
from web_config.calls import spoken, stories, usage
from web_config.cards import cards
from web_config.checks import checks_live
from web_config.kit import audit
from web_config.kit.access import needs
from web_config.live import dialling, panel, status
from web_config.partner import page as partner
from web_config.setup import line as wizard_line
from web_config.sms import messages
from web_config.why import simulator, why


@dataclass(frozen=True, slots=True)
class Section:
    """A blueprint, and, where the menu shows it, the entry's words and first page.

    The entry is shown to those who may open that page.
    """

    blueprint: Blueprint
    words: Any = ""
    endpoint: str = ""
    of: Role | None = None
    """Whose entry it is alone; none: everybody's who may open it."""
    group: str = "calls"
    """Under which heading of the menu it stands."""


SECTIONS = (
    Section(partner.blueprint, _l("Your calls"), "partner.page", of=Role.PARTNER),
    Section(panel.blueprint, _l("Front panel"), "panel.page"),
    Section(cards.blueprint, _l("Client cards"), "cards.page"),
    Section(stories.blueprint, _l("Calls"), "stories.page"),
    Section(dialling.blueprint, _l("Call a number"), "dialling.page"),
    Section(spoken.blueprint, _l("Left messages"), "spoken.page"),
    Section(messages.blueprint, _l("SMS"), "messages.page"),
    Section(usage.blueprint, _l("Usage"), "usage.page", group="answers"),
    Section(why.blueprint, _l("Why does it (not) ring?"), "why.page", group="answers"),
    Section(simulator.blueprint, _l("Route simulator"), "simulator.page", group="answers"),
    Section(checks_live.blueprint, _l("Try the box"), "checks.page", group="box"),
    Section(wizard_line.blueprint, _l("Set up"), "wizard.page", group="box"),
    Section(settings.BLUEPRINTS[0], _l("Settings"), "overview.page", group="box"),
    *map(Section, settings.BLUEPRINTS[1:]),
    Section(accounts.blueprint, _l("Accounts"), "accounts.page", group="box"),
    Section(audit.blueprint, _l("Who did what"), "audit.page", group="box"),
    Section(backups.blueprint, _l("Backup"), "backups.page", group="box"),
    Section(certificate.blueprint, _l("Certificate"), "certificate.page", group="box"),
    Section(login.blueprint),
    Section(profile.blueprint),
    Section(first.blueprint),
    Section(status.blueprint),
)


GROUPS = {"calls": _l("The day"), "answers": _l("What happened, and why"), "box": _l("The box")}
"""The headings of the menu, in their order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu as somebody sees it."""

    words: Any
    endpoint: str
    here: bool


def furnish(app: Flask) -> None:
    """Give `app` all its rooms and their menu."""
    for section in SECTIONS:
        app.register_blueprint(section.blueprint)
    app.jinja_env.globals.update(menu=lambda: menu(app))


def menu(app: Flask) -> list[tuple[Any, list[Entry]]]:
    """Return the entries that whoever asks may open, under their headings."""
    role: Role | None = g.account.role if g.get("account") else None
    open_to = [
        section
        for section in SECTIONS
        if role and section.endpoint and is_for(role, section, needs(app, section.endpoint))
    ]
    grouped = {name: [_entry(s) for s in open_to if s.group == name] for name in GROUPS}
    return [(GROUPS[name], entries) for name, entries in grouped.items() if entries]


def _entry(section: Section) -> Entry:
    here = request.blueprint == section.blueprint.name
    return Entry(section.words, section.endpoint, here)


def is_for(role: Role, section: Section, needed: Role | None) -> bool:
    """Tell whether the menu of this role has the entry."""
    return section.of in (None, role) and role.may(needed or Role.PARTNER)
