"""The clients' cards: a page for each, and a list to find one in (office.md A3)."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from web_config.cards.card_view import card_of
from web_config.ground.settings_in_force import directory, office_time
from web_config.ground.sheet import sheet_of
from web_config.kit.access import Role, account, requires
from web_config.kit.sight import sight

blueprint = Blueprint("cards", __name__, url_prefix="/cards")


@blueprint.get("/")
@requires(Role.VIEWER)
def page() -> str:
    """List the clients, or those whose name, number, or card holds some words."""
    office = directory()
    numbers: dict[str, list[str]] = {}
    for line in office.lines.values():
        numbers.setdefault(line.client, []).append(line.number)
    cards = [
        (client, numbers.get(client.id, []))
        for client in sorted(office.clients.values(), key=lambda each: each.name.casefold())
    ]
    sheet = sheet_of(cards, lambda card: " ".join((card[0].name, *card[0].card, *card[1])))
    return render_template("cards/cards.html", sheet=sheet)


@blueprint.get("/<client>")
@requires(Role.VIEWER)
def card(client: str) -> str:
    """Show one card."""
    office = directory()
    if client not in office.clients:
        abort(404, _("There is no such client in the settings."))
    own = office.agents.get(account().name.casefold())
    reader = own.name if own else ""
    shown = card_of(office, office.clients[client], office_time(), sight(), reader)
    return render_template("cards/card.html", card=shown)
