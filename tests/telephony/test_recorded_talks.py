"""A talk on the wire, recorded: both directions in one file, nothing while on hold."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from support.little_office import samples_of
from support.patience import PATIENCE
from telephony.box import TONE_HZ, Box
from telephony.test_rings import AGENT_HZ, bridged

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Bridge, HangUp, Part, Record
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.events import LegEnded, RecordingEnded
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.probe.audio import FRAME, tone_share
from appliance.probe.telephone import AnswerAfter, Telephone

RATE = 8000


def seconds_of(path: str | None, *pitches: int) -> float:
    """For how long a file holds all of these tones at once."""
    assert path
    samples = samples_of(Path(path).read_bytes())
    frames = [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]
    least = 0.6 / len(pitches)
    both = [frame for frame in frames if all(tone_share(frame, hz) > least for hz in pitches)]
    return len(both) * FRAME / RATE


@pytest.fixture
def talking(box: Box, caller: Telephone, agent: Telephone) -> tuple[LegId, LegId]:
    """Caller and agent talk, each in their own pitch."""
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    legs = bridged(box, caller, agent)
    caller.calls[0].send_tone(TONE_HZ)
    return legs


def test_both_directions_are_in_one_file(box: Box, talking: tuple[LegId, LegId]) -> None:
    leg, _ = talking
    box.do(RecordTalk(leg, "c1-1"))
    box.poll_for(1.0)
    assert box.telephony.counters["recorders"] == 1
    box.do(HangUp(leg))
    recorded = box.wait(TalkRecorded)
    assert (recorded.talk, recorded.problem) == ("c1-1", "")
    assert recorded.seconds == pytest.approx(1.0, abs=0.3)
    assert seconds_of(recorded.path, TONE_HZ, AGENT_HZ) > 0.6
    assert Path(recorded.path or "").name == "c1-1.wav"


def test_the_talk_is_told_before_its_leg_has_ended(
    box: Box, talking: tuple[LegId, LegId], caller: Telephone
) -> None:
    leg, agent_leg = talking
    box.do(RecordTalk(leg, "c1-1"))
    box.poll_for(0.2)
    caller.calls[0].hang_up()
    box.wait(LegEnded)
    ends = [event for event in box.events if isinstance(event, TalkRecorded | LegEnded)]
    assert isinstance(ends[0], TalkRecorded)
    box.do(HangUp(agent_leg))
    box.wait(LegEnded)
    assert box.idle()


def test_what_the_agent_says_while_the_caller_is_on_hold_is_not_recorded(
    box: Box, talking: tuple[LegId, LegId]
) -> None:
    leg, agent_leg = talking
    box.do(RecordTalk(leg, "c1-1"))
    box.poll_for(0.4)
    box.do(Part(leg, agent_leg))
    box.poll_for(1.0)
    box.do(Bridge(leg, agent_leg))
    box.poll_for(0.4)
    box.do(HangUp(leg))
    recorded = box.wait(TalkRecorded)
    samples = samples_of(Path(recorded.path or "").read_bytes())
    frames = [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]
    sounding = sum(max(map(abs, frame)) > 500 for frame in frames) * FRAME / RATE
    assert 0.5 < sounding < 1.2
    assert seconds_of(recorded.path, TONE_HZ, AGENT_HZ) > 0.4


def test_a_second_part_follows_the_first_without_a_gap_worth_hearing(
    box: Box, talking: tuple[LegId, LegId]
) -> None:
    leg, _ = talking
    box.do(RecordTalk(leg, "c1-1"))
    box.poll_for(0.5)
    box.do(RecordTalk(leg, "c1-2"))
    box.poll_for(0.5)
    box.do(HangUp(leg))
    parts = [box.wait(TalkRecorded), box.wait(TalkRecorded)]
    assert [part.talk for part in parts] == ["c1-1", "c1-2"]
    assert sum(seconds_of(part.path, TONE_HZ, AGENT_HZ) for part in parts) > 0.7
    assert parts[0].path != parts[1].path


def test_a_spoken_message_is_apart_from_the_talk_before_it(
    box: Box, talking: tuple[LegId, LegId]
) -> None:
    leg, agent_leg = talking
    box.do(RecordTalk(leg, "c1-1"))
    box.poll_for(0.3)
    box.do(HangUp(agent_leg), Record(leg))
    box.poll_for(0.4)
    box.do(HangUp(leg))
    talk, message = box.wait(TalkRecorded), box.wait(RecordingEnded)
    assert seconds_of(message.path, TONE_HZ) > 0.2
    assert seconds_of(message.path, AGENT_HZ) < 0.1
    assert talk.path != message.path


def test_a_leg_that_is_gone_is_answered_so_that_nothing_waits_for_it(box: Box) -> None:
    box.do(RecordTalk(LegId("gone"), "c1-1"))
    assert box.wait(TalkRecorded) == TalkRecorded("c1-1", None, 0.0)


def test_memory_without_room_and_a_folder_that_is_gone_cost_the_recording_only(
    box: Box, talking: tuple[LegId, LegId], caller: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg, agent_leg = talking
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: usage(64, 60, 4))
        box.do(RecordTalk(leg, "c1-1"))
    assert "no room left in memory" in box.wait(TalkRecorded).problem
    box.recordings.rmdir()
    box.do(RecordTalk(leg, "c1-2"))
    assert str(box.recordings) in box.wait(TalkRecorded).problem
    box.poll_for(0.3)
    assert caller.calls[0].hear(AGENT_HZ, 0.2, PATIENCE)
    assert box.telephony.counters == {"legs": 2, "players": 0, "recorders": 0}
    box.do(HangUp(leg), HangUp(agent_leg))
