"""The MT8870's digits on mock pins, as its data sheet has them."""

import queue

import pytest
from gpiozero.pins.mock import MockFactory
from support.patience import PATIENCE

from hardware.dtmf import Decoder, DecoderFound, DecoderLost, DecoderPins, DigitHeard

PINS = DecoderPins(data=(16, 20, 21, 26), strobe=12)

# MT8870D data sheet, table 1, "functional decode": digit, Q4, Q3, Q2, Q1 (TOE high).
TABLE = """
1 0001
2 0010
3 0011
4 0100
5 0101
6 0110
7 0111
8 1000
9 1001
0 1010
* 1011
# 1100
A 1101
B 1110
C 1111
D 0000
"""
CODES = dict(line.split() for line in TABLE.split("\n") if line)


class Line:
    """An analogue line with a decoder on mock pins."""

    def __init__(self):
        self.inbox = queue.Queue()
        self.factory = MockFactory()
        self.tries = 0
        self.decoder = Decoder(PINS, self.inbox.put, open_pins=self.open, retry_seconds=0.01)
        assert self.event() == DecoderLost("no chip yet")
        assert self.event() == DecoderFound()

    def open(self):
        self.tries += 1
        if self.tries == 1:
            raise OSError("no chip yet")
        return self.factory

    def event(self):
        return self.inbox.get(timeout=PATIENCE)

    def latches(self, digit):
        """The outputs change some microseconds before the strobe."""
        for pin, level in zip(reversed(PINS.data), CODES[digit], strict=True):
            self.drive(pin, level == "1")

    def drive(self, number, high):
        pin = self.factory.pin(number)
        (pin.drive_high if high else pin.drive_low)()

    def hears(self, digit):
        self.latches(digit)
        self.drive(PINS.strobe, True)

    def falls_silent(self):
        self.drive(PINS.strobe, False)


@pytest.fixture
def line():
    line = Line()
    yield line
    line.decoder.close()


def test_the_table_has_every_key():
    assert sorted(CODES) == sorted("0123456789*#ABCD")
    assert len(set(CODES.values())) == 16


@pytest.mark.parametrize("digit", CODES)
def test_every_key_is_heard(line, digit):
    line.hears(digit)
    assert line.event() == DigitHeard(digit)


def test_a_key_that_is_held_down_counts_once(line):
    line.hears("5")
    line.latches("5")  # the strobe stays high
    assert line.event() == DigitHeard("5")
    line.falls_silent()
    assert line.inbox.empty()


def test_a_key_that_is_pressed_twice_counts_twice(line):
    for _ in range(2):
        line.hears("7")
        line.falls_silent()
    assert [line.event(), line.event()] == [DigitHeard("7"), DigitHeard("7")]
    assert line.inbox.empty()


def test_a_number_in_a_row(line):
    for digit in "12#0":
        line.hears(digit)
        line.falls_silent()
    assert [line.event().digit for _ in range(4)] == list("12#0")


def test_data_without_a_strobe_are_no_digit(line):
    line.latches("9")
    assert line.inbox.empty()


def test_the_pins_are_given_back(line):
    line.decoder.close()
    assert not line.factory.pins
