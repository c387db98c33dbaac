"""The pieces of a partner's page: each call with the firm's card and the form for its outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.desk.masking import Sight
from appliance.core.model.ids import Language
from appliance.core.protocol.view import CallView, View
from appliance.core.settings.directory import Directory
from appliance.store.troubles import StoreError
from web_config.cards.card_view import Card, card_of
from web_config.ground.settings_in_force import clock, directory, office_time
from web_config.words.call_words import for_reader

Draw = Callable[..., str]
STANDS_WORDS = {
    "ringing": _l("Ringing at your telephone"),
    "talking": _l("You are talking"),
    "wrap-up": _l("How did it end?"),
}
CLOSES = ("talking", "wrap-up")
"""Where a call stands while its outcome may be said."""


def partner_regions(
    view: View, draw: Draw, sight: Sight, choices: list[tuple[str, object]]
) -> dict[str, list[tuple[str, str]]]:
    """Draw the calls of the partner whose sight it is; `view` holds no others."""
    calls = [(call.call, _call(call, view, draw, sight, choices)) for call in view.calls]
    return {
        "notice": [],
        "calls": calls
        or [
            (
                "",
                draw(
                    "live/quiet",
                    words=_("No calls. What overflows to you comes up here by itself."),
                ),
            )
        ],
    }


def _call(
    call: CallView, view: View, draw: Draw, sight: Sight, choices: list[tuple[str, object]]
) -> str:
    card = _card(call, sight)
    said = greetings(card.phrases if card else (), call.language, view.language)
    return draw(
        "partner/partner_call",
        call=for_reader(call),
        card=card and replace(card, phrases=()),
        said=said,
        stands=STANDS_WORDS.get(call.stands, call.stands),
        since=clock(datetime.fromtimestamp(call.since, UTC)) if call.since else "",
        mark=call.language.upper() if call.language != view.language else "",
        choices=choices if call.stands in CLOSES else [],
        chosen=dict(choices).get(call.chosen, ""),
    )


def _card(call: CallView, sight: Sight) -> Card | None:
    """The card of the firm; none for an unknown line, or where there is no store."""
    try:
        office: Directory = directory()
        client = office.clients.get(call.client_id)
        return card_of(office, client, office_time(), sight) if client else None
    except StoreError:
        return None


def greetings(phrases: tuple[str, ...], caller: Language, office: Language) -> tuple[str, ...]:
    """The phrases of a firm, the one for this caller first.

    A firm's phrase has a second line for its English form (office.md D9).
    """
    if caller == "en" and office != "en" and len(phrases) > 1:
        return (phrases[1], phrases[0], *phrases[2:])
    return phrases
