"""What the box is (device.toml): its SIP port, folders, pins, display, modem, and web address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_network
from pathlib import Path
from typing import Any, Literal, NewType, get_args, get_origin

from cattrs import BaseValidationError, Converter

from appliance.common.limits import TooLarge, tables_of
from appliance.common.problems import problems_in, without
from appliance.core.words.spoken import LANGUAGES
from appliance.device.front import ButtonsPart, DtmfPart, OledPart, PanelPart, front_problems
from appliance.device.sip import SipPart


class DeviceError(Exception):
    """The file that describes the box cannot be used; the message says why, line by line."""


Secret = NewType("Secret", str)
"""A text that nothing repeats: no error, no log, no support bundle."""


@dataclass(frozen=True, slots=True)
class Folders:
    """`data` survives a power cut; `runtime` is memory (tmpfs): prompts, recordings, socket."""

    data: Path = Path("/var/lib/sentralbord")
    runtime: Path = Path("/run/sentralbord")


@dataclass(frozen=True, slots=True)
class ModemPort:
    """Where a modem is: a serial port (best by-id), or "auto" for whichever answers.

    `pin` is the SIM card's. `reset_pin` (BCM) is the GPIO that resets the modem.
    """

    port: str = ""
    baud: int = 115200
    pin: Secret | None = field(default=None, repr=False)
    reset_pin: int | None = None
    reset_active_high: bool = True


@dataclass(frozen=True, slots=True)
class ModemPart(ModemPort):
    """The SMS modem: on a serial port, emulated, or none; `spare` sends while it is lost."""

    kind: Literal["serial", "emulated", "none"] = "none"
    delivery_reports: bool = True
    spare: ModemPort | None = None


@dataclass(frozen=True, slots=True)
class SpeechPart:
    """Who speaks: the program `piper`, with the model in `voices` (language -> path of .onnx).

    Languages without one get the first voice of their locale in `<data>/voices`, else espeak-ng.
    """

    piper: str = "piper"
    voices: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Web:
    """Where the page is served; other machines reach it only by HTTPS (`https_port`).

    With it, `port` only sends browsers there. `names`: those by which browsers know the box
    besides its own name and its addresses.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    https_port: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupPart:
    """Where the scheduled backups go, and how many are kept.

    With kind "stick" the folder must lie on another disk than the data: a stick that is not
    plugged in is a fault, and never a backup on the card itself.
    """

    kind: Literal["stick", "folder", "none"] = "none"
    folder: Path = Path("/media/sentralbord-backup")
    keep: int = 14
    every_days: int = 1


@dataclass(frozen=True, slots=True)
class ClockPart:
    """`trusted`: others keep the system's clock right, also while the power is off.

    Without it the time counts as unknown until a time server, the mobile network, a clock with a
    battery, or a person has told it: rows are marked, and opening hours and calendars wait.
    """

    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """The whole box."""

    sip: SipPart = field(default_factory=SipPart)
    folders: Folders = field(default_factory=Folders)
    panel: PanelPart = field(default_factory=PanelPart)
    oled: OledPart = field(default_factory=OledPart)
    buttons: ButtonsPart = field(default_factory=ButtonsPart)
    dtmf: DtmfPart = field(default_factory=DtmfPart)
    modem: ModemPart = field(default_factory=ModemPart)
    web: Web = field(default_factory=Web)
    speech: SpeechPart = field(default_factory=SpeechPart)
    backup: BackupPart = field(default_factory=BackupPart)
    clock: ClockPart = field(default_factory=ClockPart)

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
    def voices(self) -> Path:
        """Voices of piper."""
        return self.folders.data / "voices"

    @property
    def uploads(self) -> Path:
        """Uploaded recordings that stand in for spoken prompts."""
        return self.folders.data / "uploads"

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

    @property
    def office(self) -> Path:
        """The socket of the office process, which may ask for the calendars and tell of them."""
        return self.folders.runtime / "office"

    @property
    def language(self) -> Path:
        """The language of the display, for the unit's stop hook."""
        return self.folders.runtime / "language"


