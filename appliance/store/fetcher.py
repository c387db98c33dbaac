"""The thread that finds spoken messages for the staff line, and forgets what has been heard."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from uuid import uuid4

from appliance.core.model.ids import SpokenMessage
from appliance.core.protocol.commands_staff import Discard, FetchMessage
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_staff_line import MessageFetched
from appliance.store.store import Store
from appliance.store.troubles import StoreError

log = logging.getLogger(__name__)


class Fetcher:
    """Performs FetchMessage and Discard; reads beside the writer, so that nothing waits for it.

    `memory` (tmpfs) gets the copies that are played: a slow disk must not stop the media clock.
    Nothing outside `memory` is ever removed.
    """

    def __init__(
        self, path: Path, media: Path, memory: Path, inbox: Callable[[Event], None]
    ) -> None:
        self._path, self._media, self._memory, self._inbox = path, media, memory, inbox
        self._mailbox: SimpleQueue[FetchMessage | Discard | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="fetcher", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def perform(self, command: FetchMessage | Discard) -> None:
        """Leave a command in the mailbox; the answer comes by the inbox."""
        self._mailbox.put(command)

    def stop(self) -> None:
        """End the thread when it has done what it has."""
        self._mailbox.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (command := self._mailbox.get()) is not None:
            if isinstance(command, Discard):
                self._discard(Path(command.path))
            else:
                self._inbox(self._fetched(command))

    def _fetched(self, command: FetchMessage) -> MessageFetched:
        try:
            with Store(self._path, self._media) as store:
                found = store.next_spoken(command.firms, command.after)
            return MessageFetched(command.call, self._copied(found) if found else None)
        except (StoreError, OSError) as error:
            return MessageFetched(command.call, None, str(error))

    def _copied(self, found: SpokenMessage) -> SpokenMessage:
        copy = self._memory / f"heard-{uuid4().hex}.wav"
        shutil.copyfile(found.file, copy)
        return SpokenMessage(found.id, found.client, found.caller, found.taken_at, str(copy))

    def _discard(self, file: Path) -> None:
        try:
            if file.resolve().is_relative_to(self._memory.resolve()):
                file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("The recording %s stays in memory: %s", file, error)
