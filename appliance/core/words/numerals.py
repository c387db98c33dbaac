"""Numbers, days and times of day as they are said in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from appliance.core.model.ids import Language

UNITS: Mapping[Language, tuple[str, ...]] = {
    "da": (
        *("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve"),
        *("tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"),
    ),
    "nb": (
        *("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve"),
        *("tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"),
    ),
    "sv": (
        *("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva"),
        *("tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"),
    ),
    "nl": (
        *("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
        *("elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"),
        *("achttien", "negentien"),
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        *("eighteen", "nineteen"),
    ),
}
TENS: Mapping[Language, tuple[str, ...]] = {
    "da": ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"),
    "nb": ("tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"),
    "sv": ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"),
    "nl": (
        *("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"),
    ),
    "en": ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
ONE_MINUTE: Mapping[Language, str] = {"da": "et", "nb": "ett", "sv": "en"}
"""Danes and Norwegians count with "en", and a minute is neuter; Swedes count with "ett", and it
is not."""
LARGEST = 99


def cardinal(number: int, language: Language, *, minutes: bool = False) -> str:
    """0 to 99 in words, as one counts; `minutes` before the word for minutes.

    Raises ValueError for other numbers.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not said in words")
    units = UNITS[language]
    if number == 1 and minutes:
        return ONE_MINUTE.get(language, units[1])
    if number < len(units):
        return units[number]
    ten, one = TENS[language][number // 10 - 2], number % 10
    return _joined(units[one], ten, language, minutes and one == 1) if one else ten


def _joined(one: str, ten: str, language: Language, one_minute: bool) -> str:
    match language:
        case "da":
            return f"{one}og{ten}"
        case "nb" | "sv":
            return ten + (ONE_MINUTE[language] if one_minute else one)
        case "nl":
            plain = one.replace("é", "e")
            return plain + ("ën" if plain.endswith("e") else "en") + ten
    return f"{ten}-{one}"


ORDINALS: Mapping[Language, tuple[str, ...]] = {
    "da": (
        *("første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende"),
        *("niende", "tiende", "ellevte", "tolvte", "trettende", "fjortende", "femtende"),
        *("sekstende", "syttende", "attende", "nittende", "tyvende", "enogtyvende"),
        *("toogtyvende", "treogtyvende", "fireogtyvende", "femogtyvende", "seksogtyvende"),
        *("syvogtyvende", "otteogtyvende", "niogtyvende", "tredivte", "enogtredivte"),
    ),
    "nb": (
        *("første", "andre", "tredje", "fjerde", "femte", "sjette", "sjuende", "åttende"),
        *("niende", "tiende", "ellevte", "tolvte", "trettende", "fjortende", "femtende"),
        *("sekstende", "syttende", "attende", "nittende", "tjuende", "tjueførste"),
        *("tjueandre", "tjuetredje", "tjuefjerde", "tjuefemte", "tjuesjette", "tjuesjuende"),
        *("tjueåttende", "tjueniende", "trettiende", "trettiførste"),
    ),
    "sv": (
        *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde"),
        *("nionde", "tionde", "elfte", "tolfte", "trettonde", "fjortonde", "femtonde"),
        *("sextonde", "sjuttonde", "artonde", "nittonde", "tjugonde", "tjugoförsta"),
        *("tjugoandra", "tjugotredje", "tjugofjärde", "tjugofemte", "tjugosjätte"),
        *("tjugosjunde", "tjugoåttonde", "tjugonionde", "trettionde", "trettioförsta"),
    ),
    "en": (
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
        *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
        *("seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"),
        *("twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth"),
        *("twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"),
    ),
}
MONTHS: Mapping[Language, tuple[str, ...]] = {
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september"),
        *("oktober", "november", "december"),
    ),
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september"),
        *("oktober", "november", "desember"),
    ),
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti"),
        *("september", "oktober", "november", "december"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
        *("september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}
DAY_OF_MONTH: Mapping[Language, str] = {
    "da": "den {day} {month}",
    "nb": "den {day} {month}",
    "sv": "den {day} {month}",
    "nl": "{day} {month}",
    "en": "the {day} of {month}",
}
DAYS: Mapping[Language, tuple[str, ...]] = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
AND: Mapping[Language, str] = {"da": "og", "nb": "og", "sv": "och", "nl": "en", "en": "and"}


def day_in_words(day: date, language: Language) -> str:
    """A day of a year without the year: "the fifteenth of May"."""
    ordinals = ORDINALS.get(language)
    said = ordinals[day.day - 1] if ordinals else cardinal(day.day, language)
    return DAY_OF_MONTH[language].format(day=said, month=MONTHS[language][day.month - 1])


def listed(words: Sequence[str], language: Language) -> str:
    """ "one, two and three", with the language's own "and"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {AND[language]} {words[-1]}"


MIDNIGHT: Mapping[Language, str] = {
    "da": "midnat",
    "nb": "midnatt",
    "sv": "midnatt",
    "nl": "middernacht",
    "en": "midnight",
}


def time_in_words(at: time, language: Language) -> str:
    """A time of day: by 24 hours, in English by twelve; 00:00 is midnight."""
    if at == time(0):
        return MIDNIGHT[language]
    if language == "en":
        return _english_time(at)
    hour = cardinal(at.hour, language)
    if language == "nl":
        minutes = f" {cardinal(at.minute, language)}" if at.minute else ""
        return f"{hour} uur{minutes}"
    return f"{hour}{_minutes(at, language)}"


def _english_time(at: time) -> str:
    if at == time(12):
        return "noon"
    hour = cardinal(at.hour % 12 or 12, "en")
    # "From eight to four" is plain; early and late hours could be taken for their opposite.
    half = " in the morning" if at.hour < 6 else " in the evening" if at.hour >= 18 else ""
    return f"{hour}{_minutes(at, 'en')}{half}"


def _minutes(at: time, language: Language) -> str:
    if not at.minute:
        return ""
    zero = "" if at.minute >= 10 else "oh " if language == "en" else f"{UNITS[language][0]} "
    return f" {zero}{cardinal(at.minute, language)}"
