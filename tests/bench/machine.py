"""How busy the machine was with things that are not the measurement."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
TROUBLED = 0.1
"""Cores in the hands of others from which on figures tell more of them than of us."""


class Bystanders:
    """What other processes took since this was made, as a number of cores.

    Our own children count as others while they run: read it after the box has stopped.
    """

    def __init__(self) -> None:
        self._busy, self._ours, self._began = _busy_seconds(), _our_seconds(), time.monotonic()

    def cores(self) -> float:
        """Cores that others kept busy, on average."""
        others = _busy_seconds() - self._busy - (_our_seconds() - self._ours)
        return max(0.0, others / (time.monotonic() - self._began))

    def sentence(self) -> str:
        """The same for people, with a warning where it matters."""
        cores = self.cores()
        said = f"other processes took {cores:.2f} of {os.cpu_count()} cores during the run"
        return said + (": measure again on a quiet machine" if cores > TROUBLED else "")


def _busy_seconds() -> float:
    """All but idle and waiting for a disk (proc(5), first line of /proc/stat)."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:]
    user, nice, system, _, _, *interrupts = (int(field) for field in fields[:8])
    return (user + nice + system + sum(interrupts)) / TICK


def _our_seconds() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))
