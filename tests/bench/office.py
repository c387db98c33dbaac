"""The office that is measured: its settings, its box, and prompts whose first sample is loud."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Sequence
from pathlib import Path

from appliance.core.model.ids import Prompt
from appliance.speech.library import file_name

LINE = "+4710000001"
LONG_LINE = "+4710000002"
AGENTS_IN_A_LOOP = 12
RATE = 8000
SHORT_SECONDS, LONG_SECONDS = 0.2, 60.0
FIRST, SECOND, LONG = "Bench prompt one.", "Bench prompt two.", "Bench prompt of a minute."
# Keys of the first menu: 1 is the second menu, the others are one loop for each worker.
WORKER_KEYS = "23456789"


FRONT = """
[panel]
kind = "emulated"
[oled]
kind = "emulated"
"""


def device(port: int, runtime: Path, front: str = FRONT, calls: int = 128) -> str:
    """The box: all its parts emulated, sound on loopback, room for so many callers."""
    return f"""
[sip]
port = {port}
rtp_first = 20000
max_calls = {calls}
[folders]
data = "data"
runtime = "{runtime}"
{front}
[modem]
kind = "emulated"
"""


def settings(telephones: Sequence[str]) -> str:
    """The office: a loop of agents behind each of the telephones (host:port), short times."""
    keys = list(zip(WORKER_KEYS, telephones, strict=False))
    loops = "".join(_loop(key) for key, _ in keys)
    agents = "".join(_agents(key, host) for key, host in keys)
    choices = "".join(f'{key} = {{ label = "loop {key}", loop = "l{key}" }}\n' for key, _ in keys)
    return f"""
[office]
name = "Bench"
country = "NO"
language = "en"
wrap_up_seconds = 0.1
max_calls = 128
[clients.bench]
name = "Bench"
[lines.short]
number = "{LINE}"
client = "bench"
menu = "first"
language = "en"
[lines.long]
number = "{LONG_LINE}"
client = "bench"
menu = "long"
language = "en"
[menus.first]
prompt = "{FIRST}"
key_seconds = 60
default = "0"
[menus.first.keys]
0 = {{ label = "a message", message = true }}
1 = {{ label = "second", menu = "second" }}
{choices}
[menus.second]
prompt = "{SECOND}"
key_seconds = 60
default = "0"
[menus.second.keys]
0 = {{ label = "a message", message = true }}
1 = {{ label = "first", menu = "first" }}
[menus.long]
prompt = "{LONG}"
key_seconds = 60
default = "0"
[menus.long.keys]
0 = {{ label = "a message", message = true }}
1 = {{ label = "first", menu = "first" }}
{loops}{agents}"""


def _loop(key: str) -> str:
    members = ", ".join(f'"a{key}-{n}"' for n in range(AGENTS_IN_A_LOOP))
    return f'[loops.l{key}]\nname = "Loop {key}"\nmembers = [{members}]\n'


def _agents(key: str, host: str) -> str:
    return "".join(
        f'[agents.a{key}-{n}]\nname = "Agent {key}-{n}"\n'
        f'address = "sip:agent{key}-{n}@{host}"\nlanguage = "en"\n'
        for n in range(AGENTS_IN_A_LOOP)
    )


def put_prompts(cache: Path) -> None:
    """Lay our own recordings where the switchboard keeps rendered prompts."""
    cache.mkdir(parents=True, exist_ok=True)
    for text, hz, seconds in (
        (FIRST, 700, SHORT_SECONDS),
        (SECOND, 900, SHORT_SECONDS),
        (LONG, 500, LONG_SECONDS),
    ):
        write_tone(cache / file_name(Prompt(text, "en")), hz, seconds)


def write_tone(path: Path, hz: int, seconds: float) -> None:
    """A cosine as mono 16-bit WAV of 8 kHz: loud from its first sample on."""
    turn = math.tau * hz / RATE
    samples = [round(12000 * math.cos(turn * n)) for n in range(RATE)]
    packed = struct.pack(f"<{RATE}h", *samples) * math.ceil(seconds)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(packed[: 2 * round(seconds * RATE)])
