"""SIPp as a provider that takes one registration or one call, and verifies the digest itself."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Self

from support.patience import PATIENCE
from support.ports import free_media_port, free_port
from support.running_box import eventually
from support.sipp import SCENARIOS, program

LONGEST_SECONDS = 120


class SippProvider:
    """Waits for what the scenario expects, from the moment of entering."""

    def __init__(self, folder: Path, scenario: str, transport: str = "u1") -> None:
        self.port, self._transport = free_port(), transport
        self._folder = folder / f"{scenario}-{self.port}"
        self._command = (
            *(program(), "-sf", str(SCENARIOS / f"{scenario}.xml"), "-t", transport),
            *("-i", "127.0.0.1", "-p", str(self.port)),
            *("-mi", "127.0.0.1", "-mp", str(free_media_port())),
            *("-m", "1", "-nostdin", "-trace_err", "-timeout", str(LONGEST_SECONDS)),
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        with (self._folder / "screen").open("wb") as screen:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
            )
        eventually(self._listens)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def ends_well(self) -> None:
        """Wait until the scenario is over; what SIPp did not expect is an error."""
        assert self._process
        status = self._process.wait(PATIENCE)
        assert status == 0, f"SIPp ended with {status}: {self.complaints}"

    def _listens(self) -> bool:
        """Whether the kernel knows its port: by UDP bound (07), by TCP listening (0A)."""
        table, state = ("udp", "07") if self._transport.startswith("u") else ("tcp", "0A")
        lines = Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        return any(
            fields[1].endswith(f":{self.port:04X}") and fields[3] == state
            for fields in map(str.split, lines)
        )

    @property
    def complaints(self) -> str:
        """What SIPp found wrong."""
        files = sorted(self._folder.glob("*_errors.log")) or [self._folder / "screen"]
        return "\n".join(file.read_text(errors="replace")[-1000:] for file in files)
