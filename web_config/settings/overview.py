"""The settings at a glance: what there is of each, what is wrong, and how the draft stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from appliance.settings.words import section_words
from web_config.ground.stores import store
from web_config.kit.access import Role, may, requires
from web_config.settings import draft as desk

blueprint = Blueprint("overview", __name__, url_prefix="/settings")

WHY: Mapping[str, Any] = {
    "clients": _l("The firms whose telephones we answer, with their cards."),
    "lines": _l("The numbers that are forwarded to us."),
    "menus": _l("What callers hear, and where each key leads."),
    "loops": _l("Callers wait for one of the members."),
    "agents": _l("The staff, and where they are rung."),
    "partners": _l("Other offices that take our callers when we cannot."),
    "hours": _l("When lines are answered."),
    "announcements": _l("What callers hear before the menu, for a time."),
    "contacts": _l("Whose numbers are known."),
}
"""The tables in the order in which an office thinks of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the settings in their own menu."""

    words: Any
    link: str
    here: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A table on the overview."""

    words: str
    why: Any
    link: str
    count: int
    errors: int


@blueprint.record_once
def know_the_places(state: Any) -> None:
    """Let the templates of the settings show their own menu and the state of the draft."""
    app: Flask = state.app
    app.jinja_env.globals.update(settings_places=places, settings_work=desk.work)


def places() -> list[Place]:
    """Return the pages of the settings for whoever looks."""
    named = [(_l("Overview"), "overview.page"), (_l("The office"), "office.page")]
    tables = [(section_words(s, desk.language())[1], f"{s}.page") for s in WHY]
    more = [
        (_l("What callers hear"), "prompts.page"),
        (_l("Overflow"), "overflow.page"),
        *([(_l("Trunks"), "trunks.page")] if may(Role.INSTALLER) else []),
        (_l("Review and publish"), "review.page"),
        (_l("History"), "history.page"),
    ]
    here = request.blueprint
    return [
        Place(words, url_for(endpoint), endpoint.partition(".")[0] == here)
        for words, endpoint in (*named, *tables, *more)
    ]


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show the office at a glance."""
    work = desk.work()
    return render_template(
        "settings/overview.html",
        work=work,
        cards=[card(section) for section in WHY],
        trial=store().open_trial(),
    )


def card(section: str) -> Card:
    """Return what the overview says of a table."""
    found = desk.work().tables.get(section)
    count = len(found) if isinstance(found, Mapping) else 0
    broken = [p for p in desk.work().errors if p.path.partition(".")[0] == section]
    words = section_words(section, desk.language())[1]
    return Card(words, WHY[section], url_for(f"{section}.page"), count, len(broken))
