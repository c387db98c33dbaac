"""What the box is (device.toml): its SIP port, folders, pins, display, modem, and web address."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cattrs import BaseValidationError, Converter

from appliance.settings.problems import SettingsError, problems_in


class DeviceError(Exception):
    """The file that describes the box cannot be used; the message says why, line by line."""


@dataclass(frozen=True, slots=True)
class Sip:
    """Where the box is rung. `address` "0.0.0.0" is every interface; port 0 takes a free one."""

    address: str = "127.0.0.1"
    port: int = 5060
    country: str = "NO"
    public_address: str | None = None
    rtp_first: int = 4000
    max_calls: int = 64


@dataclass(frozen=True, slots=True)
class Folders:
    """`data` survives a power cut; `runtime` is memory (tmpfs): prompts, recordings, socket."""

    data: Path = Path("/var/lib/sentralbord")
    runtime: Path = Path("/run/sentralbord")


@dataclass(frozen=True, slots=True)
class LampPair:
    """GPIO numbers (BCM) of one lamp; one of them may be missing."""

    red: int | None = None
    green: int | None = None
    active_high: bool = True


@dataclass(frozen=True, slots=True)
class PanelPart:
    """The lamps: by GPIO, emulated, or none. `lamps`: member of staff -> pins."""

    kind: Literal["gpio", "emulated", "none"] = "none"
    lamps: Mapping[str, LampPair] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OledPart:
    """The display: its chip, emulated, or none. `address` is the I2C address."""

    kind: Literal["ssd1306", "sh1106", "ssd1309", "emulated", "none"] = "none"
    i2c_port: int = 1
    address: int = 0x3C


@dataclass(frozen=True, slots=True)
class ModemPart:
    """The SMS modem: a serial port (best by-id), emulated, or none."""

    kind: Literal["serial", "emulated", "none"] = "none"
    port: str = ""
    baud: int = 115200
    pin: str | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """Where the page is served; other machines reach it only if the host is not loopback."""

    host: str = "127.0.0.1"
    port: int = 8080


@dataclass(frozen=True, slots=True)
class Device:
    """The whole box."""

    sip: Sip = field(default_factory=Sip)
    folders: Folders = field(default_factory=Folders)
    panel: PanelPart = field(default_factory=PanelPart)
    oled: OledPart = field(default_factory=OledPart)
    modem: ModemPart = field(default_factory=ModemPart)
    web: Web = field(default_factory=Web)

    @property
    def database(self) -> Path:
        """The office's settings, calls, messages, and outbox."""
        return self.folders.data / "sentralbord.db"

    @property
    def media(self) -> Path:
        """Recordings of messages."""
        return self.folders.data / "messages"

    @property
    def prompt_cache(self) -> Path:
        """Rendered prompts, kept across restarts."""
        return self.folders.data / "prompts"

    @property
    def prompts(self) -> Path:
        """The prompts that are played, in memory."""
        return self.folders.runtime / "prompts"

    @property
    def recordings(self) -> Path:
        """Messages while they are spoken, in memory."""
        return self.folders.runtime / "recordings"

    @property
    def control(self) -> Path:
        """The control socket."""
        return self.folders.runtime / "control"


def read_device(path: Path) -> Device:
    """The box that a file describes; relative folders count from the file's own folder.

    Raises DeviceError with a line for each thing that is wrong, unknown keys with a suggestion.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeviceError(f"{path}: cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise DeviceError(f"{path}: is not TOML: {error}.") from error
    try:
        device = _converter(path.parent.absolute()).structure(tables, Device)
    except BaseValidationError as error:
        problems = SettingsError(tuple(problems_in(error, "")))
        lines = (f"{path}: {problem}" for problem in problems.problems)
        raise DeviceError("\n".join(lines)) from error
    _check(device, path)
    return device


def _converter(here: Path) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, name in ((int, "a whole number"), (str, "text"), (bool, "true or false")):
        converter.register_structure_hook(kind, _strictly(kind, name))
    converter.register_structure_hook(Path, lambda value, _: here / str(value))
    return converter


def _strictly(kind: type, name: str) -> Any:
    def read(value: object, _: type) -> object:
        if type(value) is not kind:
            raise ValueError(f"this must be {name}, not {value!r}")
        return value

    return read


def _check(device: Device, path: Path) -> None:
    for name, port in (("sip.port", device.sip.port), ("web.port", device.web.port)):
        if not 0 <= port <= 65535:
            raise DeviceError(f"{path}: {name}: a port lies between 0 and 65535, not {port}.")
    if device.modem.kind == "serial" and not device.modem.port:
        raise DeviceError(f"{path}: modem.port: say where the modem is, for example by-id.")
    pins = [p for lamp in device.panel.lamps.values() for p in (lamp.red, lamp.green) if p]
    if twice := {pin for pin in pins if pins.count(pin) > 1}:
        raise DeviceError(f"{path}: panel.lamps: GPIO {min(twice)} is used by two lamps.")
