"""The switchboard of the soak: a real one, which tells on SIGUSR1 what it holds at that moment."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pjsua2 as pj

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.soak_office import COUNTS

import appliance.switchboard as wiring
from appliance.commands import main
from appliance.core.switchboard import Switchboard
from appliance.engine.loop import Loop
from appliance.telephony.endpoint import Telephony

LASTING = ("minute", "save_again", "view", "sms:")
"""How the timers begin that run whether somebody calls or not."""
_library = ctypes.CDLL(pj._pjsua2.__file__)
_parts: dict[str, Any] = {}


class WatchedTelephony(Telephony):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        _parts["telephony"] = self


class WatchedLoop(Loop):
    def __init__(self, switchboard: Switchboard, *args: Any) -> None:
        super().__init__(switchboard, *args)
        _parts.update(loop=self, switchboard=switchboard)


def counts() -> dict[str, float]:
    """What is alive now; kB of memory in use."""
    telephony, timers = _parts["telephony"], _parts["loop"].timers
    picture = _parts["switchboard"].picture
    return {
        **telephony.counters,
        "retired": len(telephony._retired),
        "agenda": len(telephony._agenda),
        "bridge ports": len(pj.Endpoint.instance().mediaEnumPorts2()) - len(telephony._ears),
        "PJSIP calls": _library.pjsua_call_get_count(),
        "SIP dialogs": _library.pjsip_ua_get_dlg_set_count(),
        "SIP transactions": _library.pjsip_tsx_layer_get_tsx_count(),
        "calls": len(picture.calls),
        "timers": sum(not name.startswith(LASTING) for name in timers._due),
        "timer heap": len(timers._heap),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "Python objects": len(gc.get_objects()),
        "SMS waiting": picture.outbox.unsent,
        "RSS kB": _rss(),
    }


def _rss() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def tell(folder: Path) -> None:
    """Write the counts, whole or not at all; nothing before the loop turns."""
    if "loop" not in _parts:
        return
    new = folder / "counts.new"
    new.write_text(json.dumps(counts()), encoding="ascii")
    new.replace(folder / COUNTS)


if __name__ == "__main__":
    wiring.Telephony, wiring.Loop = WatchedTelephony, WatchedLoop  # type: ignore[misc]
    device = sys.argv[sys.argv.index("--device") + 1]
    signal.signal(signal.SIGUSR1, lambda *_: tell(Path(device).parent))
    main(["run", "--device", device])
