"""The panel's drivers through lgpio and smbus2 on chips that the kernel itself simulates.

Run by image-build/gpio-test/run in a guest whose kernel has gpio-sim and i2c-stub.
"""

import os
import queue
import time
from pathlib import Path

import pytest
from smbus2 import SMBus

from hardware.buttons import BOUNCE_SECONDS, ButtonPressed, Buttons, ButtonsFound, ButtonsLost
from hardware.dtmf import Decoder, DecoderFound, DecoderLost, DecoderPins, DigitHeard
from hardware.encoder import EncoderPins
from hardware.i2c import open_bus
from hardware.lamp_pins import ChipPins, LampPins
from hardware.mcp23017 import Mcp23017
from hardware.panel import Panel, PanelFound, PanelLost
from hardware.pins import open_lgpio

SECONDS = 30
LIVE = Path("/sys/kernel/config/gpio-sim/pi/live")
I2C_PORT, CHIP = 0, 0x20

pytestmark = pytest.mark.skipif(
    "SIMULATED_GPIO" not in os.environ, reason="only in a guest: make test-gpio"
)


def line(number: int) -> Path:
    """The folder in which the kernel shows and drives a simulated line."""
    return next(Path("/sys/devices/platform").glob(f"gpio-sim.*/gpiochip*/sim_gpio{number}"))


def level(number: int) -> int:
    return int((line(number) / "value").read_text())


def drive(number: int, high: bool) -> None:
    (line(number) / "pull").write_text("pull-up" if high else "pull-down")


