"""What the display says in the office's language: few words, and the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language
from appliance.core.settings.screening import Rule

STANDS: Mapping[str, Mapping[Language, str]] = {
    "ringing": {"da": "ringer", "nb": "ringer", "nl": "gaat over", "en": "ringing"},
    "talking": {"da": "taler", "nb": "snakker", "nl": "in gesprek", "en": "talking"},
    "held": {"da": "på hold", "nb": "på vent", "nl": "in de wacht", "en": "on hold"},
    "waiting": {"da": "venter", "nb": "venter", "nl": "wacht", "en": "waiting"},
    "message": {"da": "besked", "nb": "beskjed", "nl": "bericht", "en": "message"},
    "menu": {"da": "i menuen", "nb": "i menyen", "nl": "in het menu", "en": "in the menu"},
    "wrap-up": {"da": "efterarbejde", "nb": "etterarbeid", "nl": "nawerk", "en": "wrap-up"},
}
WAITING: Mapping[Language, str] = {
    "da": "{n} venter",
    "nb": "{n} venter",
    "nl": "{n} wachten",
    "en": "{n} waiting",
}
NOBODY_WAITS: Mapping[Language, str] = {
    "da": "Ingen venter",
    "nb": "Ingen venter",
    "nl": "Niemand wacht",
    "en": "Nobody waits",
}
LONGEST: Mapping[Language, str] = {
    "da": "længst {wait}",
    "nb": "lengst {wait}",
    "nl": "langst {wait}",
    "en": "longest {wait}",
}
MISSED: Mapping[Language, str] = {
    "da": "{n} mistede kald",
    "nb": "{n} tapte anrop",
    "nl": "{n} gemiste oproepen",
    "en": "{n} missed calls",
}
UNSENT: Mapping[Language, str] = {
    "da": "{n} SMS ikke sendt",
    "nb": "{n} SMS ikke sendt",
    "nl": "{n} sms niet verzonden",
    "en": "{n} SMS not sent",
}
ODD_ENTRIES: Mapping[Language, str] = {
    "da": "{n} rettet i kalendere",
    "nb": "{n} rettet i kalendere",
    "nl": "{n} hersteld in agenda's",
    "en": "{n} put right in calendars",
}
DELIVERED: Mapping[Language, str] = {
    "da": "{n} SMS leveret",
    "nb": "{n} SMS levert",
    "nl": "{n} sms bezorgd",
    "en": "{n} SMS delivered",
}
TO_READ: Mapping[Language, str] = {
    "da": "{n} SMS at læse",
    "nb": "{n} SMS å lese",
    "nl": "{n} sms te lezen",
    "en": "{n} SMS to read",
}
ALL_WELL: Mapping[Language, str] = {
    "da": "Alt i orden",
    "nb": "Alt i orden",
    "nl": "Alles in orde",
    "en": "All is well",
}
REGISTERED: Mapping[Language, str] = {
    "da": "registreret på {name}",
    "nb": "registrert på {name}",
    "nl": "geregistreerd op {name}",
    "en": "registered to {name}",
}
ABUSE: Mapping[Language, str] = {"da": "CHIKANE", "nb": "SJIKANE", "nl": "WANGEDRAG", "en": "ABUSE"}
SCREENING: Mapping[Rule, Mapping[Language, str]] = {
    Rule.ANSWER: {
        "da": "Svar fra kortet",
        "nb": "Svar fra kortet",
        "nl": "Antwoord van de kaart",
        "en": "Answer from the card",
    },
    Rule.MESSAGE: {
        "da": "Tag imod besked",
        "nb": "Ta imot beskjed",
        "nl": "Neem een bericht aan",
        "en": "Take a message",
    },
    Rule.PUT_THROUGH: {
        "da": "Stil om",
        "nb": "Sett over",
        "nl": "Verbind door",
        "en": "Put through",
    },
    Rule.URGENT: {
        "da": "Kun hvis det haster",
        "nb": "Bare hvis det haster",
        "nl": "Alleen als het dringend is",
        "en": "Only if urgent",
    },
}
FAULTS: Mapping[Language, str] = {
    "da": "fejl i alt: {n}",
    "nb": "feil i alt: {n}",
    "nl": "storingen: {n}",
    "en": "faults in all: {n}",
}
NO_TIME: Mapping[Language, str] = {
    "da": "klokken mangler",
    "nb": "klokken mangler",
    "nl": "geen tijd",
    "en": "no time yet",
}
SIGNAL: Mapping[str, Mapping[Language, str]] = {
    "good signal": {"da": "godt signal", "nb": "godt signal", "nl": "goed bereik"},
    "fair signal": {"da": "middel signal", "nb": "middels signal", "nl": "redelijk bereik"},
    "weak signal": {"da": "svagt signal", "nb": "svakt signal", "nl": "zwak bereik"},
}
"""How the modem tells of its reception; English stands as it is."""
PART_NAMES: Mapping[str, Mapping[Language, str]] = {
    "modem": {"da": "modem", "nb": "modem", "nl": "modem", "en": "modem"},
    "oled": {"da": "display", "nb": "skjerm", "nl": "display", "en": "display"},
    "panel": {"da": "lamper", "nb": "lamper", "nl": "lampen", "en": "lamps"},
    "buttons": {"da": "knapper", "nb": "knapper", "nl": "knoppen", "en": "buttons"},
    "speech": {"da": "tale", "nb": "tale", "nl": "spraak", "en": "speech"},
    "dtmf": {"da": "toner", "nb": "toner", "nl": "tonen", "en": "tones"},
    "address": {"da": "adresse", "nb": "adresse", "nl": "adres", "en": "address"},
    "trunk": {"da": "linje", "nb": "linje", "nl": "lijn", "en": "trunk"},
}
CHANGE: Mapping[Language, str] = {
    "da": "status: skift",
    "nb": "status: bytt",
    "nl": "status: wissel",
    "en": "status: change",
}
NOT_SET_UP: Mapping[Language, str] = {
    "da": "Ikke sat op",
    "nb": "Ikke satt opp",
    "nl": "Niet ingesteld",
    "en": "Not set up",
}
ON_THE_PAGE: Mapping[Language, str] = {
    "da": "Åbn denne side.",
    "nb": "Åpne denne siden.",
    "nl": "Open deze pagina.",
    "en": "Open this page.",
}
SWITCHES_OFF: Mapping[Language, str] = {
    "da": "Slukker",
    "nb": "Slår av",
    "nl": "Gaat uit",
    "en": "Switching off",
}
AFTER_CALLS: Mapping[Language, str] = {
    "da": "venter på opkald: {n}",
    "nb": "venter på samtaler: {n}",
    "nl": "wacht op gesprekken: {n}",
    "en": "waits for calls: {n}",
}
TO_CANCEL: Mapping[Language, str] = {
    "da": "kvittér: fortryd",
    "nb": "kvitter: angre",
    "nl": "bevestigen: annuleer",
    "en": "acknowledge: cancel",
}
WAIT: Mapping[Language, str] = {
    "da": "Lad strømmen være.",
    "nb": "La strømmen stå på.",
    "nl": "Laat de stroom aan.",
    "en": "Leave the power on.",
}
IS_OFF: Mapping[Language, str] = {"da": "Slukket", "nb": "Slått av", "nl": "Uit", "en": "Off"}
SAFE: Mapping[Language, str] = {
    "da": "Strømmen kan tages.",
    "nb": "Strømmen kan tas ut.",
    "nl": "De stekker mag eruit.",
    "en": "Safe to unplug.",
}
SWITCHBOARD: Mapping[Language, str] = {
    "da": "Omstillingen",
    "nb": "Sentralbordet",
    "nl": "De centrale",
    "en": "Switchboard",
}
RESTARTS: Mapping[Language, str] = {
    "da": "starter igen …",
    "nb": "starter på nytt …",
    "nl": "start opnieuw …",
    "en": "restarting …",
}
FAULT_LAMP: Mapping[Language, str] = {"da": "Fejl", "nb": "Feil", "nl": "Storing", "en": "Fault"}
