"""How single settings are read: each reader takes what the document says, or says what is wrong."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Collection
from datetime import date
from urllib.parse import urlsplit

import phonenumbers

from appliance.common.numbers import e164
from appliance.common.problems import did_you_mean
from appliance.core.model.ids import Strategy
from appliance.core.model.time_of_day import span_of_day
from appliance.core.settings.hours import WEEKDAYS
from appliance.core.settings.lines import DIGITS, LineKind
from appliance.core.settings.screening import Rule
from appliance.core.settings.trunks import SRTP, TRANSPORTS
from appliance.core.words.spoken import LANGUAGES

Reader = Callable[[object], object]
"""Takes a value of the document; raises ValueError with a sentence."""

KEYS = frozenset("0123456789*#")
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,40}")
CALENDAR_SCHEMES = ("https", "webcal", "webcals", "http")
EXTENSION = re.compile(r"[0-9]{0,6}")
PIN_HASH = re.compile(
    r"\$argon2id\$v=19\$m=(?P<memory>[0-9]{1,6}),t=(?P<time>[0-9]{1,2}),p=[1-4]"
    r"\$[A-Za-z0-9+/]{11,88}\$[A-Za-z0-9+/]{22,88}"
)
"""The text form of Argon2 (RFC 9106), within what a small box can compute."""
MARK = re.compile(r"[0-9]{1,4}")
PORT = r"(?::(?P<port>[0-9]{1,5}))?"
HOST = rf"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]){PORT}"
HOST_AND_PORT = re.compile(HOST)
# RFC 3261 section 25.1 without passwords and header fields, which could smuggle headers in.
PARAMETER = r"[A-Za-z0-9_.!~*'()\[\]/:&+$%-]+"
SIP_URI = re.compile(rf"sip:[A-Za-z0-9_.!~*'()&=+$,;/%-]+@{HOST}(?:;{PARAMETER}(?:={PARAMETER})?)*")


def as_written(value: object) -> str:
    """A value as it stands in the document."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def text(value: object) -> str:
    """One line of text that is not blank."""
    line = any_text(value)
    if not line.strip():
        raise ValueError("this needs some text")
    return line


def any_text(value: object) -> str:
    """One line of text, which may be empty."""
    line = _string(value)
    if any(unicodedata.category(character) == "Cc" for character in line):
        raise ValueError("this must be one line without control characters")
    return line


def paragraph(value: object) -> str:
    """Text of one or more lines, which may be empty."""
    any_text(re.sub(r"[\n\t]", " ", _string(value)))
    return _string(value)


def spoken(value: object) -> str:
    """What is said to callers: a paragraph that is not blank."""
    if not paragraph(value).strip():
        raise ValueError("this needs the words that callers shall hear")
    return _string(value)


def yes_or_no(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(
            f"this must be true or false, without quotation marks, not {as_written(value)}"
        )
    return value


def seconds(least: float, most: float) -> Reader:
    """A length of time in seconds between two bounds."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"this must be a number of seconds, not {as_written(value)}")
        if not least <= value <= most:
            raise ValueError(f"this must lie between {least:g} and {most:g} seconds")
        return float(value)

    return read


def count(least: int, most: int) -> Reader:
    """A whole number between two bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"this must be a whole number, not {as_written(value)}")
        if not least <= value <= most:
            raise ValueError(f"this must lie between {least} and {most}")
        return value

    return read


