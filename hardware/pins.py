"""Opening the GPIO chip of the real box."""

import os
import tempfile
import threading
from collections import defaultdict
from contextlib import suppress
from typing import Any


class GpioMissing(RuntimeError):
    """No GPIO chip can be used; the message says what to do."""


def open_lgpio() -> Any:
    """Return gpiozero's pin factory on lgpio, and never another one.

    gpiozero by itself falls back to drivers that do not work on a Pi 5 and only warns; here a
    fallback is refused. Raises GpioMissing.
    """
    chosen = os.environ.get("GPIOZERO_PIN_FACTORY", "lgpio")
    if chosen != "lgpio":
        raise GpioMissing(
            f"GPIOZERO_PIN_FACTORY is {chosen!r}, but the lamps and buttons need lgpio: unset it"
        )
    # lgpio makes a FIFO in its working directory, which may be read-only under systemd.
    os.environ.setdefault("LG_WD", tempfile.gettempdir())
    try:
        from gpiozero.pins.lgpio import LGPIOFactory
    except ImportError as error:
        raise GpioMissing("lgpio is not installed: pip install 'sentralbord[pi]'") from error
    try:
        return own_pins(LGPIOFactory())
    except Exception as error:  # lgpio.error is a bare Exception
        raise GpioMissing(f"the GPIO chip cannot be opened ({error}): is this a Pi?") from error


def own_pins(factory: Any) -> Any:
    """Give a pin factory a list of pins of its own.

    gpiozero's local factories share one list in their class, so closing the lamps' factory would
    close the buttons' pins as well. The kernel itself keeps them apart: each factory has its own
    handle, and a line that another one holds is refused.
    """
    factory.pins = {}
    factory._reservations = defaultdict(list)
    factory._res_lock = threading.Lock()
    return factory


def close_pins(factory: Any) -> None:
    """Let all pins of a factory go, whatever state its chip is in.

    gpiozero itself leaves a pin's callback with lgpio when the pin is closed. An edge on that line
    would call it later, for a handle that is closed, and the exception would end lgpio's only
    thread, and with it every button. And one pin of a chip that is gone would keep its closing
    from reaching the chip's handle.
    """
    for pin in list(factory.pins.values()):
        with suppress(Exception):
            pin.when_changed = None
        with suppress(Exception):
            pin.close()
    factory.pins.clear()
    with suppress(Exception):
        factory.close()
