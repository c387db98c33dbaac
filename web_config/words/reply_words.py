"""What the switchboard answers to a page that asked for something, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext

from appliance.control import Answer, ControlUnavailable
from appliance.core.model.verdict import Verdict
from appliance.core.words.verdicts import SENTENCES
from web_config.words import trouble_words


def told(said: Verdict | str) -> str:
    """Return a verdict in the language of whoever reads; words without one as they came."""
    if isinstance(said, str):
        return trouble_words.in_words(said)
    values = {name: _known(name, value) for name, value in said.values.items()}
    return str(gettext(SENTENCES[said.code], **values))


def in_words(answer: Answer) -> str:
    """Return what the switchboard answered."""
    return told(answer.verdict or answer.words)


def why_silent(unavailable: ControlUnavailable) -> str:
    """Return why the switchboard did not answer at all."""
    return told(unavailable.verdict or str(unavailable))


def _known(name: str, value: str) -> str:
    return trouble_words.in_words(value) if name == "problem" else value
