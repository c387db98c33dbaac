"""A SIM card that is still busy: it is asked again, for it needs time and not another card."""

import re

from hardware.modem.at import Answer
from hardware.modem.session import Session

BUSY_POLLS = 20
"""Times that a busy card is asked, a second apart; a slow one needs half of them after power-up."""

_BUSY = re.compile(r"\+CM[ES] ERROR: *(14|314|515)|\+CM[ES] ERROR: *SIM busy", re.IGNORECASE)
"""SIM busy (TS 27.007 §9.2.1, TS 27.005 §3.2.5), and 515: several makers' "please wait"."""


def is_busy(error: str | None) -> bool:
    """Whether an error line only says that the card or the modem is not done yet."""
    return error is not None and _BUSY.match(error) is not None


def ask_patiently(session: Session, command: str, seconds: float | None = None) -> Answer:
    """Ask, and ask again while the card is busy; the last answer, which may still say so."""
    for _ in range(BUSY_POLLS):
        answer = session.ask(command, seconds)
        if not is_busy(answer.error):
            break
        session.pause(session.timings.busy)
    return answer
