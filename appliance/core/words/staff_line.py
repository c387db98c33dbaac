"""What the staff line says, in every language, and the numbers that it needs for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appliance.core.model.ids import Language, Prompt
from appliance.core.words.spoken import sentence

STAFF_SPOKEN: Mapping[str, Mapping[Language, str]] = {
    "number": {
        "da": "Tast dit nummer, og tryk firkant.",
        "nb": "Tast nummeret ditt, og trykk firkant.",
        "sv": "Slå ditt nummer, och tryck fyrkant.",
        "nl": "Toets uw nummer in, en druk op hekje.",
        "en": "Enter your number, then press hash.",
    },
    "pin": {
        "da": "Tast din kode, og tryk firkant.",
        "nb": "Tast koden din, og trykk firkant.",
        "sv": "Slå din kod, och tryck fyrkant.",
        "nl": "Toets uw code in, en druk op hekje.",
        "en": "Enter your code, then press hash.",
    },
    "not_right": {
        "da": "Det var ikke rigtigt, eller der er spærret en stund.",
        "nb": "Det var ikke riktig, eller det er sperret en stund.",
        "sv": "Det var inte rätt, eller så är det spärrat en stund.",
        "nl": "Dat klopt niet, of de toegang is even geblokkeerd.",
        "en": "That was not right, or it is locked for a while.",
    },
    "menu": {
        "da": "Tryk et for ledig, to for optaget, tre for væk, fire for at logge ud, "
        "fem for beskeder, seks for at indtale en hilsen, syv for at fjerne den, "
        "stjerne for at høre det igen, firkant for at slutte.",
        "nb": "Trykk en for ledig, to for opptatt, tre for borte, fire for å logge ut, "
        "fem for beskjeder, seks for å lese inn en hilsen, sju for å fjerne den, "
        "stjerne for å høre dette igjen, firkant for å avslutte.",
        "sv": "Tryck ett för tillgänglig, två för upptagen, tre för borta, fyra för att "
        "logga ut, fem för meddelanden, sex för att tala in en hälsning, sju för att "
        "ta bort den, stjärna för att höra det här igen, fyrkant för att avsluta.",
        "nl": "Druk een voor beschikbaar, twee voor bezet, drie voor weg, vier om uit te loggen, "
        "vijf voor berichten, zes om een begroeting in te spreken, zeven om die te verwijderen, "
        "sterretje om dit opnieuw te horen, hekje om te stoppen.",
        "en": "Press one for free, two for busy, three for away, four to log out, "
        "five for messages, six to record a greeting, seven to take it away, "
        "star to hear this again, hash to end.",
    },
    "are_available": {
        "da": "Du er ledig.",
        "nb": "Du er ledig.",
        "sv": "Du är tillgänglig.",
        "nl": "U bent beschikbaar.",
        "en": "You are free.",
    },
    "in_calendar": {
        "da": "Din kalender holder sløjfernes opkald væk nu.",
        "nb": "Kalenderen din holder sløyfenes anrop unna nå.",
        "sv": "Din kalender håller svarsgruppernas samtal borta nu.",
        "nl": "Uw agenda houdt de gesprekken van wachtrijen nu weg.",
        "en": "Your calendar keeps the calls of loops away now.",
    },
    "are_away": {
        "da": "Du er meldt væk.",
        "nb": "Du er meldt borte.",
        "sv": "Du är anmäld som borta.",
        "nl": "U bent afwezig gemeld.",
        "en": "You are away.",
    },
    "are_logged_out": {
        "da": "Du er logget ud.",
        "nb": "Du er logget ut.",
        "sv": "Du är utloggad.",
        "nl": "U bent uitgelogd.",
        "en": "You are logged out.",
    },
    "until": {
        "da": "til klokken",
        "nb": "til klokken",
        "sv": "till klockan",
        "nl": "tot",
        "en": "until",
    },
    "tomorrow": {
        "da": "i morgen",
        "nb": "i morgen",
        "sv": "i morgon",
        "nl": "morgen",
        "en": "tomorrow",
    },
    "until_later": {
        "da": "til en senere dag.",
        "nb": "til en senere dag.",
        "sv": "till en senare dag.",
        "nl": "tot een latere dag.",
        "en": "until a later day.",
    },
    "until_when": {
        "da": "Til hvornår? Tast klokkeslættet med fire cifre, og tryk firkant. "
        "Kun firkant, hvis du ikke ved det.",
        "nb": "Til når? Tast klokkeslettet med fire sifre, og trykk firkant. "
        "Bare firkant hvis du ikke vet det.",
        "sv": "Till när? Slå klockslaget med fyra siffror, och tryck fyrkant. Bara fyrkant "
        "om du inte vet.",
        "nl": "Tot hoe laat? Toets de tijd in vier cijfers in, en druk op hekje. "
        "Alleen hekje als u het niet weet.",
        "en": "Until when? Enter the time as four digits, then press hash. "
        "Only hash if you do not know.",
    },
    "why": {
        "da": "Hvorfor? Tryk et for ferie, to for fridag, tre for orlov.",
        "nb": "Hvorfor? Trykk en for ferie, to for fridag, tre for permisjon.",
        "sv": "Varför? Tryck ett för semester, två för ledig dag, tre för tjänstledighet.",
        "nl": "Waarom? Druk een voor vakantie, twee voor een vrije dag, drie voor verlof.",
        "en": "Why? Press one for holiday, two for a day off, three for leave.",
    },
    "no_clock": {
        "da": "Boksens ur er ikke stillet. Det gælder, til du melder dig ledig.",
        "nb": "Klokken i boksen er ikke stilt. Det gjelder til du melder deg ledig.",
        "sv": "Växelns klocka är inte ställd. Det gäller tills du anmäler dig som tillgänglig.",
        "nl": "De klok van de box is niet gezet. Het geldt tot u zich beschikbaar meldt.",
        "en": "The clock of the box is not set. It holds until you are free again.",
    },
    "not_stored": {
        "da": "Det kunne ikke gemmes.",
        "nb": "Det kunne ikke lagres.",
        "sv": "Det kunde inte sparas.",
        "nl": "Het kon niet worden opgeslagen.",
        "en": "It could not be stored.",
    },
    "not_understood": {
        "da": "Det forstod jeg ikke.",
        "nb": "Det forsto jeg ikke.",
        "sv": "Det förstod jag inte.",
        "nl": "Dat is niet begrepen.",
        "en": "That was not understood.",
    },
    "no_messages": {
        "da": "Der er ikke flere beskeder.",
        "nb": "Det er ikke flere beskjeder.",
        "sv": "Det finns inga fler meddelanden.",
        "nl": "Er zijn geen berichten meer.",
        "en": "There are no more messages.",
    },
    "message_from": {
        "da": "Besked fra",
        "nb": "Beskjed fra",
        "sv": "Meddelande från",
        "nl": "Bericht van",
        "en": "From",
    },
    "withheld": {
        "da": "skjult nummer",
        "nb": "skjult nummer",
        "sv": "dolt nummer",
        "nl": "een onbekend nummer",
        "en": "a withheld number",
    },
    "after_message": {
        "da": "Tryk et for den næste, to for at høre den igen, tre hvis den er ordnet, "
        "firkant for menuen.",
        "nb": "Trykk en for den neste, to for å høre den igjen, tre hvis den er ordnet, "
        "firkant for menyen.",
        "sv": "Tryck ett för nästa, två för att höra det igen, tre om det är avklarat, "
        "fyrkant för menyn.",
        "nl": "Druk een voor het volgende, twee om het opnieuw te horen, drie als het is "
        "afgehandeld, hekje voor het menu.",
        "en": "Press one for the next, two to hear it again, three if it is done with, "
        "hash for the menu.",
    },
    "done_with": {
        "da": "Den er ordnet.",
        "nb": "Den er ordnet.",
        "sv": "Det är avklarat.",
        "nl": "Het is afgehandeld.",
        "en": "It is done with.",
    },
    "may_not": {
        "da": "Du må ikke ændre hilsner.",
        "nb": "Du kan ikke endre hilsener.",
        "sv": "Du får inte ändra hälsningar.",
        "nl": "U mag geen begroetingen wijzigen.",
        "en": "You may not change greetings.",
    },
    "press": {"da": "tryk", "nb": "trykk", "sv": "tryck", "nl": "druk", "en": "press"},
    "speak": {
        "da": "Tal efter tonen, og tryk firkant.",
        "nb": "Snakk etter tonen, og trykk firkant.",
        "sv": "Tala efter tonen, och tryck fyrkant.",
        "nl": "Spreek na de toon, en druk op hekje.",
        "en": "Speak after the tone, then press hash.",
    },
    "nothing_recorded": {
        "da": "Der blev ikke optaget noget.",
        "nb": "Ingenting ble tatt opp.",
        "sv": "Inget spelades in.",
        "nl": "Er is niets opgenomen.",
        "en": "Nothing was recorded.",
    },
    "use_it": {
        "da": "Tryk et for at bruge den fra næste opkald, to for at tale igen, "
        "firkant for at lade være.",
        "nb": "Trykk en for å bruke den fra neste samtale, to for å snakke på nytt, "
        "firkant for å la være.",
        "sv": "Tryck ett för att använda den från nästa samtal, två för att tala igen, "
        "fyrkant för att låta bli.",
        "nl": "Druk een om het vanaf de volgende oproep te gebruiken, twee om opnieuw te "
        "spreken, hekje om het te laten.",
        "en": "Press one to use it from the next call on, two to speak again, hash to leave it.",
    },
    "in_use": {
        "da": "Hilsnen gælder fra næste opkald.",
        "nb": "Hilsenen gjelder fra neste samtale.",
        "sv": "Hälsningen gäller från nästa samtal.",
        "nl": "De begroeting geldt vanaf de volgende oproep.",
        "en": "The greeting is used from the next call on.",
    },
    "taken_away": {
        "da": "Der er ingen indtalt hilsen mere.",
        "nb": "Det er ingen innlest hilsen lenger.",
        "sv": "Det finns ingen intalad hälsning längre.",
        "nl": "Er is geen ingesproken begroeting meer.",
        "en": "There is no recorded greeting any more.",
    },
    "goodbye": {
        "da": "Farvel.",
        "nb": "Ha det bra.",
        "sv": "Hej då.",
        "nl": "Tot ziens.",
        "en": "Goodbye.",
    },
}

BUSY: Mapping[Language, str] = {
    "da": "optaget",
    "nb": "opptatt",
    "sv": "upptagen",
    "nl": "bezet",
    "en": "busy",
}
REASONS: Mapping[str, Mapping[Language, str]] = {
    "1": {"da": "ferie", "nb": "ferie", "sv": "semester", "nl": "vakantie", "en": "holiday"},
    "2": {"da": "fridag", "nb": "fridag", "sv": "ledig dag", "nl": "vrije dag", "en": "day off"},
    "3": {"da": "orlov", "nb": "permisjon", "sv": "tjänstledighet", "nl": "verlof", "en": "leave"},
}
"""Key -> why somebody is logged out (office.md D3), as colleagues read it."""
STAFF_LINE: Mapping[Language, str] = {
    "da": "Medarbejderlinje",
    "nb": "Ansattlinje",
    "sv": "Personallinje",
    "nl": "Medewerkerslijn",
    "en": "Staff line",
}


def staff_said(key: str, language: Language) -> Prompt:
    """A sentence of the staff line; English where the language lacks it."""
    return sentence(STAFF_SPOKEN[key], language)


def number(value: int, language: Language, places: int = 1) -> Prompt:
    """A number from 0 to 59, with noughts in front up to `places` digits."""
    return Prompt(f"{value:0{places}}", language)


def digits(value: str, language: Language) -> tuple[Prompt, ...]:
    """A telephone number, digit by digit; nothing for what is none."""
    plain = value.removeprefix("+")
    known = plain.isascii() and plain.isdigit()
    return tuple(number(int(digit), language) for digit in plain) if known else ()


def staff_prompts(language: Language) -> Iterator[Prompt]:
    """Everything that the staff line says in one language, but the names of firms."""
    yield from (staff_said(key, language) for key in STAFF_SPOKEN)
    yield from (number(value, language) for value in range(60))
    yield from (number(value, language, places=2) for value in range(10))
