"""The push buttons of the front panel: short and long presses become events."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from hardware.edges import RETRY_SECONDS, Edges
from hardware.encoder import Encoder, EncoderPins
from hardware.pins import open_lgpio

BOUNCE_SECONDS = 0.03
HOLD_SECONDS = 3.0
STUCK_SECONDS = 30.0
"""Nobody holds a button down for so long: it is jammed, or its wire touches ground."""


@dataclass(frozen=True)
class ButtonPressed:
    """A button was pressed: let go again, or `held` down for the holding time."""

    name: str
    held: bool = False


@dataclass(frozen=True)
class ButtonStuck:
    """A button has been down for so long that it must be jammed."""

    name: str
    reason: str


@dataclass(frozen=True)
class ButtonFreed:
    """The jammed button came up again."""

    name: str


@dataclass(frozen=True)
class ButtonsLost:
    """The buttons cannot be read; they are tried again every few seconds."""

    reason: str


@dataclass(frozen=True)
class ButtonsFound:
    """The buttons can be read again."""


ButtonEvent = ButtonPressed | ButtonStuck | ButtonFreed | ButtonsLost | ButtonsFound
Inbox = Callable[[ButtonEvent], None]


@dataclass(frozen=True)
class Times:
    """How long a button is down for a long press, and until it counts as jammed, in seconds."""

    hold: float = HOLD_SECONDS
    stuck: float = STUCK_SECONDS


class PushButton:
    """One button to ground with the pin's own pull-up.

    A press is told when the button is let go, because until then it may become a long one; a
    long press is told at the end of the holding time, and letting go after it tells nothing. A
    button that is down already when it is opened is jammed or held: that is no press.
    """

    def __init__(self, name: str, pin: int, inbox: Inbox, times: Times, pin_factory: Any) -> None:
        from gpiozero import Button  # late: a box without buttons need not load it

        self._name = name
        self._inbox = inbox
        self._stuck_seconds = times.stuck
        self._jam: Jam | None = None
        self._button = Button(
            pin, bounce_time=BOUNCE_SECONDS, hold_time=times.hold, pin_factory=pin_factory
        )
        self._held = self._button.is_pressed
        if self._held:
            self._on_pressed()
        self._button.when_pressed = self._on_pressed
        self._button.when_held = self._on_held
        self._button.when_released = self._on_released

    def close(self) -> None:
        """Stop listening."""
        with suppress(Exception):  # the chip may be gone
            self._button.close()
        self._end_jam()

    def _on_pressed(self) -> None:
        self._end_jam()
        self._jam = Jam(self._name, self._stuck_seconds, self._inbox)

    def _on_held(self) -> None:
        if not self._held:
            self._held = True
            self._inbox(ButtonPressed(self._name, held=True))

    def _on_released(self) -> None:
        held, self._held = self._held, False
        self._end_jam()
        if not held:
            self._inbox(ButtonPressed(self._name))

    def _end_jam(self) -> None:
        jam, self._jam = self._jam, None
        if jam:
            jam.end()


class Jam:
    """A press that may turn out to be a jammed button: told when it lasts, and when it ends."""

    def __init__(self, name: str, seconds: float, inbox: Inbox) -> None:
        self._name = name
        self._inbox = inbox
        self._told = False
        self._timer = threading.Timer(seconds, self._tell)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """The button came up."""
        self._timer.cancel()
        if self._told:
            self._inbox(ButtonFreed(self._name))

    def _tell(self) -> None:
        self._told = True
        self._inbox(
            ButtonStuck(self._name, f"the button {self._name!r} is stuck: let it come up again")
        )


class Buttons(Edges):
    """Buttons by name on GPIO numbers (BCM); events come from gpiozero's own threads.

    An `encoder` presses buttons by its clicks.
    """

    def __init__(
        self,
        pins: Mapping[str, int],
        inbox: Inbox,
        *,
        encoder: EncoderPins | None = None,
        open_pins: Callable[[], Any] = open_lgpio,
        hold_seconds: float = HOLD_SECONDS,
        stuck_seconds: float = STUCK_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start listening; `open_pins` opens a gpiozero pin factory of the buttons' own."""
        self._pins = dict(pins)
        self._encoder = encoder
        self._inbox = inbox
        self._times = Times(hold_seconds, stuck_seconds)
        super().__init__(
            "buttons",
            open_pins=open_pins,
            lost=lambda reason: inbox(ButtonsLost(reason)),
            found=lambda: inbox(ButtonsFound()),
            retry_seconds=retry_seconds,
        )

    @contextmanager
    def _listen(self, factory: Any) -> Iterator[None]:
        opened: list[PushButton | Encoder] = []
        try:
            for name, pin in self._pins.items():
                opened.append(PushButton(name, pin, self._inbox, self._times, factory))
            if self._encoder:
                opened.append(Encoder(self._encoder, self._click, factory))
            yield
        finally:
            for part in opened:
                part.close()

    def _click(self, name: str) -> None:
        self._inbox(ButtonPressed(name))
