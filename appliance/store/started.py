"""What the box finds in its store when it starts, in whatever state the store is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from appliance.common.problems import SettingsError
from appliance.core.model.calendar import CalendarRecord
from appliance.core.model.ids import SmsHistory, SpokenFile
from appliance.core.protocol.events import Started
from appliance.core.settings.directory import Directory, neutral
from appliance.core.sms.delivery_reports import LONGEST_WAIT
from appliance.settings.document import read
from appliance.store.failures import FailureLog
from appliance.store.store import Store
from appliance.store.troubles import DAMAGED, NEWER, StoreError
from appliance.store.web.accounts import Accounts

T = TypeVar("T")
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
        _tell(problems, trouble)
        return Started(neutral()), problems


def settings_in_force(store: Store, problems: list[str]) -> Directory:
    """The newest settings that can be used; why a newer revision cannot is added to `problems`.

    Raises StoreError where no revision can be read for the state of the disk.
    """
    numbers = _revision_numbers(store, problems)
    for number in numbers:
        directory = _usable(store, number, problems)
        if directory is None:
            continue
        if problems and number != numbers[0]:
            problems.append(f"Revision {number} of the settings is in force.")
        return directory
    problems.append(NONE_USABLE if numbers else NOTHING_PUBLISHED)
    return neutral()


def imagined_start(store: Store, directory: Directory) -> Started:
    """Return what a call that is only thought meets: who is there, and what calendars say.

    Lines that greet with a recording of their people do so. Raises StoreError.
    """
    return Started(
        with_greetings(store, directory),
        presences=store.presences(),
        calendars=_calendars(store, []),
    )


def with_greetings(store: Store, directory: Directory) -> Directory:
    """Return the settings with the greetings that members of staff have spoken."""
    greetings = {line: SpokenFile(str(file)) for line, file in store.greetings().items()}
    return replace(directory, greetings=greetings)


def _usable(store: Store, number: int, problems: list[str]) -> Directory | None:
    try:
        revision = store.revision(number)
        return read(revision.document) if revision else None
    except Exception as error:
        if not isinstance(error, SettingsError | StoreError):
            log.exception("revision %d of the settings", number)
        problems.append(f"Revision {number} of the settings cannot be used: {error}")
        return None


def _revision_numbers(store: Store, problems: list[str]) -> list[int]:
    """The revisions, newest first; around a damaged page, those that are still within reach."""
    try:
        return store.revision_numbers()
    except StoreError as trouble:
        _tell(problems, trouble)
        reached = {*store.revisions_until_damage(up=False), *store.revisions_until_damage(up=True)}
        if not reached:
            raise
        return sorted(reached, reverse=True)


def _opened(path: Path, media: Path, problems: list[str]) -> Store:
    try:
        store = Store(path, media)
    except StoreError as trouble:
        _tell(problems, trouble)
        return Store.as_it_lies(path, media)
    try:
        store.migrate()
    except StoreError as trouble:
        store.close()
        problems.append(str(trouble))
        return Store.as_it_lies(path, media)
    if store.is_newer():
        problems.append(NEWER)
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
    """What is damaged takes nothing else with it: each is read by itself."""

    def reads(what: Callable[[], T], otherwise: T) -> T:
        return _read_alone(store, what, otherwise, problems)

    directory = reads(lambda: settings_in_force(store, problems), neutral())
    greeting = reads(lambda: with_greetings(store, directory), directory)
    history = reads(lambda: _sms_history(store, directory), SmsHistory())
    nobodys: list[str] = []
    for name in reads(store.ownerless_recordings, nobodys):
        problems.append(
            f"The recording {name} belongs to no message: the power went before it was stored. "
            "Listen to it, then delete it."
        )
    return Started(
        greeting,
        reads(store.unsent, ()),
        reads(store.presences, ()),
        history,
        reads(store.open_trial, None),
        new=_is_new(store),
        calendars=_calendars(store, problems),
        days_seen=reads(store.days_seen, ()),
    )


def _read_alone(store: Store, what: Callable[[], T], otherwise: T, problems: list[str]) -> T:
    try:
        with store.in_words():
            return what()
    except StoreError as trouble:
        _tell(problems, trouble)
    except (ValueError, TypeError, KeyError) as error:  # bytes that turned over within a row
        log.warning("a row means nothing: %r", error)
        _tell(problems, DAMAGED)
    return otherwise


def _tell(problems: list[str], trouble: StoreError | str) -> None:
    if str(trouble) not in problems:
        problems.append(str(trouble))


def _calendars(store: Store, problems: list[str]) -> tuple[CalendarRecord, ...]:
    """What is only a copy of what stands elsewhere stops no telephone."""
    try:
        with store.in_words():
            return store.calendars()
    except (StoreError, ValueError, TypeError) as trouble:
        if str(trouble) not in problems:
            problems.append("The calendars that were kept cannot be read; they are read anew.")
        return ()


def _is_new(store: Store) -> bool:
    """Nobody has settled anything and nobody has an account."""
    try:
        with store.in_words():
            return store.current() is None and not Accounts(store).all()
    except (StoreError, ValueError):
        return False  # a disk that can only be read may lack the newest tables


def _sms_history(store: Store, directory: Directory) -> SmsHistory:
    now = datetime.now(ZoneInfo(directory.office.time_zone))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return store.sms_history(now - LONGEST_WAIT, midnight)
