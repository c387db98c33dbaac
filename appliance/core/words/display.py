"""What the display says in the office's language: few words, and the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language
from appliance.core.settings.screening import Rule

STANDS: Mapping[str, Mapping[Language, str]] = {
    "ringing": {"da": "ringer", "nb": "ringer", "sv": "ringer", "nl": "gaat over", "en": "ringing"},
    "talking": {"da": "taler", "nb": "snakker", "sv": "talar", "nl": "in gesprek", "en": "talking"},
    "held": {
        "da": "på hold",
        "nb": "på vent",
        "sv": "parkerad",
        "nl": "in de wacht",
        "en": "on hold",
    },
    "waiting": {"da": "venter", "nb": "venter", "sv": "väntar", "nl": "wacht", "en": "waiting"},
    "message": {
        "da": "besked",
        "nb": "beskjed",
        "sv": "meddelande",
        "nl": "bericht",
        "en": "message",
    },
    "menu": {
        "da": "i menuen",
        "nb": "i menyen",
        "sv": "i menyn",
        "nl": "in het menu",
        "en": "in the menu",
    },
    "wrap-up": {
        "da": "efterarbejde",
        "nb": "etterarbeid",
        "sv": "efterarbete",
        "nl": "nawerk",
        "en": "wrap-up",
    },
}
WAITING: Mapping[Language, str] = {
    "da": "{n} venter",
    "nb": "{n} venter",
    "sv": "{n} väntar",
    "nl": "{n} wachten",
    "en": "{n} waiting",
}
NOBODY_WAITS: Mapping[Language, str] = {
    "da": "Ingen venter",
    "nb": "Ingen venter",
    "sv": "Ingen väntar",
    "nl": "Niemand wacht",
    "en": "Nobody waits",
}
LONGEST: Mapping[Language, str] = {
    "da": "længst {wait}",
    "nb": "lengst {wait}",
    "sv": "längst {wait}",
    "nl": "langst {wait}",
    "en": "longest {wait}",
}
MISSED: Mapping[Language, str] = {
    "da": "{n} mistede kald",
    "nb": "{n} tapte anrop",
    "sv": "{n} missade samtal",
    "nl": "{n} gemiste oproepen",
    "en": "{n} missed calls",
}
UNSENT: Mapping[Language, str] = {
    "da": "{n} SMS ikke sendt",
    "nb": "{n} SMS ikke sendt",
    "sv": "{n} sms ej skickade",
    "nl": "{n} sms niet verzonden",
    "en": "{n} SMS not sent",
}
ODD_ENTRIES: Mapping[Language, str] = {
    "da": "{n} rettet i kalendere",
    "nb": "{n} rettet i kalendere",
    "sv": "{n} rättade i kalendrar",
    "nl": "{n} hersteld in agenda's",
    "en": "{n} put right in calendars",
}
DELIVERED: Mapping[Language, str] = {
    "da": "{n} SMS leveret",
    "nb": "{n} SMS levert",
    "sv": "{n} sms levererade",
    "nl": "{n} sms bezorgd",
    "en": "{n} SMS delivered",
}
TO_READ: Mapping[Language, str] = {
    "da": "{n} SMS at læse",
    "nb": "{n} SMS å lese",
    "sv": "{n} sms att läsa",
    "nl": "{n} sms te lezen",
    "en": "{n} SMS to read",
}
ALL_WELL: Mapping[Language, str] = {
    "da": "Alt i orden",
    "nb": "Alt i orden",
    "sv": "Allt fungerar",
    "nl": "Alles in orde",
    "en": "All is well",
}
REGISTERED: Mapping[Language, str] = {
    "da": "registreret på {name}",
    "nb": "registrert på {name}",
    "sv": "registrerat på {name}",
    "nl": "geregistreerd op {name}",
    "en": "registered to {name}",
}
ABUSE: Mapping[Language, str] = {
    "da": "CHIKANE",
    "nb": "SJIKANE",
    "sv": "TRAKASSERI",
    "nl": "WANGEDRAG",
    "en": "ABUSE",
}
SCREENING: Mapping[Rule, Mapping[Language, str]] = {
    Rule.ANSWER: {
        "da": "Svar fra kortet",
        "nb": "Svar fra kortet",
        "sv": "Svara från kortet",
        "nl": "Antwoord van de kaart",
        "en": "Answer from the card",
    },
    Rule.MESSAGE: {
        "da": "Tag imod besked",
        "nb": "Ta imot beskjed",
        "sv": "Ta emot meddelande",
        "nl": "Neem een bericht aan",
        "en": "Take a message",
    },
    Rule.PUT_THROUGH: {
        "da": "Stil om",
        "nb": "Sett over",
        "sv": "Koppla vidare",
        "nl": "Verbind door",
        "en": "Put through",
    },
    Rule.URGENT: {
        "da": "Kun hvis det haster",
        "nb": "Bare hvis det haster",
        "sv": "Bara om det är bråttom",
        "nl": "Alleen als het dringend is",
        "en": "Only if urgent",
    },
}
FAULTS: Mapping[Language, str] = {
    "da": "fejl i alt: {n}",
    "nb": "feil i alt: {n}",
    "sv": "fel totalt: {n}",
    "nl": "storingen: {n}",
    "en": "faults in all: {n}",
}
NO_TIME: Mapping[Language, str] = {
    "da": "klokken mangler",
    "nb": "klokken mangler",
    "sv": "klockan saknas",
    "nl": "geen tijd",
    "en": "no time yet",
}
SIGNAL: Mapping[str, Mapping[Language, str]] = {
    "good signal": {
        "da": "godt signal",
        "nb": "godt signal",
        "sv": "bra signal",
        "nl": "goed bereik",
    },
    "fair signal": {
        "da": "middel signal",
        "nb": "middels signal",
        "sv": "medelbra signal",
        "nl": "redelijk bereik",
    },
    "weak signal": {
        "da": "svagt signal",
        "nb": "svakt signal",
        "sv": "svag signal",
        "nl": "zwak bereik",
    },
}
"""How the modem tells of its reception; English stands as it is."""
PART_NAMES: Mapping[str, Mapping[Language, str]] = {
    "modem": {"da": "modem", "nb": "modem", "sv": "modem", "nl": "modem", "en": "modem"},
    "oled": {"da": "display", "nb": "skjerm", "sv": "skärm", "nl": "display", "en": "display"},
    "panel": {"da": "lamper", "nb": "lamper", "sv": "lampor", "nl": "lampen", "en": "lamps"},
    "buttons": {
        "da": "knapper",
        "nb": "knapper",
        "sv": "knappar",
        "nl": "knoppen",
        "en": "buttons",
    },
    "speech": {"da": "tale", "nb": "tale", "sv": "tal", "nl": "spraak", "en": "speech"},
    "dtmf": {"da": "toner", "nb": "toner", "sv": "toner", "nl": "tonen", "en": "tones"},
    "address": {"da": "adresse", "nb": "adresse", "sv": "adress", "nl": "adres", "en": "address"},
    "trunk": {"da": "linje", "nb": "linje", "sv": "linje", "nl": "lijn", "en": "trunk"},
}
CHANGE: Mapping[Language, str] = {
    "da": "status: skift",
    "nb": "status: bytt",
    "sv": "status: byt",
    "nl": "status: wissel",
    "en": "status: change",
}
NOT_SET_UP: Mapping[Language, str] = {
    "da": "Ikke sat op",
    "nb": "Ikke satt opp",
    "sv": "Inte inställd",
    "nl": "Niet ingesteld",
    "en": "Not set up",
}
ON_THE_PAGE: Mapping[Language, str] = {
    "da": "Åbn denne side.",
    "nb": "Åpne denne siden.",
    "sv": "Öppna den här sidan.",
    "nl": "Open deze pagina.",
    "en": "Open this page.",
}
SWITCHES_OFF: Mapping[Language, str] = {
    "da": "Slukker",
    "nb": "Slår av",
    "sv": "Stängs av",
    "nl": "Gaat uit",
    "en": "Switching off",
}
AFTER_CALLS: Mapping[Language, str] = {
    "da": "venter på opkald: {n}",
    "nb": "venter på samtaler: {n}",
    "sv": "väntar på samtal: {n}",
    "nl": "wacht op gesprekken: {n}",
    "en": "waits for calls: {n}",
}
TO_CANCEL: Mapping[Language, str] = {
    "da": "kvittér: fortryd",
    "nb": "kvitter: angre",
    "sv": "kvittera: ångra",
    "nl": "bevestigen: annuleer",
    "en": "acknowledge: cancel",
}
WAIT: Mapping[Language, str] = {
    "da": "Lad strømmen være.",
    "nb": "La strømmen stå på.",
    "sv": "Låt strömmen vara på.",
    "nl": "Laat de stroom aan.",
    "en": "Leave the power on.",
}
IS_OFF: Mapping[Language, str] = {
    "da": "Slukket",
    "nb": "Slått av",
    "sv": "Avstängd",
    "nl": "Uit",
    "en": "Off",
}
SAFE: Mapping[Language, str] = {
    "da": "Strømmen kan tages.",
    "nb": "Strømmen kan tas ut.",
    "sv": "Strömmen kan dras ur.",
    "nl": "De stekker mag eruit.",
    "en": "Safe to unplug.",
}
SWITCHBOARD: Mapping[Language, str] = {
    "da": "Omstillingen",
    "nb": "Sentralbordet",
    "sv": "Växeln",
    "nl": "De centrale",
    "en": "Switchboard",
}
RESTARTS: Mapping[Language, str] = {
    "da": "starter igen …",
    "nb": "starter på nytt …",
    "sv": "startar om …",
    "nl": "start opnieuw …",
    "en": "restarting …",
}
FAULT_LAMP: Mapping[Language, str] = {
    "da": "Fejl",
    "nb": "Feil",
    "sv": "Fel",
    "nl": "Storing",
    "en": "Fault",
}
