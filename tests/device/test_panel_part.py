"""The front panel as the loop sees it: views out to emulated parts, and drivers' events in."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.core.protocol.commands import Show
from appliance.core.protocol.events import ButtonPressed, DeviceFound, DeviceLost, Event
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.device import Device, read_device
from appliance.parts.panel import FrontPanel, button_event
from hardware import buttons
from hardware.emulated.panel import OLED_ADDRESS
from hardware.picture import ORBIT, render

RED, GREEN = (True, False), (False, True)
TOML = """
[panel]
kind = "emulated"
lamps.anna = {red = 5, green = 6}
lamps.bo = {chip = 0x20, red = "A0", green = "A1"}
lamps."line:Nordlys" = {chip = 0x20, red = "B0"}
lamps.fault = {chip = 0x20, red = "B7"}
[oled]
kind = "emulated"
[buttons]
kind = "emulated"
pins = {status = 20, lamp_test = 21}
encoder = {a = 22, b = 23}
hold_seconds = 0.05
[dtmf]
kind = "emulated"
data = [16, 17, 18, 19]
strobe = 12
line = "+4710000001"
"""
CALL = CallView("c1", "Nordlys", "+47 100 00 001", "", "talking", "Anna")
VIEW = View(
    rows=(Row("Nordlys", "huge"), Row("+47 100 00 001")),
    lamps=(Lamp("anna", "Anna", "busy", ""), Lamp("bo", "Bo", "free", "")),
    calls=(CALL,),
    lights={"anna": "busy", "bo": "free", "line:Nordlys": "busy"},
    language="nb",
)


class Box:
    """A front panel on emulated parts, and what it told."""

    def __init__(self, device: Device) -> None:
        self.inbox: queue.Queue[Event] = queue.Queue()
        self.front = FrontPanel(device, self.inbox.put)
        self.parts = self.front.emulated

    def event(self) -> Event:
        return self.inbox.get(timeout=PATIENCE)

    def wait(self, looks_so: Callable[[], bool]) -> bool:
        return self.parts.wait_for(looks_so, PATIENCE)

    def burn(self, **expected: tuple[bool, bool]) -> bool:
        return self.wait(lambda: expected.items() <= self.parts.lamp_levels().items())

    def picture_of(self, *rows: Row) -> bool:
        texts = [(row.text, row.size) for row in rows]
        pictures = [render(texts, shift=shift) for shift in ORBIT]
        return self.wait(lambda: self.parts.picture() in pictures)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    path = tmp_path / "device.toml"
    path.write_text(TOML + '[folders]\nruntime = "runtime"\n', encoding="utf-8")
    (tmp_path / "runtime").mkdir()
    box = Box(read_device(path))
    yield box
    box.front.close()


def test_a_view_reaches_pins_registers_and_glass(box: Box) -> None:
    box.front.show(Show(VIEW))
    assert box.burn(anna=RED, bo=GREEN, **{"line:Nordlys": RED})
    assert box.picture_of(*VIEW.rows)


def test_the_language_is_kept_for_who_says_goodbye(box: Box, tmp_path: Path) -> None:
    box.front.show(Show(VIEW))
    assert (tmp_path / "runtime" / "language").read_text(encoding="utf-8") == "nb"


def test_a_lamp_test_lights_every_leg(box: Box) -> None:
    box.front.test_lamps()
    assert box.burn(anna=(True, True), bo=(True, True), fault=RED)


def test_lost_parts_are_told_by_their_own_names_and_found_again(box: Box) -> None:
    box.front.show(Show(VIEW))
    assert box.burn(bo=GREEN)
    box.parts.bus.unplug(0x20)
    lost = box.event()
    assert isinstance(lost, DeviceLost)
    assert lost.device == "panel 0x20"
    box.parts.bus.unplug(OLED_ADDRESS)
    box.front.show(Show(View(rows=(Row("Anna", "huge"),))))
    lost = box.event()
    assert isinstance(lost, DeviceLost)
    assert lost.device == "oled"
    assert "check its plug" in lost.reason
    box.parts.bus.plug(0x20)
    box.parts.bus.plug(OLED_ADDRESS)
    assert {box.event(), box.event()} == {DeviceFound("panel 0x20"), DeviceFound("oled")}
    assert box.picture_of(Row("Anna", "huge"))


def test_a_button_that_is_held_down_is_told_as_such(box: Box) -> None:
    assert box.front.buttons
    assert box.front.buttons.listening.wait(PATIENCE)
    pin = box.parts.button_pins.pin(20)
    pin.drive_low()
    assert box.event() == ButtonPressed("hold:status")
    pin.drive_high()
    assert box.inbox.empty()


def test_what_the_buttons_tell_in_the_words_of_the_core() -> None:
    assert button_event(buttons.ButtonPressed("next")) == ButtonPressed("next")
    assert button_event(buttons.ButtonPressed("next", held=True)) == ButtonPressed("hold:next")
    assert button_event(buttons.ButtonStuck("next", "It is stuck.")) == DeviceLost(
        "button next", "It is stuck."
    )
    assert button_event(buttons.ButtonFreed("next")) == DeviceFound("button next")


def test_a_digit_of_an_analogue_line_is_heard(box: Box) -> None:
    assert box.front.decoder
    assert box.front.decoder.listening.wait(PATIENCE)
    pins = box.parts.button_pins
    pins.pin(16).drive_high()
    pins.pin(12).drive_high()
    assert box.event() == ToneHeard("+4710000001", "1")


def test_clicks_of_the_encoder_are_presses(box: Box) -> None:
    assert box.front.buttons
    assert box.front.buttons.listening.wait(PATIENCE)
    a, b = (box.parts.button_pins.pin(number) for number in (22, 23))
    for leading, following, name in ((a, b, "next"), (b, a, "previous")):
        for pin in (leading, following):
            pin.drive_low()
        for pin in (leading, following):
            pin.drive_high()
        assert box.event() == ButtonPressed(name)
    assert box.inbox.empty()
