"""A disk that is full when something else is to be written: the start, settings, a backup, a log.

A message that is spoken while it is full is in test_disk_full.py.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.little_office import NORDLYS_SMS, document
from support.messages import hears, is_served, speaks_message
from support.running_box import RunningBox
from support.small_disk import fill, mounted

from appliance.core.state.pending_saves import RETRY_SECONDS

FULL = "The disk is full"


@pytest.fixture
def small_disk(memory: Path) -> Iterator[Path]:
    """The box's data folder as a disk of 3 MB."""
    with mounted(memory / "data", "3m") as disk:
        yield disk


def sentralbord(box: RunningBox, *words: str) -> subprocess.CompletedProcess[str]:
    """What the command says; a person reads it, so it is never a traceback."""
    command = (sys.executable, "-m", "appliance", "--device", str(box.process.file), *words)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    return done


def test_a_box_that_starts_on_a_full_disk_answers_as_the_firm_and_recovers_by_itself(
    small_disk: Path, make_box, telephone
) -> None:
    box = make_box()
    box.stop()
    filler = fill(small_disk)
    box.start()
    box.fault(FULL)
    box.shows(lambda view: "Disken er full: slett noe, eller bytt kortet." in view["faults"])
    is_served(telephone, box)
    hears(speaks_message(telephone, box), "message_lost")
    assert box.modem.sent == []

    filler.unlink()
    assert box.modem.wait_for_sms(RETRY_SECONDS + 20).number == NORDLYS_SMS
    assert len(box.messages()) == 1
    box.shows(lambda view: not view["faults"] and not view["details"])
    assert "Traceback" not in box.log


def test_settings_that_do_not_fit_are_refused_and_those_before_hold(
    small_disk: Path, make_box, telephone, tmp_path: Path
) -> None:
    box = make_box()
    directory = replace(box.directory, office=replace(box.directory.office, name="Nytt navn"))
    file = tmp_path / "new.toml"
    file.write_text(document(directory))
    filler = fill(small_disk)
    refused = sentralbord(box, "settings", "import", str(file))
    assert (refused.returncode, FULL in refused.stderr) == (1, True), refused
    is_served(telephone, box)
    filler.unlink()
    taken = sentralbord(box, "settings", "import", str(file))
    assert taken.returncode == 0, taken
    box.shows(lambda view: any(row["text"] == "Nytt navn" for row in view["rows"]))


def test_a_backup_that_does_not_fit_says_so_leaves_no_half_and_takes_no_call_with_it(
    small_disk: Path, make_box, telephone, tmp_path: Path
) -> None:
    box = make_box()
    words = tmp_path / "words"
    words.write_text("correct horse battery staple again\n")
    with mounted(tmp_path / "stick", "64k") as stick:
        fill(stick)
        asked = ("backup", "--passphrase-file", str(words))
        refused = sentralbord(box, *asked, str(stick / "office.backup"))
        assert refused.returncode == 1, refused
        assert "Make room, then try again." in refused.stderr, refused
        assert [file.name for file in stick.iterdir()] == ["filler"]
        (stick / "filler").unlink()
    filler = fill(small_disk)
    refused = sentralbord(box, *asked, str(tmp_path / "office.backup"))
    assert refused.returncode == 1, "its copy of the database lies beside the database"
    assert "a copy of the database needs" in refused.stderr, refused
    assert not list(tmp_path.glob("office.backup*"))
    is_served(telephone, box)
    filler.unlink()
    assert sentralbord(box, *asked, str(tmp_path / "office.backup")).returncode == 0


def test_a_log_that_takes_nothing_stops_no_call(make_box, telephone) -> None:
    box = make_box()
    box.stop()
    box.process.log = Path("/dev/full")
    box.start()
    hears(speaks_message(telephone, box), "message_taken")
    assert box.modem.wait_for_sms(30).number == NORDLYS_SMS
    is_served(telephone, box)
    assert box.stop() == 0
