"""The switchboard's side of the control socket: one thread that serves all clients."""

import json
import math
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from appliance.control.listener import ControlError, give_up, listen_at
from appliance.control.open_requests import OpenRequests
from appliance.control.peer import MOST_OPEN, Peer, PeerGone, encoded
from appliance.control.requests import FORMS, HOUSE, Refused, event_of, request_in
from appliance.control.verdict_line import answer_of
from appliance.control.view_line import ViewLines, packed
from appliance.core.model.verdict import Refused as Why
from appliance.core.model.verdict import refused
from appliance.core.protocol.commands import Reply, Show
from appliance.core.protocol.events import Event
from appliance.core.protocol.view import View

__all__ = ["ControlError", "ControlServer"]

MOST_PEERS = 32
ANSWER_SECONDS = 5.0
VIEW_SECONDS = 0.1
"""Least time between two views: turning one into JSON takes time from the loop's thread."""

LOOK_SECONDS = 1.0
"""How often that is looked at which no event reports: clients that do not read, free handles."""


class ControlServer:
    """Serve requests at `path`: each becomes an event in `inbox`, and its Reply the answer.

    `info` holds what stays true while the process lives (addresses, version, process id), as
    JSON knows it. Only what is `served` may be asked, by users of `group` where there is such a
    group, else of our own. `perform` may be called from any thread and never waits; of views,
    clients get at most ten a second, and always the newest.
    """

    def __init__(
        self,
        path: Path,
        inbox: Callable[[Event], None],
        info: Mapping[str, object] | None = None,
        *,
        served: Collection[str] = HOUSE,
        group: str = "",
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._path = path
        self._served, self._group = served, group
        self._inbox = inbox
        self._info = json.loads(encoded(info or {}))  # what is no JSON is an error here
        self._peers: set[Peer] = set()
        self._open = OpenRequests(answer_seconds, path.name)
        self._replies: deque[Reply] = deque()
        self._view = View()
        self._lines = ViewLines()
        self._view_line = self._lines.line_of(self._view)
        self._view_waits = False
        self._next_view_at = 0.0
        self._listen_at = 0.0
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._bell: socket.socket | None = None

    def start(self) -> None:
        """Open the socket and begin to serve; raises ControlError."""
        self._listener = listen_at(self._path, self._group)
        self._inode = self._path.lstat().st_ino
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ, self._hear_bell)
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)
        self._thread.start()

    def perform(self, command: Show | Reply) -> None:
        """Show a view to all who watch, or answer the request that it replies to."""
        if isinstance(command, Reply):
            self._replies.append(command)
            self._ring_bell()
            return
        self._view = command.view
        if not self._view_waits:
            self._view_waits = True
            self._ring_bell()

    def stop(self) -> None:
        """Send what is answered already, close everything, and remove the socket's file."""
        self._stopping = True
        self._ring_bell()
        if self._thread:
            self._thread.join()

    def _ring_bell(self) -> None:
        # A full pipe rings already; a closed one has nobody left to wake.
        if self._bell:
            with suppress(OSError):
                self._bell.send(b"!")

    def _hear_bell(self, _: int) -> None:
        with suppress(BlockingIOError):
            self._ear.recv(4096)

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._catch_up(time.monotonic())
                for key, mask in self._selector.select(self._patience(time.monotonic())):
                    key.data(mask)
            self._catch_up(time.monotonic())
        finally:
            self._close()

    def _patience(self, now: float) -> float | None:
        """Return for how many seconds nothing is due; None: until something is heard."""
        unread = any(peer.wants_to_write for peer in self._peers)
        due = [
            self._open.next_due,
            self._next_view_at if self._view_waits else None,
            now + LOOK_SECONDS if unread else None,
            self._listen_at,
        ]
        soonest = min(at for at in due if at is not None)
        return None if soonest == math.inf else max(0.0, soonest - now)

    def _catch_up(self, now: float) -> None:
        """Do all that is due: answers, the newest view, and what clients can take of them."""
        while self._replies:
            reply = self._replies.popleft()
            self._open.answer(reply)
        self._open.answer_late(now)
        if self._view_waits and now >= self._next_view_at:
            self._next_view_at = now + VIEW_SECONDS
            self._show_newest()
        for peer in list(self._peers):
            self._flush(peer, now)
        if now >= self._listen_at:
            self._listen_at = math.inf
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)

    def _show_newest(self) -> None:
        self._view_waits = False  # first: a view that comes from here on waits anew
        self._view_line = self._lines.line_of(self._view)
        for peer in self._peers:
            if peer.watching:
                peer.show(self._view_line)

    def _accept(self, _: int) -> None:
        try:
            peer = Peer(self._listener.accept()[0])
        except BlockingIOError:
            return
        except OSError:  # no file handles left: without a rest, this would be tried for ever
            self._listen_at = time.monotonic() + LOOK_SECONDS
            self._selector.unregister(self._listener)
            return
        self._peers.add(peer)
        if len(self._peers) > MOST_PEERS:
            peer.refuse(answer_of(refused(Why.TOO_MANY_PROGRAMS)))

    def _serve(self, peer: Peer, mask: int) -> None:
        if not mask & selectors.EVENT_READ:
            return
        try:
            for line in peer.receive():
                if not peer.is_overfull:
                    self._obey(peer, line)
        except PeerGone:
            self._drop(peer)

    def _obey(self, peer: Peer, line: bytes) -> None:
        try:
            request = request_in(line, self._served)
            if request["do"] in FORMS:
                self._ask(peer, request)
            else:
                self._tell(peer, request)
        except Refused as refusal:
            peer.say({"ok": False, "words": str(refusal)})

    def _tell(self, peer: Peer, request: Mapping[str, object]) -> None:
        if len(request) > 1:
            raise Refused(f"{request['do']!r} takes no fields")
        match request["do"]:
            case "watch":
                peer.watching = True
                peer.show(self._view_line)
            case "view":
                peer.say({"ok": True, "words": "", "view": packed(self._view)})
            case _:
                peer.say({"ok": True, "words": "", "info": self._info})

    def _ask(self, peer: Peer, request: Mapping[str, object]) -> None:
        if peer.open_requests >= MOST_OPEN:
            return peer.say(answer_of(refused(Why.TOO_MANY_REQUESTS)))
        id = self._open.new_id()
        event = event_of(request, id)
        if FORMS[str(request["do"])].answered:
            self._open.open(id, peer, time.monotonic())
        else:
            peer.say({"ok": True, "words": "handed on"})
        return self._inbox(event)

    def _flush(self, peer: Peer, now: float) -> None:
        try:
            peer.flush(now)
            self._listen_to(peer)
        except PeerGone:
            self._drop(peer)

    def _listen_to(self, peer: Peer) -> None:
        """Wait for what this client may do next: send, read, or neither."""
        wish = selectors.EVENT_READ * peer.wants_to_read
        wish |= selectors.EVENT_WRITE * peer.wants_to_write
        key = self._selector.get_map().get(peer.socket)
        if (key.events if key else 0) == wish:
            return
        if key:
            self._selector.unregister(peer.socket)
        if wish:
            self._selector.register(peer.socket, wish, partial(self._serve, peer))

    def _drop(self, peer: Peer) -> None:
        if self._selector.get_map().get(peer.socket):
            self._selector.unregister(peer.socket)
        self._peers.discard(peer)
        peer.socket.close()

    def _close(self) -> None:
        for peer in list(self._peers):
            self._drop(peer)
        self._selector.close()
        give_up(self._listener, self._path, self._inode)
        self._ear.close()
        if self._bell:
            self._bell.close()
