"""A rotary encoder: each click to the right or to the left is a press of a button."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class EncoderPins:
    """GPIO numbers (BCM) of the encoder's two contacts to ground, and what its clicks press."""

    a: int
    b: int
    right: str = "next"
    left: str = "previous"


class Encoder:
    """Contacts A and B with the pins' own pull-ups; gpiozero reads their sequence, so that a
    bouncing contact makes no click."""

    def __init__(self, pins: EncoderPins, click: Callable[[str], None], pin_factory: Any) -> None:
        from gpiozero import RotaryEncoder  # late: few panels have one

        self._encoder = RotaryEncoder(pins.a, pins.b, pin_factory=pin_factory)
        self._encoder.when_rotated_clockwise = lambda: click(pins.right)
        self._encoder.when_rotated_counter_clockwise = lambda: click(pins.left)

    def close(self) -> None:
        """Stop listening."""
        with suppress(Exception):  # the chip may be gone
            self._encoder.close()
