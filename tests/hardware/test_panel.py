"""The lamps on mock pins: what each pin does, and what happens when the chip is gone."""

import queue
import sys
import time

import pytest
from gpiozero.pins.mock import MockFactory, MockPin
from support.patience import PATIENCE

from hardware.emulated.panel import EmulatedPanel, pins_for
from hardware.lamp_banks import Lamp
from hardware.lamp_pins import LampPins
from hardware.lamps import PATTERNS, PERIOD, TEST_STEPS, levels
from hardware.panel import Panel, PanelFound, PanelLost
from hardware.pins import GpioMissing, open_lgpio

ANNA, BJORN = LampPins(red=5, green=6), LampPins(red=7, green=8)


class WatchedFactory(MockFactory):
    """Mock pins that tell every change, count every write, and fail when the chip is gone."""

    def __init__(self):
        super().__init__(pin_class=WatchedPin)
        self.changes = queue.Queue()
        self.writes = 0
        self.gone = False


class WatchedPin(MockPin):
    def _set_state(self, value):
        if self.factory.gone:
            raise OSError("the chip is gone")
        self.factory.writes += 1
        super()._set_state(value)

    def _change_state(self, value):
        changed = super()._change_state(value)
        if changed and self.function == "output":
            self.factory.changes.put((self.info.name, value))
        return changed


@pytest.fixture
def factory():
    return WatchedFactory()


@pytest.fixture
def inbox():
    return queue.Queue()


@pytest.fixture
def panel(factory, inbox):
    panel = Panel(
        {"Anna": ANNA, "Bjørn": BJORN}, inbox.put, open_pins=lambda: factory, retry_seconds=0.01
    )
    yield panel
    panel.close()


def written(factory, count):
    return [factory.changes.get(timeout=PATIENCE) for _ in range(count)]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_pins_follow_the_pattern_tick_by_tick(factory, pattern):
    lamp = Lamp(ANNA, factory)
    for tick in range(2 * PERIOD):
        lamp.write(*levels(pattern, tick))
        assert (factory.pin(5).state, factory.pin(6).state) == levels(pattern, tick)
    lamp.close()


def test_only_changes_are_written(factory):
    lamp = Lamp(ANNA, factory)
    opened = factory.writes
    for _ in range(3):
        lamp.write(red=True, green=False)
    assert factory.writes == opened + 1
    lamp.close()


@pytest.mark.parametrize("pins", [LampPins(5, None), LampPins(None, 5)])
def test_a_lamp_of_one_colour_burns_with_every_colour(factory, pins):
    lamp = Lamp(pins, factory)
    for tick in range(PERIOD):
        for pattern in PATTERNS:
            lamp.write(*levels(pattern, tick))
            assert factory.pin(5).state == any(levels(pattern, tick))
    lamp.close()


def test_a_common_anode_turns_the_levels_round(factory):
    lamp = Lamp(LampPins(5, 6, active_high=False), factory)
    assert (factory.pin(5).state, factory.pin(6).state) == (True, True)
    lamp.write(red=True, green=False)
    assert (factory.pin(5).state, factory.pin(6).state) == (False, True)
    lamp.close()


def test_a_free_and_a_busy_member_of_staff(panel, factory):
    panel.show({"Anna": "free"})
    assert written(factory, 1) == [("GPIO6", True)]
    panel.show({"Anna": "logged_out"})
    assert written(factory, 1) == [("GPIO6", False)]


def test_ringing_lamps_blink_in_step(panel, factory):
    panel.show({"Anna": "ringing", "Bjørn": "ringing"})
    changes = written(factory, 16)
    passes = [changes[start : start + 4] for start in range(0, 16, 4)]
    for number, one_pass in enumerate(passes):
        burns = number % 2 == 0
        assert one_pass == [(f"GPIO{pin}", burns) for pin in (5, 6, 7, 8)]


def test_a_name_without_a_lamp_and_a_lamp_without_a_name(panel, factory):
    panel.show({"Cathrine": "free", "Bjørn": "free"})
    assert written(factory, 1) == [("GPIO8", True)]


def test_steady_lamps_leave_the_thread_asleep_while_others_blink(panel, factory, inbox):
    readings = []

    def clock():
        readings.append(time.monotonic())
        return readings[-1]

    steady_factory = WatchedFactory()
    steady = Panel({"Anna": ANNA}, inbox.put, open_pins=lambda: steady_factory, clock=clock)
    steady.show({"Anna": "free"})
    written(steady_factory, 1)
    panel.show({"Anna": "ringing"})
    written(factory, 8)
    assert len(readings) <= 4, "two at the start, one when it is told, and one for the picture"
    steady.close()


def test_a_new_pattern_is_seen_at_once_and_then_falls_in_step(factory, inbox):
    now = [0.25]  # a ringing lamp would be dark from 0.2 to 0.4 s
    panel = Panel({"Anna": ANNA}, inbox.put, open_pins=lambda: factory, clock=lambda: now[0])
    panel.show({"Anna": "logged_out"})
    panel.show({"Anna": "ringing"})
    wait_until_burning(factory, (True, True))
    for at, expected in ((0.35, True), (0.45, True), (0.65, False), (0.85, True)):
        now[0] = at
        panel.show({"Anna": "ringing"})
        wait_until_burning(factory, (expected, expected))
    panel.close()


