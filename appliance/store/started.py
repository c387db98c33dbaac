"""What the box finds in its store when it starts, in whatever state the store is."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from appliance.core.calendar import CalendarRecord
from appliance.core.directory import Directory, neutral
from appliance.core.events import Started
from appliance.core.model import SmsHistory, SpokenFile
from appliance.core.sms_reports import LONGEST_WAIT
from appliance.core.trial import Trial
from appliance.settings.document import read
from appliance.settings.problems import SettingsError
from appliance.store.accounts import Accounts
from appliance.store.failures import FailureLog
from appliance.store.store import Store
from appliance.store.troubles import StoreError

log = logging.getLogger(__name__)

NOTHING_PUBLISHED = (
    "No settings are published yet, so every caller is answered neutrally and leaves a message. "
    "Publish a document with `sentralbord settings import`."
)
NONE_USABLE = (
    "No published settings can be used, so every caller is answered neutrally "
    "and leaves a message. Correct the document and import it again."
)


def read_started(path: Path, media: Path) -> tuple[Started, list[str]]:
    """The newest valid settings, what is owed, who is there; and what is wrong, in sentences.

    Never raises: with no store at all the telephone is still answered neutrally.
    """
    problems: list[str] = []
    try:
        with _opened(path, media, problems) as store:
            return _found(store, problems), problems
    except StoreError as trouble:
        if str(trouble) not in problems:
            problems.append(str(trouble))
        return Started(neutral()), problems


def settings_in_force(store: Store, problems: list[str]) -> Directory:
    """The newest settings that can be used; why a newer revision cannot is added to `problems`."""
    revisions = store.history()
    for revision in revisions:
        try:
            directory = read(revision.document)
        except Exception as error:
            if not isinstance(error, SettingsError):
                log.exception("revision %d of the settings", revision.revision)
            problems.append(f"Revision {revision.revision} of the settings cannot be used: {error}")
            continue
        if problems and revision is not revisions[0]:
            problems.append(f"Revision {revision.revision} of the settings is in force.")
        return directory
    problems.append(NONE_USABLE if revisions else NOTHING_PUBLISHED)
    return neutral()


def _opened(path: Path, media: Path, problems: list[str]) -> Store:
    try:
        store = Store(path, media)
    except StoreError as trouble:
        problems.append(str(trouble))
        return Store.as_it_lies(path, media)
    try:
        store.migrate()
    except StoreError as trouble:
        store.close()
        problems.append(str(trouble))
        return Store.as_it_lies(path, media)
    return store


def note_begin(path: Path, media: Path) -> str:
    """Note that the switchboard begins; why the box has gone back to earlier settings, or "".

    Never raises: a disk that takes no note stops nobody.
    """
    try:
        with Store(path, media) as store:
            store.migrate()
            return FailureLog(store).begin()
    except StoreError as trouble:
        log.warning("It is not noted that the switchboard has begun: %s", trouble)
        return ""


def note_end(path: Path, media: Path) -> None:
    """Note that the switchboard has ended as it should; never raises."""
    try:
        with Store(path, media) as store:
            FailureLog(store).end()
    except StoreError as trouble:
        log.warning("It is not noted that the switchboard has ended: %s", trouble)


def _found(store: Store, problems: list[str]) -> Started:
    directory = settings_in_force(store, problems)
    greetings = {line: SpokenFile(str(file)) for line, file in store.greetings().items()}
    directory = replace(directory, greetings=greetings)
    history = _sms_history(store, directory, problems)
    trial = _open_trial(store, problems)
    owed, there = store.unsent(), store.presences()
    started = Started(directory, owed, there, history, trial, new=_is_new(store))
    started = replace(started, calendars=_calendars(store, problems))
    for name in _ownerless(store, problems):
        problems.append(
            f"The recording {name} belongs to no message: the power went before it was stored. "
            "Listen to it, then delete it."
        )
    return started


def _calendars(store: Store, problems: list[str]) -> tuple[CalendarRecord, ...]:
    """What is only a copy of what stands elsewhere stops no telephone."""
    try:
        return store.calendars()
    except (StoreError, ValueError, TypeError):
        problems.append("The calendars that were kept cannot be read; they are read anew.")
        return ()


def _is_new(store: Store) -> bool:
    """Nobody has settled anything and nobody has an account."""
    try:
        return store.current() is None and not Accounts(store).all()
    except StoreError:
        return False  # a disk that can only be read may lack the newest tables


def _sms_history(store: Store, directory: Directory, problems: list[str]) -> SmsHistory:
    now = datetime.now(ZoneInfo(directory.office.time_zone))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return store.sms_history(now - LONGEST_WAIT, midnight)
    except StoreError as trouble:
        problems.append(str(trouble))
        return SmsHistory()


def _open_trial(store: Store, problems: list[str]) -> Trial | None:
    try:
        return store.open_trial()
    except StoreError as trouble:
        problems.append(str(trouble))
        return None


def _ownerless(store: Store, problems: list[str]) -> list[str]:
    try:
        return store.ownerless_recordings()
    except StoreError as trouble:
        problems.append(str(trouble))
        return []
