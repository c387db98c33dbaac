"""The thread that commits: Save and LoadSettings go in by its mailbox, answers by the inbox."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from appliance.common.problems import SettingsError
from appliance.core.model.trial import NoteFailure, ReturnTo
from appliance.core.protocol.commands import LoadSettings, Save
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.events import (
    DeviceLost,
    Event,
    Saved,
    SaveFailed,
    SettingsBroken,
    SettingsChanged,
)
from appliance.core.protocol.events_box import Expired
from appliance.settings.document import read
from appliance.store.connection import LOCK_SECONDS
from appliance.store.failures import FailureLog
from appliance.store.retention import expire
from appliance.store.started import NOTHING_PUBLISHED
from appliance.store.store import Store
from appliance.store.troubles import StoreError, part_with

log = logging.getLogger(__name__)

Work = Save | LoadSettings | ReturnTo | NoteFailure | Expire

STOPPED = "The box is stopping: nothing more is stored."
MISTAKE = "The records could not be stored for a reason nobody thought of ({error}). Report it."


class Writer:
    """Performs commands one after another; a disk that refuses is answered, never fatal.

    `inbox` is called on this thread with exactly one event per command; with none for a failure
    that is noted and does not make the box go back. `on_death` is called
    with what ended the thread, should anything do so. `perform` and `stop` belong to one thread.
    """

    def __init__(
        self,
        path: Path,
        media: Path,
        inbox: Callable[[Event], None],
        on_death: Callable[[BaseException], None],
        *,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._path, self._media, self._lock_seconds = path, media, lock_seconds
        self._inbox, self._on_death = inbox, on_death
        self._mailbox: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._store: Store | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def perform(self, command: Work) -> None:
        """Leave a command in the mailbox; the answer comes by the inbox."""
        if self._stopping:
            self._inbox(_refused(command, STOPPED))
        else:
            self._mailbox.put(command)

    def stop(self) -> None:
        """Finish what lies in the mailbox, then end; returns when the file is closed."""
        self._stopping = True
        self._mailbox.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while (command := self._mailbox.get()) is not None:
                if event := self._answer(command):
                    self._inbox(event)
        except BaseException as error:
            self._on_death(error)
        finally:
            self._let_go()

    def _answer(self, command: Work) -> Event | None:
        try:
            return self._perform(command)
        except StoreError as trouble:
            reason = str(trouble)
        except Exception as error:
            log.exception("The store could not perform %s", type(command).__name__)
            reason = MISTAKE.format(error=error)
        self._let_go()
        return _refused(command, reason)

    def _perform(self, command: Work) -> Event | None:
        if isinstance(command, LoadSettings):
            return self._load(command.request)
        if isinstance(command, ReturnTo):
            returned = self._opened().return_to(command.trial, command.note)
            return self._load(None, command.note if returned else "")
        if isinstance(command, NoteFailure):
            sentence = FailureLog(self._opened()).note(command.times)
            return self._load(None, sentence) if sentence else None
        if isinstance(command, Expire):
            return Expired(expire(self._opened(), command))
        self._opened().save(command.records)
        return Saved(command.receipt)

    def _load(self, request: str | None, returned: str = "") -> Event:
        store = self._opened()
        newest = store.current()
        if newest is None:
            return SettingsBroken(NOTHING_PUBLISHED, request)
        try:
            directory = read(newest.document)
        except SettingsError as error:
            reason = f"Revision {newest.revision} of the settings cannot be used: {error}"
            return SettingsBroken(reason, request)
        return SettingsChanged(directory, request, store.open_trial(), returned)

    def _opened(self) -> Store:
        # Opened anew after every trouble: the disk may have been absent, or another one.
        if self._store is None:
            store = Store(self._path, self._media, lock_seconds=self._lock_seconds)
            try:
                store.migrate()
            except BaseException:
                store.close()
                raise
            self._store = store
        return self._store

    def _let_go(self) -> None:
        store, self._store = self._store, None
        try:
            if store:
                store.close()
        except StoreError as trouble:
            log.warning("The store was not closed: %s", trouble)


def _refused(command: Work, reason: str) -> Event:
    if isinstance(command, Save):
        return SaveFailed(command.receipt, reason)
    if isinstance(command, Expire):
        log.warning("Old rows stay until tomorrow: %s", reason)
        return Expired()
    if isinstance(command, NoteFailure):
        return DeviceLost(part_with(reason), reason)
    request = command.request if isinstance(command, LoadSettings) else None
    return SettingsBroken(reason, request)
