"""Keys in the sound of a leg, for lines whose carrier sends them in no other way."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pjsua2 as pj

from appliance.telephony.tone_detector import ToneDetector

log = logging.getLogger(__name__)

CLOCK_HZ = 8000
FRAME_MICROSECONDS = 20_000
SAMPLE_BITS = 16


class KeyEar(pj.AudioMediaPort):  # type: ignore[misc]
    """Hears what is transmitted to it; `heard` gets each key, on the media thread."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        """Raises TelephonyError where tones cannot be detected, pj.Error without a free port."""
        self._detector = ToneDetector()
        self._heard = heard
        self._samples = bytearray()
        super().__init__()
        sound = pj.MediaFormatAudio()
        sound.init(pj.PJMEDIA_FORMAT_PCM, CLOCK_HZ, 1, FRAME_MICROSECONDS, SAMPLE_BITS)
        self.createPort("keys", sound)

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        """20 ms; nothing while nobody transmits."""
        try:
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
