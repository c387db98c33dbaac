"""A whole switchboard, a caller and an agent: told, recorded in both directions, kept, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.little_office import AGENT_SAYS, CALLER_SAYS, office, samples_of, tone_file
from support.messages import hears, rings
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.commands.recordings import recordings
from appliance.core.calls.recording import NOTICE
from appliance.core.model.ids import Prompt
from appliance.core.words.trail import in_english
from appliance.probe.audio import FRAME, tone_share
from appliance.probe.telephone import AnswerAfter, Telephone
from appliance.speech.library import file_name
from appliance.store.rows import Row
from appliance.store.sounds.talks import CallRecordings

NOTICE_HERTZ, NOTICE_SECONDS = 1500, 1.0


@pytest.fixture
def bo() -> Iterator[Telephone]:
    with Telephone() as telephone:
        telephone.on_invite = AnswerAfter(tone_hz=AGENT_SAYS)
        yield telephone


@pytest.fixture
def recording_box(memory: Path, prompts: Path, bo: Telephone) -> Iterator[RunningBox]:
    """Calls for wages are recorded."""
    staff = {"anna": nobody("anna"), "bo": bo.uri, "cato": nobody("cato")}
    base = office(staff)
    wages = replace(base.loops["wages"], record=True)
    directory = replace(base, loops={**base.loops, "wages": wages})
    box = RunningBox(memory, prompts, directory)
    for language, words in NOTICE.items():
        told = box.process.device.prompt_cache / file_name(Prompt(words, language))
        told.write_bytes(tone_file(NOTICE_HERTZ, NOTICE_SECONDS))
    with box:
        yield box


def kept(box: RunningBox) -> list[Row]:
    with box.store() as store:
        return CallRecordings(store).all(10)


def file_of(box: RunningBox, row: Row) -> Path:
    with box.store() as store:
        path = CallRecordings(store).file_of(str(row["id"]))
    assert path
    return path


def seconds_of_both(wav: bytes) -> float:
    samples = samples_of(wav)
    frames = [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]
    both = [f for f in frames if all(tone_share(f, hz) > 0.3 for hz in (CALLER_SAYS, AGENT_SAYS))]
    return len(both) * FRAME / 8000


def test_the_caller_is_told_then_both_are_recorded_and_the_file_can_be_deleted(
    recording_box: RunningBox, telephone: Telephone, bo: Telephone
) -> None:
    call = rings(telephone, recording_box)
    hears(call, "Nordlys.")
    call.press("2")
    assert call.hear(NOTICE_HERTZ, 0.7, PATIENCE), call.history
    assert bo.arrivals.empty()
    call.send_tone(CALLER_SAYS)
    assert call.hear(AGENT_SAYS, 1.0, PATIENCE), call.history
    call.hang_up()

    (row,) = eventually(lambda: kept(recording_box), PATIENCE)
    assert (row["agent"], row["part"], row["problem"]) == ("bo", 1, "")
    path = file_of(recording_box, row)
    assert seconds_of_both(path.read_bytes()) > 0.7
    bo.calls[0].press("1")
    record = recording_box.call_record()
    assert record["id"] == row["call"]
    assert any("is recorded" in in_english(step) for step in record["trail"])

    device = recording_box.process.device
    done = CliRunner().invoke(recordings, ["delete", str(row["id"])], obj=device)
    assert done.exit_code == 0, done.output
    assert not path.exists()
    assert list(device.recordings.iterdir()) == []


def test_other_loops_are_not_recorded(
    recording_box: RunningBox, telephone: Telephone, bo: Telephone
) -> None:
    call = rings(telephone, recording_box)
    hears(call, "Nordlys.")
    call.press("1")
    assert call.hear(AGENT_SAYS, 0.5, PATIENCE * 2), call.history
    call.hang_up()
    recording_box.stands("wrap-up")
    bo.calls[0].press("1")
    recording_box.call_record()
    assert kept(recording_box) == []
