"""What the page calls each lamp pattern, and the sign that stands for it without colours."""

from urllib.parse import quote

from flask_babel import lazy_gettext as _l

from appliance.core.protocol.view import Lamp
from web_config.words.check_words import in_words

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
LINE = "line:"
"""How the lamps of firms begin, where those of the staff have an id."""


def why_of(lamp: Lamp) -> str:
    """Return why a lamp shows what it shows, without the word that stands beside it already."""
    why = lamp.why.removeprefix(f"{lamp.pattern.replace('_', ' ')}: ")
    return in_words(f"{why} {lamp.caller}" if lamp.caller else why)


def link_of(lamp: Lamp) -> str:
    """Return where the name of a lamp leads: a firm's card, or why a telephone (does not) ring."""
    if lamp.agent.startswith(LINE):
        return f"/cards/{quote(lamp.agent.removeprefix(LINE), safe='')}"
    return f"/why/{quote(lamp.agent, safe='')}"
