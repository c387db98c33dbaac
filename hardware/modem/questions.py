"""What an installer may ask a modem that is at work: its state, or an AT command."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from hardware.modem import facts
from hardware.modem.session import Session

STATUS = "status"
ANSWER_SECONDS = 30.0

_ENDS = re.compile(r"[\r\n\x1a\x1b]")
_SENDS = re.compile(r"\+(?:CMG[SWC]|CMSS|CPIN|CPWD|CLCK|CPUK)\b")
_READS_ONLY = re.compile(r"AT(I|\+[A-Z]+(\?|=\?)?)?", re.IGNORECASE)
REFUSED = (
    "Only AT commands are passed on, and none that sends, dials, or touches the PIN: "
    "use `sentralbord modem send`, and device.toml for the PIN."
)

Reply = Callable[[bool, str], None]
"""Takes whether it went well, and what the modem said."""


@dataclass(frozen=True)
class Question:
    """An AT command or "status"; `reply` is called once, on the modem's thread."""

    command: str
    reply: Reply

    @property
    def changes(self) -> bool:
        """Whether the modem may be set otherwise afterwards than the driver set it."""
        return self.command != STATUS and self._allowed and not _READS_ONLY.fullmatch(self.command)

    def put_to(self, session: Session) -> None:
        """Ask, and reply."""
        if self.command == STATUS:
            self.reply(True, "\n".join(facts.describe(session)))
        elif not self._allowed:
            self.reply(False, REFUSED)
        else:
            answer = session.ask(self.command, ANSWER_SECONDS, every_line=True)
            lines = [*answer.lines, answer.error or "OK"]
            self.reply(answer.error is None, "\n".join(lines))

    @property
    def _allowed(self) -> bool:
        command = self.command.upper()
        if not command.isascii() or not command.startswith("AT") or _ENDS.search(command):
            return False
        dials = "D" in command.partition("+")[0]
        sends = _SENDS.search(command)
        return not dials and not (sends and "=" in command[sends.end() :])
