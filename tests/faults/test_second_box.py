"""A second switchboard where one runs already: a sentence, no traceback, and the first goes on."""

from __future__ import annotations

import subprocess
import sys

import pytest
import tomli_w
from support.messages import is_served
from support.patience import PATIENCE

from appliance.common.sole_user import FolderInUse, sole_user


def started_beside(folder, sip_port: int, runtime, data=None) -> subprocess.CompletedProcess[str]:
    """Try to run one more, and say how that ended."""
    device = folder / "second.toml"
    folders = {"data": str(data or folder / "second-data"), "runtime": str(runtime)}
    device.write_text(tomli_w.dumps({"sip": {"port": sip_port}, "folders": folders}))
    return subprocess.run(
        [sys.executable, "-m", "appliance", "run", "--device", str(device)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_the_sip_port_is_taken(box, telephone, tmp_path):
    ended = started_beside(tmp_path, box.port, tmp_path / "run")
    assert ended.returncode != 0
    (sentence,) = ended.stderr.splitlines()
    assert f"port {box.port} of 127.0.0.1 is taken" in sentence
    is_served(telephone, box)


def test_the_control_socket_is_taken(box, telephone, tmp_path):
    ended = started_beside(tmp_path, 0, box.process.device.folders.runtime)
    assert ended.returncode != 0
    (sentence,) = ended.stderr.splitlines()
    assert str(box.process.device.control) in sentence
    is_served(telephone, box)
    assert box.client.ask("info").ok


def test_the_data_folder_is_in_use(box, telephone, tmp_path):
    """Two on one store would both send an SMS that is owed."""
    data = box.process.device.folders.data
    ended = started_beside(tmp_path, 0, tmp_path / "run", data)
    assert ended.returncode != 0
    (sentence,) = ended.stderr.splitlines()
    assert f"Another switchboard uses {data}: end it first." in sentence
    is_served(telephone, box)


def test_who_was_killed_uses_nothing_any_more(box, telephone):
    box.kill()
    box.start()
    is_served(telephone, box)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    ended = started_beside(tmp_path, 0, tmp_path / "run", "/proc/nothing")
    assert ended.returncode != 0
    assert ended.stderr == "Error: /proc/nothing cannot be used: No such file or directory.\n"


def test_a_disk_that_fails_keeps_nobody_from_working(tmp_path):
    with sole_user(tmp_path / "gone", "Somebody"), sole_user(tmp_path / "gone", "Another"):
        pass
    with sole_user(tmp_path, "Somebody"), pytest.raises(FolderInUse), sole_user(tmp_path, "It"):
        pass
    with sole_user(tmp_path, "Somebody"):
        pass
