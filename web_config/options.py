"""The command line of the web process: which box, which addresses, and what is not allowed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from appliance.device import DeviceError, read_device
from web_config.ground.certificates import Certificates
from web_config.ground.sessions import LOOPBACK
from web_config.ground.site import Site


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the file of the box say."""

    control: Path
    database: Path
    media: Path
    host: str
    port: int
    https_port: int | None
    certificates: Path | None
    names: tuple[str, ...]
    open_door: bool
    device: Path | None

    def site(self) -> Site:
        """Return what the application must know."""
        secure = self.https_port is not None
        return Site(
            control=self.control,
            database=self.database,
            media=self.media,
            names=self.names,
            secure=secure,
            open_door=self.open_door,
            device=self.device,
            certificates=Certificates(self.certificates) if secure and self.certificates else None,
        )


def parsed(arguments: Sequence[str]) -> Options:
    """Return the options; ends the process with a sentence if they cannot be."""
    parser = the_parser()
    given = parser.parse_args(arguments)
    if given.device:
        take_device(given, parser)
    given.host = given.host or "127.0.0.1"
    given.port = 8080 if given.port is None else given.port
    if not (given.control and given.database and given.media):
        parser.error("name the box by --device, or by --control, --database and --media")
    if given.https_port is not None and given.certificates is None:
        parser.error("--https-port needs --certificates")
    if given.host not in LOOPBACK:
        if given.demo_without_password:
            parser.error("--demo-without-password: only with --host 127.0.0.1 or ::1")
        if given.https_port is None:
            parser.error("other machines: by HTTPS only, with --https-port and --certificates")
    return Options(
        control=given.control,
        database=given.database,
        media=given.media,
        host=given.host,
        port=given.port,
        https_port=given.https_port,
        certificates=given.certificates,
        names=tuple(given.name),
        open_door=given.demo_without_password,
        device=given.device,
    )


def take_device(given: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Fill in from the file of the box what the command line does not say."""
    try:
        device = read_device(given.device)
    except DeviceError as error:
        parser.error(str(error))
    given.control = given.control or device.control
    given.database = given.database or device.database
    given.media = given.media or device.media
    given.name += device.web.names
    given.host = given.host or device.web.host
    given.port = device.web.port if given.port is None else given.port
    given.https_port = device.web.https_port if given.https_port is None else given.https_port


def the_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m web_config", description=__doc__)
    add = parser.add_argument
    add("--device", type=Path, help="the file of the box, which names the next three")
    add("--control", type=Path, help="the control socket")
    add("--database", type=Path, help="the store")
    add("--media", type=Path, help="the folder of recordings")
    add("--host", help="address to listen on (127.0.0.1, or what the file says)")
    add("--port", type=int, help="for HTTP, which redirects if there is HTTPS (8080)")
    add("--https-port", type=int, help="for HTTPS; other machines are served no other way")
    add("--certificates", type=Path, help="folder of the certificate, made if it is not there")
    add("--name", action="append", default=[], help="a name by which browsers know this box")
    add(
        "--demo-without-password",
        action="store_true",
        help="everybody on this machine may do everything; on a loopback address only",
    )
    return parser
