"""The tables of the settings that are being edited, of those on trial, and of their failures."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from appliance.store.migrations import migrations


@migrations()
def m030_drafts(db: Database) -> None:
    """What each editor has changed and not published: a whole document, and what it began with.

    `version` counts the changes, so that two windows of one editor do not overwrite each other.
    """
    columns = {"editor": str, "base": int, "document": str, "version": int, "changed_at": str}
    db.table("drafts").create(columns, pk="editor", not_null=set(columns), strict=True)


@migrations()
def m031_trials(db: Database) -> None:
    """Revisions that go back to `previous` if a watched trunk does not come up."""
    columns = {"revision": int, "previous": int, "state": str, "watched": str}
    of_revision = [ForeignKey("trials", "revision", "settings", "revision", on_delete="CASCADE")]
    db.table("trials").create(
        columns,
        pk="revision",
        not_null={"revision", "previous", "state"},
        foreign_keys=of_revision,
        strict=True,
    )


@migrations()
def m032_failures(db: Database) -> None:
    """The run under way (at most one), and failures; `at`: monotonic seconds of that boot."""
    db.table("runs").create({"boot": str}, not_null={"boot"}, strict=True)
    failures = {"boot": str, "revision": int, "at": float, "times": int}
    db.table("failures").create(failures, not_null=set(failures), strict=True)
