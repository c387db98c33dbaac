"""The MCP23017 port expander as 16 outputs that are read back (data sheet DS20001952C)."""

from typing import Final

from hardware.i2c import I2cBus

ADDRESSES: Final = range(0x20, 0x28)
"""The pins A2, A1, A0 choose one of eight (section 3.3.1)."""

PIN_NAMES: Final = tuple(f"{port}{bit}" for port in "AB" for bit in range(8))
"""GPA0 to GPB7, in the order of the bits of a word of levels."""

# Register addresses with IOCON.BANK = 0 (table 3-1); each is a pair for ports A and B.
IODIR: Final = 0x00
IOCON_IN_BANK_1: Final = 0x05
OLAT: Final = 0x14
SETTINGS: Final = (
    *(0x00, 0x00),  # IODIR: all outputs
    *(0x00, 0x00),  # IPOL: not turned round
    *(0x00, 0x00),  # GPINTEN: no interrupts
    *(0x00, 0x00),  # DEFVAL
    *(0x00, 0x00),  # INTCON
    *(0x00, 0x00),  # IOCON: BANK 0, addresses count up (SEQOP 0)
    *(0x00, 0x00),  # GPPU: no pull-ups
)
"""What registers 0x00 to 0x0D hold while the chip drives lamps."""


class ExpanderFault(RuntimeError):
    """The chip does not answer or does not keep what it is told; the message says what to do."""


class Mcp23017:
    """Sixteen outputs. Every write is read back; `verify` finds registers that a glitch changed.

    Levels are one word: bit 0 is GPA0, bit 15 is GPB7.
    """

    def __init__(self, bus: I2cBus, address: int) -> None:
        """Speak to the chip at `address` (0x20 to 0x27); raises ValueError for another."""
        if address not in ADDRESSES:
            raise ValueError(f"an MCP23017 has an address from 0x20 to 0x27, not {address:#04x}")
        self._bus = bus
        self._address = address
        self._levels = 0

    def start(self, levels: int) -> None:
        """Set every register and make all pins outputs, which come up with `levels` at once.

        Raises ExpanderFault when the chip does not answer or does not keep its registers.
        """
        self._levels = levels
        self._set_up()
        if not self._holds():
            raise self._fault("does not keep its registers: check its supply and its reset pin")

    def write(self, levels: int) -> None:
        """Drive the pins so and read back; a chip that forgot is set up anew. Raises as `start`."""
        self._levels = levels
        self._put(OLAT, _pair(levels))
        self.verify()

    def verify(self) -> bool:
        """Return whether all registers were as they must be; if not, they are set anew.

        Raises as `start`.
        """
        kept = self._holds()
        if not kept:
            self.start(self._levels)
        return kept

    def _set_up(self) -> None:
        # If a glitch has set IOCON.BANK, the registers lie elsewhere: at 0x05 there is IOCON then.
        # In bank 0 the same write clears GPINTENB, which is clear anyway.
        self._put(IOCON_IN_BANK_1, (0x00,))
        # Levels before directions: no lamp flashes up.
        self._put(OLAT, _pair(self._levels))
        self._put(IODIR, SETTINGS)

    def _holds(self) -> bool:
        kept = tuple(self._read_all())
        return kept[: len(SETTINGS)] == SETTINGS and kept[OLAT:] == _pair(self._levels)

    def _put(self, register: int, values: tuple[int, ...]) -> None:
        try:
            self._bus.write_i2c_block_data(self._address, register, list(values))
        except OSError as error:
            raise self._silent(error) from error

    def _read_all(self) -> list[int]:
        try:
            return self._bus.read_i2c_block_data(self._address, IODIR, OLAT + 2)
        except OSError as error:
            raise self._silent(error) from error

    def _silent(self, error: OSError) -> ExpanderFault:
        return self._fault(f"does not answer: check its plug and its address ({error})")

    def _fault(self, what: str) -> ExpanderFault:
        return ExpanderFault(f"the lamp chip at {self._address:#04x} {what}")


def _pair(levels: int) -> tuple[int, int]:
    return levels & 0xFF, levels >> 8
