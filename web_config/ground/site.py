"""What a web process is told when it starts: whose page it is, and how it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from web_config.ground.certificates import Certificates


@dataclass(frozen=True, slots=True)
class Site:
    """The switchboard's control socket and store, and how browsers reach this page.

    `names`: those by which browsers know the box besides its addresses. `secure`: served by
    HTTPS, so that cookies never leave it. `open_door`: everybody on this very machine is an
    installer without a password; for the demo only, and never served to other machines.
    `device`: the file of the box, for backups.
    `certificates`: what HTTPS is served with.
    """

    control: Path
    database: Path
    media: Path
    names: tuple[str, ...] = ()
    secure: bool = False
    open_door: bool = False
    certificates: Certificates | None = None
    device: Path | None = None
