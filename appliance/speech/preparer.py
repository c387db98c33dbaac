"""The thread that sees to it that what the settings say can be played: rendered, and in memory."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread

from appliance.core.model.ids import Prompt
from appliance.core.protocol.commands import Prepare
from appliance.core.protocol.events import DeviceFound, DeviceLost, Event
from appliance.speech.library import PromptLibrary
from appliance.speech.render import RenderError, render_missing

log = logging.getLogger(__name__)


class Preparer:
    """Performs Prepare: stages what is rendered at once, has the rest rendered elsewhere."""

    def __init__(self, library: PromptLibrary, inbox: Callable[[Event], None]) -> None:
        self._library = library
        self._inbox = inbox
        self._mailbox: SimpleQueue[Prepare | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="speech", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def perform(self, command: Prepare) -> None:
        """Leave a command in the mailbox; the answer comes by the inbox."""
        self._mailbox.put(command)

    def stop(self) -> None:
        """End the thread; a rendering under way is left to the next start."""
        self._mailbox.put(None)

    def _run(self) -> None:
        while (command := self._mailbox.get()) is not None:
            self._inbox(self._prepared(command.prompts))

    def _prepared(self, prompts: Sequence[Prompt]) -> Event:
        try:
            if not self._library.stage(prompts):
                return DeviceFound("speech")
            unspoken = render_missing(self._library, prompts)
            lacking = self._library.stage(prompts)
        except (RenderError, OSError) as error:
            log.error("prompts could not be prepared: %s", error)
            return DeviceLost("speech", f"Prompts cannot be spoken: {self._why(error)}")
        if not lacking:
            return DeviceFound("speech")
        why = unspoken[0].reason if unspoken else "see the log"
        return DeviceLost("speech", f"{len(lacking)} prompts cannot be spoken: {why}")

    def _why(self, error: RenderError | OSError) -> str:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            folders = f"{self._library.runtime} or {self._library.cache}"
            return f"there is no room left in {folders}. Make room; they are tried again."
        return str(error)
