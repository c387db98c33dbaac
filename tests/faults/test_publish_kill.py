"""kill -9 in the middle of editing and publishing: the settings are the old or the new, whole.

SENTRALBORD_PUBLISH_KILLS says how many kills there are (5).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from faults import endless_publisher
from settings.documents import OFFICE, changed

from appliance.core.settings.directory import Directory
from appliance.editing.drafting import work_of
from appliance.settings.document import read
from appliance.store.store import Store

KILLS = int(os.environ.get("SENTRALBORD_PUBLISH_KILLS", "5"))
LATEST_KILL_SECONDS = 0.4
MANY = "\n".join(
    f'[clients.c{at}]\nname = "Firm {at}"\ncard = ["open", "address"]' for at in range(60)
)
OLD, NEW = OFFICE + MANY, changed("Fjordkontoret", "Kontoret") + MANY.replace("Firm", "Client")

pytestmark = pytest.mark.timeout(120 + KILLS * 10)


def kinds(directory: Directory) -> set[str]:
    """Which of the two offices each part of a directory comes from."""
    names = {client.name.split()[0] for client in directory.clients.values()} - {"Nordlys"}
    marks = {"1": "Firm", "2": "Client"}
    offices = {"Fjordkontoret": "Firm", "Kontoret": "Client"}
    return names | {marks[directory.office.mark], offices[directory.office.name]}


def killed(folder: Path, chance: random.Random) -> None:
    """Start the publisher, and kill it at some moment after its first revision."""
    command = [sys.executable, endless_publisher.__file__, str(folder)]
    path = os.pathsep.join(sys.path)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": path}
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        threading.Event().wait(chance.uniform(0, LATEST_KILL_SECONDS))
        process.kill()


def test_an_interrupted_publish_leaves_the_old_or_the_new_settings(tmp_path: Path) -> None:
    chance = random.Random(7)
    (tmp_path / "1.toml").write_text(OLD, encoding="utf-8")
    (tmp_path / "2.toml").write_text(NEW, encoding="utf-8")
    with Store(tmp_path / "office.db", tmp_path / "media") as store:
        store.migrate()
    seen = 0
    for _ in range(KILLS):
        killed(tmp_path, chance)
        with Store(tmp_path / "office.db", tmp_path / "media") as store:
            history = store.history()
            assert len(history) > seen, "what was said to be published is there"
            seen = len(history)
            for revision in history[:3]:
                assert len(kinds(read(revision.document))) == 1
            work = work_of(store, endless_publisher.EDITOR)
            assert not work.outdated, "a draft goes in the act that publishes it"
            assert store.draft(endless_publisher.EDITOR) is None or not work.errors
    print(f"{KILLS} kills, {seen} revisions")
