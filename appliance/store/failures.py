"""Which failures the switchboard had with the newest settings, and the way back from them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from appliance.core.box.crash_guard import WENT_BACK, Failure, goes_back, is_young
from appliance.store.revisions import newest_revision, return_to, undone_by, when_published
from appliance.store.store import Store

BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Another one after every start of the machine: a power cut is nobody's failure."""


class FailureLog:
    """Notes what fails; every method raises StoreError, as those of Store do.

    `boot` names this start of the machine, `now` gives its monotonic seconds.
    """

    def __init__(self, store: Store, boot: str | None = None, now: float | None = None) -> None:
        self._store = store
        self._boot = this_boot() if boot is None else boot
        self._now = time.monotonic() if now is None else now

    def begin(self) -> str:
        """A run begins; if the last one ended in mid-work, that counts.

        Gives the sentence that says why the box has gone back to earlier settings, or "".
        """
        with self._store.transaction() as db:
            was_cut_off = list(db.query("SELECT boot FROM runs WHERE boot = ?", [self._boot]))
            sentence = self._noted(db, 1) if was_cut_off else ""
            db.execute("DELETE FROM runs")
            db.table("runs").insert({"boot": self._boot})
        return sentence

    def end(self) -> None:
        """The run has ended as it should."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM runs")

    def note(self, times: int) -> str:
        """Something has failed in a run that goes on; gives what `begin` gives."""
        with self._store.transaction() as db:
            return self._noted(db, times)

    def _noted(self, db: Database, times: int) -> str:
        revision = newest_revision(db)
        if not is_young(when_published(db, revision), datetime.now(UTC)):
            return ""
        db.execute("DELETE FROM failures WHERE boot != ? OR revision != ?", [self._boot, revision])
        row = {"boot": self._boot, "revision": revision, "at": self._now, "times": times}
        db.table("failures").insert(row)
        known = db.query("SELECT revision, at, times FROM failures")
        if not goes_back((Failure(**one) for one in known), revision, self._now):
            return ""
        trial = undone_by(db, revision)
        return WENT_BACK if trial and return_to(db, trial, WENT_BACK) else ""


def this_boot() -> str:
    """What names this start of the machine; "" where the kernel does not say."""
    try:
        return BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""
