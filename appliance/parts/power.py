"""Switching the box off: by the command that device.toml names, and never by waiting for it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence

from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_panel import PowerKept

NO_COMMAND = "device.toml names no command that switches the box off: set buttons.power_off."
LONGEST_SECONDS = 60.0


def switch_off(command: Sequence[str], put: Callable[[Event], None], _: PowerOff) -> None:
    """Run the command in a thread of its own; PowerKept tells why the box stays on."""
    if not command:
        put(PowerKept(NO_COMMAND))
        return
    threading.Thread(target=_run, args=(command, put), name="power off", daemon=True).start()


def _run(command: Sequence[str], put: Callable[[Event], None]) -> None:
    try:
        subprocess.run(command, check=True, timeout=LONGEST_SECONDS, capture_output=True, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        put(PowerKept(f"The command {command[0]!r} did not switch the box off: {said.strip()}"))
