"""Low limits of open files and memory: who has a call keeps it, others are told 503; it passes."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path

import pytest
from support.little_office import NORDLYS
from support.messages import hears, is_served, speaks_message
from support.patience import PATIENCE
from support.running_box import RunningBox, eventually

CALLERS = 30
SPARE = 40
SAID = "For mange åpne filer: nye anrop avvises."


@pytest.fixture
def short_box(box: RunningBox, telephone) -> RunningBox:
    """A box that may open forty files more than it has open while nobody calls."""
    is_served(telephone, box)
    box.is_idle()
    pid = box.client.ask("info").data["info"]["pid"]
    eventually(lambda: not any("prompts" in name for name in open_files(pid)))
    most = len(open_files(pid)) + SPARE
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))
    return box


def open_files(pid: int) -> list[str]:
    folder, names = f"/proc/{pid}/fd", []
    for name in os.listdir(folder):
        with suppress(FileNotFoundError):  # closed since it was listed
            names.append(os.readlink(f"{folder}/{name}"))
    return names


def test_thirty_callers_where_a_few_have_room(short_box: RunningBox, telephone) -> None:
    box = short_box
    before = box.process.process.pid
    first = speaks_message(telephone, box)
    hears(first, "message_taken")
    callers = [
        telephone.dial(box.uri(NORDLYS), f"+47100001{number:02}") for number in range(CALLERS)
    ]
    eventually(lambda: all(call.code for call in callers))
    told = [call.code for call in callers]
    assert set(told) == {200, 503}, told
    box.shows(lambda view: SAID in view["faults"])
    served = [call for call in callers if call.code == 200]
    assert len(served) >= 3
    for call in served:
        hears(call, "Nordlys.")
    assert box.client.ask("info").ok
    for call in served:
        call.hang_up()
    box.shows(lambda view: not view["faults"])
    is_served(telephone, box)
    assert box.process.process.pid == before
    eventually(lambda: len(box.calls()) >= len(served) + 2, PATIENCE)
    assert "Traceback" not in box.log


def test_thirty_calls_need_less_than_sixteen_megabytes(box: RunningBox, telephone) -> None:
    is_served(telephone, box)
    box.is_idle()
    pid = box.client.ask("info").data["info"]["pid"]
    most = address_space(pid) + 16_000_000
    resource.prlimit(pid, resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    callers = [
        telephone.dial(box.uri(NORDLYS), f"+47100001{number:02}") for number in range(CALLERS)
    ]
    for call in callers:
        hears(call, "Nordlys.")
    for call in callers:
        call.hang_up()
    box.is_idle()
    hears(speaks_message(telephone, box), "message_taken")
    assert "Traceback" not in box.log


def address_space(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()
