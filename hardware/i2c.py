"""The I2C bus as the drivers use it: smbus2, and what to do when it cannot be opened."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class I2cBus(Protocol):
    """What the drivers use of smbus2.SMBus; addresses have 7 bits (0x3C).

    Each call is one transaction: the kernel lets no other between its start and its stop. A chip
    that does not answer is an OSError.
    """

    def write_i2c_block_data(self, i2c_addr: int, register: int, data: Sequence[int]) -> None:
        """Write up to 32 bytes from a register on."""

    def read_i2c_block_data(self, i2c_addr: int, register: int, length: int) -> list[int]:
        """Read up to 32 bytes from a register on."""

    def read_byte(self, i2c_addr: int) -> int:
        """Read a byte without naming a register."""

    def i2c_rdwr(self, *i2c_msgs: Any) -> None:
        """Transfer messages of any length (smbus2.i2c_msg)."""

    def close(self) -> None:
        """Let the bus go."""


OpenBus = Callable[[int], I2cBus]


class I2cMissing(RuntimeError):
    """The bus cannot be used; the message says what to do."""


def open_bus(port: int) -> I2cBus:
    """Open /dev/i2c-`port`; raises I2cMissing."""
    from smbus2 import SMBus  # late: a box without such parts need not load it

    try:
        bus: I2cBus = SMBus(port)
    except OSError as error:
        raise I2cMissing(
            f"I2C bus {port} cannot be opened: set dtparam=i2c_arm=on ({error})"
        ) from error
    return bus
