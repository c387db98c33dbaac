"""No name, number, or secret of the demo office is in its support bundle; what helps is."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from store.records import call, message, sms
from support.box_fixtures import box, make_box, memory, prompts, telephone
from support.running_box import RunningBox

from appliance.commands import main
from appliance.core.model.ids import Message
from appliance.store.store import Store
from appliance.support.masking import Masks

__all__ = ["box", "make_box", "memory", "prompts", "telephone"]

DEMO = files("appliance.demo").joinpath("office.toml").read_text(encoding="utf-8")
SECRET = """
[trunks.provider]
address = "sip.telefoni.example"
user = "hemmeligbruker"
password = "Sommer2026!"
numbers = ["+47 100 00 200"]
"""
PIN = "7391"
WORDS_OF_THE_PROGRAM = {"NO", "nb", "da", "sv", "nl", "en", "Europe/Oslo"}
IN_THE_CALL = ["+4710000055", "Olga Ringesen", "olga@eksempel.example", "12057912345"]
LOG = """\
2026-11-21 21:12:05,123 WARNING appliance.telephony: leg 3 of +4710000055 to sip:kari@127.0.0.1:5071
2026-11-21 21:12:06 INFO web: Ingrid viste kortet til Café Strøm, tlf. 100 00 102, og kari svarte
2026-11-21 21:12:07 ERROR trunk provider: 401 for hemmeligbruker with Sommer2026! at 127.0.0.1:5060
2026-11-21 21:12:08 INFO mail olga@eksempel.example 12057912345 from 84.3.2.1
"""


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner)
            yield from [name] if isinstance(inner, dict) and len(name) > 2 else []
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def secrets_of_the_demo() -> set[str]:
    tables: dict[str, Any] = tomllib.loads(DEMO)
    texts = set(strings({name: value for name, value in tables.items() if name != "office"}))
    texts |= set(strings(tables["office"])) | {"Sommer2026!", "hemmeligbruker", PIN, *IN_THE_CALL}
    ids = {name for table in tables.values() for name in table if isinstance(table[name], dict)}
    numbers = {re.sub(r"\D", "", text)[-8:] for text in texts if len(re.sub(r"\D", "", text)) >= 8}
    words = {*WORDS_OF_THE_PROGRAM, *tables, "keys", "overflow"}
    return {text for text in texts | numbers | ids if len(text) > 2} - words


@pytest.fixture
def unpacked(tmp_path: Path) -> dict[str, str]:
    """The bundle of a box with the demo office, a trunk with a password, a message, and a log."""
    description, log = tmp_path / "device.toml", tmp_path / "log"
    description.write_text(
        f'folders = {{data = "data", runtime = "run"}}\nmodem.pin = "{PIN}"\n'
        'panel.kind = "emulated"\npanel.lamps.kari = {red = 5, green = 6}\nsip.port = 5070\n'
    )
    log.write_text(LOG)
    with Store(tmp_path / "data" / "sentralbord.db", tmp_path / "data" / "messages") as store:
        store.migrate()
        store.publish(DEMO + SECRET, author="Ingrid")
        words = Message(**{**as_fields(message()), "note": "Olga Ringesen, 12057912345"})
        store.save([words, sms(text="Olga Ringesen ringte fra +4710000055"), call()])
    bundle = tmp_path / "help.zip"
    arguments = ["--device", str(description), "support", str(bundle), "--log", str(log)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert (bundle.stat().st_mode & 0o777) == 0o600
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def as_fields(record: Message) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def test_nothing_of_the_office_is_in_it(unpacked: dict[str, str]) -> None:
    everything = "\n".join(unpacked.values()).lower()
    digits = re.sub(r"(?<=\d)[ ().-](?=\d)", "", everything)
    secrets = secrets_of_the_demo()
    assert len(secrets) > 60
    leaked = {s for s in secrets if whole_word(s.lower(), everything) or whole_word(s, digits)}
    assert leaked == set()


def whole_word(secret: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text) is not None


def test_what_helps_is_in_it(unpacked: dict[str, str]) -> None:
    settings = tomllib.loads(unpacked["settings.toml"])
    assert settings["office"]["time_zone"] == "Europe/Oslo"
    assert len(settings["agents"]) == 6
    members = settings["loops"].popitem()[1]["members"]
    assert set(members) <= set(settings["agents"])
    counts = json.loads(unpacked["counts.json"])
    assert counts["rows"]["messages"] == counts["rows"]["calls"] == 1
    assert "Python 3." in unpacked["versions.txt"]
    assert tomllib.loads(unpacked["device.toml"])["sip"]["port"] == 5070
    assert "2026-11-21 21:12:07 ERROR" in unpacked["log.txt"]
    assert "401" in unpacked["log.txt"]
    assert "127.0.0.1:5060" in unpacked["log.txt"]
    assert "not running" in unpacked["state.json"]


def test_a_running_box_tells_its_state(box: RunningBox, tmp_path: Path) -> None:
    box.shows(lambda view: len(view["lamps"]) == 3)
    bundle = tmp_path / "help.zip"
    arguments = ["--device", str(box.process.file), "support", str(bundle)]
    done = CliRunner().invoke(main, [*arguments, "--log", str(box.process.log)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(bundle) as archive:
        state = json.loads(archive.read("state.json"))
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert sum(state["lamps"].values()) == 3
    for name in ("Fjordkontoret", "Anna", "Nordlys", "anna@", "10000001"):
        assert name not in everything


def test_a_number_is_masked_however_it_is_written_and_a_time_is_not() -> None:
    masks = Masks([])
    for number in ("+4710000077", "100 00 077", "+47 (100) 00-077", "0047.10000077", "01012000100"):
        assert masks.text(f"from {number}, late") == "from <number>, late"
    line = "2026-11-21T21:12:05.123+01:00 took 12.5 ms, 404 at 192.168.1.20:5060, 0x1f2e3d4c"
    assert masks.text(line) == line
    assert masks.text("sip:a@b to a.b@c.no by 8.8.8.8") == "<sip> to <mail> by <network>"
