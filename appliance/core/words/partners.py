"""What an overflow partner hears before the caller is there, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appliance.core.model.ids import Language, Prompt
from appliance.core.settings.directory import Directory
from appliance.core.settings.partners import Partner, target_of
from appliance.core.words.spoken import (
    MOST_MINUTES,
    UNKNOWN_LINE,
    has_waited,
    spoken,
    whisper,
    worded,
)

CALLER_SPEAKS: Mapping[Language, Mapping[Language, str]] = {
    "da": {
        "da": "Den, der ringer, taler dansk.",
        "nb": "Den, der ringer, taler norsk.",
        "sv": "Den, der ringer, taler svensk.",
        "nl": "Den, der ringer, taler hollandsk.",
        "en": "Den, der ringer, taler engelsk.",
    },
    "nb": {
        "da": "Den som ringer, snakker dansk.",
        "nb": "Den som ringer, snakker norsk.",
        "sv": "Den som ringer, snakker svensk.",
        "nl": "Den som ringer, snakker nederlandsk.",
        "en": "Den som ringer, snakker engelsk.",
    },
    "sv": {
        "da": "Den som ringer talar danska.",
        "nb": "Den som ringer talar norska.",
        "sv": "Den som ringer talar svenska.",
        "nl": "Den som ringer talar nederländska.",
        "en": "Den som ringer talar engelska.",
    },
    "nl": {
        "da": "De beller spreekt Deens.",
        "nb": "De beller spreekt Noors.",
        "sv": "De beller spreekt Zweeds.",
        "nl": "De beller spreekt Nederlands.",
        "en": "De beller spreekt Engels.",
    },
    "en": {
        "da": "The caller speaks Danish.",
        "nb": "The caller speaks Norwegian.",
        "sv": "The caller speaks Swedish.",
        "nl": "The caller speaks Dutch.",
        "en": "The caller speaks English.",
    },
}


def whispered(
    partner: Partner, client: str | None, loop: str, language: Language, minutes: int
) -> Iterator[Prompt]:
    """What the partner hears: whom for, which loop, the caller's language, how long they waited.

    `client` None is the unknown line; `minutes` are whole ones. The language is said only where
    it is not the partner's own.
    """
    own = partner.language
    yield from whisper(own, client or worded(UNKNOWN_LINE, own), loop)
    speaks = worded(CALLER_SPEAKS, own)
    if language != own and language in speaks:
        yield Prompt(speaks[language], own)
    yield has_waited(own, minutes)


def partner_prompts(directory: Directory) -> Iterator[Prompt]:
    """Every sentence that a partner may hear before the caller is there."""
    names: tuple[str | None, ...] = (None, *(each.name for each in directory.clients.values()))
    for loop in directory.loops.values():
        partner = directory.partner_at(target_of(loop) or "")
        if partner is None:
            continue
        yield spoken("press_one", partner.language)
        for language in worded(CALLER_SPEAKS, partner.language) if partner.whisper else ():
            for name in names:
                yield from whispered(partner, name, loop.name, language, 0)
        minutes = range(MOST_MINUTES + 1) if partner.whisper else ()
        yield from (has_waited(partner.language, each) for each in minutes)
