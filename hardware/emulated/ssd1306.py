"""OLED controllers, command by command: SSD1306 (data sheet rev. 1.1) and SH1106 (rev. 2.3)."""

from typing import ClassVar, Final

from PIL import Image

PARAMETERS: Final = {
    **{0x20: 1, 0x21: 2, 0x22: 2, 0x26: 6, 0x27: 6, 0x29: 5, 0x2A: 5, 0x81: 1, 0x8D: 1},
    **{0xA3: 2, 0xA8: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xDA: 1, 0xDB: 1},
}
"""How many bytes follow a command (table 9-1); all others stand alone."""

COMMANDS, DATA = 0x00, 0x40
ONE_BYTE: Final = 0x80
"""Co: one byte follows, and then another control byte (8.1.5.2)."""

HORIZONTAL, VERTICAL, PAGE = 0, 1, 2
PUMP_ON: Final = 0x14
ROWS: Final = 64


class EmulatedSsd1306:
    """The controller as the bus sees it (`write`, `read`), and its glass as a person sees it.

    The glass has 128 columns and `height` rows and is built in as most boards are: SEG127 is at
    the left and the highest COM on top, so that A1h and C8h show a picture upright.
    """

    columns: ClassVar[int] = 128
    first_seen: ClassVar[int] = 0
    parameters: ClassVar[dict[int, int]] = PARAMETERS

    def __init__(self, height: int = 64) -> None:
        self._height = height
        self._ram = bytearray()
        self.power_on()

    def power_on(self) -> None:
        """Forget everything, as at power-on or by a pulse on RES# (8.5); the RAM holds noise."""
        self._ram = bytearray(index * 37 & 0xFF for index in range(self.columns * ROWS // 8))
        self.on = False
        self.contrast = 0x7F
        self._pump = False
        self._all_on = self._inverse = self._turned = self._upright = False
        self._multiplex = ROWS
        self._offset = self._start_line = 0
        self._com_pins = 0x12
        self._mode = PAGE
        self._column_range = (0, self.columns - 1)
        self._page_range = (0, ROWS // 8 - 1)
        self._column = self._page = 0
        self._pending: list[int] = []

    def write(self, data: bytes) -> None:
        """Take what I2C brings: control bytes, each with what it announces (8.1.5.2)."""
        rest = data
        while rest:
            control, rest = rest[0], rest[1:]
            taken = rest[:1] if control & ONE_BYTE else rest
            rest = rest[len(taken) :]
            (self.data if control & DATA else self.commands)(taken)

    def read(self, count: int) -> bytes:
        """Give the status: D6 says that the display is off (table 9-2)."""
        return bytes([0x00 if self.on else 0x40]) * count

    def commands(self, values: bytes) -> None:
        """Take command bytes, as with D/C# low."""
        for value in values:
            self._pending.append(value)
            command, *arguments = self._pending
            if len(arguments) == self.parameters.get(command, 0):
                self._pending = []
                self._obey(command, arguments)

    def data(self, values: bytes) -> None:
        """Take picture bytes, as with D/C# high."""
        for value in values:
            segment = self.columns - 1 - self._column if self._turned else self._column
            self._ram[self._page * self.columns + segment] = value
            self._advance()

    def picture(self) -> Image.Image | None:
        """Return what is on the glass, of mode "1"; None while it is dark."""
        if not self.on or not self._pump:
            return None
        picture = Image.new("1", (128, self._height))
        for y, row in enumerate(self._shown_rows()):
            for x in range(128):
                picture.putpixel((x, y), self._burns(x, row))
        return picture

    def _shown_rows(self) -> list[int]:
        """The rows of RAM from the top of the glass to its bottom (8.6, 10.1.8, 10.1.15)."""
        scanned = range(min(self._multiplex, self._height))
        rows = [(row + self._start_line + self._offset) % ROWS for row in scanned]
        if not self._upright:
            rows.reverse()
        # A glass of 64 rows has its COM pins in turns, one of 32 in sequence (table 10-3).
        if self._com_pins != (0x12 if self._height == 64 else 0x02):
            rows = rows[0::2] + rows[1::2]
        return rows

    def _burns(self, x: int, row: int) -> bool:
        segment = self.columns - 1 - self.first_seen - x
        bit = bool(self._ram[row // 8 * self.columns + segment] >> row % 8 & 1)
        return (bit or self._all_on) != self._inverse

    def _obey(self, command: int, arguments: list[int]) -> None:
        match command:
            case _ if command < 0x10:
                self._column = self._column & 0xF0 | command
            case _ if command < 0x20:
                self._column = (command & 0x0F) << 4 | self._column & 0x0F
            case _ if 0x40 <= command < 0x80:
                self._start_line = command & 0x3F
            case _ if 0xB0 <= command < 0xB8:
                self._page = command & 0x07
            case _ if 0xC0 <= command < 0xD0:
                self._upright = bool(command & 0x08)
            case _:
                self._set(command, arguments)

    def _set(self, command: int, arguments: list[int]) -> None:
        match command, arguments:
            case 0x20, [mode]:
                self._mode = mode & 0x03
            case 0x21, [first, last]:
                self._column_range, self._column = (first & 0x7F, last & 0x7F), first & 0x7F
            case 0x22, [first, last]:
                self._page_range, self._page = (first & 7, last & 7), first & 7
            case 0x81, [level]:
                self.contrast = level
            case 0x8D, [setting]:
                self._pump = setting == PUMP_ON
            case 0xA8, [ratio]:
                self._multiplex = (ratio & 0x3F) + 1
            case 0xD3, [offset]:
                self._offset = offset & 0x3F
            case 0xDA, [layout]:
                self._com_pins = layout
            case _:
                self._switch(command)

    def _switch(self, command: int) -> None:
        state = bool(command & 1)
        match command & 0xFE:
            case 0xA0:
                self._turned = state
            case 0xA4:
                self._all_on = state
            case 0xA6:
                self._inverse = state
            case 0xAE:
                self.on = state

    def _advance(self) -> None:
        """Go to the next byte of RAM (10.1.3)."""
        if self._mode == PAGE:
            self._column = (self._column + 1) % self.columns
            return
        axes = ["_column", "_page"] if self._mode == HORIZONTAL else ["_page", "_column"]
        for axis in axes:
            first, last = getattr(self, f"{axis}_range")
            at = getattr(self, axis)
            setattr(self, axis, first if at == last else at + 1)
            if at != last:
                return


class EmulatedSh1106(EmulatedSsd1306):
    """The SH1106: 132 columns of which boards show the middle 128, and page addressing only."""

    columns: ClassVar[int] = 132
    first_seen: ClassVar[int] = 2
    parameters: ClassVar[dict[int, int]] = {
        command: count
        for command, count in PARAMETERS.items()
        if command in (0x81, 0xA8, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB)
    } | {0xAD: 1}

    def power_on(self) -> None:
        """Forget everything; its charge pump runs from the start (AD 8B, table 3)."""
        super().power_on()
        self._pump = True
