"""The SPI bus of the real box, and the pins beside it that an OLED needs."""

import contextlib
from importlib import import_module
from typing import Any

from hardware.oled_link import SPI_HERTZ, OledMissing, SpiLink
from hardware.pins import close_pins, open_lgpio


class LgpioSpi:
    """An SPI device by lgpio, which the lamps need anyway."""

    def __init__(self, port: int, device: int) -> None:
        """Open /dev/spidev`port`.`device`; raises OledMissing."""
        try:
            self._lgpio: Any = import_module("lgpio")  # late, and only on a Pi
        except ImportError as error:
            raise OledMissing("lgpio is not installed: pip install 'sentralbord[pi]'") from error
        try:
            self._handle = self._lgpio.spi_open(port, device, SPI_HERTZ, 0)
        except self._lgpio.error as error:
            raise OledMissing(
                f"SPI {port}.{device} cannot be opened: set dtparam=spi=on ({error})"
            ) from error

    def write(self, values: bytes) -> None:
        """Send bytes; raises OledMissing."""
        try:
            self._lgpio.spi_write(self._handle, values)
        except self._lgpio.error as error:
            raise OledMissing(f"the SPI bus does not take the picture ({error})") from error

    def close(self) -> None:
        """Let the bus go."""
        with contextlib.suppress(self._lgpio.error):  # it may be gone
            self._lgpio.spi_close(self._handle)


def open_spi_link(port: int, device: int, dc: int, reset: int | None) -> SpiLink:
    """Open an OLED's link on SPI; `dc` and `reset` are GPIO numbers (BCM). Raises OledMissing."""
    from gpiozero import OutputDevice

    with contextlib.ExitStack() as undo:
        spi = LgpioSpi(port, device)
        undo.callback(spi.close)
        factory: Any = open_lgpio()
        undo.callback(close_pins, factory)
        data_or_command = OutputDevice(dc, pin_factory=factory)
        res = None
        if reset is not None:
            res = OutputDevice(reset, initial_value=True, pin_factory=factory)
        link = SpiLink(spi, data_or_command, res)
        undo.pop_all()
    return link
