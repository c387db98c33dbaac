"""Lamps on port expanders beside lamps on GPIO: in step, read back, and lost one chip at a time."""

import queue
from itertools import product

import pytest
from support.patience import PATIENCE

from hardware.emulated.panel import OLED_ADDRESS, EmulatedPanel
from hardware.lamp_pins import ChipPins, LampPins, check_pins
from hardware.lamps import PATTERNS, PERIOD, TICK_SECONDS, levels
from hardware.mcp23017 import PIN_NAMES
from hardware.oled import STALLED, Oled, OledFound, OledLost
from hardware.panel import Panel, PanelFound, PanelLost
from hardware.picture import ORBIT, render

DARK, RED, GREEN = (False, False), (True, False), (False, True)
LAMPS = {
    "anna": LampPins(5, 6),
    "bo": ChipPins(0x20, "A0", "A1"),
    "cathrine": ChipPins(0x20, "B6", None),
    "daan": ChipPins(0x21, "A0", "A1", active_high=False),
}


class Front:
    """A panel and a display on emulated parts, whose lamps can be waited for."""

    def __init__(self, lamps=LAMPS, **options):
        self.inbox = queue.Queue()
        self.parts = EmulatedPanel(lamps)
        self.now = 0.0
        options = {"retry_seconds": 0.01, "verify_seconds": 0.01} | options
        self.panel = Panel(
            lamps,
            self.inbox.put,
            open_pins=self.parts.open_pins,
            open_bus=self.parts.open_bus,
            clock=lambda: self.now,
            **options,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.parts.bus.release()
        self.panel.close()

    def event(self):
        return self.inbox.get(timeout=PATIENCE)

    def shows(self, **expected):
        """Wait until these lamps burn so."""

        def burn_so():
            burning = self.parts.lamp_levels()
            return all(burning[name] == level for name, level in expected.items())

        return self.parts.wait_for(burn_so, PATIENCE)


@pytest.fixture
def front():
    with Front() as front:
        yield front


def test_every_lamp_burns_as_it_is_told_wherever_it_is(front):
    front.panel.show({"anna": "free", "bo": "busy", "cathrine": "free", "daan": "free"})
    assert front.shows(anna=GREEN, bo=RED, cathrine=RED, daan=GREEN)
    chip = front.parts.chips[0x21].pins()
    assert (chip["A0"], chip["A1"]) == (True, False), "a common anode: what burns is low"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_all_banks_blink_by_one_clock(front, pattern):
    front.panel.show(dict.fromkeys(("anna", "bo", "daan"), pattern))
    for tick in range(PERIOD):
        front.now = (tick + 0.5) * TICK_SECONDS
        expected = levels(pattern, tick)
        front.panel.show(dict.fromkeys(("anna", "bo", "daan"), pattern))
        assert front.shows(anna=expected, bo=expected, daan=expected)


def test_a_lost_chip_is_told_and_the_others_burn_on(front):
    front.panel.show({"anna": "free", "bo": "free", "daan": "free"})
    assert front.shows(anna=GREEN, bo=GREEN, daan=GREEN)
    front.parts.bus.unplug(0x20)
    front.panel.show({"anna": "busy", "bo": "busy", "daan": "busy"})
    lost = front.event()
    assert isinstance(lost, PanelLost)
    assert lost.device == "lamps 0x20"
    assert "chip at 0x20 does not answer: check its plug" in lost.reason
    assert front.shows(anna=RED, daan=RED)
    front.parts.chips[0x20].power_on()  # it lost its supply with its plug
    front.parts.bus.plug(0x20)
    assert front.event() == PanelFound("lamps 0x20")
    assert front.shows(bo=RED)
    assert front.inbox.empty()


def test_a_chip_that_is_missing_at_the_start_is_a_state():
    parts_without = Front(retry_seconds=0.001)
    parts_without.parts.bus.unplug(0x21)
    with parts_without as front:
        front.panel.show({"bo": "free", "daan": "free"})
        assert front.shows(bo=GREEN)
        while (event := front.event()) != PanelFound("lamps 0x21"):
            assert isinstance(event, PanelLost)
            front.parts.bus.plug(0x21)
        assert front.shows(daan=GREEN)


def test_registers_that_a_glitch_reset_are_mended_while_nothing_changes(front):
    front.panel.show({"bo": "free"})
    assert front.shows(bo=GREEN)
    front.parts.chips[0x20].power_on()
    front.now = 0.02  # the time to look has come
    front.panel.show({"bo": "free"})
    assert front.shows(bo=GREEN)
    assert front.inbox.empty(), "a glitch that is mended is no loss"


def test_a_stuck_bus_is_told_leaves_the_pins_alone_and_heals():
    with Front(stall_seconds=0.05) as front:
        front.panel.show({"anna": "free", "bo": "free"})
        assert front.shows(anna=GREEN, bo=GREEN)
        front.parts.bus.stick()
        front.panel.show({"anna": "busy", "bo": "busy", "daan": "busy"})
        assert front.shows(anna=RED), "the header's lamps do not wait for the bus"
        told = {front.event(), front.event()}
        assert {event.device for event in told} == {"lamps 0x20", "lamps 0x21"}
        assert all("I2C bus 1 hangs" in event.reason for event in told)
        front.parts.bus.release()
        assert {front.event(), front.event()} == {
            PanelFound("lamps 0x20"),
            PanelFound("lamps 0x21"),
        }
        assert front.shows(bo=RED, daan=RED)


def test_a_stuck_bus_shared_with_the_display_never_holds_up_who_shows():
    with Front(stall_seconds=0.05) as front:
        oled = Oled(front.parts.open_oled, front.inbox.put, stall_seconds=0.05)
        oled.show([("Anna", "huge")])
        front.panel.show({"bo": "free"})
        assert front.shows(bo=GREEN)
        front.parts.bus.stick()
        oled.show([("Bo", "huge")])
        front.panel.show({"bo": "busy"})
        assert front.parts.bus.stuck.wait(PATIENCE)
        for pattern, number in product(("free", "busy"), range(500)):
            front.panel.show({"bo": pattern})
            oled.show([(f"{number}", "huge")])
        assert front.parts.bus.stuck.is_set(), "the bus hung all the while"
        told = {front.event(), front.event()}
        assert OledLost(STALLED) in told
        front.parts.bus.release()
        assert {front.event(), front.event()} == {PanelFound("lamps 0x20"), OledFound()}
        last = [render([("499", "huge")], shift=shift) for shift in ORBIT]
        assert front.parts.wait_for(lambda: front.parts.picture() in last, PATIENCE)
        oled.close()


def test_lamps_and_display_share_the_bus_page_by_page():
    """No transaction is longer than a page, so a lamp waits 3 ms for a picture and not 23."""
    parts = EmulatedPanel(LAMPS)
    with parts.open_oled() as display:
        display.display(render([("Anna", "huge")]))
    longest = max(len(transfer.written) for transfer in parts.bus.transfers)
    assert longest == 129
    assert {transfer.address for transfer in parts.bus.transfers} == {OLED_ADDRESS}


def test_closing_puts_out_lamps_on_chips_too():
    with Front() as front:
        front.panel.show({"anna": "free", "bo": "free", "daan": "free"})
        assert front.shows(anna=GREEN, bo=GREEN, daan=GREEN)
    assert set(front.parts.lamp_levels().values()) == {DARK}


def test_twenty_four_two_colour_lamps_on_three_chips():
    lamps = {
        f"agent {number}": ChipPins(
            0x20 + number // 8, PIN_NAMES[number % 8 * 2], PIN_NAMES[number % 8 * 2 + 1]
        )
        for number in range(24)
    }
    with Front(lamps) as front:
        wanted = {name: ("free", "busy")[index % 2] for index, name in enumerate(lamps)}
        front.panel.show(wanted)
        expected = {name: levels(pattern, 0) for name, pattern in wanted.items()}
        assert front.shows(**expected)


@pytest.mark.parametrize(
    ("lamps", "sentence"),
    [
        ({"a": ChipPins(0x20, None, None)}, "'a' has neither"),
        ({"a": ChipPins(0x30, "A0", None)}, "'a': a chip is from 0x20 to 0x27, not 0x30"),
        ({"a": ChipPins(0x20, "C0", None)}, "'a': a chip has pins A0 to B7, not 'C0'"),
        (
            {"a": ChipPins(0x20, "A0", None), "b": ChipPins(0x20, "A1", "A0")},
            "A0 of chip 0x20 is given to lamp 'a' and 'b'",
        ),
        ({"a": LampPins(5, 5)}, "GPIO 5 is given to lamp 'a' and 'a'"),
    ],
)
def test_lamps_that_cannot_be_wired_so_are_refused(lamps, sentence):
    with pytest.raises(ValueError, match=sentence):
        check_pins(lamps)


def test_the_same_pin_of_two_chips_serves_two_lamps():
    check_pins({"a": ChipPins(0x20, "A0", None), "b": ChipPins(0x21, "A0", None)})
