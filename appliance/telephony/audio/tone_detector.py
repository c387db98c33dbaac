"""Finds the tones of telephone keys (ITU-T Q.23) in sound, by the library spandsp."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

from appliance.telephony.config import TelephonyError

LIBRARY = "libspandsp.so.2"
MISSING = (
    f"Keys that come as tones cannot be heard: {LIBRARY} is missing. "
    "Install the Debian package libspandsp2 (libspandsp2t64 from Debian 13 on)."
)
KEEP_DIALTONE = 0
NORMAL_TWIST_DB = 10
"""The high tone may be so much weaker; Q.24 table A.1 asks for 8 dB, more on some networks."""
REVERSE_TWIST_DB = 6
"""The high tone may be so much stronger; Q.24 asks for 4 dB, 6 dB on Danish lines."""
THRESHOLD_DBM0 = -42
"""Each tone; Q.24 has receivers work from -25 to -29 dBm on."""
MOST_DIGITS = 32


class ToneDetector:
    """Listens to one stream of 8 kHz, 16 bit, mono. Raises TelephonyError without the library."""

    def __init__(self) -> None:
        self._library = library()
        self._state = ctypes.c_void_p(self._library.dtmf_rx_init(None, None, None))
        self._library.dtmf_rx_parms(
            self._state, KEEP_DIALTONE, NORMAL_TWIST_DB, REVERSE_TWIST_DB, THRESHOLD_DBM0
        )
        self._found = ctypes.create_string_buffer(MOST_DIGITS)

    def hear(self, samples: bytes | bytearray) -> str:
        """Take the next samples, native byte order; the keys whose tones have begun in them.

        A key is told once, 25 to 40 ms after its tone began (Q.24: 40 ms make a digit).
        """
        sound = (ctypes.c_char * len(samples)).from_buffer_copy(samples)
        self._library.dtmf_rx(self._state, sound, len(samples) // 2)
        count = self._library.dtmf_rx_get(self._state, self._found, MOST_DIGITS - 1)
        return self._found.raw[:count].decode("ascii") if count else ""

    def __del__(self) -> None:
        if state := getattr(self, "_state", None):
            self._library.dtmf_rx_free(state)


@cache
def library() -> Any:
    """spandsp 0.0.6. Raises TelephonyError with a sentence where it is not installed.

    As PyDLL: a frame takes it 10 us, and giving up the interpreter's lock for that costs more.
    """
    try:
        found = ctypes.PyDLL(LIBRARY)
    except OSError:
        raise TelephonyError(MISSING) from None
    pointer, number = ctypes.c_void_p, ctypes.c_int
    found.dtmf_rx_init.restype = pointer
    found.dtmf_rx_init.argtypes = [pointer, pointer, pointer]
    found.dtmf_rx_parms.argtypes = [pointer, number, number, number, number]
    found.dtmf_rx.argtypes = [pointer, pointer, number]
    found.dtmf_rx_get.restype = ctypes.c_size_t
    found.dtmf_rx_get.argtypes = [pointer, ctypes.c_char_p, number]
    found.dtmf_rx_free.argtypes = [pointer]
    return found
