"""SIPp, which is not ours, calls a whole switchboard over IPv6."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.box_fixtures import MakeBox
from support.little_office import NORDLYS
from support.ports import free_port
from support.running_box import eventually
from support.sipp import program

pytestmark = pytest.mark.peers


def test_a_call_over_ipv6_from_its_invite_to_its_end(make_box: MakeBox, tmp_path: Path) -> None:
    box = make_box(tables={"sip": {"port": 0, "address6": "::1"}})
    where = ("-i", "::1", "-mi", "::1", "-p", str(free_port()), f"[::1]:{box.port}")
    once = ("-m", "1", "-d", "500", "-timeout", "20", "-nostdin")
    command = (program(), "-sn", "uac", "-s", NORDLYS, *once, *where)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    (record,) = eventually(box.calls)
    assert (record["client"], record["disposition"]) == ("nordlys", "abandoned")
    assert "Traceback" not in box.log