def read_device(path: Path) -> Device:
    """The box that a file describes; relative folders count from the file's own folder.

    Raises DeviceError with a line for each thing that is wrong, unknown keys with a suggestion.
    """
    try:
        tables = tables_of(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeviceError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DeviceError(f"{path}: is not UTF-8; save the file as UTF-8.") from error
    except TooLarge as error:
        raise DeviceError(f"{path}: is too large to be read: {error}.") from error
    except ValueError as error:
        raise DeviceError(f"{path}: is not TOML: {error}.") from error
    except RecursionError as error:
        raise DeviceError(f"{path}: nests too deep to be read.") from error
    device, problems = _structured(tables, path.parent.absolute())
    problems += [*_problems(device)] if device else []
    if device is None or problems:
        raise DeviceError("\n".join(f"{path}: {problem}" for problem in problems))
    return device


def _structured(tables: dict[str, Any], here: Path) -> tuple[Device | None, list[str]]:
    """The box and what could not be read of it: the rest is there to be looked at all the same."""
    converter = _converter(here)
    try:
        return converter.structure(tables, Device), []
    except BaseValidationError as error:
        problems = [*problems_in(error, "")]
        try:
            rest = without(tables, [problem.path for problem in problems])
            return converter.structure(rest, Device), [*map(str, problems)]
        except BaseValidationError:
            return None, [*map(str, problems)]


def _converter(here: Path) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, name in ((int, "a whole number"), (str, "text"), (bool, "true or false")):
        converter.register_structure_hook(kind, _strictly(kind, name))
    converter.register_structure_hook(Path, lambda value, _: here / str(value))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(int | str | None, _pin)
    converter.register_structure_hook_func(lambda kind: kind is Secret, _secret)
    converter.register_structure_hook_func(_is_choice, _one_of)
    return converter


def _strictly(kind: type, name: str) -> Any:
    def read(value: object, _: type) -> object:
        if type(value) is not kind:
            raise ValueError(f"this must be {name}, not {value!r}")
        return value

    return read


def _secret(value: object, _: type) -> Secret:
    if type(value) is not str:
        raise ValueError('this must be text in quotation marks, such as "1234"')
    return Secret(value)


def _is_choice(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return bool(origin is Literal)


def _one_of(value: object, kind: Any) -> object:
    known = get_args(kind)
    if value not in known:
        raise ValueError(f"this must be one of {', '.join(map(repr, known))}, not {value!r}")
    return value


def _number(value: object, _: type) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"this must be a number, not {value!r}")
    return float(value)


def _pin(value: object, _: type) -> int | str | None:
    if isinstance(value, bool) or not isinstance(value, int | str | None):
        raise ValueError(f"this must be a GPIO number or the name of a chip's pin, not {value!r}")
    return value


def _problems(device: Device) -> Iterator[str]:
    """Everything that a type cannot say, each a sentence that begins with its place."""
    for name, port in (
        ("sip.port", device.sip.port),
        ("sip.tls_port", device.sip.tls_port or 0),
        ("web.port", device.web.port),
        ("web.https_port", device.web.https_port or 0),
    ):
        if not 0 <= port <= 65535:
            yield f"{name}: a port lies between 0 and 65535, not {port}."
    yield from _sip_problems(device.sip)
    for language in sorted(device.speech.voices.keys() - set(LANGUAGES)):
        words = f"'{language}' is not a language of the box ({', '.join(LANGUAGES)})"
        yield f"speech.voices: {words}."
    if device.backup.keep < 1 or device.backup.every_days < 1:
        yield "backup: keep and every_days are at least 1."
    yield from _modem_problems(device.modem)
    yield from front_problems(device.panel, device.oled, device.buttons, device.dtmf)


def _modem_problems(modem: ModemPart) -> Iterator[str]:
    if modem.kind == "serial" and not modem.port:
        yield 'modem.port: say where the modem is, for example by-id, or "auto".'
    if modem.spare and (not modem.spare.port or "auto" in (modem.spare.port, modem.port)):
        yield "modem.spare: with two modems, name the port of each."


def _sip_problems(sip: SipPart) -> Iterator[str]:
    for network in sip.allow or ():
        try:
            ip_network(network)
        except ValueError as error:
            yield f"sip.allow: '{network}' is no network such as 192.168.1.0/24: {error}."
    try:
        IPv6Address(sip.address6 or "::")
    except ValueError:
        words = f"'{sip.address6}' is no IPv6 address such as ::1; \"::\" is every one of the box"
        yield f"sip.address6: {words}."
    if sip.tls_port is not None and not (sip.certificate and sip.private_key):
        yield "sip.tls_port: calls by TLS need sip.certificate and sip.private_key."
