"""What went over the wire, for installers: numbers, texts, and PINs are not in it."""

import re
import threading
from datetime import UTC, datetime
from pathlib import Path

LARGEST = 256 * 1024
"""Octets of the log; the one before it is kept too."""
LONGEST_LINE = 2048

_PDU = re.compile(r"[0-9A-Fa-f]{16,}")
_PIN = re.compile(r"(AT\+(?:CPIN|CPWD|CLCK)=).*", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d{5,}")


class WireLog:
    """Writes each line with its time and direction; its `trace` is for a Port."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = {">": b"", "<": b""}
        self._lock = threading.Lock()

    def trace(self, direction: str, data: bytes) -> None:
        """Take a piece of what was written (">") or read ("<"); a full disk is no error."""
        with self._lock:
            *lines, rest = re.split(rb"[\r\n\x1a]+", self._partial[direction] + data)
            self._partial[direction] = rest[-LONGEST_LINE:]
            said = [masked(line.decode("latin-1").strip()) for line in lines]
            self._write([f"{direction} {line}" for line in said if line])

    def _write(self, lines: list[str]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            if self._path.exists() and self._path.stat().st_size > LARGEST:
                self._path.replace(self._path.with_suffix(".1"))
            with self._path.open("a", encoding="utf-8") as log:
                log.writelines(f"{now} {line}\n" for line in lines)
        except OSError:
            return


def masked(line: str) -> str:
    """Return a line without what is nobody's business: PDUs, PINs, and all but two digits."""
    line = _PIN.sub(r"\1****", line)
    line = _PDU.sub(lambda found: f"<{len(found[0]) // 2} octets>", line)
    return _NUMBER.sub(lambda found: "*" * (len(found[0]) - 2) + found[0][-2:], line)
