"""What the unit's stop hook leaves on the real parts when the switchboard died."""

import pytest

from hardware import restarting
from hardware.emulated.panel import OLED_ADDRESS, EmulatedPanel
from hardware.lamp_pins import ChipPins
from hardware.mcp23017 import Mcp23017
from hardware.oled_link import OledMissing
from hardware.picture import render

ROWS = [("sentralbordet", "large"), ("starter på nytt", "normal")]


@pytest.fixture
def panel():
    return EmulatedPanel({"anna": ChipPins(0x20, "A0", "A1"), "bo": ChipPins(0x21, "A0", "A1")})


def test_the_words_stay_on_the_display_when_the_hook_has_ended(panel, monkeypatch):
    at_exit = []
    monkeypatch.setattr("atexit.register", at_exit.append)
    restarting.show(panel.open_oled, ROWS)
    assert at_exit, "luma switches displays off at exit"
    for run in at_exit:
        run()
    assert panel.picture() == render(ROWS)


def test_the_next_start_takes_the_display_over(panel):
    restarting.show(panel.open_oled, ROWS)
    with panel.open_oled() as display:
        display.display(render([("14:05", "huge")]))
        assert panel.picture() == render([("14:05", "huge")])
    assert panel.picture() is None


def test_lamps_that_the_dead_program_left_burning_are_put_out(panel):
    bus = panel.open_bus(1)
    for address in panel.chips:
        Mcp23017(bus, address).start(0xFFFF)
    panel.bus.unplug(0x20)
    restarting.put_out([0x20, 0x21], panel.open_bus)
    assert panel.lamp_levels() == {"anna": (True, True), "bo": (False, False)}
    panel.bus.plug(0x20)
    restarting.put_out([0x20, 0x21], panel.open_bus)
    assert set(panel.lamp_levels().values()) == {(False, False)}


def test_a_missing_display_is_told(panel):
    panel.bus.unplug(OLED_ADDRESS)
    with pytest.raises(OledMissing, match="no display answers at 0x3c"):
        restarting.show(panel.open_oled, ROWS)


def test_the_command_says_what_is_missing_and_does_not_fail_the_hook(capsys):
    assert restarting.main(["--i2c-port", "987", "--lamp-chip", "0x20", "starter"]) == 0
    assert "I2C bus 987 cannot be opened" in capsys.readouterr().err


def test_the_command_line():
    options = restarting.parsed(["--lamp-chip", "0x20", "--lamp-chip", "33", "--address", "0x3d"])
    assert (options.lamp_chip, options.address, options.text) == ([0x20, 33], 0x3D, "restarting")
