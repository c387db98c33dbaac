"""kill -9 at any moment of a restore: the old office or the new one, never a mixture.

SENTRALBORD_KILLS says how many kills there are (10); -s shows how many ended which way.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pyrage
import pytest
from backup import restorer
from backup.boxes import PASSPHRASE, FakeBox, as_restored

import appliance
from appliance.backup.envelope import BackupKey
from appliance.backup.places import STAGED
from appliance.backup.restoring import finish_restore

KILLS = int(os.environ.get("SENTRALBORD_KILLS", "10"))
SCRIPT = Path(restorer.__file__)
PLACES = [str(Path(appliance.__file__).parents[1]), str(SCRIPT.parents[1])]

pytestmark = pytest.mark.timeout(300 + 10 * KILLS)


def restoring(box: FakeBox, *files: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(box.description), *map(str, files)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(PLACES)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


def killed_after(process: subprocess.Popen[str], seconds: float) -> None:
    threading.Event().wait(seconds)
    process.kill()
    process.communicate()


def copy_of(box: FakeBox, folder: Path) -> FakeBox:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(box.folder, folder)
    return FakeBox(folder)


def usual_seconds(new: FakeBox, folder: Path, *files: Path) -> float:
    """How long a restore takes from the first byte on, when nobody kills it."""
    process = restoring(copy_of(new, folder), *files)
    began = time.monotonic()
    assert process.communicate()[0] == "done\n"
    return time.monotonic() - began


def test_the_old_office_or_the_new_one(
    old: FakeBox, new: FakeBox, saved: Path, key: BackupKey, tmp_path: Path
) -> None:
    identity = tmp_path / "identity"
    identity.write_bytes(pyrage.passphrase.decrypt(key.locked, PASSPHRASE))
    chance = random.Random(11)
    was, comes = new.contents(), as_restored(old.contents())
    seconds = usual_seconds(new, tmp_path / "box", saved, identity)
    fates: Counter[str] = Counter()
    for _ in range(KILLS):
        box = copy_of(new, tmp_path / "box")
        killed_after(restoring(box, saved, identity), chance.uniform(0, seconds))
        decided = (box.data / STAGED).exists()
        if decided:
            killed_after(restoring(box), chance.uniform(0, seconds / 2))
        finish_restore(box.device)
        found = box.contents()
        assert found in (was, comes), "a mixture"
        moment = "while it was put in place" if decided else "before or after"
        fates[f"{'new' if found == comes else 'old'}, killed {moment}"] += 1
        assert not decided or found == comes
    print(f"{KILLS} kills within {seconds:.2f} s: {dict(fates)}")
    if KILLS >= 50:
        assert len(fates) == 3, "the kills did not fall into every part of a restore"
