"""The other side of the control socket, for commands and the web: ask once, or watch."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from appliance.common.foreign_json import OddJson, object_in
from appliance.control.verdict_line import verdict_in
from appliance.core.model.verdict import Refused, Verdict, refused
from appliance.core.words.verdicts import in_english

CONNECT_SECONDS = 5.0
QUEUE_SECONDS = 0.02
"""How often a place in the listener's queue is tried for."""

ANSWER_SECONDS = 10.0
"""Longer than the switchboard takes to say that it has no answer."""

LONGEST_LINE = 4 * 1024 * 1024
CHUNK = 64 * 1024


class ControlUnavailable(RuntimeError):
    """The switchboard cannot be asked; the message says why and what to do, in English.

    `verdict` is the fact of it; None where the words are somebody else's.
    """

    def __init__(self, why: Verdict | str) -> None:
        self.verdict = why if isinstance(why, Verdict) else None
        super().__init__(in_english(why) if isinstance(why, Verdict) else why)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the switchboard said: `words` in English, `data` the rest ("view", "info").

    `verdict` is what the words say, for readers of other languages; None where it came without.
    """

    ok: bool
    words: str
    data: Mapping[str, object] = field(default_factory=dict)
    verdict: Verdict | None = None


class ControlClient:
    """Talk to the switchboard whose control socket is at `path`; a connection per question."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, do: str, **fields: object) -> Answer:
        """Ask for something and wait for the answer; raises ControlUnavailable."""
        with Conversation(self._path) as conversation:
            conversation.send({"do": do, **fields})
            answer = conversation.read(ANSWER_SECONDS)
        if answer is None:
            raise ControlUnavailable(refused(Refused.STOPPED_FIRST))
        ok, words = bool(answer.pop("ok", False)), str(answer.pop("words", ""))
        return Answer(ok, words, answer, verdict_in(answer))

    def watch(self) -> "Watch":
        """Return the views from now on, the present one first; raises ControlUnavailable."""
        conversation = Conversation(self._path)
        try:
            conversation.send({"do": "watch"})
        except ControlUnavailable:
            conversation.close()
            raise
        return Watch(conversation)


class Conversation:
    """One connection to the switchboard, carrying JSON objects line by line."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(CONNECT_SECONDS)
        self._received = b""
        try:
            connect(self._socket, path)
        except OSError as error:
            self._socket.close()
            raise ControlUnavailable(why_not(path, error)) from error

    def send(self, request: Mapping[str, object]) -> None:
        """Send a request; raises ControlUnavailable."""
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
        except BrokenPipeError:
            return  # why it closed, it has said before: that is still to be read
        except OSError as error:
            raise ControlUnavailable(refused(Refused.STOPPED_LISTENING)) from error

    def read(self, seconds: float | None) -> dict[str, object] | None:
        """Return the next object, or None at the end; raises ControlUnavailable.

        Waits up to `seconds` for each piece of it, for ever with None.
        """
        self._socket.settimeout(seconds)
        while b"\n" not in self._received:
            piece = self._receive(seconds)
            if not piece:
                return None
            self._received += piece
        line, _, self._received = self._received.partition(b"\n")
        return understood(line)

    def _receive(self, seconds: float | None) -> bytes:
        if len(self._received) > LONGEST_LINE:
            raise ControlUnavailable(refused(Refused.NO_SWITCHBOARD))
        try:
            return self._socket.recv(CHUNK)
        except TimeoutError as error:
            late = refused(Refused.NO_ANSWER_WITHIN, n=f"{seconds:g}")
            raise ControlUnavailable(late) from error
        except OSError as error:
            raise ControlUnavailable(refused(Refused.CONNECTION_BROKE)) from error

    def hang_up(self) -> None:
        """End the conversation from any thread; a `read` that waits returns None."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is over already

    def close(self) -> None:
        """Let go of the connection."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watch(Iterator[dict[str, object]]):
    """The stream of views, each as a dictionary; ends when the switchboard does.

    A context manager. `hang_up` ends it from another thread.
    """

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def __next__(self) -> dict[str, object]:
        """Wait for the next view; raises ControlUnavailable when it is refused."""
        said = self._conversation.read(None)
        if said is None:
            raise StopIteration
        match said:
            case {"view": dict(view)}:
                return view
        words = str(said.get("words", ""))
        raise ControlUnavailable(verdict_in(said) or words or refused(Refused.NO_VIEW))

    def hang_up(self) -> None:
        """End the stream."""
        self._conversation.hang_up()

    def close(self) -> None:
        """Let go of the connection."""
        self._conversation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(caller: socket.socket, path: Path) -> None:
    """Connect; a full queue, at which a socket with a time-out gives up at once, is waited for."""
    until = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            return caller.connect(str(path))
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(QUEUE_SECONDS)


def understood(line: bytes) -> dict[str, object]:
    """Return the object of a line; raises ControlUnavailable."""
    try:
        return object_in(line, LONGEST_LINE)
    except OddJson as error:
        raise ControlUnavailable(refused(Refused.NO_SWITCHBOARD)) from error


def why_not(path: Path, error: OSError) -> Verdict:
    """Return why a connection did not come about."""
    match error:
        case FileNotFoundError():
            return refused(Refused.NO_SOCKET, path=path)
        case ConnectionRefusedError():
            return refused(Refused.NOBODY_THERE, path=path)
        case PermissionError():
            return refused(Refused.NO_RIGHT, path=path)
    return refused(Refused.NOT_REACHED, path=path, why=error.strerror or error)
