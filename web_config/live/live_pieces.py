"""The further pieces of the live page: loops, the parts of the box, and the card that comes up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.desk.masking import Sight
from appliance.core.panel.display import in_language
from appliance.core.protocol.view import CallView, Lamp, LoopView, PartView, View
from appliance.store.troubles import StoreError
from web_config.cards.card_view import card_of
from web_config.ground.settings_in_force import clock, directory, office_time
from web_config.live.lamp_words import LAMP_SIGNS, LAMP_WORDS, why_of
from web_config.words.trouble_words import reader, told

Draw = Callable[..., str]
Pieces = list[tuple[str, str]]

PART_WORDS = {
    "address": _l("Network"),
    "set_up": _l("Set-up"),
    "modem": _l("Modem for SMS"),
    "oled": _l("Display"),
    "panel": _l("Lamps"),
    "buttons": _l("Buttons"),
    "button": _l("Button"),
    "dtmf": _l("Tone decoder"),
    "keys": _l("Keys of the line"),
    "speech": _l("Voice"),
    "recording": _l("Recordings"),
    "backup": _l("Backup"),
    "restore": _l("Restore"),
    "power": _l("Power"),
    "store": _l("Disk"),
    "disk": _l("Disk"),
    "settings": _l("Settings"),
    "switchboard": _l("Switchboard"),
    "descriptors": _l("Switchboard"),
}
STATE_WORDS = {"ok": _l("works"), "fault": _l("does not work"), "connecting": _l("connecting")}
STATE_SIGNS = {"ok": "✓", "fault": "!", "connecting": "…"}
NO_PART = "set_up"
"""What is not set up yet is told above, and is no part that anybody could look after."""
CARD_STANDS = ("ringing", "talking", "wrap-up")
"""Where a call stands while somebody needs the firm's card."""
TRUNKS = ("trunk", "carrier")
NAMED = ("button", "panel")
"""Kinds of parts of which there may be several."""


def live_regions(
    view: View, staff: tuple[Lamp, ...], draw: Draw, sight: Sight
) -> dict[str, Pieces]:
    """Draw the regions with `draw(piece, **values)`; `staff` are all of them."""
    return {
        "cards": _cards(view.calls, draw, sight),
        "loops": [(loop.loop, _loop(loop, staff, draw)) for loop in view.loops],
        "parts": [(p.part, _part(p, draw)) for p in view.parts if p.part != NO_PART],
    }


def _cards(calls: tuple[CallView, ...], draw: Draw, sight: Sight) -> Pieces:
    """The cards of the firms that somebody answers for now; none, where there is no store."""
    wanted = [call.client_id for call in calls if call.client_id and call.stands in CARD_STANDS]
    if not wanted:
        return []
    try:
        office, now = directory(), office_time()
    except StoreError:
        return []
    clients = [office.clients[id] for id in dict.fromkeys(wanted) if id in office.clients]
    cards = [card_of(office, each, now, sight, answering(calls, each.id)) for each in clients]
    return [(card.id, draw("live/card", card=card)) for card in cards]


def answering(calls: tuple[CallView, ...], client: str) -> str:
    """The name of the one who answers for a firm now; "" where nobody does, or several do."""
    names = {call.agent for call in calls if call.client_id == client and call.agent}
    return names.pop() if len(names) == 1 else ""


def _loop(loop: LoopView, lamps: tuple[Lamp, ...], draw: Draw) -> str:
    own = frozenset(loop.members)
    members = [lamp for lamp in lamps if lamp.agent in own]
    free = sum(lamp.pattern == "free" for lamp in members)
    return draw(
        "live/loop",
        loop=loop,
        members=list(map(_member, members)),
        free=free,
        longest=clock(datetime.fromtimestamp(loop.since, UTC)) if loop.since else "",
    )


def _member(lamp: Lamp) -> dict[str, object]:
    return {
        "name": lamp.name,
        "pattern": lamp.pattern,
        "word": LAMP_WORDS.get(lamp.pattern, lamp.pattern),
        "sign": LAMP_SIGNS.get(lamp.pattern, "?"),
        "why": why_of(lamp),
    }


def _part(part: PartView, draw: Draw) -> str:
    return draw(
        "live/part",
        part=part,
        why=told(part.trouble) if part.trouble else in_language(part.words, reader()),
        name=part_name(part.part),
        word=STATE_WORDS.get(part.state, part.state),
        sign=STATE_SIGNS.get(part.state, "?"),
    )


def part_name(part: str) -> object:
    """What a person calls a part of the box."""
    kind, _space, name = part.partition(" ")
    if kind in TRUNKS:
        return _("Trunk") if name == "trunk" else _("Trunk %(name)s", name=name)
    word = PART_WORDS.get(kind, part)
    return f"{word} {name}".rstrip() if kind in NAMED else word
