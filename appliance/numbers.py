"""Telephone numbers as people and trunks write them, brought to E.164 at the edges of the house."""

from __future__ import annotations

import re

import phonenumbers


def e164(written: str, country: str) -> str | None:
    """Bring a number to E.164 ("+4710000001"), or None where it is no number at all.

    `country` (ISO 3166-1 alpha-2) says how a number without a country code is read. Only the
    length is asked for, not whether the number is in use: numbering plans change faster than boxes.
    """
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_known(written: str, country: str) -> str:
    """The number in E.164 where it can be read so, else as it came (extensions, names).

    A mark behind a whole number ("10000001-111", office.md D8) is kept behind it.
    """
    marked = re.fullmatch(r"(\+?\d{8,})(-\d{1,4})", written)
    number, mark = marked.groups() if marked else (written, "")
    known = e164(number, country)
    return known + mark if known else written
