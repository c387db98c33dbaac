"""How modems say that a command has failed: by the standards' lines, and by their makers' own."""

import re
from dataclasses import dataclass

_FAILED = re.compile(
    r"(?:\+?(?P<kind>CM[ES]|EXT) ?)?ERROR(?:[ :,](?P<why>.*))?"
    r"|(?:(?:COMMAND|OPERATION|PARAMETER) )?(?:NOT SUPPORT(?:ED)?|NOT ALLOWED|INVALID)[.!]?"
    r"|(?:UNKNOWN|INVALID|UNSUPPORTED|BAD) (?:AT )?COMMAND[.!]?"
    r"|TOO MANY PARAMETERS[.!]?",
    re.IGNORECASE,
)
"""ITU-T V.250 §5.7.1, 3GPP TS 27.005 §3.2.5 and 27.007 §9.2, and what Huawei, SIMCom and others say
in their place. "+CIPERROR:" and the like are told of their own accord: they end no command."""
_NUMBER = re.compile(r"([0-9]{1,9})(?:[^0-9].*)?")

_CMS_WORDS = {
    "unassigned number": 1,
    "operator determined barring": 8,
    "call barred": 10,
    "short message transfer rejected": 21,
    "network out of order": 38,
    "temporary failure": 41,
    "congestion": 42,
    "sim not inserted": 310,
    "sim pin required": 311,
    "sim pin necessary": 311,
    "sim failure": 313,
    "sim busy": 314,
    "sim wrong": 315,
    "sim puk required": 316,
    "sim puk necessary": 316,
    "memory full": 322,
    "smsc address unknown": 330,
    "no network service": 331,
    "no network": 331,
    "network timeout": 332,
    "unknown error": 500,
}
"""The words of a modem that tells no numbers (AT+CMEE=2), by their numbers."""


@dataclass(frozen=True)
class Failure:
    """The line that ended a command; `code` of a +CMS ERROR, None where it has none."""

    line: str
    code: int | None


def failure(line: str) -> Failure | None:
    """What a line says of a command's end; None for all lines but errors."""
    found = _FAILED.fullmatch(line)
    if found is None:
        return None
    is_cms = (found["kind"] or "").upper() == "CMS"
    return Failure(line, _code((found["why"] or "").strip(" :,.")) if is_cms else None)


def _code(why: str) -> int | None:
    if number := _NUMBER.fullmatch(why):
        return int(number[1])
    return _CMS_WORDS.get(why.lower())
