"""A card that takes long for every sync: only who is promised something waits for it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.messages import hears, is_served, speaks_message

SHIM = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void linger(void) {
    const char *slow = getenv("SLOW_SYNC");
    while (slow && access(slow, F_OK) == 0) usleep(10000);
}
int fsync(int fd) { linger(); return syscall(SYS_fsync, fd); }
int fdatasync(int fd) { linger(); return syscall(SYS_fdatasync, fd); }
"""


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """While this file is there, no sync ends in processes that start from now on."""
    if not shutil.which("cc"):
        pytest.skip("apt install gcc")
    (tmp_path / "shim.c").write_text(SHIM)
    shim, file = tmp_path / "shim.so", tmp_path / "slow"
    compiler = ("cc", "-shared", "-fPIC", "-o", str(shim), str(tmp_path / "shim.c"))
    subprocess.run(compiler, check=True)
    monkeypatch.setenv("LD_PRELOAD", str(shim))
    monkeypatch.setenv("SLOW_SYNC", str(file))
    yield file
    file.unlink(missing_ok=True)


def test_callers_are_answered_while_a_message_waits_for_the_card(
    slow: Path, make_box, telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = make_box()
    monkeypatch.delenv("LD_PRELOAD")
    slow.touch()
    first = speaks_message(telephone, box)
    is_served(telephone, box)
    assert box.messages() == [], "it lies on the card only after the sync"
    slow.unlink()
    hears(first, "message_taken")
    assert len(box.messages()) == 1
    is_served(telephone, box)
    assert "Traceback" not in box.log
