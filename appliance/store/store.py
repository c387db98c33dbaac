"""The store as one thread holds it: records, the outbox, presences, and settings revisions."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from appliance.core.model.calendar import CalendarRecord
from appliance.core.model.ids import (
    CallRecord,
    Greeting,
    InboxSms,
    Message,
    MessageHeard,
    PresenceRecord,
    Record,
    Sms,
    SmsHandled,
    SmsHistory,
    SmsState,
    SmsStop,
    SpokenMessage,
)
from appliance.core.model.steady_clock import DaySeen
from appliance.core.model.talks import CallRecording, RecordingsExpired
from appliance.core.model.trial import Trial, TrialRecord
from appliance.store import connection, revisions
from appliance.store.migrations.calendars import put_calendar
from appliance.store.migrations.days import days_seen, put_day
from appliance.store.revisions import Draft, Publication, Revision, draft_of, revision_of
from appliance.store.rows import Row, calendar_of, presence_of, row_of, sms_of, step_in, trail_rows
from appliance.store.sms_history import sms_history
from appliance.store.sounds.messages import Kept, Shelf, greeting_name
from appliance.store.sounds.talks import TalkShelf
from appliance.store.sounds.unheard import greetings, next_spoken
from appliance.store.troubles import in_words

UNSENT = (SmsState.QUEUED, SmsState.SENDING, SmsState.MAYBE, SmsState.FAILED)
FATE = ("state", "attempts", "reason", "promised_at", "sent_at", "parts", "unreported", "settled")
"""What changes of an SMS after its promise."""


log = logging.getLogger(__name__)


class Store:
    """A connection to the database, with the recordings beside it; each thread opens its own.

    Every method raises StoreError, whose words say what to do. `lock_seconds` is how long one
    waits while another connection writes.
    """

    _expired = False

    def __init__(
        self, path: Path, media: Path, *, lock_seconds: float = connection.LOCK_SECONDS
    ) -> None:
        self._folder, self._shelf = path.parent, Shelf(media)
        self.talks = TalkShelf.in_folder(media)
        self._outdated: set[str] = set()
        with self._in_words():
            self._db = connection.durable(path, lock_seconds)

    @classmethod
    def as_it_lies(cls, path: Path, media: Path) -> Self:
        """Read a store whose disk cannot be written."""
        store = cls.__new__(cls)
        store._folder, store._shelf = path.parent, Shelf(media)
        store.talks = TalkShelf.in_folder(media)
        with store._in_words():
            store._db = connection.as_it_lies(path)
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the last connection folds the write-ahead log into it."""
        with self._in_words():
            self._db.close()

    def migrate(self) -> None:
        """Bring an empty or older database up to date."""
        with self._in_words():
            connection.migrate(self._db)

    def is_newer(self) -> bool:
        """Whether a later release has made tables that this one does not know."""
        with self._in_words():
            return connection.is_newer(self._db)

    def save(self, records: Sequence[Record]) -> None:
        """Commit the records, with their recordings, in ONE transaction: all of them or none.

        Rows are laid over those of the same id, so that a repeated save is harmless.
        """
        self._outdated.clear()
        with self._in_words():
            kept = self._commit(records)
        for recording in kept:
            recording.settle()
        if self._expired:
            self._sweep_talks()
        for name in self._outdated:
            self._shelf.drop(name)

    def _commit(self, records: Sequence[Record]) -> list[Kept]:
        kept: list[Kept] = []
        with ExitStack() as undo:
            for record in records:
                if recording := self._recording_in(record):
                    kept.append(recording)
                    undo.callback(recording.undo)
            with self._transaction() as db:
                for record in records:
                    self._put(db, record)
            undo.pop_all()
        return kept

    def _recording_in(self, record: Record) -> Kept | None:
        match record:
            case Message(id=id, recording=str(recording)):
                return self._shelf.keep(id, recording)
            case CallRecording():
                return self.talks.keep(record)
            case Greeting(recording=str(recording)):
                # What lies in memory goes on being played.
                return replace(self._shelf.keep(greeting_name(record), recording), serves=True)
        return None

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        # A deferred transaction would fail at once where another connection writes; and an SMS
        # may stand before its message, so foreign keys are asked for at the commit.
        self._db.conn.execute("BEGIN IMMEDIATE")
        try:
            self._db.conn.execute("PRAGMA defer_foreign_keys=ON")
            yield self._db
            self._db.conn.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

    def _put(self, db: Database, record: Record) -> None:
        if isinstance(record, CalendarRecord):
            put_calendar(db, record)
            return
        if isinstance(record, DaySeen):
            put_day(db, record)
            return
        row = row_of(record)
        match record:
            case CallRecord():
                db.table("calls").upsert(row, pk="id")
                db.table("trail").delete_where("call = ?", [row["id"]])
                db.table("trail").insert_all(trail_rows(record))
            case Message():
                if record.recording:
                    row["recording"] = self._shelf.file_for(record.id).name
                db.table("messages").upsert(row, pk="id")
            case Sms():
                db.table("outbox").insert(row, pk="id", ignore=True)
                db.table("outbox").update(row["id"], {name: row[name] for name in FATE})
            case PresenceRecord():
                db.table("presence").upsert(row, pk="agent")
            case InboxSms():
                db.table("inbox").insert(row, pk="id", ignore=True)
            case SmsHandled():
                db.execute("UPDATE inbox SET handled = 1 WHERE id = ?", [row["id"]])
            case CallRecording():
                db.table("call_recordings").upsert(self.talks.row(record, row), pk="id")
            case RecordingsExpired():
                db.execute("DELETE FROM call_recordings WHERE started < ?", [row["before"]])
                self._expired = True
            case MessageHeard():
                heard = "UPDATE messages SET heard_at = ?, heard_by = ? WHERE id = ?"
                db.execute(heard, [row["at"], row["agent"], row["id"]])
            case Greeting():
                if record.recording:
                    row["recording"] = self._shelf.file_for(greeting_name(record)).name
                before = self.greetings().get(record.line)
                self._outdated |= {before.name} - {row["recording"]} if before else set()
                db.table("greetings").upsert(row, pk="line")
            case SmsStop():
                db.table("sms_stops").upsert(row, pk="number")
            case TrialRecord():
                revisions.keep_trial(db, record)

    def publish(self, document: str, author: str, note: str = "") -> int:
        """Make a settings document (TOML, checked by the caller) the newest revision."""
        return self.publish_as(Publication(document, author, note))

    def publish_as(self, new: Publication) -> int:
        """Make a document the newest revision in ONE transaction, whatever ends the process.

        Raises Outdated where another revision is the newest than was expected.
        """
        with self._in_words(), self._transaction() as db:
            return revisions.publish(db, new)

    def return_to(self, trial: Trial, note: str) -> bool:
        """Publish what was in force before the trial; False where the trial is over already."""
        with self._in_words(), self._transaction() as db:
            return revisions.open_trial(db) is not None and revisions.return_to(db, trial, note)

    def open_trial(self) -> Trial | None:
        """The trial of the newest revision; None where it stands for good."""
        with self._in_words():
            return revisions.open_trial(self._db)

    def trials(self) -> dict[int, str]:
        """Revision -> how its trial stands or ended."""
        return {row["revision"]: row["state"] for row in self._query("SELECT * FROM trials")}

    def draft(self, editor: str) -> Draft | None:
        """What an editor has changed and not published."""
        rows = self._query("SELECT * FROM drafts WHERE editor = ?", editor)
        return draft_of(rows[0]) if rows else None

    def drafts(self) -> list[Draft]:
        """What everybody is editing, the newest change first."""
        return list(map(draft_of, self._query("SELECT * FROM drafts ORDER BY changed_at DESC")))

    def keep_draft(self, draft: Draft) -> Draft:
        """Write a draft over the version it was made of; the draft as it lies there now.

        Raises Outdated where that version is not there any more.
        """
        with self._in_words(), self._transaction() as db:
            return revisions.keep_draft(db, draft)

    def drop_draft(self, editor: str) -> None:
        """Forget what an editor has changed."""
        with self._in_words(), self._transaction() as db:
            db.table("drafts").delete_where("editor = ?", [editor])

    def current(self) -> Revision | None:
        """The newest revision of the settings; None while nothing is published."""
        return next(iter(self.history(limit=1)), None)

    def history(self, limit: int = -1) -> list[Revision]:
        """The revisions of the settings, newest first; all of them unless `limit` is given."""
        rows = self._query("SELECT * FROM settings ORDER BY revision DESC LIMIT ?", limit)
        return list(map(revision_of, rows))

    def revision(self, number: int) -> Revision | None:
        """One revision of the settings."""
        rows = self._query("SELECT * FROM settings WHERE revision = ?", number)
        return revision_of(rows[0]) if rows else None

    def revision_numbers(self) -> list[int]:
        """The revisions of the settings, newest first."""
        return [row["revision"] for row in self._query(revisions.NUMBERS)]

    def revisions_until_damage(self, *, up: bool) -> list[int]:
        """Those revisions that lie before a damaged page, from the oldest (`up`) or the newest."""
        return revisions.until_damage(self._db, up=up)

    def unsent(self) -> tuple[Sms, ...]:
        """Every SMS that is owed, failed, or in doubt, and not settled, oldest promise first."""
        states = ", ".join("?" * len(UNSENT))
        # A disk that can only be read may hold tables of before the last upgrade.
        migrated = "settled" in self._db.table("outbox").columns_dict
        where = f"state IN ({states})" + (" AND NOT settled" if migrated else "")
        rows = self._query(f"SELECT * FROM outbox WHERE {where} ORDER BY rowid", *UNSENT)
        return tuple(map(sms_of, rows))

    def sent(self, limit: int) -> tuple[Sms, ...]:
        """The SMS that were sent or have arrived, the newest promise first."""
        where = "state IN (?, ?) ORDER BY rowid DESC LIMIT ?"
        sent = (SmsState.SENT, SmsState.DELIVERED, limit)
        return tuple(map(sms_of, self._query(f"SELECT * FROM outbox WHERE {where}", *sent)))

    def presences(self) -> tuple[PresenceRecord, ...]:
        """The status that each member of staff set last."""
        return tuple(map(presence_of, self._query("SELECT * FROM presence ORDER BY agent")))

    def days_seen(self) -> tuple[date, ...]:
        """The days that the clock has told last, the newest last."""
        return days_seen(self._query)

    def calendars(self) -> tuple[CalendarRecord, ...]:
        """The calendars of the staff as they were read last."""
        if "calendars" not in self._db.table_names():
            return ()  # a disk that can only be read, from before the last upgrade
        return tuple(map(calendar_of, self._query("SELECT * FROM calendars ORDER BY agent")))

    def messages(self, limit: int) -> list[Row]:
        """The messages that were stored last, newest first; times in UTC, ISO 8601."""
        return self._query("SELECT * FROM messages ORDER BY rowid DESC LIMIT ?", limit)

    def outbox(self, limit: int, *, owed: bool = False) -> list[Row]:
        """The SMS that were promised last, newest first; `owed`: only those not sent or settled."""
        states, values = (UNSENT, (*UNSENT, limit)) if owed else ((), (limit,))
        marks = ", ".join("?" * len(states))
        which = f"WHERE state IN ({marks}) AND NOT settled" if owed else ""
        return self._query(f"SELECT * FROM outbox {which} ORDER BY rowid DESC LIMIT ?", *values)

    def inbox(self, limit: int, *, unread: bool = False) -> list[Row]:
        """The SMS that came in last, newest first; `unread`: only those that nobody has read."""
        which = "WHERE handled = 0" if unread else ""
        return self._query(f"SELECT * FROM inbox {which} ORDER BY rowid DESC LIMIT ?", limit)

    def sms_history(self, since: datetime, day: datetime) -> SmsHistory:
        """What the rules of SMS must know of the past: see sms_history.py."""
        return sms_history(self._query, since, day)

    def calls(self, limit: int) -> list[Row]:
        """The calls that closed last, newest first, each with its `trail` of steps."""
        calls = self._query("SELECT * FROM calls ORDER BY rowid DESC LIMIT ?", limit)
        for call in calls:
            steps = "SELECT at, kind, facts, who FROM trail WHERE call = ? ORDER BY step"
            call["trail"] = list(map(step_in, self._query(steps, call["id"])))
        return calls

    def ownerless_recordings(self) -> list[str]:
        """Sweep half copies away, and name the recordings that belong to no message."""
        rows = self._query("SELECT recording FROM messages WHERE recording IS NOT NULL")
        known = {row["recording"] for row in rows} | {p.name for p in self.greetings().values()}
        with self._in_words():
            return self._shelf.sweep(known)

    def next_spoken(self, firms: Sequence[str | None], after: str) -> SpokenMessage | None:
        """The next spoken message for the staff line: see spoken_messages.py."""
        return next_spoken(self._query, self._shelf.folder, firms, after)

    def greetings(self) -> dict[str, Path]:
        """The recorded greeting of each line that has one."""
        if "greetings" not in self._db.table_names():
            return {}  # a disk that can only be read, from before the last upgrade
        return greetings(self._query, self._shelf.folder)

    def _sweep_talks(self) -> None:
        """Delete the sounds of rows that are gone; what a disk refuses is tried the next day."""
        self._expired = False
        rows = self._query("SELECT recording FROM call_recordings WHERE recording IS NOT NULL")
        try:
            self.talks.sweep({row["recording"] for row in rows})
        except OSError as error:
            log.warning("Old recordings of talks are not all deleted: %s", error)

    def drop_recording(self, name: str | None) -> None:
        """Delete the sound of a message, by the name that its row has for it."""
        if name:
            self._shelf.drop(name)

    def recording(self, message: str) -> Path:
        """Where the recording of a message lies, if it has one."""
        return self._shelf.file_for(message)

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """One transaction that others wait for; for the tables' own files beside this one."""
        with self._in_words(), self._transaction() as db:
            yield db

    def query(self, sql: str, *values: Any) -> list[Row]:
        """Rows of any table; for the tables' own files beside this one."""
        return self._query(sql, *values)

    def in_words(self) -> AbstractContextManager[None]:
        """Troubles with the disk come as StoreError; for the tables' own files beside this one."""
        return self._in_words()

    def _in_words(self) -> AbstractContextManager[None]:
        return in_words(self._folder)

    def _query(self, sql: str, *values: Any) -> list[Row]:
        with self._in_words():
            return list(self._db.query(sql, values))
