"""A box without a core: the test says what it does and looks at what it reports."""

from __future__ import annotations

import math
import queue
import struct
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from support.patience import PATIENCE
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId, Prompt, Sound
from appliance.core.protocol.commands import Answer, Command
from appliance.core.protocol.events import CallArrived, Event
from appliance.telephony.config import SipConfig
from appliance.telephony.endpoint import Telephony

E = TypeVar("E")
DIALLED = "+4710000001"
CALLER = "+4710000099"
TONE_HZ = 440


def write_tone(path: Path, seconds: float, hz: int = TONE_HZ) -> Path:
    turn = 2 * math.pi * hz / 8000
    samples = [int(8000 * math.sin(turn * n)) for n in range(round(8000 * seconds))]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


class Box:
    """Telephony and its owner thread, which is the test's."""

    def __init__(self, directory: Path, config: SipConfig) -> None:
        self.directory = directory
        self.recordings = directory / "recordings"
        self.recordings.mkdir(exist_ok=True)
        self.inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.events: list[Event] = []
        self._given: dict[type, int] = {}
        self.telephony = Telephony(config, self.told, self._file_of, self.recordings)
        self.telephony.start()

    def told(self, event: Event) -> None:
        """On whatever thread the event came up."""
        self.inbox.put(event)

    def _file_of(self, what: Prompt | Sound) -> Path:
        return self.directory / f"{what.text if isinstance(what, Prompt) else what}.wav"

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.telephony.perform(command)

    def turn(self, seconds: float) -> list[Event]:
        """Poll once and give what came."""
        self.telephony.tidy()
        self.telephony.poll(0.0 if not self.inbox.empty() else seconds)
        news = []
        while not self.inbox.empty():
            news.append(self.inbox.get())
        self.events += news
        return news

    def wait(self, kind: type[E], seconds: float = PATIENCE) -> E:
        """The next event of a kind that no `wait` has given yet."""
        self._given[kind] = number = self._given.get(kind, 0) + 1
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if len(came := self.all(kind)) >= number:
                return came[number - 1]
            self.turn(0.05)
        raise AssertionError(f"no {kind.__name__} within {seconds} s; came: {self.events}")

    def poll_for(self, seconds: float) -> list[Event]:
        """All that comes within a time."""
        until = time.monotonic() + seconds
        news: list[Event] = []
        while (left := until - time.monotonic()) > 0:
            news += self.turn(min(left, 0.02))
        return news

    def poll_until(self, condition: Callable[[], object]) -> None:
        """Poll until `condition()` holds."""
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, f"it never came true; came: {self.events}"
            self.turn(0.01)

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def number(self) -> str:
        """The SIP URI of a line."""
        return self.telephony.sip_uri.replace("sip:", f"sip:{DIALLED}@")

    def take_call(self) -> LegId:
        """Answer the next call."""
        leg = self.wait(CallArrived).leg
        self.do(Answer(leg))
        return leg

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.telephony.stop()

    def idle(self) -> bool:
        return not any(self.telephony.counters.values())


def answered_call(box: Box, far_end: FarEnd) -> tuple[LegId, str]:
    """A call from this far end that stands; also what it was answered with."""
    far_end.invite(description(far_end.rtp_port))
    leg = box.take_call()
    box.poll_for(0.03)
    text = far_end.answer_to("INVITE")[1]
    far_end.ack()
    box.poll_for(0.02)
    return leg, text
