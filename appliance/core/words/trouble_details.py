"""What a trouble is in full, for whoever mends it: English, and in the catalogues of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from appliance.core.model.trouble import Reason, Trouble, TrunkTrouble
from appliance.core.words.numbers import in_story
from appliance.core.words.source import N_
from appliance.core.words.standing import STANDING

TRUNK_ANSWERED = N_("Trunk %(trunk)s: %(reason)s (%(answer)s).")
ANSWERS: Mapping[str, str] = {
    TrunkTrouble.REFUSED: N_("%(host)s refuses the user name or the password"),
    TrunkTrouble.AUTH_INT: N_("%(host)s takes auth-int only, which the box does not speak"),
    TrunkTrouble.TOO_OFTEN: N_("%(host)s was asked too often, and is asked again later"),
    TrunkTrouble.UNKNOWN_USER: N_("%(host)s does not know the user %(user)s"),
    TrunkTrouble.SILENT: N_("%(host)s does not answer"),
    TrunkTrouble.OTHER_TIME: N_("%(host)s wants another registration time"),
    TrunkTrouble.NOT_FOUND: N_(
        "the name %(host)s cannot be found: is there a network, is it spelt right"
    ),
    TrunkTrouble.NO_SERVICE: N_("%(host)s cannot be reached or has no service now"),
    TrunkTrouble.NOT_TAKEN: N_("%(host)s does not take the registration"),
}
"""What a registrar's answer means; the answer itself stands behind it."""

DETAILS: Mapping[str, str] = {
    **ANSWERS,
    **STANDING,
    TrunkTrouble.CALL_FAILED: N_("Trunk %(trunk)s did not carry the last call (%(answer)s)."),
    TrunkTrouble.NOT_SET_UP: N_("Trunk %(trunk)s cannot be set up: %(error)s."),
    TrunkTrouble.NO_IPV6: N_(
        "Trunk %(trunk)s has an IPv6 address: set sip.address6 in device.toml."
    ),
    "telephone.trunk_down": N_("%(address)s is reached by a trunk: %(fault)s"),
}
"""Code -> the sentence, or (of a part of one) the words."""

Translate = Callable[..., str]
"""Fills a source in, in some language: `translate(source, **values)`."""
Quote = Callable[[str, str], str]
"""What a value, by its name, is in that language."""


def in_english(reason: Reason) -> str:
    """What a part says of itself, for the command line and the log."""
    return detail(reason, _filled, _quoted)


def detail(reason: Reason, translate: Translate, quote: Quote) -> str:
    """What a part says of itself; words without a code stay as they came."""
    if isinstance(reason, str):
        return reason
    values = {name: _value(name, said, translate, quote) for name, said in reason.values.items()}
    words = translate(DETAILS[reason.code], **values)
    if reason.code in ANSWERS:
        return translate(TRUNK_ANSWERED, **values | {"reason": words})
    return words


def _value(name: str, said: Reason, translate: Translate, quote: Quote) -> str:
    if isinstance(said, Trouble):
        return detail(said, translate, quote)
    return quote(name, said)


def _quoted(name: str, said: str) -> str:
    return in_story(said) if name == "number" else said


def _filled(source: str, **values: str) -> str:
    return source % values
