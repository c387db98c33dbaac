"""What reads the texts of strangers, devices and people: each may refuse in its own words only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from cattrs import BaseValidationError
from fuzz import seeds
from werkzeug.datastructures import MultiDict

from appliance.calendars.login import digest
from appliance.calendars.multistatus import MultiStatus
from appliance.calendars.reading import read_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.common.problems import SettingsError
from appliance.control.client import ControlUnavailable, understood
from appliance.control.requests import FORMS, Refused, event_of, request_in
from appliance.control.view_line import unpacked
from appliance.core.model.calendar import CalendarAccess
from appliance.core.protocol.forward_address import shown
from appliance.core.settings.directory import Directory
from appliance.core.sms import status_commands as sms_words
from appliance.device import DeviceError, read_device
from appliance.probe import sdp as probe_sdp
from appliance.settings import document
from appliance.settings.tables import ABSENT
from appliance.telephony.audio.digits import Presses
from appliance.telephony.audio.key_events import KeyEvents, KeyPacket
from appliance.telephony.legs import as_it_came, headers
from appliance.telephony.legs.contacts import MOST, contacts
from appliance.telephony.legs.key_messages import KEYS, key_message
from appliance.telephony.network import addresses
from appliance.telephony.trunks.refusals import (
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    retry_after,
    wants_auth_int,
)
from hardware.modem import at, facts, letters, notifications, pin, storage, wire_log
from hardware.modem.fields import PduError
from hardware.modem.pdu import SubmitPart, read_deliver, read_status_report, read_submit
from hardware.modem.port import ModemTrouble
from web_config.ground import arguments
from web_config.settings import reading

Read = Callable[[str], object]

NOON = datetime(2026, 3, 25, 12, tzinfo=UTC)
WINDOW = Window.around(NOON, ZoneInfo("Europe/Oslo"))
KARI = CalendarAccess("https://cal.example.org/", "kari", "hemmelig")


@dataclass(frozen=True)
class Target:
    """Something that reads texts; `patience` is the processor time that any of them may take."""

    read: Read
    seeds: Sequence[str]
    patience: float = 0.05


def octets(text: str) -> bytes:
    """The text as it comes over a wire, where any octet may stand."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def from_swig(text: str) -> str:
    """The text as pjsua2 hands it on: octets that are no UTF-8 are surrogates."""
    return octets(text).decode("utf-8", "surrogateescape")


def sip(text: str) -> object:
    message = from_swig(text)
    addresses.host_of(message[:200].partition(" ")[2])
    told = [headers.invitation(message, "NO", trusted) for trusted in (False, True)]
    ways = contacts(message)
    assert len(ways) <= MOST
    later = retry_after(message)
    assert later is None or SHORTEST_SECONDS <= later <= LONGEST_SECONDS
    wants_auth_int(message)
    return told, as_it_came.telling_headers(message), [shown(way) for way in ways]


def sdp(text: str) -> object:
    with suppress(probe_sdp.SdpError):
        probe_sdp.parse(octets(text.partition("\r\n\r\n")[2]))
    return as_it_came.offered_codecs(from_swig(text))


def keys(text: str) -> object:
    kind, mark, body = from_swig(text).partition("\n\n")
    if mark:
        told = key_message(kind, body)
        assert told is None or (told.key in KEYS and 0 <= told.seconds < 10)
        return told
    packets = [packet for line in text.split("\n") for packet in _packet(line)]
    events, presses = KeyEvents(), Presses()
    begun = [events.begins_press(packet, now) for now, packet in packets]
    assert begun[:1] in ([], [True]), "the first packet of all begins a press"
    return [presses.event(packet, now) for now, packet in packets]


def _packet(line: str) -> list[tuple[float, KeyPacket]]:
    """The packet that a line of the seeds tells of; none where it tells of none any more."""
    try:
        at, digit, stamp, duration, sequence, bits = line.split(" ")
        numbers = int(stamp[:20]) % 2**32, int(duration[:20]) % 2**16, int(sequence[:20]) % 2**16
        return [(float(at), KeyPacket(digit, *numbers, "1" in bits[:1], "1" in bits[1:]))]
    except ValueError:
        return []


