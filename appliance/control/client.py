"""The other side of the control socket, for commands and the web: ask once, or watch."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from appliance.common.foreign_json import OddJson, object_in

CONNECT_SECONDS = 5.0
QUEUE_SECONDS = 0.02
"""How often a place in the listener's queue is tried for."""

ANSWER_SECONDS = 10.0
"""Longer than the switchboard takes to say that it has no answer."""

LONGEST_LINE = 4 * 1024 * 1024
CHUNK = 64 * 1024


class ControlUnavailable(RuntimeError):
    """The switchboard cannot be asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the switchboard said: `words` for a person, `data` the rest ("view", "info")."""

    ok: bool
    words: str
    data: Mapping[str, object] = field(default_factory=dict)


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
            raise ControlUnavailable("the switchboard stopped before it answered")
        ok, words = bool(answer.pop("ok", False)), str(answer.pop("words", ""))
        return Answer(ok, words, answer)

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
            raise ControlUnavailable("the switchboard stopped listening") from error

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
            raise ControlUnavailable("what answers at the control socket is no switchboard")
        try:
            return self._socket.recv(CHUNK)
        except TimeoutError as error:
            raise ControlUnavailable(f"no answer came within {seconds:g} s") from error
        except OSError as error:
            raise ControlUnavailable("the connection to the switchboard broke") from error

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
        raise ControlUnavailable(str(said.get("words", "what came is no view")))

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
        raise ControlUnavailable("what answers at the control socket is no switchboard") from error


def why_not(path: Path, error: OSError) -> str:
    """Return the sentence for a connection that did not come about."""
    match error:
        case FileNotFoundError():
            return (
                f"the switchboard is not running (no socket at {path}): "
                "start it with `sentralbord run`"
            )
        case ConnectionRefusedError():
            return (
                f"the switchboard is not running (nobody answers at {path}): "
                "start it with `sentralbord run`"
            )
        case PermissionError():
            return f"you may not use {path}: ask to be put into the group that owns it"
    return f"the switchboard cannot be reached at {path}: {error.strerror or error}"
