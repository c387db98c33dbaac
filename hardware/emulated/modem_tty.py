"""The emulated modem's side of a pseudo-terminal, with a cable that can be cut at any octet."""

import os
import termios
import tty
from pathlib import Path


class Tty:
    """A pseudo-terminal at the symbolic link `link` while it is plugged in.

    With a `baud` only what comes at that speed gets through. `said` and `heard` count octets
    since it was plugged in. `dies_when_said` and `dies_when_heard` are octets after which the
    cable is cut, in the middle of whatever is on the wire then.
    """

    def __init__(self, link: Path, baud: int | None) -> None:
        self.link = link
        self._baud = baud
        self._master: int | None = None
        self._slave: int | None = None
        self.said = self.heard = 0
        self.dies_when_said: int | None = None
        self.dies_when_heard: int | None = None

    @property
    def fileno(self) -> int | None:
        """The descriptor to wait for; None while it is unplugged."""
        return self._master

    def plug(self) -> None:
        """Open a new pseudo-terminal and put it at the link."""
        self.said = self.heard = 0
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        tty.setraw(self._slave)
        # The slave stays open here: without any reader the master would report a hang-up.
        fresh = self.link.with_name(f".{self.link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.link)

    def unplug(self) -> None:
        """Take it away; who has it open sees a hang-up."""
        if self._master is None or self._slave is None:
            return
        self.link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = None

    def read(self) -> tuple[bytes, bool]:
        """Return what got through, and whether the cable is to be cut behind it."""
        data = os.read(self._master, 4096) if self._master is not None else b""
        if not self._at_our_speed():
            return b"", False
        before, self.heard = self.heard, self.heard + len(data)
        if self.dies_when_heard is None or self.heard < self.dies_when_heard:
            return data, False
        room, self.dies_when_heard = max(0, self.dies_when_heard - before), None
        return data[:room], True

    def write(self, data: bytes) -> None:
        """Say something; what nobody reads is lost, as by a UART without flow control."""
        if self._master is None:
            return
        before, self.said = self.said, self.said + len(data)
        cut = self.dies_when_said is not None and self.said >= self.dies_when_said
        room = max(0, (self.dies_when_said or 0) - before) if cut else len(data)
        try:
            os.write(self._master, data[:room])
        except BlockingIOError:
            return
        if cut:
            self.dies_when_said = None
            termios.tcdrain(self._master)
            self.unplug()

    def _at_our_speed(self) -> bool:
        if self._baud is None or self._slave is None:
            return True
        return bool(termios.tcgetattr(self._slave)[5] == getattr(termios, f"B{self._baud}"))
