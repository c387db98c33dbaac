"""The panel's drivers by themselves: prints, as JSON, what they cost of a core in per cent.

`python tests/bench/panel_alone.py SECONDS`. The parts are mock pins and a bus that answers at once,
so that neither a Pi's bus nor the emulators' own work is counted.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gpiozero.pins.mock import MockFactory

from hardware.lamp_pins import AnyPins, ChipPins, LampPins
from hardware.mcp23017 import PIN_NAMES
from hardware.oled import Oled
from hardware.oled_device import open_i2c
from hardware.panel import Panel

LAMPS: dict[str, AnyPins] = {
    **{f"gpio{n}": LampPins(4 + 2 * n, 5 + 2 * n) for n in range(5)},
    **{
        f"chip{n}": ChipPins(0x20 + n // 8, PIN_NAMES[n % 8 * 2], PIN_NAMES[n % 8 * 2 + 1])
        for n in range(24)
    },
}
IDLE_ROWS = [("14:05", "huge"), ("Kontoret", "normal"), ("Fjordmobil godt signal", "small")]
CALL_ROWS = [
    ("Nordlys Rør, Bad og Varme AS", "huge", True),
    ("+47 100 00 012-111", "normal"),
    ("ringer · Anna · registrert på Åse Bø · faktura", "small", True),
    ("Nordlys Rør, Bad og Varme, du snakker med Anna", "small", True),
]
SETTLE_SECONDS = 3.0


class InstantBus:
    """Chips that keep what they are told, at no cost."""

    def __init__(self) -> None:
        self._kept: dict[int, bytearray] = {}

    def open(self, port: int) -> "InstantBus":
        return self

    def write_i2c_block_data(self, address: int, register: int, data: Sequence[int]) -> None:
        kept = self._kept.setdefault(address, bytearray(32))
        kept[register : register + len(data)] = bytes(data)

    def read_i2c_block_data(self, address: int, register: int, length: int) -> list[int]:
        return list(self._kept.setdefault(address, bytearray(32))[register : register + length])

    def read_byte(self, address: int) -> int:
        return 0

    def i2c_rdwr(self, *messages: Any) -> None:
        pass

    def close(self) -> None:
        pass


def share_of_a_core(seconds: float) -> float:
    """What this process uses of a core while its main thread sleeps, in per cent."""
    time.sleep(SETTLE_SECONDS)
    started, used = time.monotonic(), time.process_time()
    time.sleep(seconds)
    return (time.process_time() - used) / (time.monotonic() - started) * 100


def main(seconds: float) -> None:
    bus, pins = InstantBus(), MockFactory()
    panel = Panel(LAMPS, print, open_pins=lambda: pins, open_bus=bus.open)
    oled = Oled(lambda: open_i2c("ssd1306", 1, 0x3C, open_bus=bus.open), print)
    panel.show(dict.fromkeys(LAMPS, "free"))
    oled.show(IDLE_ROWS)
    idle = share_of_a_core(seconds)
    panel.show(dict.fromkeys(LAMPS, "ringing"))
    oled.show(CALL_ROWS)
    ringing = share_of_a_core(seconds)
    panel.close()
    oled.close()
    print(json.dumps({"idle": idle, "ringing": ringing}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
