"""What is played to a leg: the files of a Play, one after another."""

from __future__ import annotations

import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import pjsua2 as pj

from appliance.core.model.ids import PlayId, Prompt, Sound, SpokenFile
from appliance.core.protocol.commands import Play
from appliance.telephony.config import TelephonyError

TAIL_SECONDS = 0.02
"""A prompt starts with the next tick of the media clock, so it ends up to a tick later."""
BROKEN = (pj.Error, OSError, LookupError, ValueError, EOFError, wave.Error)


def wav_seconds(path: Path) -> float:
    """How long a WAV file lasts. Raises OSError, EOFError or wave.Error for a broken one."""
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


class Playback:
    """WAV files on their way to a leg, one after another without a pause."""

    def __init__(self, play: PlayId, paths: Sequence[Path], loop: bool) -> None:
        """Raises one of BROKEN for what is no WAV file of 8 kHz, mono, 16 bit."""
        self.play = play
        self.loop = loop
        self.seconds = sum(wav_seconds(path) for path in paths)
        self.started: float | None = None
        self.player = pj.AudioMediaPlayer()
        options = 0 if loop else pj.PJMEDIA_FILE_NO_LOOP
        if len(paths) == 1:
            self.player.createPlayer(str(paths[0]), options)
        else:
            self.player.createPlaylist(pj.StringVector([str(p) for p in paths]), play, options)

    def start(self, port: pj.AudioMedia) -> bool:
        """Play towards `port`; True the first time, False when only the port has changed."""
        self.player.startTransmit(port)
        first, self.started = self.started is None, self.started or time.monotonic()
        return first

    @property
    def over_at(self) -> float:
        """When a started playback has been heard to its end (monotonic seconds)."""
        return (self.started or time.monotonic()) + self.seconds + TAIL_SECONDS


def playback_of(command: Play, file_of: Callable[[Prompt | Sound], Path]) -> Playback:
    """The playback that a command asks for. Raises TelephonyError with a sentence."""
    what = command.what if isinstance(command.what, tuple) else (command.what,)
    if not what:
        raise TelephonyError("Nothing was given to be played.")
    try:
        paths = [Path(o.path) if isinstance(o, SpokenFile) else file_of(o) for o in what]
        if missing := [str(path) for path in paths if not path.is_file()]:
            raise TelephonyError(f"{', '.join(missing)} cannot be played: it is not there.")
        return Playback(command.play, paths, command.loop)
    except BROKEN as error:
        reason = getattr(error, "reason", None) or str(error)
        raise TelephonyError(f"{command.what} cannot be played: {reason}") from None
