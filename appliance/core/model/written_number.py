"""A number as people and gateways write it, without the marks that do not belong to it."""

from __future__ import annotations

_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a\u202c\u2066\u2069\ufeff"
"""What comes along where a number is copied from an address book."""
_BLANKS = " \t\u00a0\u2007\u2009\u202f"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_SEPARATORS = dict.fromkeys(map(ord, f"{_INVISIBLE}{_BLANKS}{_DASHES}./()[]"))
"""Visual separators (RFC 3966 section 5.1.1), and what people use as such."""
_UNSEEN = dict.fromkeys(map(ord, _INVISIBLE))
_BEFORE_PLUS = f"+0([{_BLANKS}"
_BEHIND = f"#*{_BLANKS}"
"""What ends the pressing of a number."""
_AT_HOME = ("(0)", "[0]")
"""What is dialled before a number within its country only (ITU-T E.123 warns of it)."""
_KEEPS_ITS_ZERO = "39"
"""In Italy the 0 belongs to the number."""
_LONGEST_CODE = 3


def mended(written: str) -> str:
    """The number with one plus at its front, without a 0 in brackets or a "#" that ended it.

    "++47 ...", "(+47) ...", "00+47 ..." are "+47 ..."; "+47 (0) 10 00 00 99" loses its 0. What is
    no number stays as it is, but for blanks around it.
    """
    number = written.translate(_UNSEEN).strip(_BLANKS).rstrip(_BEHIND)
    return _without_home_zero(_one_plus(number))


def plain(written: str) -> str:
    """The digits of a number, with its plus, nothing between them."""
    return mended(written).translate(_SEPARATORS)


def _one_plus(number: str) -> str:
    """Pluses, and the zeros that stand for one; a single 0 may belong to the number."""
    rest = number.lstrip(_BEFORE_PLUS)
    before = number[: len(number) - len(rest)]
    single = before.count("0") == 1
    return f"+{rest}" if "+" in before and not single else number


def _without_home_zero(number: str) -> str:
    for zero in _AT_HOME:
        before, found, behind = number.partition(zero)
        if found and _is_abroad(before.translate(_SEPARATORS)):
            return before + behind
    return number


def _is_abroad(before: str) -> bool:
    """Whether a number begins with a country's code, and is of one that drops the 0."""
    code = before.removeprefix("+") if before[:1] == "+" else before.removeprefix("00")
    known = code != before and code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE
    return known and code != _KEEPS_ITS_ZERO
