"""The lamps of the front panel: one thread and one clock, so that all of them blink in step."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from hardware.device_thread import DeviceThread
from hardware.lamps import TICK_SECONDS, check, levels, ticks_to_change
from hardware.mailbox import Mailbox
from hardware.pins import open_lgpio

RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class LampPins:
    """GPIO numbers (BCM) of one lamp; None is a colour that this lamp does not have.

    A two-colour lamp has three legs: both colours together give amber. A lamp of one colour
    burns whenever its pattern burns, in whichever colour. `active_high` is False for lamps with
    a common anode.
    """

    red: int | None
    green: int | None
    active_high: bool = True

    def numbers(self) -> list[int]:
        """Return the pins in use, red first."""
        return [pin for pin in (self.red, self.green) if pin is not None]


@dataclass(frozen=True)
class PanelLost:
    """The lamps cannot be driven; they are tried again every few seconds."""

    device: str
    reason: str


@dataclass(frozen=True)
class PanelFound:
    """The lamps obey again and show the latest patterns."""

    device: str


PanelEvent = PanelLost | PanelFound


class Lamp:
    """The LEDs of one member of staff; only changes are written to the pins."""

    def __init__(self, pins: LampPins, pin_factory: Any) -> None:
        from gpiozero import LED  # late: a box without lamps need not load it

        self._one_colour = len(pins.numbers()) == 1
        self._leds = [
            LED(pin, active_high=pins.active_high, pin_factory=pin_factory)
            for pin in pins.numbers()
        ]
        self._written = [False] * len(self._leds)

    def write(self, red: bool, green: bool) -> None:
        """Light the lamp so."""
        wanted = [red or green] if self._one_colour else [red, green]
        for led, old, new in zip(self._leds, self._written, wanted, strict=True):
            if new != old:
                led.value = new
        self._written = wanted

    def close(self) -> None:
        """Put the lamp out and give its pins back."""
        for led in self._leds:
            # Pins of a chip that is gone cannot be put out; the loss itself is reported elsewhere.
            with suppress(Exception):
                led.off()
            with suppress(Exception):
                led.close()


class Panel:
    """Lamps by name. `show` never waits; a lost chip is reported through `inbox` and retried."""

    def __init__(
        self,
        pins: Mapping[str, LampPins],
        inbox: Callable[[PanelEvent], None],
        *,
        open_pins: Callable[[], Any] = open_lgpio,
        device: str = "lamps",
        retry_seconds: float = RETRY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start driving `pins`; `open_pins` opens a gpiozero pin factory of the panel's own.

        Raises ValueError when a lamp has no pin or shares one.
        """
        check_pins(pins)
        self._pins = dict(pins)
        self._open_pins = open_pins
        self._clock = clock
        self._wanted: Mapping[str, str] = {}
        self._mailbox: Mailbox[Mapping[str, str]] = Mailbox()
        self._thread = DeviceThread(
            device,
            self._mailbox,
            open_device=self._lamps,
            serve=self._serve,
            lost=lambda reason: inbox(PanelLost(device, reason)),
            found=lambda: inbox(PanelFound(device)),
            retry_seconds=retry_seconds,
        )
        self._thread.start()

    def show(self, patterns: Mapping[str, str]) -> None:
        """Show these patterns from now on; lamps not named go dark, names without a lamp are left.

        Raises ValueError for a pattern that does not exist.
        """
        for pattern in patterns.values():
            check(pattern)
        self._mailbox.put(dict(patterns))

    def close(self) -> None:
        """Put all lamps out and let the pins go."""
        self._thread.close()

    @contextmanager
    def _lamps(self) -> Iterator[dict[str, Lamp]]:
        factory = self._open_pins()
        lamps: dict[str, Lamp] = {}
        try:
            for name, pins in self._pins.items():
                lamps[name] = Lamp(pins, factory)
            yield lamps
        finally:
            for lamp in lamps.values():
                lamp.close()
            with suppress(Exception):  # a chip that is gone cannot be closed either
                factory.close()

    def _serve(self, lamps: dict[str, Lamp], working: Callable[[], None]) -> None:
        pause: float | None = 0.0
        while not self._mailbox.closed:
            newest = self._mailbox.take(pause)
            if newest is not None:
                self._wanted = newest
            tick = self._write(lamps)
            working()
            pause = self._pause(tick)

    def _write(self, lamps: dict[str, Lamp]) -> int:
        tick = int(self._clock() / TICK_SECONDS)
        for name, lamp in lamps.items():
            lamp.write(*levels(self._pattern(name), tick))
        return tick

    def _pause(self, tick: int) -> float | None:
        steps = ticks_to_change(map(self._pattern, self._pins), tick)
        if steps is None:
            return None
        return max(0.0, (tick + steps) * TICK_SECONDS - self._clock())

    def _pattern(self, name: str) -> str:
        return self._wanted.get(name, "logged_out")


def check_pins(pins: Mapping[str, LampPins]) -> None:
    """Raise ValueError when a lamp has no pin, or two lamps the same."""
    owners: dict[int, str] = {}
    for name, lamp in pins.items():
        if not lamp.numbers():
            raise ValueError(f"lamp {name!r} has neither a red nor a green pin")
        for pin in lamp.numbers():
            if pin in owners:
                raise ValueError(f"GPIO {pin} is given to lamp {owners[pin]!r} and {name!r}")
            owners[pin] = name
