"""The push buttons of the front panel: short and long presses become events."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from hardware.device_thread import DeviceThread
from hardware.mailbox import Mailbox
from hardware.pins import open_lgpio

BOUNCE_SECONDS = 0.03
HOLD_SECONDS = 3.0
RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class ButtonPressed:
    """A button was pressed: let go again, or `held` down for the holding time."""

    name: str
    held: bool = False


@dataclass(frozen=True)
class ButtonsLost:
    """The buttons cannot be read; they are tried again every few seconds."""

    reason: str


@dataclass(frozen=True)
class ButtonsFound:
    """The buttons can be read again."""


ButtonEvent = ButtonPressed | ButtonsLost | ButtonsFound


class PushButton:
    """One button to ground with the pin's own pull-up.

    A press is told when the button is let go, because until then it may become a long one; a
    long press is told at the end of `hold_seconds`, and letting go after it tells nothing.
    """

    def __init__(
        self,
        name: str,
        pin: int,
        inbox: Callable[[ButtonEvent], None],
        hold_seconds: float,
        pin_factory: Any,
    ) -> None:
        from gpiozero import Button  # late: a box without buttons need not load it

        self._name = name
        self._inbox = inbox
        self._held = False
        self._button = Button(
            pin, bounce_time=BOUNCE_SECONDS, hold_time=hold_seconds, pin_factory=pin_factory
        )
        self._button.when_held = self._on_held
        self._button.when_released = self._on_released

    def close(self) -> None:
        """Give the pin back."""
        with suppress(Exception):  # the chip may be gone
            self._button.close()

    def _on_held(self) -> None:
        self._held = True
        self._inbox(ButtonPressed(self._name, held=True))

    def _on_released(self) -> None:
        held, self._held = self._held, False
        if not held:
            self._inbox(ButtonPressed(self._name))


class Buttons:
    """Buttons by name on GPIO numbers (BCM); events come from gpiozero's own threads."""

    def __init__(
        self,
        pins: Mapping[str, int],
        inbox: Callable[[ButtonEvent], None],
        *,
        open_pins: Callable[[], Any] = open_lgpio,
        hold_seconds: float = HOLD_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start listening; `open_pins` opens a gpiozero pin factory of the buttons' own."""
        self._pins = dict(pins)
        self._inbox = inbox
        self._open_pins = open_pins
        self._hold_seconds = hold_seconds
        self._closing: Mailbox[None] = Mailbox()
        self._thread = DeviceThread(
            "buttons",
            self._closing,
            open_device=self._buttons,
            serve=self._serve,
            lost=lambda reason: inbox(ButtonsLost(reason)),
            found=lambda: inbox(ButtonsFound()),
            retry_seconds=retry_seconds,
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening and let the pins go."""
        self._thread.close()

    @contextmanager
    def _buttons(self) -> Iterator[None]:
        factory = self._open_pins()
        buttons: list[PushButton] = []
        try:
            for name, pin in self._pins.items():
                buttons.append(PushButton(name, pin, self._inbox, self._hold_seconds, factory))
            yield
        finally:
            for button in buttons:
                button.close()
            with suppress(Exception):  # the chip may be gone
                factory.close()

    def _serve(self, _: None, working: Callable[[], None]) -> None:
        working()
        self._closing.wait_closed(None)
