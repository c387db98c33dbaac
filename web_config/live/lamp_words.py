"""What the page calls each lamp pattern, and the sign that stands for it without colours."""

from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.protocol.view import Lamp
from appliance.core.words.numbers import readable
from appliance.core.words.spoken import WITHHELD
from web_config.words import trouble_words
from web_config.words.languages import N_

LAMP_WORDS = {
    "free": _l("Free"),
    "ringing": _l("Ringing"),
    "busy": _l("Busy"),
    "away": _l("Away"),
    "wrap_up": _l("Wrap-up"),
    "logged_out": _l("Logged out"),
    "fault": _l("Fault"),
}
LAMP_SIGNS = {
    "free": "✓",
    "ringing": "☎\ufe0e",  # as a letter, not as a coloured picture
    "busy": "–",
    "away": "…",
    "wrap_up": "✎\ufe0e",
    "logged_out": "×",
    "fault": "!",
}
IN_CALL = {
    "rung for": N_("rung for %(who)s"),
    "talking to": N_("talking to %(who)s"),
    "calling": N_("calling %(who)s"),
    "wrapping up after": N_("wrapping up after %(who)s"),
}
"""What a lamp says in front of a caller."""
LINE = "line:"
"""How the lamps of firms begin, where those of the staff have an id."""


def why_of(lamp: Lamp) -> str:
    """Return why a lamp shows what it shows, without the word that stands beside it already."""
    if lamp.fact:
        return trouble_words.detail(lamp.fact)
    if lamp.caller and lamp.why in IN_CALL:
        withheld = lamp.caller in WITHHELD.values()
        who = readable(None, trouble_words.reader()) if withheld else lamp.caller
        return str(_(IN_CALL[lamp.why], who=who))
    return lamp.why.removeprefix(f"{lamp.pattern.replace('_', ' ')}: ")


def link_of(lamp: Lamp) -> str:
    """Return where the name of a lamp leads: a firm's card, or why a telephone (does not) ring."""
    if lamp.agent.startswith(LINE):
        return f"/cards/{quote(lamp.agent.removeprefix(LINE), safe='')}"
    return f"/why/{quote(lamp.agent, safe='')}"