class Said:
    """A session in which the modem answers everything with the same lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        self.timings = at.Timings()

    def ask(self, command: str, *_: object, **__: object) -> at.Answer:
        return at.Answer(command, self.lines, None)

    def pause(self, _: float) -> None:
        pass


def sms(text: str) -> object:
    lines = octets(text).decode("latin-1").split("\r\n")
    asked = sms_words.read(text, "sv")
    if isinstance(asked, sms_words.StatusWanted):
        assert (sms_words.end_of(asked, NOON) or NOON) >= NOON
    stored = [letters.Stored(n, line) for n, line in enumerate(lines)]
    found, piles = letters.letters_in([*stored, *storage._entries(lines, "SM")])
    letters.wanted_by(piles, stored)
    for line in lines:
        for read in (read_deliver, read_status_report, read_submit):
            with suppress(PduError):
                read(line)
    whole = [*found, *(pile.letter() for pile in piles)]
    return asked, whole, dialogues(octets(text)), modem_told(lines), [*map(wire_log.masked, lines)]


def dialogues(came: bytes) -> object:
    """What the dialogue makes of the octets, in each of its states."""
    part = SubmitPart(seeds.SUBMITS[0], len(seeds.SUBMITS[0]) // 2 - 1)
    starts: tuple[Callable[[at.Dialogue], None], ...] = (
        lambda dialogue: dialogue.command("AT+CMGL=4"),
        lambda dialogue: dialogue.submit(part),
        lambda dialogue: dialogue.resync(),
    )
    outcomes: list[at.Outcome] = []
    for start in starts:
        dialogue = at.Dialogue()
        start(dialogue)
        outcomes += dialogue.feed(came[:1500])
        outcomes += dialogue.tick(1000) + dialogue.lost("the port is gone")
        dialogue.outgoing()
    return outcomes


def modem_told(lines: Sequence[str]) -> object:
    """What the driver reads of a modem that says these lines."""
    session = cast(Any, Said([line.strip() for line in lines if line.strip()]))
    with suppress(ModemTrouble):
        facts.check_registration(session)
    pin._pin_retries(session), pin._pin_state(session)
    return [*facts.describe(session)], [notifications.chosen(line) for line in session.lines]


def calendar(text: str) -> object:
    came = octets(text)
    if text[:1] == "<":
        return multistatus(came)
    if "VCALENDAR" not in text and "realm" in text:
        return digest(KARI, text.encode("latin-1", "replace").decode("latin-1"), "GET", "/", "c")
    with suppress(CalendarError):
        read = read_calendar(came, WINDOW, ["kari@example.com"])
        assert all(entry.begins <= entry.ends for entry in read.entries)
        return read
    return None


def multistatus(came: bytes) -> object:
    said = MultiStatus("This cannot be read.")
    with suppress(CalendarError):
        data = [*said.take(came[:100]), *said.take(came[100:]), *said.end()]
        return [piece.decode() for piece in data]
    return None


def settings(text: str) -> object:
    with suppress(SettingsError):
        return _there_and_back(document.read(text))
    return None


def _there_and_back(directory: Directory) -> str:
    written = document.write(directory)
    assert document.read(written) == directory
    return written


def device(text: str) -> object:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "device.toml"
        path.write_bytes(octets(text))
        try:
            return read_device(path)
        except DeviceError as error:
            return str(error)


def control(text: str) -> object:
    line = octets(text)
    with suppress(Refused):
        request = request_in(line)
        return event_of(request, "1") if request["do"] in FORMS else request["do"]
    with suppress(ControlUnavailable, BaseValidationError):
        said = understood(line)
        unpacked(cast(Any, said.get("view", said)))
        return "a view"  # of our own server, which sends no half of a surrogate pair (`encoded`)
    return None


def form(text: str) -> object:
    sent = octets(text).decode("utf-8", "replace")
    pairs = MultiDict(parse_qsl(sent, keep_blank_values=True, errors="replace"))
    for value in [*pairs.values()][:20]:
        assert 0 <= arguments.row_of(value) < 2**63
    sections = zip((None, "clients", "lines", "agents"), seeds.FORM_TABLES, strict=True)
    return [_draft(section, reading.read_form(pairs, table)) for section, table in sections]


def _draft(section: str | None, values: dict[str, Any]) -> object:
    """The form's values as they stand in a draft, which must be told what is wrong with it."""
    table = {name: value for name, value in values.items() if value is not ABSENT}
    office = {"office": {"name": "Fjordkontoret"}}
    tables = {**office, section: {"one": table}} if section else {"office": table}
    with suppress(SettingsError):
        document.read(document.written(tables))
    return None


TARGETS: dict[str, tuple[Target, ...]] = {
    "sip": (Target(sip, seeds.SIP),),
    "sdp": (Target(sdp, seeds.SDP),),
    "keys": (Target(keys, seeds.KEYS),),
    "sms": (Target(sms, seeds.SMS),),
    "calendars": (Target(calendar, seeds.CALENDARS, patience=6),),
    "settings": (Target(settings, seeds.SETTINGS), Target(device, seeds.DEVICES)),
    "control": (Target(control, seeds.CONTROL),),
    "forms": (Target(form, seeds.FORM),),
}
"""A series of a calendar is given up after 5 seconds."""
