"""Switching the box off by a command: here by one that does nothing, or fails."""

from __future__ import annotations

import queue
import sys
from pathlib import Path

from support.patience import PATIENCE

from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_panel import PowerKept
from appliance.parts.power import NO_COMMAND, switch_off


def test_the_command_is_run_with_its_arguments(tmp_path: Path) -> None:
    inbox: queue.Queue[Event] = queue.Queue()
    done = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('off'); sys.exit('done')"
    switch_off((sys.executable, "-c", done, str(tmp_path / "off")), inbox.put, PowerOff())
    kept = inbox.get(timeout=PATIENCE)  # it says something as it ends, which tells when it has
    assert (tmp_path / "off").read_text() == "off"
    assert isinstance(kept, PowerKept)
    assert kept.reason.endswith("did not switch the box off: done")


def test_a_box_without_a_command_stays_on_and_says_what_to_set() -> None:
    inbox: queue.Queue[Event] = queue.Queue()
    switch_off((), inbox.put, PowerOff())
    assert inbox.get_nowait() == PowerKept(NO_COMMAND)


def test_a_command_that_is_not_there_is_said() -> None:
    inbox: queue.Queue[Event] = queue.Queue()
    switch_off(("/nowhere/poweroff",), inbox.put, PowerOff())
    kept = inbox.get(timeout=PATIENCE)
    assert isinstance(kept, PowerKept)
    assert "No such file" in kept.reason
