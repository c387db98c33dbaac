"""How bytes reach the display's controller: over I2C or over SPI, as luma's devices ask for it."""

import time
from collections.abc import Sequence
from typing import Any, Protocol

from hardware.i2c import I2cBus, OpenBus
from hardware.pins import close_pins

COMMANDS = 0x00
DATA = 0x40
"""Control bytes: the D/C# bit says what the bytes behind it are (SSD1306 data sheet, 8.1.5.2)."""

SPI_HERTZ = 8_000_000
"""A clock cycle of at least 100 ns (SSD1306 data sheet, table 13-4)."""

RESET_SECONDS = 0.00001
"""RES# low for at least 3 us (SSD1306 data sheet, 8.9)."""

STATUS_OFF = 0x40
"""D6 of the status byte: the display is off (SSD1306 data sheet, table 9-2; SH1106 likewise)."""

TURNED_ON = 0xAF


class OledMissing(RuntimeError):
    """The display cannot be used; the message says what to do."""


class Link(Protocol):
    """What luma's devices use of their serial interface, and a look at the status."""

    def command(self, *cmd: int) -> None:
        """Send command bytes."""

    def data(self, data: Sequence[int]) -> None:
        """Send picture bytes."""

    def is_off(self) -> bool:
        """Whether the controller says that it is switched off."""

    def cleanup(self) -> None:
        """Let the bus go."""


class I2cLink:
    """A controller on an I2C bus. Each page of a picture is a transaction of its own, so that
    whoever else speaks on the bus waits 3 ms at most (at 400 kHz) and not for the whole picture.
    """

    def __init__(self, open_bus: OpenBus, port: int, address: int) -> None:
        """Open bus `port`, raising what `open_bus` raises, and speak to `address` (7 bits)."""
        self._bus: I2cBus = open_bus(port)
        self._address = address
        self._where = f"no display answers at {address:#04x} on I2C bus {port}: check its plug"
        self._tells_status: bool | None = None

    def command(self, *cmd: int) -> None:
        """Send command bytes; raises OledMissing."""
        self._send(COMMANDS, cmd)
        if cmd == (TURNED_ON,) and self._tells_status is None:
            # Some boards cannot be read: what says "off" right after "on" is not asked again.
            self._tells_status = not self._status() & STATUS_OFF

    def data(self, data: Sequence[int]) -> None:
        """Send picture bytes; raises OledMissing."""
        self._send(DATA, data)

    def is_off(self) -> bool:
        """Whether the controller says that it is off; raises OledMissing."""
        return bool(self._tells_status) and bool(self._status() & STATUS_OFF)

    def cleanup(self) -> None:
        """Let the bus go."""
        self._bus.close()

    def _send(self, control: int, values: Sequence[int]) -> None:
        from smbus2 import i2c_msg

        try:
            self._bus.i2c_rdwr(i2c_msg.write(self._address, [control, *values]))
        except OSError as error:
            raise OledMissing(f"{self._where} ({error})") from error

    def _status(self) -> int:
        try:
            return self._bus.read_byte(self._address)
        except OSError as error:
            raise OledMissing(f"{self._where} ({error})") from error


class SpiLink:
    """A controller on four-wire SPI, which cannot be asked anything.

    `spi` has `write(bytes)` and `close()`; `dc` and `reset` are gpiozero output devices of a pin
    factory of their own.
    """

    def __init__(self, spi: Any, dc: Any, reset: Any | None) -> None:
        """Reset the controller."""
        self._spi = spi
        self._dc = dc
        self._reset = reset
        if reset:
            reset.off()
            time.sleep(RESET_SECONDS)
            reset.on()
            time.sleep(RESET_SECONDS)

    def command(self, *cmd: int) -> None:
        """Send command bytes."""
        self._dc.off()
        self._spi.write(bytes(cmd))

    def data(self, data: Sequence[int]) -> None:
        """Send picture bytes."""
        self._dc.on()
        self._spi.write(bytes(data))

    def is_off(self) -> bool:
        """Say no: nobody can know."""
        return False

    def cleanup(self) -> None:
        """Let the bus and its pins go."""
        self._spi.close()
        close_pins(self._dc.pin_factory)
