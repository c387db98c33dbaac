"""A disk without room for one file more, or on which nothing may be written: calls go on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.messages import hears, is_served, speaks_message
from support.running_box import RunningBox, eventually
from support.small_disk import mounted

from appliance.core.state.pending_saves import RETRY_SECONDS


@pytest.fixture
def small_disk(memory: Path) -> Iterator[Path]:
    """The box's data folder as a disk of 60 files."""
    with mounted(memory / "data", "8m,nr_inodes=60") as disk:
        yield disk


def take_all_inodes(disk: Path) -> Path:
    """Make empty files until there can be no more; the folder that has them."""
    folder = disk / "filler"
    folder.mkdir()
    try:
        for number in range(1000):
            (folder / str(number)).touch()
    except OSError:
        return folder
    raise AssertionError("there was room for a thousand files")


def give_back(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def test_a_message_that_finds_no_room_for_its_file_is_told_and_kept_later(
    small_disk: Path, make_box, telephone
) -> None:
    box = make_box()
    filler = take_all_inodes(small_disk)
    hears(speaks_message(telephone, box), "message_lost")
    box.fault("The disk is full")
    is_served(telephone, box)
    give_back(filler)
    eventually(box.messages, RETRY_SECONDS + 20)
    no_trouble_with_the_disk(box)


def test_a_box_whose_disk_is_read_only_answers_as_the_firm(
    small_disk: Path, make_box, telephone
) -> None:
    """As the kernel mounts a card that fails (errors=remount-ro)."""
    box = make_box()
    box.stop()
    remount(small_disk, "ro")
    try:
        box.start()
        hears(speaks_message(telephone, box), "message_lost")
        box.fault("The disk can only be read")
        is_served(telephone, box)
    finally:
        remount(small_disk, "rw")
    eventually(box.messages, RETRY_SECONDS + 20)
    no_trouble_with_the_disk(box)


def remount(disk: Path, how: str) -> None:
    subprocess.run(("mount", "-o", f"remount,{how}", str(disk)), check=True)


def no_trouble_with_the_disk(box: RunningBox) -> None:
    """It is told no longer, and no rule has failed on the way."""
    box.shows(lambda view: not any("disk" in detail for detail in view["details"]))
    assert "Traceback" not in box.log
