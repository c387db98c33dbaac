"""The last word on the display, said by systemd's hooks when the switchboard is no more."""

from __future__ import annotations

import sys

from appliance.core.model.ids import Language
from appliance.core.panel import display_box
from appliance.core.words.spoken import LANGUAGES
from appliance.device import Device
from appliance.device.front import lamp_pins
from appliance.parts.panel import oled_opener
from hardware.i2c import I2cMissing
from hardware.lamp_pins import ChipPins
from hardware.oled_link import OledMissing
from hardware.pins import GpioMissing
from hardware.restarting import put_out, show

NOT_REAL = ("none", "emulated")


def say_goodbye(device: Device, *, safe: bool) -> None:
    """Put the lamps out, and say that the switchboard starts anew or (`safe`) the box is off.

    Parts that are missing are told on standard error and are no failure of the hook.
    """
    language = language_of(device)
    words = display_box.safe_rows if safe else display_box.restarting_rows
    try:
        if device.panel.kind not in NOT_REAL:
            put_out(chips_of(device), i2c_port=device.panel.i2c_port)
        if device.oled.kind not in NOT_REAL:
            show(oled_opener(device.oled), [(row.text, row.size) for row in words(language)])
    except (OledMissing, I2cMissing, GpioMissing, OSError) as error:
        print(error, file=sys.stderr)


def language_of(device: Device) -> Language:
    """The language that the switchboard has noted; English if it had no time to."""
    try:
        noted = device.language.read_text(encoding="utf-8")
    except OSError:
        return "en"
    return noted if noted in LANGUAGES else "en"


def chips_of(device: Device) -> list[int]:
    """The port expanders that drive lamps."""
    pins = lamp_pins(device.panel).values()
    return sorted({place.chip for place in pins if isinstance(place, ChipPins)})
