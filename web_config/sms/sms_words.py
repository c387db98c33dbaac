"""Why an SMS was not sent, in the page's language; the words of others are quoted."""

from __future__ import annotations

from flask_babel import gettext

from appliance.common.sentences import Sentences
from web_config.words import cause_words
from web_config.words.languages import N_

KNOWN = Sentences(
    (
        N_("%(why)s; last: %(last)s"),
        N_("the box stopped while it was being sent"),
        N_("the recipient has asked for no more SMS (STOP)"),
        N_("the text is too long: %(n)s parts, at most %(most)s"),
        N_("it could not be sent within %(hours)s hours"),
        N_("left by hand"),
        N_("sent again by hand"),
    ),
    {"n": r"\d+", "most": r"\d+", "hours": r"[\d.]+"},
)
RECURSIVE = ("why", "last")


def why(reason: str) -> str:
    """Return a row's reason as the page says it."""
    found = KNOWN.understood(reason)
    if found is None:
        return cause_words.of_modem(reason)
    source, values = found
    told = {name: why(value) if name in RECURSIVE else value for name, value in values.items()}
    return str(gettext(source, **told))
