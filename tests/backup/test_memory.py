"""What backup and restore cost in memory: a board with 512 MB carries a telephone beside them."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyrage
import pytest
from backup.boxes import PASSPHRASE, FakeBox

from appliance.backup.envelope import BackupKey, Envelope
from appliance.backup.make import make_backup
from appliance.backup.passphrase import (
    SHORTEST_PASSPHRASE,
    WORK_FACTOR,
    check_memory,
    lock,
    suggestion,
    unit_limit,
)
from appliance.backup.staging import check_backup
from appliance.backup.troubles import BackupError

MOST_MEGABYTES = 100
OFFICE_MEGABYTES = 90


WATCHED = """
import atexit, re
from pathlib import Path
from appliance.commands import main
status = Path("/proc/self/status")
atexit.register(lambda: print(re.search("VmHWM.*", status.read_text())[0]))
main()
"""
"""The most that this very program held (proc(5)); rusage counts what its parent held as well."""


def peak(box: FakeBox, *words: str | Path) -> float:
    """Run a command and give the most memory that it held, in MB."""
    command = [sys.executable, "-c", WATCHED, "--device", str(box.description)]
    ended = subprocess.run([*command, *map(str, words)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    held = re.search(r"VmHWM:\s*(\d+) kB", ended.stdout)
    assert held, ended.stdout
    return int(held[1]) * 1024 / 1e6


@pytest.fixture
def large(old: FakeBox) -> FakeBox:
    """An office with a large database and a large recording."""
    with closing(sqlite3.connect(old.device.database)) as db, db:
        ballast = "INSERT INTO sms_stops (number, stopped, since) VALUES (?, 0, '')"
        for number in range(OFFICE_MEGABYTES // 3):
            db.execute(ballast, [f"# {number}" * 400_000])
    (old.data / "uploads" / "long.wav").write_bytes(os.urandom(OFFICE_MEGABYTES * 333_333))
    return old


def test_backup_check_and_restore_stay_below_a_hundred_megabytes(
    large: FakeBox, new: FakeBox, tmp_path: Path
) -> None:
    secret, file = tmp_path / "secret", tmp_path / "office.backup"
    secret.write_text(PASSPHRASE)
    with_secret = ("--passphrase-file", secret)
    figures = {
        "backup": peak(large, "backup", file, *with_secret),
        "check": peak(large, "backup", "--check", file, *with_secret),
        "restore": peak(new, "restore", file, *with_secret),
    }
    print(figures)
    assert file.stat().st_size > OFFICE_MEGABYTES * 900_000
    assert max(figures.values()) <= MOST_MEGABYTES, figures


def test_the_passphrase_lock_is_ages_own() -> None:
    locked = lock(b"AGE-SECRET-KEY-1...\n", PASSPHRASE)
    assert pyrage.passphrase.decrypt(locked, PASSPHRASE) == b"AGE-SECRET-KEY-1...\n"
    assert f" {WORK_FACTOR}\n".encode() in locked
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(locked, PASSPHRASE + "!")


def test_two_locks_of_one_secret_have_nothing_in_common() -> None:
    one, other = (lock(b"secret", PASSPHRASE).splitlines() for _ in range(2))
    assert not set(one[1:]) & set(other[1:])


def test_a_backup_of_an_earlier_version_is_still_opened(old: FakeBox, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    locked = pyrage.passphrase.encrypt(f"{identity}\n".encode(), "kort nok")
    file = tmp_path / "earlier.backup"
    make_backup(old.device, old.description, file, BackupKey(str(identity.to_public()), locked))
    assert check_backup(file, "kort nok").files


def test_a_lock_that_costs_more_memory_than_there_is_is_not_tried(tmp_path: Path) -> None:
    locked = lock(b"secret", PASSPHRASE).replace(f" {WORK_FACTOR}\n".encode(), b" 19\n")
    memory = tmp_path / "meminfo"
    memory.write_text("MemTotal: 512000 kB\nMemAvailable: 300000 kB\nSwapFree: 90000 kB\n")
    with pytest.raises(BackupError, match="needs 536 MB of memory, and 399 MB are free"):
        check_memory(locked, memory)
    memory.write_text("MemTotal: 512000 kB\nMemAvailable: 300000 kB\nSwapFree: 290000 kB\n")
    check_memory(locked, memory)
    check_memory(locked, tmp_path / "no such file")
    check_memory(b"no lock of this kind", memory)


def test_a_suggestion_is_long_enough_and_never_the_same() -> None:
    suggested = {suggestion() for _ in range(50)}
    assert len(suggested) == 50
    assert all(len(words) >= SHORTEST_PASSPHRASE and words.isascii() for words in suggested)
    assert all(len(words.split()) == 7 for words in suggested)


def test_the_envelope_asks_before_it_opens(old: FakeBox, saved: Path, monkeypatch) -> None:
    def no_memory(locked: bytes) -> None:
        raise BackupError("no memory")

    monkeypatch.setattr("appliance.backup.envelope.check_memory", no_memory)
    with pytest.raises(BackupError, match="no memory"):
        Envelope.at(saved)._identity(PASSPHRASE)


def test_a_lock_that_costs_more_than_the_unit_may_take_is_not_tried(tmp_path: Path) -> None:
    locked = lock(b"secret", PASSPHRASE).replace(f" {WORK_FACTOR}\n".encode(), b" 19\n")
    nowhere = tmp_path / "no such file"
    with pytest.raises(BackupError, match="needs 536 MB of memory, and 350 MB are free"):
        check_memory(locked, nowhere, limit=350_000_000)
    check_memory(locked, nowhere, limit=600_000_000)


def test_what_the_unit_may_take_is_read_from_its_control_group(tmp_path: Path) -> None:
    own = tmp_path / "cgroup"
    group = tmp_path / "system.slice" / "sentralbord-web.service"
    group.mkdir(parents=True)
    own.write_text("0::/system.slice/sentralbord-web.service\n")
    assert unit_limit(own, tmp_path) is None
    (group / "memory.max").write_text("max\n")
    assert unit_limit(own, tmp_path) is None
    (group / "memory.max").write_text("367001600\n")
    assert unit_limit(own, tmp_path) == 367_001_600
