"""What the display says of the box itself: nothing set up yet, switching off, and starting anew."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.model.ids import Language
from appliance.core.protocol.view import Row
from appliance.core.words import display as words
from appliance.core.words.spoken import worded

Rows = Iterator[Row]


def bare_rows(address: str, language: Language) -> Rows:
    """The office has settled nothing yet: where the page is on which it does."""
    yield Row(worded(words.NOT_SET_UP, language), "large")
    if address:
        yield Row(address)
        yield Row(worded(words.ON_THE_PAGE, language))


def power_rows(calls: int, language: Language) -> Rows:
    """The box switches off, at once or when the calls are over."""
    yield Row(worded(words.SWITCHES_OFF, language), "huge")
    if not calls:
        yield Row(worded(words.WAIT, language))
        return
    yield Row(worded(words.AFTER_CALLS, language).format(n=calls), scroll=True)
    yield Row(worded(words.TO_CANCEL, language), "small", scroll=True)


def safe_rows(language: Language) -> Rows:
    """The box has stopped for good; nothing moves any more, so nothing may scroll."""
    yield Row(worded(words.IS_OFF, language), "huge")
    yield Row(worded(words.SAFE, language))


def restarting_rows(language: Language) -> Rows:
    """The switchboard has died and comes back by itself."""
    yield Row(worded(words.SWITCHBOARD, language), "huge")
    yield Row(worded(words.RESTARTS, language))
