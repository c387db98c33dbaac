"""The lamps of the front panel: one clock, so that all of them blink in step."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hardware.device_thread import Stall
from hardware.i2c import OpenBus, open_bus
from hardware.lamp_banks import LampBank, chip_bank, gpio_bank
from hardware.lamp_pins import AnyPins, ChipPins, LampPins, check_pins
from hardware.lamp_thread import LampThread, Wanted
from hardware.lamps import check
from hardware.pins import open_lgpio

RETRY_SECONDS = 5.0
STALL_SECONDS = 3.0
VERIFY_SECONDS = 1.0
"""A port expander's registers are read back this often."""

TEST_SECONDS = 16.0
"""A whole period of 2 s for each of the 8 steps of a lamp test."""


@dataclass(frozen=True)
class PanelLost:
    """These lamps cannot be driven; they are tried again every few seconds."""

    device: str
    reason: str


@dataclass(frozen=True)
class PanelFound:
    """These lamps obey again and show the latest patterns."""

    device: str


PanelEvent = PanelLost | PanelFound


class Panel:
    """Lamps by name. `show` never waits; a lost chip is reported through `inbox` and retried.

    The lamps on GPIO and those of each port expander have a thread of their own, so that one lost
    chip leaves the others burning. Their device names are `device`, and `device` with the chip's
    address ("lamps 0x20").
    """

    def __init__(
        self,
        pins: Mapping[str, AnyPins],
        inbox: Callable[[PanelEvent], None],
        *,
        open_pins: Callable[[], Any] = open_lgpio,
        open_bus: OpenBus = open_bus,
        i2c_port: int = 1,
        device: str = "lamps",
        retry_seconds: float = RETRY_SECONDS,
        stall_seconds: float = STALL_SECONDS,
        verify_seconds: float = VERIFY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start driving `pins`; `open_pins` opens a gpiozero pin factory of the panel's own.

        Raises ValueError when a lamp has no pin or shares one.
        """
        check_pins(pins)
        self._inbox = inbox
        self._clock = clock
        self._wanted = Wanted()
        self._times = (retry_seconds, stall_seconds)
        self._threads: list[LampThread] = []
        header, chips = by_bank(pins)
        if header:
            stall = "the GPIO chip hangs: switch the box off and on"
            self._start(device, header, partial(gpio_bank, header, open_pins), stall)
        for address, lamps in chips.items():
            bank = partial(chip_bank, address, lamps, partial(open_bus, i2c_port))
            stall = (
                f"I2C bus {i2c_port} hangs at the lamp chip {address:#04x}: "
                "check the wires of lamps and display, then switch the box off and on"
            )
            self._start(f"{device} {address:#04x}", lamps, bank, stall, verify_seconds)

    def show(self, patterns: Mapping[str, str]) -> None:
        """Show these patterns from now on; lamps not named go dark, names without a lamp are left.

        Raises ValueError for a pattern that does not exist.
        """
        for pattern in patterns.values():
            check(pattern)
        self._put(self._wanted.showing(patterns, self._clock()))

    def test(self, seconds: float = TEST_SECONDS) -> None:
        """Light every leg, then show each pattern on all lamps, in `seconds`; then as before."""
        self._put(replace(self._wanted, test_from=self._clock(), test_seconds=seconds))

    def close(self) -> None:
        """Put all lamps out and let the pins go."""
        for thread in self._threads:
            thread.close()

    def _put(self, wanted: Wanted) -> None:
        self._wanted = wanted
        for thread in self._threads:
            thread.put(wanted)

    def _start(
        self,
        device: str,
        lamps: Mapping[str, AnyPins],
        open_bank: Callable[[], AbstractContextManager[LampBank]],
        stalled: str,
        verify_seconds: float | None = None,
    ) -> None:
        retry_seconds, stall_seconds = self._times
        thread = LampThread(
            lamps,
            open_bank,
            device=device,
            lost=lambda reason: self._inbox(PanelLost(device, reason)),
            found=lambda: self._inbox(PanelFound(device)),
            retry_seconds=retry_seconds,
            clock=self._clock,
            stall=Stall(stalled, stall_seconds),
            verify_seconds=verify_seconds,
        )
        self._threads.append(thread)


def by_bank(
    pins: Mapping[str, AnyPins],
) -> tuple[dict[str, LampPins], dict[int, dict[str, ChipPins]]]:
    """Part the lamps into those on GPIO, and those of each chip by its address."""
    header: dict[str, LampPins] = {}
    chips: dict[int, dict[str, ChipPins]] = {}
    for name, place in pins.items():
        if isinstance(place, LampPins):
            header[name] = place
        else:
            chips.setdefault(place.chip, {})[name] = place
    return header, chips
