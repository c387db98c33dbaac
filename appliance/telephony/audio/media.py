"""What a leg hears and says: prompts, recordings, the bridge to another leg."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pjsua2 as pj

from appliance.telephony.audio.in_band import Heard, KeyEar, KeyEars
from appliance.telephony.audio.playback import Playback, wav_seconds
from appliance.telephony.engine.agenda import Retired

log = logging.getLogger(__name__)


class Recording:
    """A WAV file in the making."""

    def __init__(self, path: Path, talk: str = "") -> None:
        """`talk` names the recording of both directions of a talk."""
        self.path = path
        self.talk = talk
        self.started: float | None = None
        self._closed_at = 0.0
        self._recorder: pj.AudioMediaRecorder | None = pj.AudioMediaRecorder()
        self._recorder.createRecorder(str(path))

    def start(self, port: pj.AudioMedia) -> None:
        """Record what comes from `port`, or go on there."""
        port.startTransmit(self._recorder)
        self.started = self.started or time.monotonic()

    def stop(self, port: pj.AudioMedia) -> None:
        """Record no more of what comes from `port`."""
        if self._recorder:
            quietly(port.stopTransmit, self._recorder)

    def close(self) -> None:
        """Begin to close the file; the media clock finishes it at its next tick."""
        self._recorder = None
        self._closed_at = time.monotonic()

    def lasted(self) -> float:
        """Seconds between start and close, by the clock."""
        return self._closed_at - (self.started or self._closed_at)

    def is_closed(self) -> bool:
        """Whether the header has got its lengths, which PJSIP writes last."""
        try:
            with self.path.open("rb") as file:
                header = file.read(44)
        except OSError:
            return True
        riff, data = (int.from_bytes(header[at : at + 4], "little") for at in (4, 40))
        return riff > 0 and data == riff - 36

    def seconds(self) -> float:
        """What the closed file holds. Raises OSError, EOFError or wave.Error for a broken one."""
        return wav_seconds(self.path)


class Audio:
    """The sound of one leg: what was asked for, made true whenever the leg's port is open.

    A re-INVITE may take the port away and give another one; what was asked for then goes on there.
    """

    def __init__(
        self, retired: Retired, ears: KeyEars, told: Callable[[Playback, str], None]
    ) -> None:
        """`told` hears that a playback has started, or why it could not."""
        self.port: pj.AudioMedia | None = None
        self.playback: Playback | None = None
        self.recording: Recording | None = None
        self.talk: Recording | None = None
        self.partners: list[Audio] = []
        self._ear: KeyEar | None = None
        self._retired = retired
        self._ears = ears
        self._told = told

    def open(self, port: pj.AudioMedia) -> None:
        """The leg's sound flows through `port` from now on."""
        self.port = port
        self._start_playback()
        self._connect()
        if self.recording:
            self.recording.start(port)
        if self._ear:
            port.startTransmit(self._ear)

    def hear_keys(self, heard: Heard) -> None:
        """Hear keys in the sound, from now on or from the moment the port opens, to the end.

        Once is enough. Raises TelephonyError or pj.Error where that cannot be.
        """
        if self._ear:
            return
        self._ear = self._ears.take(heard, time.monotonic())
        if self.port:
            self.port.startTransmit(self._ear)

    def suspend(self) -> None:
        """The leg has no sound for now (on hold)."""
        self.port = None

    def play(self, playback: Playback) -> None:
        """Play this instead of what plays."""
        self.stop_playing()
        self.playback = playback
        self._start_playback()

    def _start_playback(self) -> None:
        playback = self.playback
        if not self.port or not playback:
            return
        try:
            first = playback.start(self.port)
        except pj.Error as error:
            self.stop_playing()
            self._told(playback, error.reason)
            return
        if first:
            self._told(playback, "")

    def stop_playing(self) -> None:
        """Silence."""
        playback, self.playback = self.playback, None
        if not playback:
            return
        self._retired.keep(playback, time.monotonic())
        if self.port and playback.started is not None:
            quietly(playback.player.stopTransmit, self.port)

    def record(self, recording: Recording) -> None:
        """Record from now on, or from the moment the port opens."""
        self.recording = recording
        if self.port:
            recording.start(self.port)

    def stop_recording(self) -> Recording | None:
        """Begin to close the recording and hand it over."""
        recording, self.recording = self.recording, None
        if recording:
            recording.close()
        return recording

    def record_talk(self, talk: Recording) -> None:
        """Record what both say to each other, whenever the leg is bridged with another."""
        self.talk = talk
        self._feed_talk()

    def stop_talk(self) -> Recording | None:
        """Begin to close the recording of the talk and hand it over."""
        talk, self.talk = self.talk, None
        if talk:
            talk.close()
        return talk

    def _feed_talk(self) -> None:
        for port in [self.port, *(partner.port for partner in self.partners)]:
            if self.talk and self.partners and self.port and port:
                self.talk.start(port)

    def _starve_talk(self, partner: Audio) -> None:
        heard = [partner.port] if self.partners else [self.port, partner.port]
        for port in heard:
            if self.talk and port:
                self.talk.stop(port)

    def bridge(self, other: Audio, *, beside: bool = False) -> None:
        """Let both hear each other, and nothing else; `beside`: and whom they hear already."""
        for one in (self, other):
            one.stop_playing()
            if not beside:
                one.unbridge()
        if other not in self.partners:
            self.partners.append(other)
            other.partners.append(self)
        self._connect()

    def _connect(self) -> None:
        for partner in self.partners:
            if self.port and partner.port:
                self.port.startTransmit(partner.port)
                partner.port.startTransmit(self.port)
                partner._feed_talk()
        self._feed_talk()

    def part(self, other: Audio) -> None:
        """Part from `other`, if it is a partner."""
        if other not in self.partners:
            return
        self.partners.remove(other)
        other.partners.remove(self)
        self._starve_talk(other)
        other._starve_talk(self)
        if self.port and other.port:
            quietly(self.port.stopTransmit, other.port)
            quietly(other.port.stopTransmit, self.port)

    def unbridge(self) -> None:
        """Part from every partner."""
        for partner in tuple(self.partners):
            self.part(partner)

    def end(self) -> None:
        """The leg is over; its port is gone already. A recording stays to be handed over."""
        self.port = None
        self.stop_playing()
        self.unbridge()
        ear, self._ear = self._ear, None
        if ear:
            self._ears.give_back(ear, time.monotonic())


def quietly(undo: Callable[[pj.AudioMedia], None], port: pj.AudioMedia) -> None:
    """Undo a connection that PJSIP may have undone by itself, with the port."""
    try:
        undo(port)
    except pj.Error as error:
        log.debug("already disconnected: %s", error.reason)
