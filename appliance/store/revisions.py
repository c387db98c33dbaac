"""The SQL of the settings: revisions, drafts, and trials."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlite_utils import Database

from appliance.core.model.trial import Trial, TrialRecord, TrialState
from appliance.store.rows import Row, instant

AUTHOR = "Sentralbord"
"""Who publishes when the box goes back by itself."""


LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


NUMBERS = "SELECT revision FROM settings ORDER BY revision DESC"


class Outdated(Exception):
    """Somebody else has published or changed the same meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A published settings document; the highest `revision` is in force."""

    revision: int
    document: str
    author: str
    note: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor has changed since revision `base` (0: since nothing was published)."""

    editor: str
    base: int
    document: str
    version: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A document to be published.

    `expected` is the revision that must be the newest (0: none), None for whichever. The draft of
    `editor` goes with it. `trial`: the box goes back if a trunk does not come up.
    """

    document: str
    author: str
    note: str = ""
    expected: int | None = None
    editor: str | None = None
    trial: bool = False


def revision_of(row: Mapping[str, Any]) -> Revision:
    """The revision of a row."""
    return Revision(**{**row, "published_at": datetime.fromisoformat(row["published_at"])})


def draft_of(row: Mapping[str, Any]) -> Draft:
    """The draft of a row."""
    return Draft(**{**row, "changed_at": datetime.fromisoformat(row["changed_at"])})


def publish(db: Database, new: Publication) -> int:
    """Within a transaction: insert the revision, open its trial, drop the draft.

    Raises Outdated.
    """
    newest = newest_revision(db)
    if new.expected is not None and newest != new.expected:
        raise Outdated(f"revision {newest} is the newest, not {new.expected}")
    good = _replace_trial(db, newest)
    number = _insert(db, new.document, new.author, new.note)
    if new.trial and good:
        row = {"revision": number, "previous": good, "state": TrialState.OPEN.value}
        db.table("trials").insert(row)
    if new.editor is not None:
        db.table("drafts").delete_where("editor = ?", [new.editor])
    return number


def return_to(db: Database, trial: Trial, note: str) -> bool:
    """Within a transaction: publish the revision before the trial anew, if it is the newest."""
    rows = list(db.query("SELECT * FROM settings WHERE revision = ?", [trial.previous]))
    if newest_revision(db) != trial.revision or not rows:
        return False
    _insert(db, rows[0]["document"], AUTHOR, note)
    returned = TrialState.RETURNED.value
    db.execute("UPDATE trials SET state = ? WHERE revision = ?", [returned, trial.revision])
    return True


def open_trial(db: Database) -> Trial | None:
    """The trial of the newest revision, if it is open."""
    if not db.table("trials").exists():  # a disk that can only be read may lack the newest tables
        return None
    rows = list(
        db.query(
            "SELECT * FROM trials WHERE state = 'open' "
            "AND revision = (SELECT max(revision) FROM settings)"
        )
    )
    return _trial_of(rows[0]) if rows else None


def undone_by(db: Database, revision: int) -> Trial | None:
    """The way back from a revision, whether or not it was on trial; None where there is none.

    What the box has gone back to by itself is not gone back from.
    """
    before = """SELECT settings.revision,
        coalesce(trials.previous, settings.revision - 1) AS previous, NULL AS watched
        FROM settings LEFT JOIN trials USING (revision)
        WHERE settings.revision = ? AND author != ?"""
    rows = list(db.query(before, [revision, AUTHOR]))
    return _trial_of(rows[0]) if rows else None


def when_published(db: Database, revision: int) -> datetime:
    """When a revision was published; the earliest time of all for one that is not there."""
    rows = list(db.query("SELECT published_at FROM settings WHERE revision = ?", [revision]))
    return datetime.fromisoformat(rows[0]["published_at"]) if rows else LONG_AGO


def keep_trial(db: Database, record: TrialRecord) -> None:
    """How a trial stands from now on; one that is over stays over."""
    watched = None if record.watched is None else " ".join(record.watched)
    db.execute(
        "UPDATE trials SET state = ?, watched = ? WHERE revision = ? AND state = 'open'",
        [record.state.value, watched, record.revision],
    )


def keep_draft(db: Database, draft: Draft) -> Draft:
    """Within a transaction: write a draft over the version that it was made of.

    Raises Outdated.
    """
    rows = list(db.query("SELECT version FROM drafts WHERE editor = ?", [draft.editor]))
    if (rows[0]["version"] if rows else 0) != draft.version:
        raise Outdated(f"the draft of {draft.editor} was changed elsewhere")
    row = {
        "editor": draft.editor,
        "base": draft.base,
        "document": draft.document,
        "version": draft.version + 1,
        "changed_at": instant(datetime.now(UTC)),
    }
    db.table("drafts").upsert(row, pk="editor")
    return draft_of(row)


def newest_revision(db: Database) -> int:
    """The number of the newest revision; 0 while nothing is published."""
    ((newest,),) = db.execute("SELECT coalesce(max(revision), 0) FROM settings").fetchall()
    return cast(int, newest)


def _replace_trial(db: Database, newest: int) -> int:
    """End the trial of the newest revision; the revision that is known to be good."""
    trial = open_trial(db)
    if trial is None:
        return newest
    db.table("trials").update(trial.revision, {"state": TrialState.REPLACED.value})
    return trial.previous


def _insert(db: Database, document: str, author: str, note: str) -> int:
    row = {"document": document, "author": author, "note": note}
    row["published_at"] = instant(datetime.now(UTC))
    return cast(int, db.table("settings").insert(row).last_pk)


def _trial_of(row: Row) -> Trial:
    watched = None if row["watched"] is None else tuple(row["watched"].split())
    return Trial(row["revision"], row["previous"], watched)


def until_damage(db: Database, *, up: bool) -> list[int]:
    """The numbers that can be read from the oldest (`up`) or the newest on, until one cannot."""
    found: list[int] = []
    order = "ASC" if up else "DESC"
    try:
        for row in db.query(f"SELECT revision FROM settings ORDER BY revision {order}"):
            found.append(row["revision"])
    except sqlite3.Error:
        pass  # the page that is damaged: what lies before it is what was asked for
    return found
