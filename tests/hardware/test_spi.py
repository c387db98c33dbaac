"""The display's SPI link: lgpio's part of it by a stand-in with the same surface."""

import sys
from types import ModuleType

import pytest

from hardware.emulated.panel import TellingPins
from hardware.oled_link import SPI_HERTZ, OledMissing
from hardware.pins import GpioMissing
from hardware.spi import LgpioSpi, open_spi_link


class LgpioError(Exception):
    """lgpio.error is a bare Exception too."""


class StandIn(ModuleType):
    """What is used of lgpio: spi_open, spi_write, spi_close, error."""

    error = LgpioError

    def __init__(self):
        super().__init__("lgpio")
        self.open = {}
        self.written = []
        self.broken = False

    def spi_open(self, spi_device, spi_channel, spi_baud, spi_flags=0):
        if spi_device != 0:
            raise LgpioError("can not open SPI device")
        handle = len(self.open) + 1
        self.open[handle] = (spi_device, spi_channel, spi_baud, spi_flags)
        return handle

    def spi_write(self, handle, data):
        if self.broken or handle not in self.open:
            raise LgpioError("bad handle")
        self.written.append(bytes(data))
        return len(data)

    def spi_close(self, handle):
        if self.open.pop(handle, None) is None:
            raise LgpioError("unknown handle")
        return 0


@pytest.fixture
def lgpio(monkeypatch):
    stand_in = StandIn()
    monkeypatch.setitem(sys.modules, "lgpio", stand_in)
    return stand_in


def test_a_device_is_opened_at_the_display_s_clock_and_closed_once(lgpio):
    spi = LgpioSpi(0, 1)
    assert lgpio.open == {1: (0, 1, SPI_HERTZ, 0)}
    spi.write(b"\xae")
    spi.close()
    spi.close()
    assert not lgpio.open
    assert lgpio.written == [b"\xae"]


def test_a_missing_bus_is_told_with_its_setting(lgpio):
    with pytest.raises(OledMissing, match=r"SPI 1\.0 cannot be opened: set dtparam=spi=on"):
        LgpioSpi(1, 0)


def test_a_bus_that_fails_in_use_is_told(lgpio):
    spi = LgpioSpi(0, 0)
    lgpio.broken = True
    with pytest.raises(OledMissing, match="does not take the picture"):
        spi.write(b"\xae")


def test_without_lgpio_the_reason_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "lgpio", None)
    with pytest.raises(OledMissing, match=r"pip install 'sentralbord\[pi\]'"):
        LgpioSpi(0, 0)


@pytest.mark.parametrize("reset", [25, None])
def test_a_link_resets_the_display_and_tells_commands_from_data(lgpio, monkeypatch, reset):
    levels = []
    pins = TellingPins(lambda: levels.append((pins.pin(24).state, pins.pin(25).state)))
    monkeypatch.setattr("hardware.spi.open_lgpio", lambda: pins)
    link = open_spi_link(0, 0, 24, reset)
    resets = [high for _, high in levels]
    assert (False in resets and resets[-1]) is (reset is not None)
    link.command(0xAF)
    assert pins.pin(24).state == 0
    link.data([1, 2])
    assert pins.pin(24).state == 1
    assert lgpio.written == [b"\xaf", b"\x01\x02"]
    assert not link.is_off()
    link.cleanup()
    assert not pins.pins
    assert not lgpio.open


def test_a_link_that_cannot_be_made_leaves_nothing_open(lgpio, monkeypatch):
    def no_chip():
        raise GpioMissing("no chip")

    monkeypatch.setattr("hardware.spi.open_lgpio", no_chip)
    with pytest.raises(GpioMissing):
        open_spi_link(0, 0, 24, 25)
    assert not lgpio.open
