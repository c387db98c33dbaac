"""The port expander's bytes on the bus, against a chip emulated register by register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.emulated.i2c import EmulatedBus
from hardware.emulated.mcp23017 import EmulatedMcp23017
from hardware.mcp23017 import PIN_NAMES, ExpanderFault, Mcp23017

ADDRESS = 0x20
INPUTS = dict.fromkeys(PIN_NAMES)


class Wired:
    """A chip on a bus, and the driver that speaks to it."""

    def __init__(self):
        self.chip = EmulatedMcp23017()
        self.bus = EmulatedBus({ADDRESS: self.chip})
        self.driver = Mcp23017(self.bus.open(1), ADDRESS)

    def sent(self):
        written = [transfer.written for transfer in self.bus.transfers]
        self.bus.transfers.clear()
        return written

    def high(self):
        return {name for name, level in self.chip.pins().items() if level}


@pytest.fixture
def wired():
    return Wired()


@pytest.fixture
def started(wired):
    wired.driver.start(0x0000)
    wired.sent()
    return wired


def test_at_power_on_every_pin_is_an_input(wired):
    assert wired.chip.pins() == INPUTS


def test_starting_sets_the_levels_before_the_directions_and_reads_all_back(wired):
    wired.driver.start(0x8001)
    assert wired.sent() == [
        b"\x05\x00",  # IOCON, should the chip be in bank 1
        b"\x14\x01\x80",  # OLATA, OLATB
        bytes(15),  # from IODIRA on: all outputs, nothing turned round, no pull-ups
        b"\x00",  # and all of it read back
    ]
    assert wired.high() == {"A0", "B7"}
    assert None not in wired.chip.pins().values()


def test_a_change_is_one_write_of_both_latches_and_a_look_back(started):
    started.driver.write(0x0103)
    assert started.sent() == [b"\x14\x03\x01", b"\x00"]
    assert started.high() == {"A0", "A1", "B0"}


@given(levels=st.integers(0, 0xFFFF))
def test_each_bit_is_a_pin(levels):
    wired = Wired()
    wired.driver.start(levels)
    assert wired.high() == {name for bit, name in enumerate(PIN_NAMES) if levels >> bit & 1}


def test_a_look_finds_nothing_wrong_and_writes_nothing(started):
    assert started.driver.verify()
    assert started.sent() == [b"\x00"]


@pytest.mark.parametrize("register", [0x00, 0x03, 0x05, 0x0A, 0x0D, 0x14, 0x15])
@pytest.mark.parametrize("value", [0x02, 0xFE, 0xA0])
def test_a_register_that_a_glitch_changed_is_mended(started, register, value):
    started.driver.write(0x00FF)
    started.chip.glitch(register, value)
    assert not started.driver.verify()
    assert started.driver.verify()
    assert started.high() == {f"A{bit}" for bit in range(8)}
    assert None not in started.chip.pins().values()


def test_a_chip_that_was_reset_comes_back_with_the_lamps_it_had(started):
    started.driver.write(0x1234)
    before = started.chip.pins()
    started.chip.power_on()
    assert started.chip.pins() == INPUTS
    assert not started.driver.verify()
    assert started.chip.pins() == before


def test_a_reset_between_two_changes_is_mended_by_the_second_one(started):
    started.chip.power_on()
    started.driver.write(
        0x0001
    )  # the latch takes it, but the pins are inputs until they are mended
    assert started.high() == {"A0"}
    assert None not in started.chip.pins().values()


def test_a_chip_that_does_not_answer_is_told_with_its_address(started):
    started.bus.unplug(ADDRESS)
    with pytest.raises(ExpanderFault, match="chip at 0x20 does not answer: check its plug"):
        started.driver.write(1)
    with pytest.raises(ExpanderFault, match="0x20"):
        started.driver.verify()


def test_a_chip_that_keeps_nothing_is_told_so(wired):
    wired.chip.write = lambda data: None
    with pytest.raises(ExpanderFault, match="does not keep its registers: check its supply"):
        wired.driver.start(0xFFFF)


@pytest.mark.parametrize("address", [0x1F, 0x28, 0x3C])
def test_another_address_is_refused(address):
    with pytest.raises(ValueError, match="from 0x20 to 0x27"):
        Mcp23017(EmulatedBus({}).open(1), address)


# The emulator itself, against what the data sheet says.


def test_reset_values():
    chip = EmulatedMcp23017()
    assert chip.read(22) == b"\xff\xff" + bytes(20)


def test_addresses_count_up_and_wrap():
    chip = EmulatedMcp23017()
    chip.write(b"\x15\x99\x00")  # OLATB, then IODIRA
    assert chip.register(0x15) == 0x99
    assert chip.register(0x00) == 0x00


def test_byte_mode_goes_to_the_other_port_and_back():
    chip = EmulatedMcp23017()
    chip.write(b"\x0a\x20")
    chip.write(b"\x14\x01\x02\x03")
    assert (chip.register(0x14), chip.register(0x15)) == (0x03, 0x02)


def test_bank_1_parts_the_ports():
    chip = EmulatedMcp23017()
    chip.write(b"\x0a\x80")
    chip.write(b"\x00\x00")  # IODIRA
    chip.write(b"\x0a\x01")  # OLATA
    chip.write(b"\x1a\x02")  # OLATB; port B still has inputs only
    assert chip.pins() == {**INPUTS, **{f"A{bit}": bit == 0 for bit in range(8)}}
    chip.write(b"\x05\x00")  # IOCON in this bank
    assert chip.register(0x15) == 0x02
    chip.write(b"\x14")
    assert chip.read(2) == b"\x01\x02"


def test_gpio_reads_the_pins_and_writes_the_latch():
    chip = EmulatedMcp23017()
    chip.write(b"\x12\xff")
    assert chip.register(0x14) == 0xFF
    chip.write(b"\x00\xf0")
    chip.write(b"\x12")
    assert chip.read(1) == b"\x0f", "the upper half are inputs, which nothing pulls up"
    chip.write(b"\x02\xff")
    chip.write(b"\x12")
    assert chip.read(1) == b"\xf0", "turned round by IPOL"
