"""The national alphabets of SMS: Turkish, Spanish, and Portuguese (3GPP TS 23.038 annex A).

A part's header names a table for the plain septets (locking shift) and one for those behind an
escape (single shift), each by the number of a language; 0 is the default alphabet.
"""

from collections.abc import Iterator, Mapping

import smsutil

ESCAPE = 0x1B

Table = Mapping[int, str]

_TURKISH, _SPANISH, _PORTUGUESE = 1, 2, 3
_BEHIND_ESCAPE: Table = {
    **{0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~"},
    **{0x3E: "]", 0x40: "|", 0x65: "€"},
}
_SINGLE: Mapping[int, Table] = {
    _TURKISH: {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş"},
    _SPANISH: {
        **{0x09: "ç", 0x41: "Á", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú"},
        **{0x61: "á", 0x69: "í", 0x6F: "ó", 0x75: "ú"},
    },
    _PORTUGUESE: {
        **{0x05: "ê", 0x09: "ç", 0x0B: "Ô", 0x0C: "ô", 0x0E: "Á", 0x0F: "á", 0x12: "Φ"},
        **{0x13: "Γ", 0x15: "Ω", 0x16: "Π", 0x17: "Ψ", 0x18: "Σ", 0x19: "Θ", 0x1F: "Ê"},
        **{0x41: "À", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú", 0x5B: "Ã", 0x5C: "Õ", 0x61: "Â"},
        **{0x69: "í", 0x6F: "ó", 0x75: "ú", 0x7B: "ã", 0x7C: "õ", 0x7F: "â"},
    },
}
"""A.2: what differs from the default; Spanish has no locking table."""
_LOCKING: Mapping[int, Table] = {
    _TURKISH: {
        **{0x04: "€", 0x07: "ı", 0x0B: "Ğ", 0x0C: "ğ", 0x1C: "Ş", 0x1D: "ş", 0x40: "İ"},
        **{0x60: "ç"},
    },
    _PORTUGUESE: {
        **{0x04: "ê", 0x06: "ú", 0x07: "í", 0x08: "ó", 0x09: "ç", 0x0B: "Ô", 0x0C: "ô"},
        **{0x0E: "Á", 0x0F: "á", 0x12: "ª", 0x13: "Ç", 0x14: "À", 0x15: "∞", 0x16: "^"},
        **{0x17: "\\", 0x18: "€", 0x19: "Ó", 0x1A: "|", 0x1C: "Â", 0x1D: "â", 0x1E: "Ê"},
        **{0x24: "º", 0x40: "Í", 0x5B: "Ã", 0x5C: "Õ", 0x5D: "Ú", 0x60: "~", 0x7B: "ã"},
        **{0x7C: "õ", 0x7D: "`"},
    },
}
"""A.3: what differs from the default alphabet."""


def decode(septets: bytes, locking: int, single: int) -> str:
    """Return the text of septets, one per octet, in the alphabets of these languages.

    A septet that an alphabet does not have behind an escape is read as if there were none
    (TS 23.038 section 6.2.1.1); an alphabet that is not in here is read as the default one.
    """
    if not (locking or single):
        return str(smsutil.decode(septets))
    return "".join(_characters(septets, locking, single))


def _characters(septets: bytes, locking: int, single: int) -> Iterator[str]:
    plain, behind = _LOCKING.get(locking, {}), {**_BEHIND_ESCAPE, **_SINGLE.get(single, {})}
    escaped = False
    for septet in septets:
        if escaped and septet in behind:
            yield behind[septet]
        elif septet != ESCAPE:
            yield plain.get(septet) or str(smsutil.decode(bytes([septet])))
        escaped = septet == ESCAPE and not escaped