def days_or_ever(least: int, most: int) -> Reader:
    """How many days something is kept; 0: for ever."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"this must be a whole number, not {as_written(value)}")
        if value and not least <= value <= most:
            raise ValueError(f"this must lie between {least} and {most}, or be 0 for ever")
        return value

    return read


def language(value: object) -> str:
    """One of the languages of the house."""
    return _one_of(value, LANGUAGES, "a language of the box")


def country(value: object) -> str:
    """A country, ISO 3166-1 alpha-2."""
    return _one_of(value, COUNTRIES, "a country code such as NO, DK, NL or GB")


def strategy(value: object) -> Strategy:
    """Who of a loop is rung first."""
    return Strategy(_one_of(value, list(Strategy), "longest_idle, in_turn, fixed, or all"))


def screening_rule(value: object) -> Rule:
    """What a client wants done with its callers."""
    return Rule(_one_of(value, list(Rule), "a rule for a client's callers"))


def line_kind(value: object) -> LineKind:
    """Who calls a line."""
    return LineKind(_one_of(value, list(LineKind), "a kind of line"))


def pin_hash(value: object) -> str:
    """What `sentralbord settings pin` prints; a PIN that stands here itself is not repeated."""
    found = PIN_HASH.fullmatch(_string(value)) if isinstance(value, str) else None
    if not (found and int(found["memory"]) <= 65536 and int(found["time"]) <= 10):
        raise ValueError("this must be the line that `sentralbord settings pin` prints")
    return _string(value)


def extension(value: object) -> str:
    """The digits of a colleague; none at all is allowed."""
    if not EXTENSION.fullmatch(_string(value)):
        raise ValueError("an extension is one to six digits, such as 21")
    return _string(value)


def prefix(value: object) -> str:
    """How a number begins that staff may dial."""
    if not re.fullmatch("[0-9]{1,15}", _string(value)):
        raise ValueError("this is the digits that a number begins with, such as 2")
    return _string(value)


def key(value: object) -> str:
    """A key of a telephone."""
    if _string(value) not in KEYS:
        raise ValueError("a key is one of 0 to 9, * or #")
    return _string(value)


def day(value: object) -> str:
    """A day, ISO 8601."""
    try:
        return date.fromisoformat(_string(value)).isoformat()
    except ValueError:
        raise ValueError(f"'{value}' is no day such as 2027-05-17") from None


def day_or_nothing(value: object) -> str:
    """A day, or an empty text where there is none."""
    return day(value) if value != "" else ""


def weekday(value: object) -> str:
    """A day of the week."""
    return _one_of(value, WEEKDAYS, "a weekday")


def span(value: object) -> str:
    """Opening hours of a day; "00:00" as the end is midnight."""
    read = span_of_day(_string(value))
    if read is None:
        raise ValueError(f"'{value}' is no span such as 08:00-16:00")
    opens, _, closes = read.partition("-")
    if closes != "00:00" and closes <= opens:
        raise ValueError(f"'{value}' ends before it begins; write two spans across midnight")
    return read


def night_or_nothing(value: object) -> str:
    """A span that may lie across midnight, or an empty text."""
    if value == "":
        return ""
    read = span_of_day(_string(value))
    if read is None or read[:5] == read[6:]:
        raise ValueError(f"'{value}' is no span such as 22:00-07:00")
    return read


OF_THE_MACHINE = ("localtime", "posixrules", "Factory")
"""Files beside the zones that are no zones of a place, but what a machine was set up with."""


def time_zone(value: object) -> str:
    """A time zone of the IANA database."""
    name = text(value)
    try:
        if name in OF_THE_MACHINE:
            raise zoneinfo.ZoneInfoNotFoundError
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(name, zoneinfo.available_timezones())
        raise ValueError(f"'{name}' is no time zone such as Europe/Oslo{near}") from None
    return name


def mark(value: object) -> str:
    """The digits that stand behind a number we pass on (office.md D8)."""
    if not MARK.fullmatch(_string(value)):
        raise ValueError("the mark is one to four digits, such as 111")
    return _string(value)


def number(read_in: str | None) -> Reader:
    """A telephone number, brought to E.164; without a readable country it is left as it is."""

    def read(value: object) -> str:
        written = text(value)
        known = e164(written, read_in) if read_in else written
        if known is None:
            raise ValueError(f"'{written}' cannot be read as a telephone number")
        return known

    return read


def number_or_nothing(read_in: str | None) -> Reader:
    """A telephone number, or an empty text."""
    return lambda value: "" if value == "" else number(read_in)(value)


def address(read_in: str | None) -> Reader:
    """Where a member of staff is rung: a SIP URI, or a telephone number."""

    def read(value: object) -> object:
        written = text(value)
        if not written.lower().startswith(("sip:", "sips:")) and "@" not in written:
            return _number_instead(written, read_in)
        uri = SIP_URI.fullmatch(written)
        if not (uri and _plausible(uri)):
            raise ValueError(f"'{written}' is no SIP address such as sip:kari@192.0.2.10:5060")
        return written

    return read


def _number_instead(written: str, read_in: str | None) -> object:
    try:
        return number(read_in)(written)
    except ValueError:
        example = "sip:kari@192.0.2.10:5060"
        said = f"'{written}' is neither a SIP address such as {example} nor a telephone number"
        raise ValueError(said) from None


def host(value: object) -> str:
    """A computer, as name or address, with or without a port."""
    found = HOST_AND_PORT.fullmatch(text(value))
    if not (found and _plausible(found)):
        raise ValueError("this must be a host or host:port, such as sip.example.org:5060")
    return _string(value)


def host_or_nothing(value: object) -> str:
    """A computer, or an empty text."""
    return "" if value == "" else host(value)


def digits(value: object) -> str:
    """How a line's keys come."""
    return _one_of(value, DIGITS, "a way in which keys come")


