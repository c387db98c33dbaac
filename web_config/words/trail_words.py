"""The steps of a call's story in the language of whoever reads it."""

from __future__ import annotations

from flask_babel import gettext as _

from appliance.core.words.numbers import readable
from appliance.core.words.trail import NOTES, OUTCOMES, Tells, sentence
from web_config.words import cause_words, trouble_words
from web_config.words.trouble_words import reader


def told(step: Tells) -> str:
    """Return the sentence of a step."""
    return sentence(step.kind, step.values, _filled, _quoted)


def by(words: str, who: str) -> str:
    """Return a step of a story with who of the staff did it, unless it says so itself."""
    return f"{words} ({who})" if who and who not in words else words


def outcome(disposition: str) -> str:
    """Return how a call ended, in words."""
    words = OUTCOMES.get(disposition)
    return str(_(words)) if words else disposition.replace("_", " ")


def note(words: str) -> str:
    """Return what was noted at a call's end: by the box, or in the words of whoever did it."""
    return str(_(words)) if words in NOTES else words


def _filled(source: str, **values: str) -> str:
    return str(_(source, **values))


def _quoted(name: str, said: str) -> str:
    match name:
        case "number":
            return readable(said, reader())
        case "problem":
            return trouble_words.in_words(said)
        case "answer":
            return cause_words.of_provider(said)
        case "said":
            return cause_words.of_telephone(said)
    return said
