"""The AT dialogue (3GPP TS 27.005, 27.007, ITU-T V.250) without IO: bytes in, outcomes out.

The owner passes what the port gave to `feed`, the time that went by to `tick`, and writes what
`outgoing` returns. Every transition of the dialogue is in this file.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from hardware.modem.pdu import SubmitPart
from hardware.modem.result_codes import Failure, failure

ESCAPE, CTRL_Z = b"\x1b", b"\x1a"
RESTART_MARKS = frozenset({"RDY", "*ATREADY: 1", "^SYSSTART", "START"})
MAX_LINE = 2048
"""Octets without a line end after which the line is given up as noise."""

# Each try asks for something else: a late answer to an earlier try cannot pass for the last one.
_PROBES = ("+CMEE", "+CMGF", "+CSCS")
_TWO_LINED = ("+CDS:", "+CMT:", "+CBM:")
_STORED_SMS = ("AT+CMGL", "AT+CMGR")
_NEVER_AN_ANSWER = ("+CMTI:", "+CDSI:", "RING", "NO CARRIER")
_PDU_LINE = re.compile("([0-9A-Fa-f]{2})+")


@dataclass(frozen=True)
class Timings:
    """How long the dialogue waits, in seconds; the defaults suit networks and real modems."""

    answer: float = 10
    prompt: float = 5
    silence: float = 120
    resync: float = 3
    busy: float = 1
    """Between two questions to a SIM card that is busy."""


@dataclass(frozen=True)
class Answer:
    """A command ended: its information lines, and the error line (None: OK)."""

    command: str
    lines: tuple[str, ...]
    error: str | None


@dataclass(frozen=True)
class Accepted:
    """The network took the SMS under this message reference (0-255)."""

    reference: int


@dataclass(frozen=True)
class Refused:
    """The SMS was certainly not sent; `code` is the +CMS ERROR, None where there was none."""

    code: int | None
    reason: str


@dataclass(frozen=True)
class Uncertain:
    """The modem had the whole SMS and never said what became of it: maybe sent."""

    reason: str


@dataclass(frozen=True)
class Unsolicited:
    """A line that nobody asked for, with the PDU of its second line where it has one."""

    line: str
    pdu: str | None = None


@dataclass(frozen=True)
class Restarted:
    """The modem was reset: echo, error format and notifications are back to its defaults."""


@dataclass(frozen=True)
class Resynchronised:
    """What the modem says from now on belongs to the next command."""


@dataclass(frozen=True)
class Unresponsive:
    """The modem answered no attempt to resynchronise."""


SubmitOutcome = Accepted | Refused | Uncertain
Outcome = SubmitOutcome | Answer | Unsolicited | Restarted | Resynchronised | Unresponsive


class _State(Enum):
    IDLE = auto()
    ANSWER = auto()  # a command is out, its final result code is not in
    PROMPT = auto()  # AT+CMGS is out, the modem has not asked for the PDU
    RESULT = auto()  # Ctrl-Z is out, the network has not answered
    RESYNC = auto()  # everything is dropped until the answer to the latest probe has ended


class Dialogue:
    """One modem's side of the line; one command at a time, RuntimeError for a second one."""

    def __init__(self, timings: Timings | None = None) -> None:
        self._timings = timings or Timings()
        self._state = _State.IDLE
        self._left: float | None = None
        self._outgoing = b""
        self._partial = b""
        self._header: str | None = None  # of an unsolicited result whose PDU comes next
        self._command = ""
        self._every_line = False
        self._pdu = ""
        self._lines: list[str] = []
        self._reference: int | None = None
        self._probe = 0
        self._probe_seen = False

    @property
    def idle(self) -> bool:
        """Whether a command may be started."""
        return self._state is _State.IDLE

    @property
    def seconds_left(self) -> float | None:
        """Seconds until `tick` will change something, None while nothing is awaited."""
        return self._left

    def command(
        self, command: str, seconds: float | None = None, *, every_line: bool = False
    ) -> None:
        """Start a command such as "AT+CSQ"; an Answer will follow.

        `every_line`: the answer may have lines that do not begin with the command's own name,
        as those to AT+CGMM do.
        """
        self._start(command, _State.ANSWER, seconds or self._timings.answer)
        self._lines, self._every_line = [], every_line

    def submit(self, part: SubmitPart) -> None:
        """Start sending one part; Accepted, Refused or Uncertain will follow."""
        self._start(f"AT+CMGS={part.length}", _State.PROMPT, self._timings.prompt)
        self._pdu, self._reference = part.pdu, None

    def resync(self) -> None:
        """Bring a modem in an unknown state to a known one: Resynchronised or Unresponsive.

        Escape leaves a prompt that someone else opened (TS 27.005 §3.5.1), and the empty line
        keeps it from sticking to the probe.
        """
        self._probe = -1
        self._next_probe()

    def outgoing(self) -> bytes:
        """Return the bytes to write now, and forget them."""
        outgoing, self._outgoing = self._outgoing, b""
        return outgoing

    def feed(self, data: bytes) -> list[Outcome]:
        """Take bytes from the port; return what they led to."""
        outcomes: list[Outcome] = []
        for octet in data:
            if octet in b"\r\n":
                line, self._partial = self._partial.decode("latin-1").strip(), b""
                if line:
                    outcomes += self._on_line(line)
            elif octet >= 0x20:  # below lie echoed Ctrl-Z and Escape, and noise from power-up
                self._on_character(octet)
        return outcomes

    def tick(self, seconds: float) -> list[Outcome]:
        """Let time go by; return what ran out."""
        if self._left is None:
            return []
        self._left -= seconds
        return self._on_silence() if self._left <= 0 else []

    def lost(self, reason: str) -> list[Outcome]:
        """End whatever is under way because the port is gone or must be left."""
        return self._break_off(reason)

    def _start(self, command: str, state: _State, seconds: float) -> None:
        if not self.idle:
            raise RuntimeError(f"{command} while {self._command} is under way")
        self._command, self._state, self._left = command, state, seconds
        self._outgoing += command.encode("ascii") + b"\r"

    def _rest(self) -> None:
        self._state, self._left = _State.IDLE, None

    def _on_character(self, octet: int) -> None:
        self._partial += bytes([octet])
        if self._state is _State.PROMPT and self._is_prompt():
            self._partial = b""
            self._outgoing += self._pdu.encode("ascii") + CTRL_Z
            self._state, self._left = _State.RESULT, self._timings.silence
        elif len(self._partial) > MAX_LINE:
            self._partial = b""

    def _is_prompt(self) -> bool:
        """Some modems put the prompt on the line of their echo (TS 27.005 §3.5.1 has it apart)."""
        said = self._partial.decode("latin-1").removeprefix(self._command)
        return said.strip() == ">"

    def _on_line(self, line: str) -> list[Outcome]:
        if self._header is not None:
            header, self._header = self._header, None
            if _PDU_LINE.fullmatch(line):
                return [Unsolicited(header, line)]
            return [Unsolicited(header), *self._on_line(line)]
        if line in RESTART_MARKS or self._is_power_report(line):
            return [*self._break_off("the modem restarted"), Restarted()]
        if line.startswith(_TWO_LINED):
            self._header = line
            return []
        return self._on_state_line(line.removeprefix(">").lstrip())

    def _is_power_report(self, line: str) -> bool:
        return line == "+CFUN: 1" and not self._command.startswith("AT+CFUN")

    def _on_state_line(self, line: str) -> list[Outcome]:
        match self._state:
            case _ if line in (self._command, self._pdu):  # echo
                return []
            case _State.ANSWER:
                return self._on_answer(line)
            case _State.PROMPT if error := failure(line):
                self._rest()
                return [_refused(error)]
            case _State.RESULT:
                return self._on_result(line)
            case _State.RESYNC:
                return self._on_probed(line)
            case _:
                return [] if line == "OK" or failure(line) else [Unsolicited(line)]

    def _on_answer(self, line: str) -> list[Outcome]:
        name = re.match(r"AT(\+[A-Z]+)", self._command)
        if line == "OK" or failure(line):
            self._rest()
            return [Answer(self._command, tuple(self._lines), None if line == "OK" else line)]
        own = name and line.startswith(name[1] + ":")
        loose = self._every_line and not line.startswith(_NEVER_AN_ANSWER)
        if own or loose or self._is_stored_pdu(line):
            self._lines.append(line)
            return []
        return [Unsolicited(line)]

    def _is_stored_pdu(self, line: str) -> bool:
        """Whether the line is the PDU behind a +CMGL or +CMGR line (TS 27.005 §4.1, §4.2)."""
        follows = self._lines and not _PDU_LINE.fullmatch(self._lines[-1])
        listing = self._command.startswith(_STORED_SMS)
        return bool(listing and follows and _PDU_LINE.fullmatch(line))

    def _on_result(self, line: str) -> list[Outcome]:
        if reference := re.match(r"\+CMGS: *([0-9]{1,9})", line):
            self._reference = int(reference[1])
            return []
        error = failure(line)
        if line != "OK" and not error:
            return [Unsolicited(line)]
        self._rest()
        if error and self._reference is None:
            return [_refused(error)]
        return [self._verdict("the modem answered without a message reference")]

    def _on_probed(self, line: str) -> list[Outcome]:
        if line.startswith(_PROBES[self._probe] + ":"):
            self._probe_seen = True
        elif line == "OK" and self._probe_seen:
            self._rest()
            return [Resynchronised()]
        return [Unsolicited(line)] if line.startswith("+CMTI:") else []

    def _verdict(self, reason: str) -> Accepted | Uncertain:
        """Say what became of the SMS after Ctrl-Z: a reference seen is the network's own word."""
        if self._reference is not None:
            return Accepted(self._reference)
        return Uncertain(f"{reason} after the text was handed over: it may have been sent")

    def _break_off(self, reason: str) -> list[Outcome]:
        state = self._state
        if state is _State.PROMPT:
            self._outgoing += ESCAPE
        self._rest()
        match state:
            case _State.ANSWER:
                return [Answer(self._command, tuple(self._lines), reason)]
            case _State.PROMPT:
                return [Refused(None, f"{reason} before the text was handed over")]
            case _State.RESULT:
                return [self._verdict(reason)]
            case _:
                return []

    def _on_silence(self) -> list[Outcome]:
        if self._state is _State.RESYNC:
            return self._next_probe()
        outcomes = self._break_off("the modem fell silent")
        self.resync()
        return outcomes

    def _next_probe(self) -> list[Outcome]:
        self._probe, self._probe_seen = self._probe + 1, False
        if self._probe == len(_PROBES):
            self._rest()
            return [Unresponsive()]
        self._command = f"AT{_PROBES[self._probe]}?"
        self._outgoing += ESCAPE + b"\r" + self._command.encode("ascii") + b"\r"
        self._state, self._left = _State.RESYNC, self._timings.resync
        return []


def _refused(error: Failure) -> Refused:
    return Refused(error.code, f"the modem answered {error.line}")
