"""What a modem tells of itself, its network, and its SIM card."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from hardware.modem.pin import card_number
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session
from hardware.modem.storage import filling

NO_SERVICE_CENTRE = (
    "The SIM card does not know its service centre, so SMS may fail: ask the operator for the "
    """number, and set it with sentralbord modem at 'AT+CSCA="+NUMBER"'."""
)

_REGISTERED = {1, 5, 6, 7}  # home, roaming, and the same two "for SMS only" (TS 27.007 §7.2)
_DENIED = 3
_NETWORKS = {  # 2G and 3G, LTE: a modem may know of one only
    "CREG": re.compile(r"\+CREG: *[0-9], *([0-9]{1,9})(?:,.*)?"),
    "CEREG": re.compile(r"\+CEREG: *[0-9], *([0-9]{1,9})(?:,.*)?"),
}
_SIGNAL = re.compile(r"\+CSQ: *([0-9]{1,9})(?:,.*)?")
_REGISTRATION_WORDS = {1: "registered", 5: "roaming", 2: "searching", 3: "refused"}
_SENSIBLE = re.compile(r"[A-Za-z0-9][ -~]*")
_EARLIEST_YEAR = 24
"""A modem that has not heard the time from its network tells one of long ago."""


def check_registration(session: Session) -> None:
    """Raise ModemTrouble unless a mobile network has taken the modem in."""
    states = _registration(session)
    if states & _REGISTERED:
        return
    if _DENIED in states:
        raise ModemTrouble("The mobile network refuses the SIM card: ask the operator.")
    raise ModemTrouble("The modem finds no mobile network: check its antenna and the SIM card.")


def operator(session: Session) -> str:
    """Return the network's name, "" where the modem does not say (TS 27.007 §7.3)."""
    for line in session.ask("AT+COPS?").lines:
        if found := re.search(r'\+COPS: *\d, *\d, *"([^"]*)"', line):
            return found[1]
    return ""


def signal(session: Session) -> int | None:
    """Return the received power in dBm (TS 27.007 §8.5); 99 means unknown."""
    level = _number(session, "AT+CSQ", _SIGNAL)
    return None if level is None or level > 31 else 2 * level - 113


def model(session: Session) -> str:
    """Return maker and model as the modem writes them."""
    return " ".join(filter(None, (_plain(session, "AT+CGMI"), _plain(session, "AT+CGMM"))))


def knows_service_centre(session: Session) -> bool:
    """Tell whether SMS have somewhere to go; a modem that does not answer this counts as yes."""
    lines = session.ask("AT+CSCA?").lines
    return not any(re.match(r'\+CSCA: *"\+?"', line) for line in lines)


def network_time(session: Session) -> datetime | None:
    """Return the network's time in UTC (AT+CCLK?, TS 27.007 §8.15), None where it is not known."""
    for line in session.ask("AT+CCLK?").lines:
        if found := re.search(r'"(\d\d/\d\d/\d\d,\d\d:\d\d:\d\d)([+-]\d{1,2})?"', line):
            return _instant(found[1], int(found[2] or 0))
    return None


def describe(session: Session) -> Iterator[str]:
    """Yield lines for an installer: what stands in the way of SMS, and what does not."""
    at = network_time(session)
    used = filling(session)
    states = sorted(_registration(session))
    yield f"modem           {model(session) or 'does not say'}"
    yield f"firmware        {_plain(session, 'AT+CGMR') or 'does not say'}"
    yield f"SIM card        {_ending(card_number(session))}"
    yield f"network         {operator(session) or 'none'}, {_registration_words(states)}"
    yield f"signal          {_dbm(signal(session))}"
    yield f"SMS storage     {f'{used[0]} of {used[1]}' if used else 'does not say'}"
    yield f"phone book      {_phone_book(session)}"
    yield f"service centre  {'known' if knows_service_centre(session) else NO_SERVICE_CENTRE}"
    yield f"network time    {f'{at:%Y-%m-%d %H:%M:%S} UTC' if at else 'does not say'}"


def _registration(session: Session) -> set[int]:
    states = (_number(session, f"AT+{name}?", told) for name, told in _NETWORKS.items())
    return {state for state in states if state is not None}


def _registration_words(states: list[int]) -> str:
    return ", ".join(_REGISTRATION_WORDS.get(state, f"state {state}") for state in states)


def _phone_book(session: Session) -> str:
    """Say how full the SIM card's phone book is; one that is busy is not ready for SMS either."""
    answer = session.ask("AT+CPBS?")
    for line in answer.lines:
        if found := re.search(r'\+CPBS: *"[^"]*", *(\d+), *(\d+)', line):
            return f"{found[1]} of {found[2]}"
    return answer.error or "does not say"


def _ending(card: str | None) -> str:
    return f"ends in {card[-4:]}" if card else "does not say"


def _dbm(power: int | None) -> str:
    return "unknown" if power is None else f"{power} dBm"


def _plain(session: Session, command: str) -> str:
    """Return the last sensible line of an answer, without the command's name where it has it."""
    lines = session.ask(command, every_line=True).lines
    name = command.removeprefix("AT") + ":"
    told = [line.removeprefix(name).strip().strip('"') for line in lines]
    return next((line for line in reversed(told) if _SENSIBLE.fullmatch(line)), "")


def _instant(local: str, quarters: int) -> datetime | None:
    try:
        zone = timezone(timedelta(minutes=15 * quarters))
        at = datetime.strptime(f"20{local}", "%Y/%m/%d,%H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return at.astimezone(UTC) if _EARLIEST_YEAR <= at.year - 2000 < 80 else None


def _number(session: Session, command: str, pattern: re.Pattern[str]) -> int | None:
    for line in session.ask(command).lines:
        if found := pattern.fullmatch(line):
            return int(found[1])
    return None
