"""The push buttons on mock pins. (Mock pins do not bounce: this proves nothing about debounce.)"""

import queue

import pytest
from gpiozero.pins.mock import MockFactory, MockPin
from support.patience import PATIENCE

from hardware.buttons import (
    ButtonFreed,
    ButtonPressed,
    Buttons,
    ButtonsFound,
    ButtonsLost,
    ButtonStuck,
)

PINS = {"status": 20, "view": 21}


class GroundedPin(MockPin):
    """A pin whose wire touches ground: its own pull-up does not lift it."""

    def _set_pull(self, value):
        self._pull = value


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

    def start(hold_seconds, stuck_seconds=60, down=()):
        chip = LateChip()
        for number in down:
            chip.factory.pin(number, pin_class=GroundedPin).drive_low()
        buttons = Buttons(
            PINS,
            inbox.put,
            open_pins=chip,
            hold_seconds=hold_seconds,
            stuck_seconds=stuck_seconds,
            retry_seconds=0.01,
        )
        started.append(buttons)
        assert inbox.get(timeout=PATIENCE) == ButtonsLost("no chip yet")
        if not down:
            assert inbox.get(timeout=PATIENCE) == ButtonsFound()
        return chip.factory

    yield start
    for buttons in started:
        buttons.close()


def test_a_press_is_told_by_name_when_the_button_is_let_go(start, inbox):
    factory = start(hold_seconds=60)
    factory.pin(21).drive_low()
    assert inbox.empty()
    factory.pin(21).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("view")
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("status")
    assert inbox.empty()


def test_a_long_press_is_told_while_it_is_held_and_only_once(start, inbox):
    factory = start(hold_seconds=0.05)
    factory.pin(20).drive_low()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("status", held=True)
    factory.pin(20).drive_high()
    assert inbox.empty()


def test_a_short_press_after_a_long_one_is_short(start, inbox):
    factory = start(hold_seconds=0.4)
    factory.pin(20).drive_low()
    assert inbox.get(timeout=PATIENCE).held
    factory.pin(20).drive_high()
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("status")


def test_the_pins_are_given_back(inbox):
    chip = LateChip()
    buttons = Buttons(PINS, inbox.put, open_pins=chip, retry_seconds=0.01)
    inbox.get(timeout=PATIENCE)
    inbox.get(timeout=PATIENCE)
    assert len(chip.factory.pins) == 2
    buttons.close()
    assert not chip.factory.pins


def test_a_jammed_button_is_told_and_freed_when_it_comes_up(start, inbox):
    factory = start(hold_seconds=0.01, stuck_seconds=0.2)
    factory.pin(20).drive_low()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("status", held=True)
    stuck = inbox.get(timeout=PATIENCE)
    assert stuck == ButtonStuck("status", "the button 'status' is stuck: let it come up again")
    factory.pin(21).drive_low()
    factory.pin(21).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("view"), "the others work on"
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonFreed("status")
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) in (
        ButtonPressed("status"),
        ButtonPressed("status", held=True),
    )


def test_a_button_that_is_down_at_the_start_is_jammed_and_not_pressed(start, inbox):
    factory = start(hold_seconds=0.01, stuck_seconds=0.1, down=[20])
    told = {inbox.get(timeout=PATIENCE), inbox.get(timeout=PATIENCE)}
    assert told == {
        ButtonsFound(),
        ButtonStuck("status", "the button 'status' is stuck: let it come up again"),
    }
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonFreed("status")
    assert inbox.empty()


def test_a_press_that_ends_in_time_is_no_jam(start, inbox):
    factory = start(hold_seconds=60, stuck_seconds=60)
    factory.pin(20).drive_low()
    factory.pin(20).drive_high()
    assert inbox.get(timeout=PATIENCE) == ButtonPressed("status")
    assert inbox.empty()
