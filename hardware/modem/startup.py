"""From an open port to a modem that is registered and takes SMS as PDUs."""

import re
from dataclasses import dataclass

from hardware.modem.events import ModemReady
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session

MIN_PIN_RETRIES = 3
"""Fewer left means that somebody has tried already: the next wrong try is a person's to make."""

PIN_POLLS = 10
"""Times that the modem is asked, a second apart, whether it has taken the PIN."""

_REGISTERED = {1, 5, 6, 7}  # home, roaming, and the same two "for SMS only" (TS 27.007 §7.2)
_DENIED = 3
# Delivery reports as +CDS, received SMS kept and told as +CMTI; then what lesser modems take.
_NOTIFICATIONS = ("AT+CNMI=2,1,0,1,0", "AT+CNMI=2,1,0,2,0", "AT+CNMI=2,1,0,0,0", "AT+CNMI=1,1")
_RETRY_QUESTIONS = (
    ('AT+CPINR="SIM PIN"', r"\+CPINR: *SIM PIN, *(\d+)"),  # TS 27.007 §8.65
    ('AT+QPINC="SC"', r'\+QPINC: *"SC", *(\d+)'),  # Quectel
    ("AT+SPIC", r"\+SPIC: *(\d+)"),  # SIMCom
)


class PinAttempts:
    """Remembers the one try a port's SIM card gets in this process; a success gives it back.

    Losing power in mid-send makes a modem ask again for a PIN that was right before, so only
    tries that did not succeed count.
    """

    def __init__(self) -> None:
        self._spent: set[str] = set()

    def spend(self, port: str) -> bool:
        """Take the port's one try; False when it is gone."""
        if port in self._spent:
            return False
        self._spent.add(port)
        return True

    def give_back(self, port: str) -> None:
        """The PIN was right."""
        self._spent.discard(port)


pin_attempts = PinAttempts()
"""Shared by all modems of the process: a second Modem on the same port must not try again."""


@dataclass(frozen=True)
class Sim:
    """What the configuration knows of the SIM card in a port."""

    port: str
    pin: str | None


def initialise(session: Session, sim: Sim) -> ModemReady:
    """Bring the modem from any state to ready; ModemTrouble with a sentence when it cannot be.

    Nothing is stored in the modem (no AT&W): it is told everything again after each reset.
    """
    session.resync()
    _must(session, "AT")
    session.ask("ATE0")
    _must(session, "AT+CMEE=1")
    _unlock(session, sim)
    _must(session, "AT+CMGF=0")
    session.ask("AT+CSMS=1")
    any(session.ask(command).error is None for command in _NOTIFICATIONS)
    check_registration(session)
    return ModemReady(_operator(session), _signal(session))


def check_registration(session: Session) -> None:
    """Raise ModemTrouble unless a mobile network has taken the modem in."""
    states = {_number(session, f"AT+{name}?", rf"\+{name}: *\d, *(\d+)") for name in _NETWORKS}
    if states & _REGISTERED:
        return
    if _DENIED in states:
        raise ModemTrouble("The mobile network refuses the SIM card: ask the operator.")
    raise ModemTrouble("The modem finds no mobile network: check its antenna and the SIM card.")


_NETWORKS = ("CREG", "CEREG")  # 2G and 3G, LTE: a modem may know of one only


def _must(session: Session, command: str) -> None:
    if error := session.ask(command).error:
        raise ModemTrouble(f"The modem does not take {command} ({error}): is it a GSM modem?")


def _unlock(session: Session, sim: Sim) -> None:
    state = _pin_state(session)
    if state == "SIM PIN":
        _enter_pin(session, sim)
        state = _state_after_pin(session)
    if state != "READY":
        raise ModemTrouble(_sim_sentence(state))
    pin_attempts.give_back(sim.port)


def _pin_state(session: Session) -> str:
    answer = session.ask("AT+CPIN?")
    if answer.error is not None:
        return answer.error
    return answer.lines[-1].removeprefix("+CPIN:").strip() if answer.lines else "no answer"


def _enter_pin(session: Session, sim: Sim) -> None:
    if sim.pin is None:
        raise ModemTrouble("The SIM card wants its PIN: set it in device.toml, or switch it off.")
    retries = _pin_retries(session)
    if retries is not None and retries < MIN_PIN_RETRIES:
        raise ModemTrouble(
            f"The SIM card has only {retries} PIN tries left: unlock it in a telephone first."
        )
    if not pin_attempts.spend(sim.port):
        raise ModemTrouble("The SIM card did not take the PIN: correct it, then restart.")
    if session.ask(f'AT+CPIN="{sim.pin}"').error is not None:
        raise ModemTrouble("The SIM card did not take the PIN: correct it, then restart.")


def _pin_retries(session: Session) -> int | None:
    for command, pattern in _RETRY_QUESTIONS:
        if (retries := _number(session, command, pattern)) is not None:
            return retries
    return None


def _state_after_pin(session: Session) -> str:
    for _ in range(PIN_POLLS):
        if (state := _pin_state(session)) == "READY":
            break
        session.pause(1)
    return state


def _sim_sentence(state: str) -> str:
    if "PUK" in state or state == "+CME ERROR: 12":
        return "The SIM card is blocked and wants its PUK: unblock it in a telephone."
    if state == "SIM PIN":
        return "The SIM card did not take the PIN: correct it, then restart."
    if state == "+CME ERROR: 10":
        return "The modem finds no SIM card: put it in and restart the modem."
    return f"The SIM card is not ready ({state}): check that it sits well, or replace it."


def _operator(session: Session) -> str:
    for line in session.ask("AT+COPS?").lines:
        if found := re.search(r'\+COPS: *\d, *\d, *"([^"]*)"', line):
            return found[1]
    return ""


def _signal(session: Session) -> int | None:
    """Return the received power in dBm (TS 27.007 §8.5); 99 means unknown."""
    level = _number(session, "AT+CSQ", r"\+CSQ: *(\d+)")
    return None if level is None or level > 31 else 2 * level - 113


def _number(session: Session, command: str, pattern: str) -> int | None:
    for line in session.ask(command).lines:
        if found := re.fullmatch(pattern + r"(,.*)?", line):
            return int(found[1])
    return None
