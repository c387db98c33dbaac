"""The 40-pin header of a Raspberry Pi, and what the box needs of it itself."""

from typing import Final

GPIO_AT: Final[dict[int, int]] = {
    **{3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24},
    **{19: 10, 21: 9, 22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12},
    **{33: 13, 35: 19, 36: 16, 37: 26, 38: 20, 40: 21},
}
"""GPIO number (BCM) at each pin of the header that has one."""

SUPPLY_AT: Final[dict[int, str]] = {
    **{1: "3V3", 17: "3V3", 2: "5V", 4: "5V"},
    **dict.fromkeys((6, 9, 14, 20, 25, 30, 34, 39), "GND"),
}
RESERVED: Final[dict[int, str]] = {
    **{0: "ID_SD", 1: "ID_SC"},
    **{2: "SDA", 3: "SCL"},
    **{14: "TXD", 15: "RXD"},
}
"""GPIO numbers that carry the ID chip of a board, the I2C bus, and the serial port."""
