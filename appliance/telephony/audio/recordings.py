"""The recordings in the making: where they lie, and the word that goes out when they are closed."""

from __future__ import annotations

import shutil
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pjsua2 as pj

from appliance.core.model.ids import LegId
from appliance.core.protocol.events import Event, RecordingEnded
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.telephony.audio.media import Audio, Recording
from appliance.telephony.engine.agenda import Act, Agenda

LOOK_SECONDS = 0.004
"""How often we look whether a file is closed: the media clock closes it within 20 ms."""
GIVE_UP_SECONDS = 1.0
ROOM_BYTES = 32_000_000
"""So much of the memory stays free for messages and prompts; a talk is not recorded then."""
FULL_BYTES = 200_000
"""With less, memory counts as full: a talk that was held is shorter than it took, and whole."""
SILENT_SECONDS = 0.5
"""A recording that ran so long and holds nothing has failed."""


class Recordings:
    """Opens recordings for legs, and tells the inbox once when each one is closed."""

    def __init__(self, directory: Path, agenda: Agenda, inbox: Callable[[Event], None]) -> None:
        self._directory = directory
        self._agenda = agenda
        self._inbox = inbox
        self._closing: dict[LegId, int] = {}
        self._afterwards: dict[LegId, Act] = {}

    @property
    def closing(self) -> int:
        """How many are being closed."""
        return sum(self._closing.values())

    def open(self, leg: LegId, audio: Audio) -> None:
        """Record what the leg says; a failure comes back as RecordingEnded."""
        try:
            audio.record(Recording(self._free_path(leg)))
        except (pj.Error, OSError) as error:
            audio.recording = None
            reason = getattr(error, "reason", None) or str(error)
            self._tell_failure(leg, f"Cannot record into {self._directory}: {reason}")

    def open_talk(self, talk: str, audio: Audio) -> None:
        """Record what the leg and its partner say; a failure comes back as TalkRecorded."""
        try:
            if shutil.disk_usage(self._directory).free < ROOM_BYTES:
                raise OSError("there is no room left in memory")
            audio.record_talk(Recording(self._free_path(LegId(talk)), talk))
        except (pj.Error, OSError) as error:
            audio.talk = None
            reason = getattr(error, "reason", None) or str(error)
            self._inbox(TalkRecorded(talk, None, 0.0, f"{self._directory}: {reason}."))

    def _free_path(self, leg: LegId) -> Path:
        """`<leg>.wav`; a second recording of the leg gets a number."""
        name = leg.replace("/", "-")
        paths = (self._directory / f"{name}{n}.wav" for n in ["", *(f"-{i}" for i in range(2, 99))])
        return next((path for path in paths if not path.exists()), self._directory / f"{name}.wav")

    def close(self, leg: LegId, recording: Recording) -> None:
        """Tell of the recording as soon as its file is whole."""
        self._closing[leg] = self._closing.get(leg, 0) + 1
        self._look(leg, recording, time.monotonic() + GIVE_UP_SECONDS)

    def after(self, leg: LegId, act: Act) -> None:
        """Do `act` once nothing of the leg is being closed any more."""
        if leg in self._closing:
            self._afterwards[leg] = act
        else:
            act()

    def _look(self, leg: LegId, recording: Recording, give_up_at: float) -> None:
        now = time.monotonic()
        if now < give_up_at and not recording.is_closed():
            again = partial(self._look, leg, recording, give_up_at)
            self._agenda.add(now + LOOK_SECONDS, again)
            return
        self._tell(leg, recording)
        self._closing[leg] -= 1
        if not self._closing[leg]:
            del self._closing[leg]
            self._afterwards.pop(leg, lambda: None)()

    def _tell(self, leg: LegId, recording: Recording) -> None:
        seconds, problem = self._outcome(recording)
        path = str(recording.path) if recording.started and (seconds or not problem) else None
        if path is None:
            with suppress(OSError):
                recording.path.unlink(missing_ok=True)
        if recording.talk:
            self._inbox(TalkRecorded(recording.talk, path, seconds, problem))
        else:
            self._inbox(RecordingEnded(leg, path, seconds, problem))

    def _outcome(self, recording: Recording) -> tuple[float, str]:
        """How long a closed recording is, or what is wrong with it."""
        if recording.started is None:
            return 0.0, ""  # the leg ended before its audio was open
        try:
            seconds = recording.seconds()
        except (OSError, EOFError, wave.Error) as error:
            return 0.0, f"The recording cannot be read: {error}"
        if not seconds and recording.lasted() > SILENT_SECONDS:
            return 0.0, f"Nothing was recorded: is there room in {self._directory}?"
        lacking = recording.lasted() - seconds > SILENT_SECONDS
        if lacking and shutil.disk_usage(self._directory).free < FULL_BYTES:
            return seconds, f"The end was not recorded: there is no room in {self._directory}."
        return seconds, ""

    def _tell_failure(self, leg: LegId, problem: str) -> None:
        self._inbox(RecordingEnded(leg, None, 0.0, problem))
