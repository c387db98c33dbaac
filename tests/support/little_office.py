"""The office of the tests with real telephones: two firms, three loops, and prompts that are tones.

Every sentence has a pitch of its own, so that a test hears which one a caller got.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from pathlib import Path

from appliance.core.model.ids import Prompt, Sound
from appliance.core.prompts import every_prompt
from appliance.core.settings.directory import Agent, Client, Directory, Menu, Office
from appliance.core.settings.lines import Choice, Line
from appliance.core.settings.loops import Loop
from appliance.core.settings.trunks import Trunk
from appliance.core.words.spoken import SPOKEN
from appliance.probe.audio import FRAME, TONE_SHARE, tone_share
from appliance.settings.document import write
from appliance.speech.library import file_name
from appliance.speech.sounds import sound_file
from appliance.speech.wave_files import RATE, encoded

NORDLYS = "+4710000001"
STROM = "+4510000002"
OWN = "+4710000000"
"""The box's own number: what a forwarding carrier dials."""
CALLER = "+4710000077"
NORDLYS_SMS = "+4710000011"
STROM_SMS = "+4510000012"
OFFICE_SMS = "+4710000099"

MENU_NORDLYS, MENU_STROM = "Nordlys.", "Strøm."
PITCH = {
    MENU_NORDLYS: 400,
    MENU_STROM: 500,
    "unknown_line": 600,
    "leave_message": 700,
    "message_please": 850,
    "message_taken": 1200,
    "message_lost": 1400,
    "how_did_it_end": 1600,
}
"""Hertz of each prompt; the house's tone has 1000."""
OTHER_PITCH = 1800
TONE = 1000
CALLER_SAYS, AGENT_SAYS = 2100, 2500
PROMPT_SECONDS = 0.4
LOUDNESS = 12000


def office(
    addresses: Mapping[str, str],
    *,
    ring: float = 1.5,
    wait: float = 4.0,
    wrap_up: float = 5.0,
    message: float = 10.0,
    trunk: str | Trunk = "127.0.0.1:9",
    trunks: Mapping[str, Trunk] | None = None,
    max_calls: int = 64,
) -> Directory:
    """Anna and Bo at their SIP addresses, Cato by a number through the trunk; short times."""
    keys = {
        "1": Choice("faktura", loop="invoices"),
        "2": Choice("lønn", loop="wages"),
        "3": Choice("annet", loop="other"),
        "4": Choice("beskjed", message=True),
    }
    names = {"anna": "Anna", "bo": "Bo", "cato": "Cato"}
    return Directory(
        office=Office(
            "Fjordkontoret",
            sms_to=OFFICE_SMS,
            ring_seconds=ring,
            wrap_up_seconds=wrap_up,
            message_seconds=message,
            call_seconds=60.0,
            max_calls=max_calls,
        ),
        clients={
            "nordlys": Client("nordlys", "Nordlys Rør", "Nordlys Rør, hei", sms_to=NORDLYS_SMS),
            "strom": Client("strom", "Café Strøm", sms_to=STROM_SMS),
        },
        lines={
            "nordlys": Line("nordlys", NORDLYS, "nordlys", "nordlys", "nb"),
            "strom": Line("strom", STROM, "strom", "strom", "da"),
        },
        menus={
            "nordlys": Menu("nordlys", MENU_NORDLYS, keys, default="3", key_seconds=1.0),
            "strom": Menu("strom", MENU_STROM, keys, default="3", key_seconds=1.0),
        },
        loops={
            "invoices": Loop("invoices", "Faktura", ("anna", "bo"), wait),
            "wages": Loop("wages", "Lønn", ("bo",), wait),
            "other": Loop("other", "Annet", ("cato",), wait),
        },
        agents={agent: Agent(agent, name, addresses[agent]) for agent, name in names.items()},
        trunk=Trunk(trunk, OWN) if isinstance(trunk, str) else trunk,
        trunks=trunks or {},
    )


def document(directory: Directory) -> str:
    """The office as a settings document."""
    return write(directory)


def put_prompts(cache: Path) -> None:
    """Lay a tone for every sentence of the office where the switchboard keeps its prompts."""
    cache.mkdir(parents=True, exist_ok=True)
    for sound in Sound:
        (cache / file_name(sound)).write_bytes(sound_file(sound))
    nobody_yet = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")
    for prompt in every_prompt(office(nobody_yet)):
        spoken = tone_file(_pitch(prompt), PROMPT_SECONDS)
        (cache / file_name(prompt)).write_bytes(spoken)


def _pitch(prompt: Prompt) -> int:
    known = {prompt.text, *(key for key, said in SPOKEN.items() if prompt.text in said.values())}
    return next((PITCH[name] for name in known if name in PITCH), OTHER_PITCH)


def tone_file(hertz: int, seconds: float) -> bytes:
    """A tone as a WAV file of 8 kHz."""
    turn = math.tau * hertz / RATE
    return encoded([round(LOUDNESS * math.sin(turn * n)) for n in range(round(seconds * RATE))])


def tone_seconds(wav: bytes, hertz: float) -> float:
    """How much of a recording is this tone."""
    samples = samples_of(wav)
    frames = (samples[n : n + FRAME] for n in range(0, len(samples) - FRAME + 1, FRAME))
    return sum(tone_share(frame, hertz) >= TONE_SHARE for frame in frames) * FRAME / RATE


def samples_of(wav: bytes) -> tuple[int, ...]:
    """The samples of such a file, or of one that a telephone has recorded."""
    body = wav[wav.index(b"data") + 8 :]
    return struct.unpack(f"<{len(body) // 2}h", body[: len(body) // 2 * 2])
