"""Keys in the sound of a leg, for lines whose carrier sends them in no other way."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

import pjsua2 as pj

from appliance.telephony.audio.tone_detector import ToneDetector
from appliance.telephony.engine.foreign_threads import keep_known

log = logging.getLogger(__name__)

CLOCK_HZ = 8000
FRAME_MICROSECONDS = 20_000
SAMPLE_BITS = 16
REST_SECONDS = 1.0
"""So long the leg that an ear has heard may still be on its way out of the bridge."""

Heard = Callable[[str], None]


class KeyEar(pj.AudioMediaPort):  # type: ignore[misc]
    """Hears what is transmitted to it; `heard` gets each key, on the media thread."""

    def __init__(self, heard: Heard) -> None:
        """Raises TelephonyError where tones cannot be detected, pj.Error without a free port."""
        self._detector = ToneDetector()
        self._heard = heard
        self._samples = bytearray()
        super().__init__()
        sound = pj.MediaFormatAudio()
        sound.init(pj.PJMEDIA_FORMAT_PCM, CLOCK_HZ, 1, FRAME_MICROSECONDS, SAMPLE_BITS)
        self.createPort("keys", sound)

    def hear_for(self, heard: Heard) -> None:
        """Hear another leg."""
        self._detector = ToneDetector()
        self._heard = heard

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        """20 ms; nothing while nobody transmits."""
        try:
            keep_known()
            size = frame.buf.size()
            if not size:
                return
            if len(self._samples) != size:
                self._samples = bytearray(size)
            frame.buf.copy_to_bytearray(self._samples)
            for key in self._detector.hear(self._samples):
                self._heard(key)
        except Exception:
            log.exception("the keys of a leg could not be heard")


class KeyEars:
    """The ears of all legs; they live as long as the library and are used again.

    The media thread calls an ear every 20 ms, also while it hears nobody, and the binding hands
    that call to the Python object without holding it: one that is destroyed at that moment takes
    the process with it (seen after some 200 calls with tones).
    """

    def __init__(self) -> None:
        self._idle: deque[tuple[float, KeyEar]] = deque()

    def __len__(self) -> int:
        return len(self._idle)

    def take(self, heard: Heard, now: float) -> KeyEar:
        """An ear; raises TelephonyError or pj.Error where there is none to be had."""
        if not self._idle or self._idle[0][0] > now:
            return KeyEar(heard)
        ear = self._idle.popleft()[1]
        ear.hear_for(heard)
        return ear

    def give_back(self, ear: KeyEar, now: float) -> None:
        """The ear has heard enough."""
        ear.hear_for(lambda key: None)
        self._idle.append((now + REST_SECONDS, ear))

    def clear(self) -> None:
        """Let all go; only when the media clock stands."""
        self._idle.clear()
