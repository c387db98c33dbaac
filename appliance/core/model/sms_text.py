"""What an SMS text costs in parts, and how it may be rewritten to cost less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet without its escape, a septet each (3GPP TS 23.038 section 6.2.1)."""
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Behind an escape, two septets each (section 6.2.1.1)."""

GSM_SINGLE, GSM_PART = 160, 153
UCS2_SINGLE, UCS2_PART = 70, 67
MOST_PARTS = 255
"""What the 8-bit header of a part can count (3GPP TS 23.040 section 9.2.3.24.1)."""

PLAIN: Mapping[str, str] = {
    **dict(zip("áâãāąăÁÂÃĀĄĂÀ", "aaaaaaAAAAAAA", strict=True)),
    **dict(zip("ëêēęěËÊĒĘĚÈ", "eeeeeEEEEEE", strict=True)),
    **dict(zip("ïíîīÏÍÎĪÌ", "iiiiIIIII", strict=True)),
    **dict(zip("óôõōÓÔÕŌÒ", "ooooOOOOO", strict=True)),
    **dict(zip("úûūůÚÛŪŮÙ", "uuuuUUUUU", strict=True)),
    **dict(zip("ÿýŸÝ", "yyYY", strict=True)),
    **dict(zip("őŐűŰ", "öÖüÜ", strict=True)),
    **dict(zip("çćčÇĆČ", "cccÇCC", strict=True)),
    **dict(zip("ńňŃŇłŁśšŚŠźżžŹŻŽřŘťŤďĎ", "nnNNlLssSSzzzZZZrRtTdD", strict=True)),
    **dict(zip("‘’‚‹›′`´", "''''''''", strict=True)),
    **dict(zip("“”„«»″", '""""""', strict=True)),
    **dict(zip("‐‑‒–—―−", "-------", strict=True)),
    **dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\ufeff", ""),
    "…": "...",
    "•": "*",
    "·": ".",
    "œ": "oe",
    "Œ": "OE",
    "ĳ": "ij",
    "Ĳ": "IJ",
    "™": "TM",
    "©": "(c)",
    "®": "(R)",
}
"""The nearest letters of the GSM alphabet for those that would double the price of a text."""


def is_gsm(text: str) -> bool:
    """Whether the GSM alphabet has all letters of a text."""
    return all(letter in GSM_BASIC or letter in GSM_EXTENDED for letter in text)


def parts_of(text: str) -> int:
    """How many SMS a text takes: 160 septets or 70 UTF-16 units in one, 153 or 67 in each of many.

    No pair is cut in two: neither an escape and its letter nor two surrogates.
    """
    if is_gsm(text):
        return _parts((2 if letter in GSM_EXTENDED else 1 for letter in text), GSM_SINGLE, GSM_PART)
    units = (2 if ord(letter) > 0xFFFF else 1 for letter in text)
    return _parts(units, UCS2_SINGLE, UCS2_PART)


def transliterated(text: str) -> str:
    """The text in the GSM alphabet if simpler letters can say it all; else as it was."""
    if is_gsm(text):
        return text
    plain = "".join(letter if is_gsm(letter) else PLAIN.get(letter, letter) for letter in text)
    return plain if is_gsm(plain) else text


def price(text: str) -> str:
    """What sending a text takes, in words for the one who wrote it."""
    parts = parts_of(text)
    alphabet = "GSM alphabet" if is_gsm(text) else "Unicode, because of " + _dear(text)
    return f"{parts} SMS ({alphabet})"


def _dear(text: str) -> str:
    dear = dict.fromkeys(letter for letter in text if not is_gsm(letter))
    return " ".join(list(dear)[:5])


def _parts(weights: Iterable[int], single: int, each: int) -> int:
    parts, used, total = 1, 0, 0
    for weight in weights:
        total += weight
        used += weight
        if used > each:
            parts, used = parts + 1, weight
    return 1 if total <= single else parts
