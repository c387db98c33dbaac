"""How the modem tells of SMS and delivery reports: what it offers, and the best of it (AT+CNMI)."""

import re
from collections.abc import Sequence

from hardware.modem.busy import ask_patiently
from hardware.modem.session import Session

NO_REPORTS = (
    "This modem passes no delivery reports on: set delivery_reports = false under [modem] in "
    "device.toml, or take another modem."
)

# TS 27.005 §3.4.1. What comes in is best stored and told as +CMTI; a delivery report is best told
# at once as +CDS, else stored and told as +CDSI. Buffered lines are best flushed to us (0).
_WISHES: tuple[tuple[int, ...], ...] = ((2, 1, 3, 0), (1, 0), (0,), (1, 2, 0), (0, 1))
_USUAL = ("2,1,0,1,0", "2,1,0,1,1", "2,1,0,2,0", "2,1,0,2,1", "2,1,0,0,0", "2,1,0,0,1", "1,1")
_RANGES = re.compile(r"\(([^()]*)\)|(\d)")
_LONGEST_RANGE = 10


def ask_for_news(session: Session) -> bool:
    """Have the modem tell what comes in; whether it will tell delivery reports as well."""
    taken = next((values for values in _to_try(session) if _set(session, values)), "")
    return taken.split(",")[3:4] in (["1"], ["2"])


def chosen(offered: str) -> str | None:
    """The values to set, of what AT+CNMI=? offers; None where that is not understood."""
    ranges = [_numbers(inner or alone) for inner, alone in _RANGES.findall(offered)]
    if len(ranges) != len(_WISHES) or not all(ranges):
        return None
    pairs = zip(_WISHES, ranges, strict=True)
    best = [next((wish for wish in wishes if wish in offer), offer[0]) for wishes, offer in pairs]
    return ",".join(map(str, best))


def _to_try(session: Session) -> list[str]:
    answer = ask_patiently(session, "AT+CNMI=?")
    offers = (chosen(line.partition(":")[2]) for line in answer.lines)
    return [offer for offer in offers if offer] + list(_USUAL)


def _set(session: Session, values: str) -> bool:
    return ask_patiently(session, f"AT+CNMI={values}").error is None


def _numbers(written: str) -> Sequence[int]:
    """The numbers of "0-2,4" in order."""
    found: list[int] = []
    for piece in written.split(","):
        first, _, last = piece.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            return []
        least, most = int(first[:4]), int((last or first)[:4])
        found += range(least, min(most, least + _LONGEST_RANGE) + 1)
    return found