def burning(factory):
    return factory.pin(5).state, factory.pin(6).state


def wait_until_burning(factory, expected):
    while burning(factory) != expected:
        factory.changes.get(timeout=PATIENCE)


def test_a_lamp_test_lights_every_leg_then_shows_each_pattern_then_what_was_before(factory, inbox):
    now = [0.0]
    panel = Panel({"Anna": ANNA}, inbox.put, open_pins=lambda: factory, clock=lambda: now[0])
    panel.show({"Anna": "free"})
    wait_until_burning(factory, (False, True))
    panel.test(2.0 * len(TEST_STEPS))
    wait_until_burning(factory, (True, True))
    for number, step in enumerate(TEST_STEPS):
        now[0] = 2.0 * number + 0.05
        wait_until_burning(factory, levels(step, 0))
    now[0] = 2.0 * len(TEST_STEPS)
    wait_until_burning(factory, (False, True))
    panel.close()


def test_closing_puts_the_lamps_out_and_gives_the_pins_back(panel, factory):
    panel.show({"Anna": "free"})
    written(factory, 1)
    panel.close()
    assert written(factory, 1) == [("GPIO6", False)]
    assert not factory.pins


def test_a_lost_chip_is_reported_once_retried_and_found(panel, factory, inbox):
    panel.show({"Anna": "free"})
    written(factory, 1)
    factory.gone = True
    panel.show({"Anna": "busy"})
    assert inbox.get(timeout=PATIENCE) == PanelLost("lamps", "the chip is gone")
    panel.show({"Bjørn": "free"})
    factory.gone = False
    assert inbox.get(timeout=PATIENCE) == PanelFound("lamps")
    while factory.changes.get(timeout=PATIENCE) != ("GPIO8", True):
        pass
    assert not factory.pin(6).state
    assert inbox.empty()


def test_a_missing_chip_is_a_state_and_the_box_starts(factory, inbox):
    attempts = queue.Queue()

    def open_pins():
        attempts.put(None)
        if attempts.qsize() < 4:
            raise GpioMissing("no chip")
        return factory

    panel = Panel({"Anna": ANNA}, inbox.put, open_pins=open_pins, retry_seconds=0.001)
    panel.show({"Anna": "free"})
    assert inbox.get(timeout=PATIENCE) == PanelLost("lamps", "no chip")
    assert inbox.get(timeout=PATIENCE) == PanelFound("lamps")
    assert written(factory, 1) == [("GPIO6", True)]
    panel.close()
    assert inbox.empty()


def test_an_unknown_pattern_is_refused_at_the_door(panel):
    with pytest.raises(ValueError, match="disco"):
        panel.show({"Anna": "disco"})


def test_a_pin_that_serves_two_lamps_is_refused(inbox):
    with pytest.raises(ValueError, match="GPIO 6 is given to lamp 'Anna' and 'Bjørn'"):
        Panel({"Anna": ANNA, "Bjørn": LampPins(6, 9)}, inbox.put)


def test_a_lamp_without_a_pin_is_refused(inbox):
    with pytest.raises(ValueError, match="'Anna' has neither"):
        Panel({"Anna": LampPins(None, None)}, inbox.put)


def test_without_lgpio_the_reason_says_what_to_install(monkeypatch):
    monkeypatch.delenv("GPIOZERO_PIN_FACTORY", raising=False)
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    with pytest.raises(GpioMissing, match=r"pip install 'sentralbord\[pi\]'"):
        open_lgpio()


def test_another_pin_driver_is_refused_aloud(monkeypatch):
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "rpigpio")
    with pytest.raises(GpioMissing, match="is 'rpigpio', but the lamps"):
        open_lgpio()


def test_the_emulated_pins_tell_what_burns(inbox):
    pins = pins_for(["Anna", "Bjørn", "Cathrine"]) | {"Daan": LampPins(27, None, active_high=False)}
    emulated = EmulatedPanel(pins)
    dark = (False, False)
    assert set(emulated.lamp_levels().values()) == {dark}
    with EmulatedLamps(emulated, pins) as lamps:
        lamps["Anna"].write(red=True, green=True)
        lamps["Bjørn"].write(red=False, green=True)
        lamps["Daan"].write(red=True, green=False)
        assert emulated.lamp_levels() == {
            "Anna": (True, True),
            "Bjørn": (False, True),
            "Cathrine": dark,
            "Daan": (True, False),
        }
    assert set(emulated.lamp_levels().values()) == {dark}


class EmulatedLamps(dict):
    """All lamps of an emulated panel, closed at the end."""

    def __init__(self, emulated, pins):
        super().__init__({name: Lamp(lamp, emulated.open_pins()) for name, lamp in pins.items()})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for lamp in self.values():
            lamp.close()


def test_the_header_has_room_for_eleven_emulated_lamps():
    pins = pins_for(f"agent {number}" for number in range(30))
    assert len(pins) == 11
    numbers = [number for lamp in pins.values() for number in lamp.numbers()]
    assert len(set(numbers)) == 22
    assert not {2, 3, 14, 15} & set(numbers)
