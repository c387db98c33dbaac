"""What the front panel costs and how fast it is: `python tests/hardware/measure_panel.py`, 60 s.

The parts are mock pins and a bus that answers at once, so that neither a Pi's bus nor the
emulator's own work is counted.
"""

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from hardware.emulated.panel import TellingPins
from hardware.lamp_pins import ChipPins, LampPins
from hardware.mcp23017 import OLAT, PIN_NAMES
from hardware.oled import Oled
from hardware.oled_device import open_i2c
from hardware.panel import Panel

IDLE_SECONDS = 10.0
TRIES = 100
GPIO = {f"gpio{n}": LampPins(4 + 2 * n, 5 + 2 * n) for n in range(5)}
CHIPS = {
    f"chip{n}": ChipPins(0x20 + n // 8, PIN_NAMES[n % 8 * 2], PIN_NAMES[n % 8 * 2 + 1])
    for n in range(24)
}
LAMPS = {**GPIO, **CHIPS}
IDLE_ROWS = [("14:05", "huge"), ("Kontoret", "normal"), ("SMS 0  Telenor good signal", "small")]
CALL_ROWS = [
    ("Nordlys Rør, Bad og Varme", "huge", True),
    ("+47 100 00 012-111", "large"),
    ("registrert på Åse Bø", "normal"),
    ("«Nordlys Rør, du taler med Anna»", "small", True),
]


class InstantBus:
    """Chips that keep what they are told, at no cost, and tell when something was written."""

    def __init__(self, on_write: Callable[[int], None]) -> None:
        self._kept: dict[int, bytearray] = {}
        self._on_write = on_write

    def open(self, port: int) -> "InstantBus":
        return self

    def write_i2c_block_data(self, address: int, register: int, data: Sequence[int]) -> None:
        kept = self._kept.setdefault(address, bytearray(32))
        kept[register : register + len(data)] = bytes(data)
        if register == OLAT:
            self._on_write(address)

    def read_i2c_block_data(self, address: int, register: int, length: int) -> list[int]:
        return list(self._kept.setdefault(address, bytearray(32))[register : register + length])

    def read_byte(self, address: int) -> int:
        return 0

    def i2c_rdwr(self, *messages: Any) -> None:
        if messages[0].len > 100:
            self._on_write(messages[0].addr)

    def close(self) -> None:
        pass


class Watched:
    """A panel and a display, and when something reached a pin, a chip, or the display's bus."""

    def __init__(self) -> None:
        self.reached = {what: threading.Event() for what in ("pin", "chip", "display")}
        pins = TellingPins(self.reached["pin"].set)
        bus = InstantBus(self._written)
        self.panel = Panel(LAMPS, print, open_pins=lambda: pins, open_bus=bus.open)
        device = lambda: open_i2c("ssd1306", 1, 0x3C, open_bus=bus.open)  # noqa: E731
        self.oled = Oled(device, print)

    def _written(self, address: int) -> None:
        self.reached["display" if address == 0x3C else "chip"].set()

    def close(self) -> None:
        self.panel.close()
        self.oled.close()


def share_of_a_core(seconds: float) -> float:
    """Return what this process uses of a core while the main thread sleeps, in per cent."""
    started, used = time.monotonic(), time.process_time()
    time.sleep(seconds)
    return (time.process_time() - used) / (time.monotonic() - started) * 100


def milliseconds(watched: Watched, what: str, show: Callable[[int], None]) -> list[float]:
    """Show TRIES times at odd moments; return how long each took to reach `what`."""
    took = []
    for number in range(TRIES):
        time.sleep(random.uniform(0.0, 0.05) if what != "display" else 0.21)
        watched.reached[what].clear()
        started = time.perf_counter()
        show(number)
        assert watched.reached[what].wait(5)
        took.append((time.perf_counter() - started) * 1000)
    return took


def line(what: str, took: list[float]) -> str:
    ordered = sorted(took)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{what}: median {statistics.median(took):.2f} ms, p95 {p95:.2f} ms"


def main() -> None:
    watched = Watched()
    watched.panel.show(dict.fromkeys(LAMPS, "free"))
    watched.oled.show(IDLE_ROWS)
    time.sleep(1)
    print(f"idle, 29 lamps steady: {share_of_a_core(IDLE_SECONDS):.2f} % of a core")
    watched.panel.show({name: ("free", "busy")[n % 2] for n, name in enumerate(LAMPS)})
    time.sleep(1)
    print(f"idle, half of them busy: {share_of_a_core(IDLE_SECONDS):.2f} % of a core")
    watched.panel.show(dict.fromkeys(LAMPS, "ringing"))
    watched.oled.show(CALL_ROWS)
    time.sleep(3)
    print(f"all ringing, rows scroll: {share_of_a_core(IDLE_SECONDS):.2f} % of a core")
    pattern = ("free", "logged_out")
    for what, name in (("pin", "gpio1"), ("chip", "chip9")):
        took = milliseconds(
            watched, what, lambda n, name=name: watched.panel.show({name: pattern[n % 2]})
        )
        print(line(f"show -> {what}", took))
    took = milliseconds(
        watched, "display", lambda n: watched.oled.show([(f"Nordlys {n}", "huge"), *CALL_ROWS[1:]])
    )
    print(line("show -> first page handed to the bus", took))
    watched.close()


if __name__ == "__main__":
    main()
