"""From an open port to a modem that is registered and takes SMS as PDUs."""

from hardware.modem.events import ModemReady
from hardware.modem.facts import check_registration, model, operator, signal
from hardware.modem.pin import Sim, unlock
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session
from hardware.modem.storage import choose_memory

# Delivery reports as +CDS, received SMS kept and told as +CMTI; then what lesser modems take.
_NOTIFICATIONS = ("AT+CNMI=2,1,0,1,0", "AT+CNMI=2,1,0,2,0", "AT+CNMI=2,1,0,0,0", "AT+CNMI=1,1")


def initialise(session: Session, sim: Sim) -> ModemReady:
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
    choose_memory(session)
    any(session.ask(command).error is None for command in _NOTIFICATIONS)
    check_registration(session)
    return ModemReady(operator(session), signal(session), model(session))


def _must(session: Session, command: str) -> None:
    if error := session.ask(command).error:
        raise ModemTrouble(f"The modem does not take {command} ({error}): is it a GSM modem?")
