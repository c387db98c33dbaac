"""The wire that resets a modem that has stopped answering."""

import time

PULSE_SECONDS = 0.5
"""Longer than any of the modems of docs/modem.md asks for at its RESET pin."""


class ResetLine:
    """A GPIO (BCM number) that is driven for half a second; active low through a transistor."""

    def __init__(self, pin: int, *, active_high: bool = True) -> None:
        from gpiozero import DigitalOutputDevice

        self._wire = DigitalOutputDevice(pin, active_high=active_high, initial_value=False)

    def pulse(self) -> None:
        """Reset the modem; its tty goes and comes back."""
        self._wire.on()
        time.sleep(PULSE_SECONDS)
        self._wire.off()

    def close(self) -> None:
        """Let the pin go."""
        self._wire.close()
