"""The sentences of the house in every language: what callers hear, and what an SMS says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from appliance.core.model.ids import Disposition, Language, Prompt
from appliance.core.words.numerals import cardinal

Words = TypeVar("Words")

LANGUAGES: tuple[Language, ...] = ("da", "nb", "sv", "nl", "en")

SPOKEN: Mapping[str, Mapping[Language, str]] = {
    "unknown_line": {
        "da": "Goddag. De har ringet til en telefonpasning.",
        "nb": "God dag. Du har ringt til en svartjeneste.",
        "sv": "Hej. Du har kommit till en telefonpassning.",
        "nl": "Goedendag. U bent verbonden met een telefoonservice.",
        "en": "Hello. You have reached an answering service.",
    },
    "leave_message": {
        "da": "Alle vore medarbejdere er optaget. Læg en besked efter tonen, og tryk firkant.",
        "nb": "Alle våre medarbeidere er opptatt. Legg igjen en beskjed etter tonen, "
        "og trykk firkant.",
        "sv": "Alla våra medarbetare är upptagna. Lämna ett meddelande efter tonen, och "
        "tryck fyrkant.",
        "nl": "Al onze medewerkers zijn in gesprek. Spreek uw bericht in na de toon, "
        "en druk op hekje.",
        "en": "All our colleagues are busy. Leave a message after the tone, then press hash.",
    },
    "message_please": {
        "da": "Læg en besked efter tonen, og tryk firkant.",
        "nb": "Legg igjen en beskjed etter tonen, og trykk firkant.",
        "sv": "Lämna ett meddelande efter tonen, och tryck fyrkant.",
        "nl": "Spreek uw bericht in na de toon, en druk op hekje.",
        "en": "Leave a message after the tone, then press hash.",
    },
    "message_taken": {
        "da": "Tak. Deres besked er modtaget og bliver givet videre. Farvel.",
        "nb": "Takk. Beskjeden din er mottatt og blir gitt videre. Ha det bra.",
        "sv": "Tack. Vi har tagit emot ditt meddelande och för det vidare. Hej då.",
        "nl": "Dank u wel. Uw bericht is ontvangen en wordt doorgegeven. Tot ziens.",
        "en": "Thank you. Your message is taken and will be passed on. Goodbye.",
    },
    "message_lost": {
        "da": "Beklager. Vi kunne ikke gemme Deres besked. Ring venligst igen senere.",
        "nb": "Beklager. Vi kunne ikke lagre beskjeden din. Vennligst ring igjen senere.",
        "sv": "Tyvärr kunde vi inte spara ditt meddelande. Ring gärna igen senare.",
        "nl": "Het spijt ons. Wij konden uw bericht niet opslaan. Belt u later nog eens.",
        "en": "We are sorry. We could not keep your message. Please ring again later.",
    },
    "call_back_offer": {
        "da": "Tryk et, hvis vi skal ringe Dem op, når det bliver Deres tur.",
        "nb": "Trykk en hvis vi skal ringe deg opp når det blir din tur.",
        "sv": "Tryck ett om du vill att vi ringer upp dig när det blir din tur.",
        "nl": "Druk een als wij u moeten terugbellen wanneer u aan de beurt bent.",
        "en": "Press one if you want us to call you when it is your turn.",
    },
    "call_back_promised": {
        "da": "Vi ringer til Dem, når det bliver Deres tur. Farvel så længe.",
        "nb": "Vi ringer deg når det blir din tur. Ha det så lenge.",
        "sv": "Vi ringer dig när det blir din tur. Hej så länge.",
        "nl": "Wij bellen u wanneer u aan de beurt bent. Tot straks.",
        "en": "We will call you when it is your turn. Goodbye for now.",
    },
    "press_one": {
        "da": "Tryk et for at tage samtalen.",
        "nb": "Trykk en for å ta samtalen.",
        "sv": "Tryck ett för att ta samtalet.",
        "nl": "Druk een om het gesprek aan te nemen.",
        "en": "Press one to take the call.",
    },
    "how_did_it_end": {
        "da": "Tryk et for svaret fra kortet, to for besked, tre for stillet om, "
        "fire for ring tilbage.",
        "nb": "Trykk en for besvart fra kortet, to for beskjed, tre for satt over, "
        "fire for ring tilbake.",
        "sv": "Tryck ett för besvarat från kortet, två för meddelande, tre för kopplat "
        "vidare, fyra för ring tillbaka.",
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
    "sv": "{caller} ringde {client} {when} om {about}.",
    "nl": "{caller} belde naar {client} op {when} over {about}.",
    "en": "{caller} rang {client} on {when} about {about}.",
}
SMS_SPOKEN: Mapping[Language, str] = {
    "da": "Indtalt besked på {seconds} sek.",
    "nb": "Innlest beskjed på {seconds} sek.",
    "sv": "Intalat meddelande på {seconds} sek.",
    "nl": "Ingesproken bericht van {seconds} sec.",
    "en": "Spoken message of {seconds} s.",
}
SMS_TAKEN_BY: Mapping[Language, str] = {
    "da": "Taget af {agent}.",
    "nb": "Tatt imot av {agent}.",
    "sv": "Mottaget av {agent}.",
    "nl": "Aangenomen door {agent}.",
    "en": "Taken by {agent}.",
}
SMS_URGENT: Mapping[Language, str] = {
    "da": "HASTER!",
    "nb": "HASTER!",
    "sv": "BRÅDSKANDE!",
    "nl": "DRINGEND!",
    "en": "URGENT!",
}
SMS_PROMISED: Mapping[Language, str] = {
    "da": "Lovet: {promised}.",
    "nb": "Lovet: {promised}.",
    "sv": "Lovat: {promised}.",
    "nl": "Beloofd: {promised}.",
    "en": "Promised: {promised}.",
}
WITHHELD: Mapping[Language, str] = {
    "da": "Skjult nummer",
    "nb": "Skjult nummer",
    "sv": "Dolt nummer",
    "nl": "Onbekend nummer",
    "en": "Withheld number",
}
UNKNOWN_LINE: Mapping[Language, str] = {
    "da": "Ukendt linje",
    "nb": "Ukjent linje",
    "sv": "Okänd linje",
    "nl": "Onbekende lijn",
    "en": "Unknown line",
}
NOT_SAID: Mapping[Language, str] = {
    "da": "andet",
    "nb": "annet",
    "sv": "annat",
    "nl": "iets anders",
    "en": "something else",
}


def spoken(key: str, language: Language) -> Prompt:
    """The house's own sentence `key` as a prompt; English where the language lacks it."""
    return sentence(SPOKEN[key], language)


