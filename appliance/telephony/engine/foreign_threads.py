"""PJSIP's own threads, which call into Python now and then."""

from __future__ import annotations

import ctypes
import threading

_known = threading.local()


def keep_known() -> None:
    """Let Python keep what it knows of the calling thread until the process ends.

    Otherwise every callback on a thread that Python has not started makes that anew and unmaps it
    at its end, for which all cores are stopped. Once for each thread; harmless on one of Python's.
    """
    if not hasattr(_known, "kept"):
        _known.kept = ctypes.pythonapi.PyGILState_Ensure()
