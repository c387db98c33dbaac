"""An SMS modem on a real pseudo-terminal, for the demo and the tests; also a program of its own.

    python -m hardware.emulated.modem --link PATH --journal FILE

runs it until SIGTERM, so that it outlives an appliance that is killed.
"""

import argparse
import queue
import select
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from hardware.emulated.modem_families import PLAIN, Family
from hardware.emulated.modem_faults import Faults
from hardware.emulated.modem_firmware import Firmware, Piece
from hardware.emulated.modem_network import Recipients, SentSms
from hardware.emulated.modem_storage import deliver_pdus, in_order
from hardware.emulated.modem_tty import Tty
from hardware.modem.port import Mailbox


class EmulatedModem:
    """A modem whose tty is the symbolic link `port`; unplugged, the link is gone.

    With a `baud` it answers at that speed only. `delay` is the seconds that the network takes for
    a part, `report_delay` those until a telephone has it, `family` what it has of its maker.
    `faults` and the limits of `tty` may be changed at any time, from any thread. `journal`: see
    Recipients.
    """

    def __init__(
        self,
        link: Path | None = None,
        *,
        journal: Path | None = None,
        echo: bool = True,
        delay: float = 0,
        pin: str | None = None,
        pin_retries: int = 3,
        card: str = "89470000000000000001",
        storage_size: int = 20,
        report_delay: float = 0,
        baud: int | None = None,
        family: Family = PLAIN,
    ) -> None:
        self._directory = None if link else tempfile.TemporaryDirectory(prefix="modem-")
        self.tty = Tty(
            link or Path(self._directory.name if self._directory else "") / "modem", baud
        )
        self.faults = Faults()
        self._recipients = Recipients(journal)
        self._firmware = Firmware(
            self._recipients.accept,
            self.faults,
            echo=echo,
            delay=delay,
            pin=pin,
            pin_retries=pin_retries,
            card=card,
            storage_size=storage_size,
            report_delay=report_delay,
            family=family,
        )
        self._mailbox: Mailbox[Callable[[], None]] = Mailbox()
        self._power_ups = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="emulated modem", daemon=True)

    @property
    def port(self) -> str:
        """The path to open; the same after unplugging and plugging in again."""
        return str(self.tty.link)

    @property
    def sent(self) -> list[SentSms]:
        """What went out whole, in order."""
        return self._recipients.sent

    @property
    def pin_retries(self) -> int:
        """How many tries the SIM card leaves for its PIN."""
        return self._firmware.pin_retries

    def start(self) -> "EmulatedModem":
        """Plug in and run."""
        self.tty.plug()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Unplug, end the thread, and let every descriptor go."""
        self._do(self._end)
        if self._thread.ident is not None:
            self._thread.join()
        self._mailbox.close()
        if self._directory:
            self._directory.cleanup()

    def __enter__(self) -> "EmulatedModem":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def unplug(self) -> None:
        """Take the tty away; who has it open sees a hang-up."""
        self._do(self.tty.unplug)

    def plug(self) -> None:
        """Bring a new tty at the old link, with a modem fresh from power-up."""
        self._do(self._replug)

    def say(self, line: str) -> None:
        """Say an unsolicited line; "\\r\\n" in it makes two."""
        self._do(lambda: self.tty.write(f"\r\n{line}\r\n".encode()))

    def restart(self) -> None:
        """Reset, as a brown-out does."""
        self._do(self._power_up)

    def receive(
        self,
        number: str,
        text: str,
        *,
        reference: int = 0,
        order: Sequence[int] | None = None,
        sent_at: datetime | None = None,
    ) -> None:
        """Let an SMS come in; of a long one the parts named in `order`, from 1, in that order."""
        pdus = deliver_pdus(number, text, reference=reference, sent_at=sent_at)
        for pdu in in_order(pdus, order or range(1, len(pdus) + 1)):
            self.receive_pdu(pdu)

    def receive_pdu(self, pdu: str) -> None:
        """Let the network bring an SMS-DELIVER in hexadecimal, whatever is in it."""
        self._do(lambda: self._speak(self._firmware.arrive(pdu)))

    @property
    def stored(self) -> int:
        """How many SMS and reports lie in the SIM card and the modem."""
        return sum(len(memory.places) for memory in self._firmware.memories.all.values())

    @property
    def lying(self) -> list[str]:
        """The PDUs that lie in the SIM card and the modem."""
        memories = self._firmware.memories.all.values()
        return [kept.pdu for memory in memories for kept in list(memory.places.values())]

    @property
    def asked_at(self) -> list[float]:
        """When each AT+CMGS was heard, in monotonic seconds."""
        return self._firmware.asked_at

    def wait_for_sms(self, timeout: float) -> SentSms:
        """Return the next SMS that nobody has waited for yet; TimeoutError after `timeout` s."""
        try:
            return self._recipients.unseen.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError(f"no SMS left the modem within {timeout} s") from None

    def _do(self, action: Callable[[], None]) -> None:
        """Run an action between two pieces of the modem's own doing, and wait for it."""
        if not self._thread.is_alive():
            return action()
        done = threading.Event()

        def act() -> None:
            try:
                action()
            finally:
                done.set()

        self._mailbox.put(act)
        done.wait()
        return None

    def _run(self) -> None:
        while not self._stopping:
            self._speak(self._firmware.feed(self._listen()))

    def _speak(self, pieces: Iterable[Piece]) -> None:
        power_up = self._power_ups
        for piece in pieces:
            if self._power_ups != power_up:
                return  # it has forgotten what it was asked before
            if isinstance(piece, bytes):
                self.tty.write(piece)
            else:
                self._keep_silent(piece)

    def _keep_silent(self, seconds: float) -> None:
        """Let the network take its time; a reset, stopping and say() do not wait for it."""
        until, power_up = time.monotonic() + seconds, self._power_ups
        while (left := until - time.monotonic()) > 0:
            if self._stopping or self._power_ups != power_up:
                return
            self._mailbox.wait(left)
            self._read_mail()

    def _listen(self) -> bytes:
        waiter = select.poll()
        waiter.register(self._mailbox.fileno(), select.POLLIN)
        if (port := self.tty.fileno) is not None:
            waiter.register(port, select.POLLIN)
        data, cut = self.tty.read() if port in dict(waiter.poll(self._patience())) else (b"", False)
        self._read_mail()
        self._say_what_is_due()
        if cut:
            self._speak(self._firmware.feed(data))
            self.tty.unplug()
        return b"" if cut else data

    def _patience(self) -> float | None:
        """Milliseconds until something is due; None: until something is heard."""
        due = [at for at, _ in self._firmware.due]
        return max(0.0, min(due) - time.monotonic()) * 1000 if due else None

    def _say_what_is_due(self) -> None:
        now = time.monotonic()
        for entry in [entry for entry in self._firmware.due if entry[0] <= now]:
            self._firmware.due.remove(entry)
            self.tty.write(entry[1])

    def _read_mail(self) -> None:
        for letter in self._mailbox.take_all():
            letter()

    def _replug(self) -> None:
        self.tty.unplug()
        self.tty.plug()
        self._power_up()

    def _power_up(self) -> None:
        self._power_ups += 1
        self._speak(self._firmware.restart())

    def _end(self) -> None:
        self.tty.unplug()
        self._stopping = True


def main() -> None:
    """Run one emulated modem until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m hardware.emulated.modem")
    parser.add_argument("--link", type=Path, required=True, help="symbolic link to make the tty")
    parser.add_argument("--journal", type=Path, help="file for a line of JSON per SMS sent")
    parser.add_argument("--delay", type=float, default=0, help="seconds that a part takes")
    parser.add_argument("--pin", help="the SIM card's PIN")
    parser.add_argument("--report-delay", type=float, default=0, help="seconds until delivered")
    options = parser.parse_args()
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with EmulatedModem(
        options.link,
        journal=options.journal,
        delay=options.delay,
        pin=options.pin,
        report_delay=options.report_delay,
    ) as modem:
        print(f"modem on {modem.port}", flush=True)
        signal.sigwait(signals)


if __name__ == "__main__":
    main()