def sentence(words: Mapping[Language, str], language: Language) -> Prompt:
    """A sentence as a prompt; in English, by an English voice, where the language lacks it."""
    return Prompt(words[language], language) if language in words else Prompt(words["en"], "en")


def spoken_prompts(language: Language) -> Iterator[Prompt]:
    """Every sentence of the house in one language."""
    return (spoken(key, language) for key in SPOKEN)


WHISPER: Mapping[Language, str] = {
    "da": "Opkald til {client}.",
    "nb": "Samtale til {client}.",
    "sv": "Samtal till {client}.",
    "nl": "Oproep voor {client}.",
    "en": "Call for {client}.",
}
HAS_WAITED: Mapping[Language, tuple[str, str, str]] = {
    "da": ("Har ventet under et minut.", "Har ventet et minut.", "Har ventet {n} minutter."),
    "nb": ("Har ventet under ett minutt.", "Har ventet ett minutt.", "Har ventet {n} minutter."),
    "sv": ("Har väntat under en minut.", "Har väntat en minut.", "Har väntat {n} minuter."),
    "nl": ("Wacht korter dan een minuut.", "Wacht een minuut.", "Wacht {n} minuten."),
    "en": ("Waiting for less than a minute.", "Waiting for one minute.", "Waiting {n} minutes."),
}
PLACE: Mapping[Language, tuple[str, str]] = {
    "da": ("De er den næste i køen.", "De er nummer {n} i køen."),
    "nb": ("Du er den neste i køen.", "Du er nummer {n} i køen."),
    "sv": ("Du är näst på tur i kön.", "Du är nummer {n} i kön."),
    "nl": ("U bent de volgende in de wachtrij.", "U bent nummer {n} in de wachtrij."),
    "en": ("You are next in the queue.", "You are number {n} in the queue."),
}
MOST_MINUTES = 30
LAST_PLACE = 30
"""Beyond these, nothing is said that would be worth hearing."""


def has_waited(language: Language, minutes: int) -> Prompt:
    """How long the caller has waited, for the agent's ear."""
    none, one, many = worded(HAS_WAITED, language)
    minutes = min(minutes, MOST_MINUTES)
    said = cardinal(minutes, language, minutes=True)
    return Prompt((none, one)[minutes] if minutes < 2 else many.format(n=said), language)


def place_in_queue(language: Language, place: int) -> Prompt:
    """The caller's place; 1 is the next."""
    first, later = worded(PLACE, language)
    said = cardinal(min(place, LAST_PLACE), language)
    return Prompt(first if place == 1 else later.format(n=said), language)


def whisper(language: Language, client: str, loop: str) -> tuple[Prompt, Prompt]:
    """Who is called for, for the agent's ear.

    Two sentences: one for each pair of client and loop would be more than a box can speak.
    """
    called = worded(WHISPER, language).format(client=client)
    return Prompt(called, language), Prompt(f"{loop}.", language)


def worded(words: Mapping[Language, Words], language: Language) -> Words:
    """The words in a language; English where it lacks them."""
    return words.get(language, words["en"])


def on_display(at: datetime) -> str:
    """A day and a time as they stand in an SMS, for example "21.11 kl. 10:12" without words."""
    return f"{at:%d.%m %H:%M}"
