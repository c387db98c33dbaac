"""Settings that cannot be used: those before them stay in force, and the panel says why."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

from support.messages import is_served
from support.patience import PATIENCE

NONSENSE = "office = {name = 'Fjordkontoret'\n[lines.one"


def spoil_newest_revision(box) -> None:
    """As a hand in the database would: a newer revision that is no document."""
    with closing(sqlite3.connect(box.process.device.database)) as db, db:
        db.execute(
            "INSERT INTO settings (document, author, note, published_at) VALUES (?, '', '', ?)",
            (NONSENSE, "2026-11-20T10:00:00.000000+00:00"),
        )


def test_settings_spoilt_while_it_runs_change_nothing(box, telephone):
    spoil_newest_revision(box)
    answer = box.client.ask("settings")
    assert not answer.ok
    assert "stay as they were" in answer.words
    assert "Revision 2" in box.fault("settings")
    is_served(telephone, box)


def test_after_a_restart_the_last_usable_settings_are_in_force(box, telephone):
    assert box.stop() == 0
    spoil_newest_revision(box)
    box.start()
    assert "Revision" in box.fault("Revision")
    is_served(telephone, box)


def test_a_broken_document_is_not_imported_and_every_mistake_is_named(box, telephone, tmp_path):
    text = tmp_path / "office.toml"
    text.write_text(
        '[office]\nname = "Fjordkontoret"\nring_secnds = 5\n'
        '[lines.one]\nnumber = "not a number"\nclient = "nobody"\nmenu = "none"\nlanguage = "xx"\n'
    )
    ended = subprocess.run(
        (
            *(sys.executable, "-m", "appliance", "settings", "import"),
            *("--device", str(box.process.file), str(text)),
        ),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    for path in ("office.ring_secnds", "lines.one.number", "lines.one.language"):
        assert path in ended.stderr
    assert "ring_seconds" in ended.stderr, "no suggestion"
    with box.store() as store:
        assert len(store.history()) == 1
    is_served(telephone, box)
