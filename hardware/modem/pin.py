"""The SIM card's PIN: one try, noted on the disk before it is made, and never a PUK."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from hardware.modem.busy import ask_patiently, is_busy
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session

ALL_RETRIES = 3
"""Fewer left means that somebody has tried already: the next wrong try is a person's to make."""

PIN_POLLS = 10
"""Times that the modem is asked, a second apart, whether it has taken the PIN."""

_RETRY_QUESTIONS = (
    (
        'AT+CPINR="SIM PIN"',
        re.compile(r"\+CPINR: *SIM PIN, *([0-9]{1,9})(?:,.*)?"),
    ),  # TS 27.007 §8.65
    ('AT+QPINC="SC"', re.compile(r'\+QPINC: *"SC", *([0-9]{1,9})(?:,.*)?')),  # Quectel
    ("AT+SPIC", re.compile(r"\+SPIC: *([0-9]{1,9})(?:,.*)?")),  # SIMCom
)
_BLOCKED = re.compile(r"\+CME ERROR: *12\b.*")
_NO_CARD = re.compile(r"\+CME ERROR: *(?:10\b.*|SIM not inserted.*)", re.IGNORECASE)
"""TS 27.007 §9.2.1."""
BUSY = "The SIM card is busy: it is asked again by itself."
_CARD_QUESTIONS = ("AT+CCID", "AT+CICCID", "AT+QCCID", "AT+ICCID")


class PinTries:
    """Remembers the tries that a card got and that did not succeed, in `folder` if there is one.

    A file for each card holds their number. It is on the disk before the try is made, and goes
    when a card is found open: then the PIN was right, or a person has unlocked it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._counts: dict[str, int] = {}

    def spent(self, card: str) -> int:
        """Return how many tries this card has had."""
        if self._folder is None:
            return self._counts.get(card, 0)
        try:
            said = self._file(card).read_bytes().strip()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise ModemTrouble(_unkept(error)) from error
        # A power cut may leave anything: what cannot be read is taken for every try there was.
        return int(said) if len(said) == 1 and said.isdigit() else ALL_RETRIES

    def spend(self, card: str) -> None:
        """Note a try, durably; ModemTrouble if that cannot be done, and then none is made."""
        count = self.spent(card) + 1
        self._counts[card] = count
        if self._folder is not None:
            try:
                _write_through(self._file(card), f"{count}\n")
            except OSError as error:
                raise ModemTrouble(_unkept(error)) from error

    def forget(self, card: str) -> None:
        """The card is open."""
        self._counts.pop(card, None)
        if self._folder is not None and self._file(card).exists():
            self._file(card).unlink(missing_ok=True)

    def how_to_try_again(self, card: str) -> str:
        """Return what a person does to allow another try."""
        return f"delete {self._file(card)}" if self._folder else "restart"

    def _file(self, card: str) -> Path:
        assert self._folder is not None
        return self._folder / f"pin-tried-{card}"


tries_in_memory = PinTries()
"""Shared by all modems of a process without a folder: a second one must not try again."""


@dataclass(frozen=True)
class Sim:
    """What the configuration knows of the SIM card in a port."""

    port: str
    pin: str | None
    tries: PinTries = field(default=tries_in_memory)


def unlock(session: Session, sim: Sim) -> None:
    """Bring the SIM card to READY; ModemTrouble with a sentence when it cannot be."""
    state = _pin_state(session)
    card = _card(session, sim)
    if state == "SIM PIN":
        _enter_pin(session, sim, card)
        state = _state_after_pin(session)
    if state != "READY":
        raise ModemTrouble(_sim_sentence(state, sim, card))
    sim.tries.forget(card)


def card_number(session: Session) -> str | None:
    """Return the card's own number (ICCID, ITU-T E.118), None where the modem does not tell."""
    for command in _CARD_QUESTIONS:
        for line in session.ask(command, every_line=True).lines:
            if found := re.search(r"(?<!\d)(89\d{16,18}[\dF]?)", line):
                return found[1].rstrip("F")
    return None


def _card(session: Session, sim: Sim) -> str:
    port = re.sub(r"[^A-Za-z0-9]+", "-", sim.port).strip("-")
    return card_number(session) or f"in-{port}"


def _pin_state(session: Session) -> str:
    answer = ask_patiently(session, "AT+CPIN?")
    if answer.error is not None:
        return answer.error
    return answer.lines[-1].removeprefix("+CPIN:").strip() if answer.lines else "no answer"


def _enter_pin(session: Session, sim: Sim, card: str) -> None:
    if sim.pin is None:
        raise ModemTrouble("The SIM card wants its PIN: set it in device.toml, or switch it off.")
    retries = _pin_retries(session)
    if retries is not None and retries < ALL_RETRIES:
        raise ModemTrouble(
            f"The SIM card has only {retries} PIN tries left: unlock it in a telephone first."
        )
    # With all its tries left a card has taken no wrong one: the power went before that was noted.
    allowed = 1 if retries is None else 2
    if sim.tries.spent(card) >= allowed:
        raise ModemTrouble(_sim_sentence("SIM PIN", sim, card))
    sim.tries.spend(card)
    if session.ask(f'AT+CPIN="{sim.pin}"').error is not None:
        raise ModemTrouble(_sim_sentence("SIM PIN", sim, card))


def _pin_retries(session: Session) -> int | None:
    for command, pattern in _RETRY_QUESTIONS:
        for line in session.ask(command).lines:
            if found := pattern.fullmatch(line):
                return int(found[1])
    return None


def _state_after_pin(session: Session) -> str:
    for _ in range(PIN_POLLS):
        if (state := _pin_state(session)) == "READY":
            break
        session.pause(1)
    return state


def _sim_sentence(state: str, sim: Sim, card: str) -> str:
    if "PUK" in state.upper() or _BLOCKED.fullmatch(state):
        return "The SIM card is blocked and wants its PUK: unblock it in a telephone."
    if state == "SIM PIN":
        again = sim.tries.how_to_try_again(card)
        return f"The SIM card did not take the PIN: correct it in device.toml, then {again}."
    if _NO_CARD.fullmatch(state):
        return "The modem finds no SIM card: put it in and restart the modem."
    if is_busy(state):
        return BUSY
    return f"The SIM card is not ready ({state}): check that it sits well, or replace it."


def _unkept(error: OSError) -> str:
    return f"The PIN is not tried, because that cannot be noted on the disk ({error.strerror})."


def _write_through(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(file.name + ".part")
    with half.open("w", encoding="ascii") as copy:
        copy.write(text)
        copy.flush()
        os.fsync(copy.fileno())
    half.replace(file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
