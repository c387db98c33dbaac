"""Each fault of the front panel, seen on what still works and in words, and healed.

The switchboard's rules, the drivers, and the emulated parts are all here; only SIP is not.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE
from support.world import with_office

from appliance.core.protocol import commands as do
from appliance.core.protocol.events import Event
from appliance.device import read_device
from appliance.parts.panel import FrontPanel, Patience
from hardware.emulated.panel import OLED_ADDRESS
from hardware.picture import ORBIT, render

TOML = """
[folders]
runtime = "."
[panel]
kind = "emulated"
lamps.anna = {red = 5, green = 6}
lamps.bo = {chip = 0x20, red = "A0", green = "A1"}
lamps.fault = {red = 7}
[oled]
kind = "emulated"
[buttons]
kind = "emulated"
pins = {status = 20, lamp_test = 21}
hold_seconds = 60
"""
GREEN, RED = (False, True), (True, False)
SOON = Patience(stall=0.2, stuck=0.2, alive=0.1)
"""What takes seconds on the box takes a fraction of one here."""


class House:
    """A switchboard in Norwegian with a front panel, and a loop that the test turns by hand."""

    def __init__(self, path: Path) -> None:
        self.inbox: queue.Queue[Event] = queue.Queue()
        self.world = with_office(language="nb")
        self.front = FrontPanel(read_device(path), self.inbox.put, SOON)
        self.parts = self.front.emulated
        self.front.show(do.Show(self.world.view))

    def turns(self) -> None:
        """Wait for an event, and show what became of it."""
        self.world.happens(self.inbox.get(timeout=PATIENCE))
        self.front.show(do.Show(self.world.view))

    def until(self, looks_so: Callable[[], bool]) -> None:
        """Turn until it looks so."""
        while not looks_so():
            self.turns()

    def burns(self, **lamps: tuple[bool, bool]) -> bool:
        return self.parts.wait_for(
            lambda: lamps.items() <= self.parts.lamp_levels().items(), PATIENCE
        )

    def glass_shows_the_view(self) -> bool:
        rows = [(row.text, row.size, row.scroll) for row in self.world.view.rows]
        pictures = [render(rows, shift=shift) for shift in ORBIT]
        return self.parts.wait_for(lambda: self.parts.picture() in pictures, PATIENCE)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    path = tmp_path / "device.toml"
    path.write_text(TOML, encoding="utf-8")
    house = House(path)
    yield house
    house.parts.bus.release()
    house.front.close()


def test_a_lost_lamp_chip(house: House) -> None:
    assert house.burns(anna=GREEN, bo=GREEN)
    house.parts.bus.unplug(0x20)
    house.until(lambda: house.world.view.faults == ("Lamper svarer ikke: sjekk ledningen deres.",))
    assert "chip at 0x20 does not answer: check its plug" in house.world.view.details[0]
    assert house.burns(fault=RED), "the fault lamp, on the header, tells"
    assert house.burns(anna=GREEN), "the others burn on"
    assert house.glass_shows_the_view()
    house.parts.chips[0x20].power_on()  # it has lost its supply with its plug
    house.parts.bus.plug(0x20)
    house.until(lambda: house.world.view.faults == ())
    assert house.burns(bo=GREEN, fault=(False, False))


def test_a_hanging_bus(house: House) -> None:
    assert house.burns(anna=GREEN, bo=GREEN)
    assert house.glass_shows_the_view()
    house.parts.bus.stick()
    house.until(lambda: len(house.world.view.faults) == 2)
    assert any("hangs" in detail for detail in house.world.view.details)
    house.world.presses(house.world.rings(), "1")
    house.front.show(do.Show(house.world.view))
    assert house.burns(anna=(True, True)), "a call is seen on the header's lamps all the same"
    house.parts.bus.release()
    house.until(lambda: house.world.view.faults == ())
    assert house.glass_shows_the_view()


def test_an_unplugged_display(house: House) -> None:
    assert house.glass_shows_the_view()
    house.parts.bus.unplug(OLED_ADDRESS)
    house.until(lambda: house.world.view.faults == ("Skjermen svarer ikke: sjekk pluggen.",))
    assert house.burns(fault=RED)
    house.parts.oled.power_on()  # it comes back dark, and has forgotten how it was set up
    assert house.parts.picture() is None
    house.parts.bus.plug(OLED_ADDRESS)
    house.until(lambda: house.world.view.faults == ())
    assert house.glass_shows_the_view()


def test_a_button_that_is_held_down(house: House) -> None:
    assert house.front.buttons
    assert house.front.buttons.listening.wait(PATIENCE)
    house.parts.button_pins.pin(20).drive_low()
    said = "Knappen status sitter fast: få den opp igjen."
    house.until(lambda: house.world.view.faults == (said,))
    assert house.burns(fault=RED)
    assert house.glass_shows_the_view()
    house.parts.button_pins.pin(21).drive_low()
    house.parts.button_pins.pin(21).drive_high()
    house.until(lambda: do.TestLamps() in house.world.done)
    house.parts.button_pins.pin(20).drive_high()
    house.until(lambda: house.world.view.faults == ())
