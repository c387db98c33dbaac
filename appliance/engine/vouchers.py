"""Asks the system who vouches for its clock: a time server, or a clock with a battery."""

from __future__ import annotations

import ctypes
from datetime import UTC, datetime
from pathlib import Path

from appliance.core.state.known_time import Vouchers

SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd makes this file when a server has told the time (systemd-timesyncd(8))."""
BATTERY_CLOCKS = Path("/sys/class/rtc")
TIME_ERROR = 5
"""What adjtimex(2) returns while nobody keeps the kernel's clock right."""
TIMEX_OCTETS = 512
"""More than `struct timex` has anywhere; all zero it changes nothing."""


def vouchers(
    *, trusted: bool, synchronised: Path = SYNCHRONISED, clocks: Path = BATTERY_CLOCKS
) -> Vouchers:
    """Who vouches now; `trusted` comes from device.toml."""
    kept = synchronised.exists() or kernel_is_synchronised()
    return Vouchers(trusted, kept, battery_time(clocks))


def kernel_is_synchronised() -> bool:
    """Whether a time server keeps the kernel's clock; False also where we may not ask."""
    state: int = ctypes.CDLL(None, use_errno=True).adjtimex(
        ctypes.create_string_buffer(TIMEX_OCTETS)
    )
    return 0 <= state < TIME_ERROR


def battery_time(clocks: Path) -> datetime | None:
    """The time of the first clock with a battery that tells one (/sys/class/rtc, in UTC)."""
    for clock in sorted(clocks.glob("rtc*/since_epoch")):
        try:
            return datetime.fromtimestamp(int(clock.read_text()), UTC)
        except (OSError, ValueError, OverflowError):
            continue
    return None