def until(looks_so) -> bool:
    """The kernel tells nobody when a simulated line changes: look again and again."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if looks_so():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def inbox():
    return queue.Queue()


class LateChip:
    """The real chip, missing at the first try, so that its finding tells when it is ready."""

    def __init__(self):
        self.tries = 0

    def __call__(self):
        self.tries += 1
        if self.tries == 1:
            raise OSError("not yet")
        return open_lgpio()


@pytest.fixture
def buttons(inbox):
    """Buttons on GPIO 20 and 21, up, that are surely listened to."""
    for number in (20, 21):
        drive(number, high=True)
    pins = {"status": 20, "view": 21}
    buttons = Buttons(pins, inbox.put, open_pins=LateChip(), retry_seconds=0.01)
    assert inbox.get(timeout=SECONDS) == ButtonsLost("not yet")
    assert inbox.get(timeout=SECONDS) == ButtonsFound()
    yield buttons
    buttons.close()


def test_lamps_are_levels_of_real_lines(inbox):
    panel = Panel({"anna": LampPins(5, 6), "bo": LampPins(7, 8, active_high=False)}, inbox.put)
    panel.show({"anna": "free", "bo": "free"})
    assert until(lambda: [level(number) for number in (5, 6, 7, 8)] == [0, 1, 1, 0])
    panel.show({"anna": "busy", "bo": "logged_out"})
    assert until(lambda: [level(number) for number in (5, 6, 7, 8)] == [1, 0, 1, 1])
    panel.close()
    assert inbox.empty()


def test_a_press_that_bounces_is_told_once(buttons, inbox):
    for _ in range(8):
        drive(21, high=False)
        drive(21, high=True)
    drive(21, high=False)
    time.sleep(5 * BOUNCE_SECONDS)
    for _ in range(8):
        drive(21, high=True)
        drive(21, high=False)
    drive(21, high=True)
    assert inbox.get(timeout=SECONDS) == ButtonPressed("view")
    time.sleep(5 * BOUNCE_SECONDS)
    assert inbox.empty()


def test_a_spike_is_no_press(buttons, inbox):
    for _ in range(5):
        drive(21, high=False)
        drive(21, high=True)
        time.sleep(2 * BOUNCE_SECONDS)
    assert inbox.empty()


def test_a_button_that_is_held_is_told_while_it_is_down(buttons, inbox):
    drive(20, high=False)
    assert inbox.get(timeout=SECONDS) == ButtonPressed("status", held=True)
    drive(20, high=True)
    time.sleep(5 * BOUNCE_SECONDS)
    assert inbox.empty()


def test_clicks_of_an_encoder_are_presses(inbox):
    for number in (22, 23):
        drive(number, high=True)
    pins = EncoderPins(a=22, b=23)
    buttons = Buttons({}, inbox.put, encoder=pins, open_pins=LateChip(), retry_seconds=0.01)
    assert inbox.get(timeout=SECONDS) == ButtonsLost("not yet")
    assert inbox.get(timeout=SECONDS) == ButtonsFound()
    for first, second, name in ((22, 23, "next"), (23, 22, "previous")):
        for number, high in ((first, False), (second, False), (first, True), (second, True)):
            drive(number, high=high)
            time.sleep(0.02)
        assert inbox.get(timeout=SECONDS) == ButtonPressed(name)
    buttons.close()
    assert inbox.empty()


def test_lamps_that_are_closed_leave_the_buttons_listening(buttons, inbox):
    panel = Panel({"anna": LampPins(5, 6)}, print)
    panel.show({"anna": "free"})
    assert until(lambda: level(6) == 1)
    panel.close()
    drive(21, high=False)
    time.sleep(5 * BOUNCE_SECONDS)
    drive(21, high=True)
    assert inbox.get(timeout=SECONDS) == ButtonPressed("view")


def test_a_line_that_another_program_holds_is_told_and_taken_when_it_is_free(inbox):
    import lgpio

    handle = lgpio.gpiochip_open(0)
    lgpio.gpio_claim_output(handle, 5)
    panel = Panel({"anna": LampPins(5, 6)}, inbox.put, retry_seconds=0.05)
    panel.show({"anna": "free"})
    lost = inbox.get(timeout=SECONDS)
    assert isinstance(lost, PanelLost)
    assert "busy" in lost.reason
    lgpio.gpiochip_close(handle)
    assert inbox.get(timeout=SECONDS) == PanelFound("lamps")
    assert until(lambda: level(6) == 1)
    panel.close()


def test_a_chip_that_goes_away_is_told_and_found_when_it_is_back(inbox):
    panel = Panel({"anna": LampPins(5, 6)}, inbox.put, retry_seconds=0.05)
    panel.show({"anna": "ringing"})
    assert until(lambda: level(6) == 1)
    LIVE.write_text("0")
    assert isinstance(inbox.get(timeout=SECONDS), PanelLost)
    LIVE.write_text("1")
    while inbox.get(timeout=SECONDS) != PanelFound("lamps"):
        pass
    panel.show({"anna": "free"})
    assert until(lambda: (level(5), level(6)) == (0, 1))
    panel.close()


def test_digits_of_a_tone_decoder(inbox):
    pins = DecoderPins(data=(16, 17, 18, 19), strobe=12)
    decoder = Decoder(pins, inbox.put, open_pins=LateChip(), retry_seconds=0.01)
    assert inbox.get(timeout=SECONDS) == DecoderLost("not yet")
    assert inbox.get(timeout=SECONDS) == DecoderFound()
    for digit, code in (("5", 0b0101), ("#", 0b1100), ("0", 0b1010), ("0", 0b1010)):
        for bit, number in enumerate(pins.data):
            drive(number, high=bool(code >> bit & 1))
        drive(pins.strobe, high=True)
        assert inbox.get(timeout=SECONDS) == DigitHeard(digit)
        drive(pins.strobe, high=False)
    decoder.close()
    assert inbox.empty()


def test_a_port_expander_through_the_kernels_i2c(inbox):
    lamps = {"anna": ChipPins(CHIP, "A0", "A1"), "bo": ChipPins(CHIP, "B7", None)}
    panel = Panel(lamps, inbox.put, i2c_port=I2C_PORT, verify_seconds=0.05)
    panel.show({"anna": "free", "bo": "free"})
    with SMBus(I2C_PORT) as bus:

        def latches():
            return bus.read_i2c_block_data(CHIP, 0x14, 2)

        assert until(lambda: latches() == [0x02, 0x80])
        assert bus.read_i2c_block_data(CHIP, 0x00, 2) == [0x00, 0x00]
        bus.write_i2c_block_data(CHIP, 0x00, [0xFF, 0xFF])  # as after a reset
        assert until(lambda: bus.read_i2c_block_data(CHIP, 0x00, 2) == [0x00, 0x00])
        panel.close()
        assert latches() == [0x00, 0x00]
    assert inbox.empty()


def test_a_port_expander_that_is_not_there(inbox):
    panel = Panel({"anna": ChipPins(0x27, "A0", None)}, inbox.put, i2c_port=I2C_PORT)
    lost = inbox.get(timeout=SECONDS)
    assert isinstance(lost, PanelLost)
    assert "chip at 0x27 does not answer: check its plug" in lost.reason
    panel.close()


def test_the_driver_reads_back_what_it_wrote():
    bus = open_bus(I2C_PORT)
    driver = Mcp23017(bus, 0x21)
    driver.start(0x1234)
    assert driver.verify()
    bus.write_i2c_block_data(0x21, 0x14, [0x00])
    assert not driver.verify()
    assert driver.verify()
    bus.close()
