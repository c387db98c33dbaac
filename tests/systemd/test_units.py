"""The units of systemd: little is open to what runs in them, and what they need is not closed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.little_office import office
from support.messages import speaks_message
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.calendars.child import CHILD_SECONDS
from appliance.engine.watchdog import FEEDS_IN_A_PERIOD
from appliance.probe.telephone import Telephone

SYSTEMD = Path(__file__).parents[2] / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
HIGHEST_EXPOSURE = 20
"""In tenths, as systemd-analyze(1) counts them."""

TRACED = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"


def analyzed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "--no-pager", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def settings(unit: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def named(word: str) -> set[str]:
    """The system calls of a group, or the one itself."""
    if not word.startswith("@"):
        return {word}
    said = analyzed("syscall-filter", word).stdout.splitlines()[1:]
    words = [line.strip() for line in said if line.strip() and not line.strip().startswith("#")]
    return set().union(*map(named, words))


def allowed(unit: Path) -> set[str]:
    """The system calls that the unit lets through (systemd.exec(5))."""
    found: set[str] = set()
    for words in settings(unit, "SystemCallFilter"):
        these = set().union(*map(named, words.removeprefix("~").split()))
        found = found - these if words.startswith("~") else found | these
    return found


def traced(file: Path, *command: str) -> Sequence[str]:
    """The command with what it and its children ask of the kernel counted into `file`."""
    return ("strace", "-D", "-f", "-qq", "-c", "-o", str(file), *command)


def asked(file: Path) -> set[str]:
    """The system calls that were counted."""
    eventually(lambda: "total" in file.read_text() if file.exists() else False)
    names = {line.split()[-1] for line in file.read_text().splitlines()[2:] if line.strip()}
    return {name for name in names if name.isidentifier()} - {"total"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_exposes_little_and_has_limits(unit: Path) -> None:
    measured = analyzed("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}", unit)
    assert measured.returncode == 0, measured.stdout
    for limit in ("MemoryMax", "TasksMax", "LimitNOFILE"):
        assert len(settings(unit, limit)) == 1, limit
    assert settings(unit, "SystemCallErrorNumber") == ["EPERM"], "refused, never killed for it"


def test_all_that_the_switchboard_asks_of_the_kernel_is_allowed(
    prompts: Path, memory: Path
) -> None:
    counted = memory / "calls"
    there = {name: nobody(name) for name in ("anna", "bo", "cato")}
    box = RunningBox(memory / "box", prompts, office(there), tables={"clock": {"trusted": False}})
    box.process.program = (
        "-c",
        TRACED,
        *traced(counted, sys.executable, "-m", "appliance", "run"),
    )
    with box, Telephone() as caller:
        speaks_message(caller, box)
        eventually(box.messages)
    wanted = asked(counted)
    assert {"recvfrom", "fdatasync", "clock_adjtime"} <= wanted, "what is known to be asked"
    assert wanted <= allowed(SYSTEMD / "sentralbord.service")


def test_reading_the_clock_is_allowed_and_setting_it_is_not() -> None:
    """ProtectClock would refuse both, and the time would count as unknown (vouchers.py)."""
    unit = SYSTEMD / "sentralbord.service"
    assert {"adjtimex", "clock_adjtime"} <= allowed(unit)
    assert not {"settimeofday", "clock_settime"} & allowed(unit)
    assert settings(unit, "CapabilityBoundingSet") == [""]
    assert settings(unit, "ProtectClock") == []


def test_the_limits_of_memory_are_those_that_were_measured() -> None:
    """docs/systemd.md has a figure beside each; each limit leaves twice as much as was seen."""
    page = (SYSTEMD.parent / "docs" / "systemd.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([\w-]+\.service)` \|.*\| (\d+) MB.*; (\d+) MB \|$", page, re.MULTILINE
    )
    written = {name: [f"{limit}M"] for name, _, limit in rows}
    assert written == {unit.name: settings(unit, "MemoryMax") for unit in UNITS}
    for name, seen, limit in rows:
        assert int(limit) >= 2 * int(seen), name


SERVICES = [unit for unit in UNITS if settings(unit, "Restart") == ["always"]]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_what_runs_for_long_is_watched(unit: Path) -> None:
    """A calendar may take CHILD_SECONDS; the watchdog of its reader waits longer."""
    assert settings(unit, "Type") == ["notify"]
    assert settings(unit, "NotifyAccess") == ["main"]
    (seconds,) = map(int, settings(unit, "WatchdogSec"))
    at_once = CHILD_SECONDS if "office" in unit.stem else 0
    fed_after = seconds / FEEDS_IN_A_PERIOD
    assert at_once + fed_after < seconds
