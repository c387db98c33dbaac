"""An MCP23017 port expander, register by register (data sheet DS20001952C)."""

from typing import Final

from hardware.mcp23017 import PIN_NAMES

# Registers by their addresses with IOCON.BANK = 0 (table 3-1); in bank 1 those of port B follow
# from 0x10 (table 3-1, left column).
IODIRA: Final = 0x00
IODIRB: Final = 0x01
IPOLA: Final = 0x02
IOCON: Final = (0x0A, 0x0B)
READ_ONLY: Final = (0x0E, 0x0F, 0x10, 0x11)  # INTF and INTCAP
GPIOA: Final = 0x12
OLATA: Final = 0x14
REGISTERS: Final = 0x16

BANK: Final = 0x80
SEQOP: Final = 0x20
UNIMPLEMENTED: Final = 0x01


class EmulatedMcp23017:
    """The chip as the bus sees it (`write`, `read`), and its pins as a lamp sees them."""

    def __init__(self) -> None:
        self._registers = bytearray(REGISTERS)
        self._pointer = 0
        self.power_on()

    def power_on(self) -> None:
        """Forget everything, as at power-on or by a pulse on RESET (table 1-1 and 3.2.1)."""
        self._registers[:] = bytes(REGISTERS)
        self._registers[IODIRA] = self._registers[IODIRB] = 0xFF
        self._pointer = 0

    def glitch(self, register: int, value: int) -> None:
        """Change a register behind the driver's back; its address is that of bank 0."""
        self._store(register, value)

    def write(self, data: bytes) -> None:
        """Take a register's address and values for it and the ones that follow (3.3.1)."""
        self._pointer = data[0]
        for value in data[1:]:
            register = self._register()
            if register is not None:
                self._store(register, value)
            self._advance()

    def read(self, count: int) -> bytes:
        """Give the values of so many registers."""
        values = bytearray()
        for _ in range(count):
            register = self._register()
            values.append(0 if register is None else self._load(register))
            self._advance()
        return bytes(values)

    def register(self, number: int) -> int:
        """Return what a register holds; its address is that of bank 0."""
        return self._registers[number]

    def pins(self) -> dict[str, bool | None]:
        """Return the level of each pin, A0 to B7; None where it is an input and drives nothing."""
        inputs = int.from_bytes(self._registers[IODIRA : IODIRA + 2], "little")
        latches = int.from_bytes(self._registers[OLATA : OLATA + 2], "little")
        return {
            name: None if inputs >> bit & 1 else bool(latches >> bit & 1)
            for bit, name in enumerate(PIN_NAMES)
        }

    def _register(self) -> int | None:
        """The register that the pointer names, in bank 0's numbers; None for a hole."""
        if not self._registers[IOCON[0]] & BANK:
            return self._pointer if self._pointer < REGISTERS else None
        port, register = divmod(self._pointer, 0x10)
        return register * 2 + port if port < 2 and register * 2 < REGISTERS else None

    def _store(self, register: int, value: int) -> None:
        if register in IOCON:
            for mirrored in IOCON:
                self._registers[mirrored] = value & ~UNIMPLEMENTED
        elif register in (GPIOA, GPIOA + 1):
            self._registers[register + 2] = value  # 3.5.10: writing GPIO modifies OLAT
        elif register not in READ_ONLY:
            self._registers[register] = value

    def _load(self, register: int) -> int:
        if register not in (GPIOA, GPIOA + 1):
            return self._registers[register]
        port = register - GPIOA
        driven = self._registers[OLATA + port] & ~self._registers[IODIRA + port]
        return (driven ^ self._registers[IPOLA + port]) & 0xFF  # inputs: nothing pulls them up

    def _advance(self) -> None:
        """Count the address up, or, with SEQOP in bank 0, to the other port's (3.2.1)."""
        if not self._registers[IOCON[0]] & SEQOP:
            last = 0x1A if self._registers[IOCON[0]] & BANK else REGISTERS - 1
            self._pointer = 0 if self._pointer >= last else self._pointer + 1
        elif not self._registers[IOCON[0]] & BANK:
            self._pointer ^= 1
