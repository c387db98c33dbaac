"""Telephone numbers as people and trunks write them, brought to E.164 at the edges of the house."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

from appliance.core.model.written_number import mended, plain

_MARKED = re.compile(r"(\+?[0-9]{8,})(-[0-9]{1,4})")
_MACHINE = re.compile(r"(?:\+|00)?(?:47)?(5[89][0-9]{10})")
"""Norway's numbers for machines, which `phonenumbers` takes for too long."""
_CODE = re.compile(r"\+[1-9][0-9]{0,2}")
_GLOBAL = re.compile(r"\+[1-9][0-9]{0,14}")
_PREFIXES = ("0", "8")
"""What is dialled before a national number at home; "1" of North America cannot be doubled."""
LONGEST = 80
"""Characters of what may still be a number; what is longer stays as it came."""


def e164(written: str, country: str) -> str | None:
    """Bring a number to E.164 ("+4710000001"), or None where it is no number at all.

    `country` (ISO 3166-1 alpha-2) says how a number without a country code is read. Only the
    length is asked for, not whether the number is in use: numbering plans change faster than boxes.
    """
    number = _parsed(written, country) or _parsed(plain(written), country)
    if number is None:
        return _machine(written, country)
    known = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # Of several prefixes before a national number ("+46 (0)0 8 ...") one is taken off at a time.
    again = known.removeprefix(f"+{number.country_code}")[:1] in _PREFIXES and known != written
    return e164(known, country) if again else known


def as_known(written: str, country: str, context: str = "") -> str:
    """The number in E.164 where it can be read so, else as it came (extensions, names).

    Most carriers send E.164 without its plus: digits that are no number of `country` are read so.
    `context` is the phone-context of RFC 3966 section 5.1.5, where it is a number's beginning.
    A mark behind a whole number ("10000001-111", office.md D8) is kept behind it.
    """
    if at_first_sight(country).fullmatch(written) and not context:
        return written if written[0] == "+" else f"+{written}"
    return _read(written, country, context) if len(written) <= LONGEST else written


@cache
def at_first_sight(country: str) -> re.Pattern[str]:
    """Numbers of a country that are E.164 without a look at any table; most callers have one.

    Without a plus only those are so long that no number without the country's code is.
    """
    code = str(phonenumbers.country_code_for_region(country))
    lengths = _national_lengths(country)
    plain = [n for n in lengths if n > 1 and n + len(code) not in lengths]
    bare = "|".join(rf"{code}[1-9][0-9]{{{length - 1}}}" for length in plain)
    return re.compile(rf"\+{code}[1-9][0-9]{{5,11}}" + (f"|{bare}" if bare else ""))


@lru_cache(maxsize=2048)
def _read(written: str, country: str, context: str) -> str:
    """The office's own lines come in every INVITE, and reading a number takes 160 microseconds."""
    marked = _MARKED.fullmatch(written) or _with_blanks(written, country)
    number, mark = marked.groups() if marked else (written, "")
    country, number = _in_context(number, country, context)
    known = _national_or_not(number, country)
    return known + mark if known else written


def _with_blanks(written: str, country: str) -> re.Match[str] | None:
    """A marked number with separators in it, unless they make one number of the whole."""
    number, dash, mark = mended(written).rpartition("-")
    if not dash or e164(written, country):
        return None
    return _MARKED.fullmatch(f"{plain(number)}-{mark}")


def _in_context(number: str, country: str, context: str) -> tuple[str, str]:
    """The country and the number where `context` says how the number is to be read."""
    if number.startswith("+") or not _GLOBAL.fullmatch(context):
        return country, number
    if _CODE.fullmatch(context):
        region = phonenumbers.region_code_for_country_code(int(context[1:]))
        if region not in (None, "ZZ", "001"):
            return region, number
    return country, context + number


def _national_or_not(written: str, country: str) -> str | None:
    """The number as one of the country, else as E.164 without a plus.

    Where home is dialled with a 0 before it, what comes without one is E.164 if it can be.
    """
    national = e164(written, country)
    if not written[:1].isdigit() or written.startswith("0"):
        return national
    if national and not phonenumbers.ndd_prefix_for_region(country, True):
        return national
    abroad = e164(f"+{written}", country)
    if not national or not abroad:
        return national or abroad
    own = written.startswith(str(phonenumbers.country_code_for_region(country)))
    return abroad if own or not _in_use(national) else national


def _in_use(number: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(number))


def _parsed(written: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _machine(written: str, country: str) -> str | None:
    bare = plain(written[:30])
    found = _MACHINE.fullmatch(bare)
    at_home = country == "NO" or bare.startswith(("+47", "0047", "475"))
    return f"+47{found[1]}" if found and at_home else None


def _national_lengths(country: str) -> frozenset[int]:
    found = PhoneMetadata.metadata_for_region(country, None)
    lengths = found.general_desc.possible_length if found and found.general_desc else ()
    return frozenset((*lengths, 12) if country == "NO" else lengths)
