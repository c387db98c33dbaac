"""From an open port to a modem that is registered and takes SMS as PDUs."""

from dataclasses import dataclass

from hardware.modem.busy import ask_patiently
from hardware.modem.events import ModemReady
from hardware.modem.facts import check_registration, model, operator, signal
from hardware.modem.notifications import ask_for_news
from hardware.modem.pin import Sim, unlock
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session
from hardware.modem.storage import Storage


@dataclass(frozen=True)
class Started:
    """A modem that is ready; `tells_reports`: it will tell delivery reports."""

    ready: ModemReady
    storage: Storage
    tells_reports: bool


def initialise(session: Session, sim: Sim) -> Started:
    """Bring the modem from any state to ready; ModemTrouble with a sentence when it cannot be.

    Nothing is stored in the modem (no AT&W): it is told everything again after each reset.
    """
    session.resync()
    _must(session, "AT")
    session.ask("ATE0")
    _must(session, "AT+CMEE=1")
    unlock(session, sim)
    _must(session, "AT+CMGF=0")
    session.ask("AT+CSMS=1")
    session.ask("AT+CTZU=1")  # the network's time for AT+CCLK? (TS 27.007 §8.40)
    storage = Storage(session)
    tells_reports = ask_for_news(session)
    check_registration(session)
    ready = ModemReady(operator(session), signal(session), model(session))
    return Started(ready, storage, tells_reports)


def _must(session: Session, command: str) -> None:
    if error := ask_patiently(session, command).error:
        raise ModemTrouble(f"The modem does not take {command} ({error}): is it a GSM modem?")
