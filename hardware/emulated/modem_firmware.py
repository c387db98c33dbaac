"""What a 27.005 modem does with the bytes it gets: settings, PIN, prompt, SMS, and its faults."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from hardware.emulated.modem_families import PLAIN, Family
from hardware.emulated.modem_faults import (
    AFTER_RESET,
    ALLOWED_WITHOUT_PIN,
    FIXED,
    WANTS_THE_CARD,
    Faults,
)
from hardware.emulated.modem_memories import Memories, NoSuchPlace, NotAllowed
from hardware.modem.fields import PduError, address_field, semi_octets
from hardware.modem.pdu import Submit, read_submit

ESCAPE, CTRL_Z, CARRIAGE_RETURN = 0x1B, 0x1A, 0x0D
NOT_SUPPORTED = 4
"""TS 27.007 §9.2.1."""
Piece = bytes | float
"""What the modem says next, or the seconds that it keeps silent first."""


class _CommandError(Exception):
    """An error for the final result code: its kind, "CME" or "CMS", and its number."""

    def __init__(self, kind: str, code: int) -> None:
        super().__init__(kind, code)
        self.kind, self.code = kind, code


class Firmware:
    """The modem's side of the dialogue, without IO.

    `accept` is called with each SMS-SUBMIT that the network takes, before the modem says so;
    `delay` is how many seconds the network needs for that.
    """

    def __init__(
        self,
        accept: Callable[[Submit], None],
        faults: Faults,
        *,
        echo: bool = True,
        delay: float = 0,
        pin: str | None = None,
        pin_retries: int = 3,
        card: str = "89470000000000000001",
        storage_size: int = 20,
        report_delay: float = 0,
        family: Family = PLAIN,
    ) -> None:
        self._accept = accept
        self._card = card
        self._family = family
        self.memories = Memories(family, storage_size)
        self._report_delay = report_delay
        self.signal = 21
        self.due: list[tuple[float, bytes]] = []
        """What is said later: monotonic seconds, and the piece."""
        self.asked_at: list[float] = []
        """When each AT+CMGS was heard, in monotonic seconds."""
        self._faults = faults
        self._echo_after_reset = echo
        self._delay = delay
        self._pin, self.pin_retries = pin, pin_retries
        self._reference = 0
        self._switch_on()

    def _switch_on(self) -> None:
        self._echo = self._echo_after_reset
        self._settings = dict(AFTER_RESET)
        self.memories.power_up()
        self._unlocked = self._pin is None
        self._buffer = b""
        self._unacknowledged = False  # a delivery report; until it is, the others wait
        self._reports: list[bytes] = []
        self._expected: int | None = None  # octets announced by AT+CMGS, at the prompt

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take bytes; give pieces in order, each said before the next is thought of."""
        if self._faults.dead:
            return
        for octet in data:
            if self._expected is None:
                yield from self._at_command(octet)
            else:
                yield from self._at_prompt(octet)

    def restart(self) -> Iterator[Piece]:
        """Lose every setting, as after a brown-out; the SIM card keeps what it has."""
        self._faults.dead = False
        self.due.clear()
        self._switch_on()
        yield from map(_line, ("RDY", "+CFUN: 1", f"+CPIN: {self._pin_state()}"))

    def arrive(self, pdu: str) -> Iterator[Piece]:
        """The network brings an SMS-DELIVER: stored where there is room, and told."""
        self.memories.incoming.take(pdu)
        yield from self._tell_arrivals()

    def _tell_arrivals(self) -> Iterator[Piece]:
        told = self._settings["+CNMI"].split(",")[1:2] == ["1"] and not self._faults.dead
        for memory, index in self.memories.arrivals():
            if told or memory == "SR":
                name = "+CDSI" if memory == "SR" else "+CMTI"
                yield _line(f'{name}: "{memory}",{index}')

    def _at_command(self, octet: int) -> Iterator[Piece]:
        if octet == ESCAPE:
            self._buffer = b""
        elif octet != CARRIAGE_RETURN:
            self._buffer += bytes([octet])
        else:
            line, self._buffer = self._buffer.decode("latin-1").strip(), b""
            if self._echo and line:
                yield line.encode("latin-1") + self._end_of_echo(line)
            if found := re.search(r"AT(.*)", line, re.IGNORECASE):
                yield from self._noise()
                yield from self._obey(found[1])

    def _end_of_echo(self, line: str) -> bytes:
        return b"" if self._family.prompts_in_echo and "+CMGS=" in line.upper() else b"\r"

    def _at_prompt(self, octet: int) -> Iterator[Piece]:
        if octet not in (ESCAPE, CTRL_Z):
            self._buffer += bytes([octet])
            return
        length, self._expected = self._expected or 0, None
        pdu, self._buffer = self._buffer.decode("latin-1").strip(), b""
        if self._echo:
            yield pdu.encode("latin-1")
        yield from self._noise()
        yield from [_line("OK")] if octet == ESCAPE else self._submit(pdu, length)

    def _noise(self) -> Iterator[Piece]:
        if self._faults.garbage:
            yield b'\r\n\x00\xfe~}+C"\r\n\r\n+CBM\r\n'

    def _obey(self, command: str) -> Iterator[Piece]:
        try:
            if found := re.fullmatch(r"\+CMGS=(\d+)", command):
                yield from self._prompt(int(found[1]))
            else:
                yield from map(_line, [*self._answers(command), "OK"])
                if command.startswith("+CMGD="):
                    yield from self._tell_arrivals()
        except _CommandError as error:
            yield self._error_line(error)

    def _error_line(self, error: _CommandError) -> bytes:
        if error.code == NOT_SUPPORTED and self._family.unknown:
            return _line(self._family.unknown)
        if self._settings["+CMEE"] == "0":
            return _line("ERROR")
        return _line(f"+{error.kind} ERROR: {error.code}")

    def _answers(self, command: str) -> list[str]:
        """Answer commands on one line, parted by ";" (V.250 §5.2.1)."""
        several = re.split(r";(?=\+)", command)
        return [line for one in several for line in self._answer(one)]

    def _answer(self, command: str) -> list[str]:
        if not self._unlocked and not ALLOWED_WITHOUT_PIN.fullmatch(command):
            raise _CommandError("CME", 11)
        if self._faults.sim_busy and WANTS_THE_CARD.fullmatch(command):
            self._faults.sim_busy -= 1
            raise _CommandError("CME", 14)
        if command in FIXED:
            return FIXED[command]
        name, _, value = command.partition("=")
        if name.removesuffix("?") in self._settings:
            return self._setting(name, value)
        return self._state(command, value)

    def _setting(self, name: str, value: str) -> list[str]:
        if name == "+CSCA?" and not self._faults.service_centre:
            return ['+CSCA: "",129']
        if name.endswith("?"):
            return [f"{name[:-1]}: {self._settings[name[:-1]]}"]
        if name == "+CMGF" and value != "0":
            raise _CommandError("CMS", 303)
        if name == "+CNMI":
            if value == "?":
                return [self._family.notifications]
            if not self._family.takes(value):
                raise _CommandError("CMS", 303)
            self._unacknowledged = False  # one that nobody acknowledged was given up
        self._settings[name] = f"{value},1,1,1" if name == "+CSMS" else value
        return ["+CSMS: 1,1,1"] if name == "+CSMS" else []

    def _state(self, command: str, value: str) -> list[str]:
        match command:
            case "E0" | "E1":
                self._echo = command == "E1" or self._family.prompts_in_echo
                return []
            case "+CPIN?":
                return [f"+CPIN: {self._pin_state()}"]
            case '+CPINR="SIM PIN"' if not self._faults.hides_pin_retries:
                return [f"+CPINR: SIM PIN,{self.pin_retries},3"]
            case "+CREG?" | "+CEREG?":
                return [f"{command[:-1]}: 0,{1 if self._faults.registered else 2}"]
            case "+CSQ":
                return [f"+CSQ: {self.signal},0" if self._faults.registered else "+CSQ: 99,99"]
            case "+COPS?":
                return ['+COPS: 0,0,"Emulated",7' if self._faults.registered else "+COPS: 0"]
            case "+CNMA" | "+CNMA=0":
                self._unacknowledged = False
                if self._reports:
                    self._say_report(self._reports.pop(0))
                return []
            case "+CCID" if not self._faults.hides_card:
                return [f"+CCID: {self._card}"]
            case "+CCLK?":
                return [f'+CCLK: "{datetime.now(UTC):%y/%m/%d,%H:%M:%S}+00"']
            case _ if command.startswith(("+CPMS", "+CMG")):
                return self._stored(command)
            case _ if command.startswith("+CPIN="):
                return self._try_pin(value.strip('"'))
        raise _CommandError("CME", NOT_SUPPORTED)

    def _stored(self, command: str) -> list[str]:
        try:
            return self.memories.obey(command, keeps_deleted=self._faults.keeps_deleted)
        except NotAllowed:
            raise _CommandError("CMS", 302) from None
        except NoSuchPlace:
            raise _CommandError("CMS", 321) from None

    def _pin_state(self) -> str:
        if self._unlocked:
            return "READY"
        return "SIM PIN" if self.pin_retries else "SIM PUK"

    def _try_pin(self, pin: str) -> list[str]:
        if self._unlocked or not self.pin_retries:
            raise _CommandError("CME", 3 if self._unlocked else 12)
        if pin != self._pin:
            self.pin_retries -= 1
            raise _CommandError("CME", 16)
        self._unlocked, self.pin_retries = True, 3
        return []

    def _prompt(self, length: int) -> Iterator[Piece]:
        self.asked_at.append(time.monotonic())
        if not self._unlocked:
            raise _CommandError("CMS", 311)
        if self._faults.reset_in_send == "before":
            yield from self.restart()
            return
        self._expected = length
        if not self._faults.no_prompt:
            yield b"> " if self._family.prompts_in_echo else b"\r\n> "

    def _submit(self, pdu: str, length: int) -> Iterator[Piece]:
        try:
            submit = self._checked(pdu, length)
        except _CommandError as error:
            yield self._delay
            yield self._error_line(error)
            return
        self._accept(submit)
        yield self._delay
        if self._faults.reset_in_send == "after":
            yield from self.restart()
        elif not self._faults.silent_after_ctrl_z:
            self._reference = (self._reference + 1) % 256
            yield _line(f"+CMGS: {self._reference}") + _line("OK")
            yield from self._report(submit)

    def _checked(self, pdu: str, length: int) -> Submit:
        if self._faults.cms_error is not None:
            raise _CommandError("CMS", self._faults.cms_error)
        if not self._faults.registered:
            raise _CommandError("CMS", 331)
        if self._faults.credit == 0:
            raise _CommandError("CMS", 21)
        if self._faults.credit is not None:
            self._faults.credit -= 1
        try:
            octets = bytes.fromhex(pdu)
            if not octets or len(octets) - 1 - octets[0] != length:
                raise PduError("not as long as announced")
            return read_submit(pdu)
        except ValueError as error:
            raise _CommandError("CMS", 304) from error

    def _report(self, submit: Submit) -> Iterator[Piece]:
        """Say that a telephone has the SMS, if that was asked for (TS 23.040 §9.2.2.3).

        A phase 2+ terminal (AT+CSMS=1) must acknowledge each report (TS 27.005 §3.4.1).
        """
        routed = self._settings["+CNMI"].split(",")[3:4]
        if not submit.wants_report or routed not in (["1"], ["2"]):
            return
        now = semi_octets(datetime.now(UTC).strftime("%y%m%d%H%M%S") + "00")
        status = bytes([self._faults.report_status])
        tpdu = bytes([0x06, self._reference]) + address_field(submit.number) + now + now + status
        pdu = f"00{tpdu.hex().upper()}"
        if routed == ["2"]:
            self.memories.all["SR"].take(pdu)
            yield from self._tell_arrivals()
            return
        report = _line(f"+CDS: {len(tpdu)}") + f"{pdu}\r\n".encode()
        if self._unacknowledged:
            self._reports.append(report)
        elif self._report_delay:
            self._say_report(report)
        else:
            self._unacknowledged = self._settings["+CSMS"].startswith("1")
            yield report

    def _say_report(self, report: bytes) -> None:
        self._unacknowledged = self._settings["+CSMS"].startswith("1")
        self.due.append((time.monotonic() + self._report_delay, report))


def _line(text: str) -> bytes:
    return f"\r\n{text}\r\n".encode("latin-1")
