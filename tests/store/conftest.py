"""A store on a scratch disk, and small disks that run full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from store.desk import Desk, Disk, scratch, working

from appliance.store.store import Store


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return scratch(tmp_path)


@pytest.fixture
def store(disk: Disk) -> Iterator[Store]:
    with Store(disk.database, disk.media, lock_seconds=0.05) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def desk(disk: Disk) -> Iterator[Desk]:
    yield from working(disk)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    """A data disk of 768 KiB of its own; mounting it needs root."""
    disk = scratch(tmp_path)
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=768k", "tmpfs", str(disk.data)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk.data)], check=True)


@pytest.fixture
def small_desk(small_disk: Disk) -> Iterator[Desk]:
    yield from working(small_disk)
