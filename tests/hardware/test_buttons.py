"""The push buttons on mock pins. (Mock pins do not bounce: this proves nothing about debounce.)"""

import queue

import pytest
from gpiozero.pins.mock import MockFactory

from hardware.buttons import ButtonPressed, Buttons, ButtonsFound, ButtonsLost

SECONDS = 10
PINS = {"status": 20, "view": 21}


class LateChip:
    """A chip that is missing at the first try, so that its finding tells when it is ready."""

    def __init__(self):
        self.factory = MockFactory()
        self.tries = 0

    def __call__(self):
        self.tries += 1
        if self.tries == 1:
            raise OSError("no chip yet")
        return self.factory


@pytest.fixture
def inbox():
    return queue.Queue()


@pytest.fixture
def start(inbox):
    started = []

    def start(hold_seconds):
        chip = LateChip()
        buttons = Buttons(
            PINS, inbox.put, open_pins=chip, hold_seconds=hold_seconds, retry_seconds=0.01
        )
        started.append(buttons)
        assert inbox.get(timeout=SECONDS) == ButtonsLost("no chip yet")
        assert inbox.get(timeout=SECONDS) == ButtonsFound()
        return chip.factory

    yield start
    for buttons in started:
        buttons.close()


def test_a_press_is_told_by_name_when_the_button_is_let_go(start, inbox):
    factory = start(hold_seconds=60)
    factory.pin(21).drive_low()
    assert inbox.empty()
    factory.pin(21).drive_high()
    assert inbox.get(timeout=SECONDS) == ButtonPressed("view")
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=SECONDS) == ButtonPressed("status")
    assert inbox.empty()


def test_a_long_press_is_told_while_it_is_held_and_only_once(start, inbox):
    factory = start(hold_seconds=0.05)
    factory.pin(20).drive_low()
    assert inbox.get(timeout=SECONDS) == ButtonPressed("status", held=True)
    factory.pin(20).drive_high()
    assert inbox.empty()


def test_a_short_press_after_a_long_one_is_short(start, inbox):
    factory = start(hold_seconds=0.4)
    factory.pin(20).drive_low()
    assert inbox.get(timeout=SECONDS).held
    factory.pin(20).drive_high()
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=SECONDS) == ButtonPressed("status")


def test_the_pins_are_given_back(inbox):
    chip = LateChip()
    buttons = Buttons(PINS, inbox.put, open_pins=chip, retry_seconds=0.01)
    inbox.get(timeout=SECONDS)
    inbox.get(timeout=SECONDS)
    assert len(chip.factory.pins) == 2
    buttons.close()
    assert not chip.factory.pins