def transport(value: object) -> str:
    """What carries SIP."""
    return _one_of(value, TRANSPORTS, "a transport")


def srtp(value: object) -> str:
    """Whether the voice is encrypted."""
    return _one_of(value, SRTP, "a word for encrypted voice")


def account(value: object) -> str:
    """The user name of a SIP account (RFC 3261 section 25.1), or an empty text."""
    if not re.fullmatch(r"[A-Za-z0-9_.!~*'()&=+$,;?/@%-]*", _string(value)):
        raise ValueError("this must be a user name without spaces, such as 10000001")
    return _string(value)


def secret(value: object) -> str:
    """A password; what is wrong with it is said without it."""
    try:
        return any_text(value)
    except ValueError:
        raise ValueError("this must be one line of text in quotation marks") from None


def calendar_url(value: object) -> str:
    """Where a calendar is read; what is wrong with it is said without it, for it is a secret."""
    try:
        found = urlsplit(any_text(value))
        reachable = bool(found.hostname) and (found.port is None or 1 <= found.port <= 65535)
    except ValueError:
        reachable = False
    if not (reachable and found.scheme in CALENDAR_SCHEMES):
        raise ValueError("this must be the address of a calendar, beginning with https://")
    return _string(value)


def mailbox(value: object) -> str:
    """An e-mail address by which Microsoft 365 knows a mailbox, or an empty text."""
    if not re.fullmatch(r"([^\s@/?#%\\]{1,64}@[A-Za-z0-9.-]{1,255})?", _string(value)):
        raise ValueError("this must be an e-mail address, such as kari@example.com")
    return _string(value)


def tenant(value: object) -> str:
    """The directory (tenant) of Microsoft Entra: its id or one of its domains, or an empty text."""
    if not re.fullmatch(r"([A-Za-z0-9][A-Za-z0-9.-]{0,254})?", _string(value)):
        raise ValueError("this must be the tenant's id or domain, such as example.onmicrosoft.com")
    return _string(value)


def client(value: object) -> str:
    """The application (client) id of Microsoft Entra, or an empty text."""
    if not re.fullmatch(r"([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?", _string(value)):
        raise ValueError("this must be the app's id, such as 00000000-0000-0000-0000-000000000000")
    return _string(value)


def _plausible(found: re.Match[str]) -> bool:
    name, port = found["host"], found["port"]
    if port is not None and not 1 <= int(port) <= 65535:
        return False
    if name.startswith("[") or name.replace(".", "").isdigit():
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
    return ".." not in name


def _one_of(value: object, known: Collection[str], what: str) -> str:
    name = _string(value)
    if name not in known:
        some = f" ({', '.join(known)})" if len(known) < 10 else ""
        raise ValueError(f"'{name}' is not {what}{some}{did_you_mean(name, known)}")
    return name


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"this must be text in quotation marks, not {as_written(value)}")
    return value
