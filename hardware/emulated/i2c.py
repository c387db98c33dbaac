"""An I2C bus without wires: what smbus2.SMBus offers, with emulated chips that answer on it."""

import errno
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

READ_FLAG: Final = 0x0001
"""I2C_M_RD of a message (linux/i2c.h)."""

REMEMBERED: Final = 500


class Chip(Protocol):
    """A device on the bus."""

    def write(self, data: bytes) -> None:
        """Take the bytes of a write, without the address."""

    def read(self, count: int) -> bytes:
        """Give so many bytes for a read."""


class Transfer(NamedTuple):
    """A transaction that was seen on the bus."""

    address: int
    written: bytes
    read: bytes


class EmulatedBus:
    """The wires, and the faults that wires have.

    One transaction at a time, as the kernel's adapter lock has it. `unplug` lets a chip not answer;
    `stick` holds every transaction up until `release`, as a clock line that is held low does.
    """

    def __init__(
        self,
        chips: Mapping[int, Chip],
        on_transfer: Callable[[], None] = lambda: None,
        trace: Callable[[int, bytes], None] = lambda address, written: None,
    ) -> None:
        self._on_transfer = on_transfer
        self._trace = trace
        self.transfers: deque[Transfer] = deque(maxlen=REMEMBERED)
        self._chips = chips
        self._unplugged: set[int] = set()
        self._adapter = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        self.stuck = threading.Event()
        """Set while a transaction is being held up."""

    def open(self, port: int) -> "EmulatedSmbus":
        """Open the bus as smbus2.SMBus(port) does, whatever the port."""
        return EmulatedSmbus(self)

    def unplug(self, address: int) -> None:
        """Let the chip at `address` not answer."""
        self._unplugged.add(address)

    def plug(self, address: int) -> None:
        """Let it answer again."""
        self._unplugged.discard(address)

    def stick(self) -> None:
        """Hold every transaction up from now on."""
        self._free.clear()

    def release(self) -> None:
        """Let transactions through again."""
        self._free.set()

    def transfer(self, address: int, data: bytes, count: int = 0) -> bytes:
        """Write `data` if there are any, then read `count` bytes; OSError when nobody answers."""
        with self._adapter:
            if not self._free.is_set():
                self.stuck.set()
                self._free.wait()
                self.stuck.clear()
            chip = self._chips.get(address)
            if chip is None or address in self._unplugged:
                raise OSError(errno.EREMOTEIO, "Remote I/O error")
            if data:
                chip.write(data)
            answer = chip.read(count) if count else b""
            self.transfers.append(Transfer(address, data, answer))
            self._trace(address, data)
        self._on_transfer()
        return answer


class EmulatedSmbus:
    """The part of smbus2.SMBus that drivers of byte-wide chips use, with its names."""

    def __init__(self, bus: EmulatedBus) -> None:
        self._bus = bus
        self._open = True

    def write_byte(self, i2c_addr: int, value: int) -> None:
        """Send one byte."""
        self._transfer(i2c_addr, bytes([value]))

    def read_byte(self, i2c_addr: int) -> int:
        """Receive one byte."""
        return self._transfer(i2c_addr, b"", 1)[0]

    def write_byte_data(self, i2c_addr: int, register: int, value: int) -> None:
        """Write one register."""
        self._transfer(i2c_addr, bytes([register, value]))

    def read_byte_data(self, i2c_addr: int, register: int) -> int:
        """Read one register."""
        return self._transfer(i2c_addr, bytes([register]), 1)[0]

    def write_i2c_block_data(self, i2c_addr: int, register: int, data: Sequence[int]) -> None:
        """Write up to 32 bytes from a register on."""
        if len(data) > 32:
            raise ValueError("Data length cannot exceed 32 bytes")
        self._transfer(i2c_addr, bytes([register, *data]))

    def read_i2c_block_data(self, i2c_addr: int, register: int, length: int) -> list[int]:
        """Read up to 32 bytes from a register on."""
        if length > 32:
            raise ValueError("Desired block length over 32 bytes")
        return list(self._transfer(i2c_addr, bytes([register]), length))

    def i2c_rdwr(self, *i2c_msgs: Any) -> None:
        """Transfer messages (smbus2.i2c_msg); those that read are filled."""
        for message in i2c_msgs:
            if message.flags & READ_FLAG:
                for index, byte in enumerate(self._transfer(message.addr, b"", message.len)):
                    message.buf[index] = bytes([byte])
            else:
                self._transfer(message.addr, bytes(message))

    def close(self) -> None:
        """Let the bus go; nothing can be sent after it."""
        self._open = False

    def _transfer(self, address: int, data: bytes, count: int = 0) -> bytes:
        if not self._open:
            raise OSError(errno.EBADF, "Bad file descriptor")
        return self._bus.transfer(address, data, count)
