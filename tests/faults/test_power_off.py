"""A held button switches the box off by the command of device.toml, and never in mid-call."""

from __future__ import annotations

import sys
from pathlib import Path

from support.little_office import NORDLYS
from support.running_box import eventually

from appliance.parts.power import NO_COMMAND

TOUCH = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"


def buttons(off: Path) -> dict[str, object]:
    return {"buttons": {"power_off": [sys.executable, "-c", TOUCH, str(off)]}}


def texts(view) -> list[str]:
    return [row["text"] for row in view["rows"]]


def test_the_box_is_switched_off_when_the_last_caller_has_gone(make_box, telephone, tmp_path):
    off = tmp_path / "off"
    box = make_box(tables=buttons(off))
    call = telephone.dial(box.uri(NORDLYS), "+4710000077")
    box.stands("menu")
    box.client.ask("button", button="hold:power")
    box.shows(lambda view: texts(view)[0] == "Slår av")
    assert not off.exists()
    call.hang_up()
    eventually(off.exists)
    box.shows(lambda view: texts(view) == ["Slår av", "La strømmen stå på."])


def test_a_box_that_nobody_has_told_how_stays_on_and_says_so(box):
    box.client.ask("button", button="hold:power")
    assert box.fault("set buttons.power_off") == NO_COMMAND
    box.client.ask("button", button="acknowledge")
    box.shows(lambda view: not view["details"])
