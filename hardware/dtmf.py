"""The MT8870 tone decoder of an analogue line: four data lines and a strobe become digits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from hardware.edges import RETRY_SECONDS, Edges
from hardware.pins import open_lgpio

DIGITS: Final = "D1234567890*#ABC"
"""The digit for each code Q4 Q3 Q2 Q1 from 0000 to 1111 (MT8870D data sheet, table 1)."""


@dataclass(frozen=True)
class DigitHeard:
    """A tone pair of a key was heard on the line, once however long it lasts."""

    digit: str


@dataclass(frozen=True)
class DecoderLost:
    """The decoder's pins cannot be read; they are tried again every few seconds."""

    reason: str


@dataclass(frozen=True)
class DecoderFound:
    """The decoder's pins can be read again."""


DecoderEvent = DigitHeard | DecoderLost | DecoderFound


@dataclass(frozen=True)
class DecoderPins:
    """GPIO numbers (BCM): `data` is Q1 to Q4, the lowest bit first; `strobe` is StD."""

    data: tuple[int, int, int, int]
    strobe: int


class Decoder(Edges):
    """Digits from an MT8870.

    The latch is updated before StD rises and keeps the digit until the next one (functional
    description, "Steering circuit"), so the data lines are read at the rise and are still right
    when this program comes a little late. StD stays high for as long as the key is down.
    """

    def __init__(
        self,
        pins: DecoderPins,
        inbox: Callable[[DecoderEvent], None],
        *,
        open_pins: Callable[[], Any] = open_lgpio,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start listening; `open_pins` opens a gpiozero pin factory of the decoder's own."""
        self._pins = pins
        self._inbox = inbox
        super().__init__(
            "dtmf",
            open_pins=open_pins,
            lost=lambda reason: inbox(DecoderLost(reason)),
            found=lambda: inbox(DecoderFound()),
            retry_seconds=retry_seconds,
        )

    @contextmanager
    def _listen(self, factory: Any) -> Iterator[None]:
        from gpiozero import DigitalInputDevice  # late: few boxes have an analogue line

        data = [DigitalInputDevice(pin, pin_factory=factory) for pin in self._pins.data]
        strobe = DigitalInputDevice(self._pins.strobe, pin_factory=factory)
        strobe.when_activated = lambda: self._inbox(DigitHeard(digit_of(data)))
        yield


def digit_of(data: Sequence[Any]) -> str:
    """Return the digit that Q1 to Q4 tell now."""
    return DIGITS[sum(bool(line.value) << bit for bit, line in enumerate(data))]
