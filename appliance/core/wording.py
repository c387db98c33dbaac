"""The sentences of the house in four languages: what callers hear, and what an SMS says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from appliance.core.model import Disposition, Language, Prompt

LANGUAGES: tuple[Language, ...] = ("da", "nb", "nl", "en")

SPOKEN: Mapping[str, Mapping[Language, str]] = {
    "unknown_line": {
        "da": "Goddag. De har ringet til en telefonpasning.",
        "nb": "God dag. Du har ringt til en svartjeneste.",
        "nl": "Goedendag. U bent verbonden met een telefoonservice.",
        "en": "Hello. You have reached an answering service.",
    },
    "leave_message": {
        "da": "Alle vore medarbejdere er optaget. Læg en besked efter tonen, og tryk firkant.",
        "nb": "Alle våre medarbeidere er opptatt. Legg igjen en beskjed etter tonen, "
        "og trykk firkant.",
        "nl": "Al onze medewerkers zijn in gesprek. Spreek uw bericht in na de toon, "
        "en druk op hekje.",
        "en": "All our colleagues are busy. Leave a message after the tone, then press hash.",
    },
    "message_please": {
        "da": "Læg en besked efter tonen, og tryk firkant.",
        "nb": "Legg igjen en beskjed etter tonen, og trykk firkant.",
        "nl": "Spreek uw bericht in na de toon, en druk op hekje.",
        "en": "Leave a message after the tone, then press hash.",
    },
    "message_taken": {
        "da": "Tak. Deres besked er modtaget og bliver givet videre. Farvel.",
        "nb": "Takk. Beskjeden din er mottatt og blir gitt videre. Ha det bra.",
        "nl": "Dank u wel. Uw bericht is ontvangen en wordt doorgegeven. Tot ziens.",
        "en": "Thank you. Your message is taken and will be passed on. Goodbye.",
    },
    "message_lost": {
        "da": "Beklager. Vi kunne ikke gemme Deres besked. Ring venligst igen senere.",
        "nb": "Beklager. Vi kunne ikke lagre beskjeden din. Vennligst ring igjen senere.",
        "nl": "Het spijt ons. Wij konden uw bericht niet opslaan. Belt u later nog eens.",
        "en": "We are sorry. We could not keep your message. Please ring again later.",
    },
    "how_did_it_end": {
        "da": "Tryk et for svaret fra kortet, to for besked, tre for stillet om, "
        "fire for ring tilbage.",
        "nb": "Trykk en for besvart fra kortet, to for beskjed, tre for satt over, "
        "fire for ring tilbake.",
        "nl": "Druk een voor beantwoord van de kaart, twee voor bericht, drie voor doorverbonden, "
        "vier voor terugbellen.",
        "en": "Press one for answered from the card, two for message, three for put through, "
        "four for call back.",
    },
}

DISPOSITION_KEYS: Mapping[str, Disposition] = {
    "1": Disposition.ANSWERED_FROM_CARD,
    "2": Disposition.MESSAGE_TAKEN,
    "3": Disposition.PUT_THROUGH,
    "4": Disposition.CALL_BACK,
}

SMS_RANG: Mapping[Language, str] = {
    "da": "{caller} ringede til {client} {when} om {about}.",
    "nb": "{caller} ringte til {client} {when} om {about}.",
    "nl": "{caller} belde naar {client} op {when} over {about}.",
    "en": "{caller} rang {client} on {when} about {about}.",
}
SMS_SPOKEN: Mapping[Language, str] = {
    "da": "Indtalt besked på {seconds} sek.",
    "nb": "Innlest beskjed på {seconds} sek.",
    "nl": "Ingesproken bericht van {seconds} sec.",
    "en": "Spoken message of {seconds} s.",
}
SMS_TAKEN_BY: Mapping[Language, str] = {
    "da": "Taget af {agent}.",
    "nb": "Tatt imot av {agent}.",
    "nl": "Aangenomen door {agent}.",
    "en": "Taken by {agent}.",
}
WITHHELD: Mapping[Language, str] = {
    "da": "Skjult nummer",
    "nb": "Skjult nummer",
    "nl": "Onbekend nummer",
    "en": "Withheld number",
}
UNKNOWN_LINE: Mapping[Language, str] = {
    "da": "Ukendt linje",
    "nb": "Ukjent linje",
    "nl": "Onbekende lijn",
    "en": "Unknown line",
}
NOT_SAID: Mapping[Language, str] = {
    "da": "andet",
    "nb": "annet",
    "nl": "iets anders",
    "en": "something else",
}


def spoken(key: str, language: Language) -> Prompt:
    """The house's own sentence `key` as a prompt; English where the language lacks it."""
    said = SPOKEN[key]
    return Prompt(said[language], language) if language in said else Prompt(said["en"], "en")


def spoken_prompts(language: Language) -> Iterator[Prompt]:
    """Every sentence of the house in one language."""
    return (spoken(key, language) for key in SPOKEN)


def worded(words: Mapping[Language, str], language: Language) -> str:
    """The words in a language; English where it lacks them."""
    return words.get(language, words["en"])


def on_display(at: datetime) -> str:
    """A day and a time as they stand in an SMS, for example "21.11 kl. 10:12" without words."""
    return f"{at:%d.%m %H:%M}"
