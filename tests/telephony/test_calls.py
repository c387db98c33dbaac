"""A caller and the box: answer, prompts, keys, recordings, and every way to end."""

from __future__ import annotations

import time
import wave
from pathlib import Path

import pytest
from support.patience import PATIENCE
from telephony.box import CALLER, DIALLED, TONE_HZ, Box, write_tone
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId, PlayId, Prompt, Sound
from appliance.core.protocol.commands import (
    Answer,
    HangUp,
    Play,
    Record,
    Reject,
    StopPlaying,
    StopRecording,
)
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    LegEnded,
    PromptEnded,
    RecordingEnded,
)
from appliance.probe.telephone import Telephone

ONE, TWO = PlayId("call.1"), PlayId("call.2")


def test_who_rings_whom(box: Box, caller: Telephone) -> None:
    headers = (("Diversion", "<sip:10000005@trunk.example>;reason=unconditional"),)
    caller.dial(box.number, CALLER, "Kari", headers=headers)
    arrived = box.wait(CallArrived)
    assert (arrived.dialled, arrived.caller, arrived.diverted, arrived.caller_name) == (
        DIALLED,
        CALLER,
        ("+4710000005",),
        "Kari",
    )


def test_a_prompt_is_heard_to_its_end(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Sound.TONE))
    assert box.wait(PromptEnded) == PromptEnded(leg, ONE)
    ended_ns = time.time_ns()
    heard = call.hear(TONE_HZ, 0.38, PATIENCE)
    assert heard is not None
    assert 0.34 <= (ended_ns - heard.first_ns) / 1e9 <= 0.6
    assert box.telephony.counters["players"] == 0


def test_a_later_prompt_replaces_the_first_which_never_ends(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Sound.TONE), Play(leg, TWO, Sound.WAITING))
    assert box.wait(PromptEnded).play == TWO
    box.poll_for(0.5)
    assert len(box.all(PromptEnded)) == 1


def test_a_loop_goes_on_until_it_is_stopped(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Sound.WAITING, loop=True))
    box.poll_for(1.2)
    assert call.hear(TONE_HZ, 1.0, PATIENCE)
    box.do(StopPlaying(leg))
    box.poll_for(0.1)
    stopped_ns = time.time_ns()
    box.poll_for(0.3)
    assert call.hear(TONE_HZ, 0.1, 0.0, since_ns=stopped_ns) is None
    assert not box.all(PromptEnded)


def test_a_prompt_before_the_answer_waits_for_the_audio(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.wait(CallArrived).leg
    box.do(Play(leg, ONE, Sound.TONE), Record(leg))
    assert not [e for e in box.poll_for(0.6) if isinstance(e, PromptEnded)]
    box.do(Answer(leg))
    assert box.wait(PromptEnded).problem == ""
    assert call.hear(TONE_HZ, 0.3, PATIENCE)
    box.do(StopRecording(leg))
    assert box.wait(RecordingEnded).path


def test_a_prompt_that_is_not_there(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Sound.TONE), Play(leg, TWO, Prompt("gone", "nb")))
    ended = box.wait(PromptEnded)
    assert ended.play == TWO
    assert "gone.wav" in ended.problem
    assert box.telephony.counters["players"] == 0


def test_a_prompt_that_is_no_sound(box: Box, caller: Telephone, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(b"no sound at all" * 40)
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Prompt("broken", "nb")))
    assert box.wait(PromptEnded).problem


def test_keys_count_once_each(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    assert call.wait_for("answered", PATIENCE)
    for digit in "1109*#":
        call.press(digit, 0.06)
    box.poll_until(lambda: len(box.all(DigitPressed)) >= 6)
    box.poll_for(0.2)
    assert box.all(DigitPressed) == [DigitPressed(leg, digit) for digit in "1109*#"]


def test_a_key_is_told_at_its_start(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    box.take_call()
    assert call.wait_for("answered", PATIENCE)
    pressed_ns = call.press("5", 1.0)
    box.wait(DigitPressed)
    assert time.time_ns() - pressed_ns < 0.5e9


def test_what_the_caller_says_is_recorded(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    assert call.wait_for("answered", PATIENCE)
    call.send_tone(TONE_HZ)
    box.do(Record(leg))
    box.poll_for(0.6)
    assert box.telephony.counters["recorders"] == 1
    box.do(StopRecording(leg))
    ended = box.wait(RecordingEnded)
    assert ended.path == str(box.recordings / f"{leg}.wav")
    with wave.open(ended.path) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert ended.seconds == file.getnframes() / 8000
        assert max(file.readframes(file.getnframes())[8000::2]) > 0
    assert 0.5 <= ended.seconds <= 0.8
    assert box.telephony.counters["recorders"] == 0


def test_a_recording_ends_before_its_leg(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Record(leg))
    box.poll_for(0.3)
    call.hang_up()
    box.wait(LegEnded)
    kinds = [type(event) for event in box.events]
    assert kinds.index(RecordingEnded) < kinds.index(LegEnded)
    assert kinds.count(RecordingEnded) == 1
    assert box.all(RecordingEnded)[0].seconds > 0.1


def test_two_recordings_of_a_leg_lie_apart(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Record(leg))
    box.poll_for(0.1)
    box.do(Record(leg))
    box.poll_for(0.1)
    box.do(StopRecording(leg), StopRecording(leg))
    box.poll_until(lambda: len(box.all(RecordingEnded)) == 2)
    assert len({ended.path for ended in box.all(RecordingEnded)}) == 2


def test_a_recording_that_has_no_place(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.recordings.rmdir()
    box.do(Record(leg))
    ended = box.wait(RecordingEnded)
    assert ended.path is None
    assert str(box.recordings) in ended.problem
    box.do(StopRecording(leg), HangUp(leg))
    box.wait(LegEnded)
    assert len(box.all(RecordingEnded)) == 1


def test_the_caller_hangs_up(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    assert call.wait_for("answered", PATIENCE)
    box.do(Play(leg, ONE, Sound.WAITING, loop=True))
    call.hang_up()
    ended = box.wait(LegEnded)
    assert (ended.leg, ended.code) == (leg, 200)
    assert box.idle()


def test_the_caller_gives_up_before_the_answer(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.wait(CallArrived).leg
    call.hang_up()
    assert box.wait(LegEnded) == LegEnded(leg, 487, "Request Terminated")
    box.do(Answer(leg), Play(leg, ONE, Sound.TONE), Record(leg), HangUp(leg))
    box.poll_for(0.2)
    assert len(box.all(LegEnded)) == 1
    assert box.idle()


def test_the_box_hangs_up(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    assert call.wait_for("answered", PATIENCE)
    box.do(HangUp(leg), HangUp(leg))
    assert box.wait(LegEnded).code == 200
    box.poll_until(lambda: call.state == "ended")
    assert len(box.all(LegEnded)) == 1


@pytest.mark.parametrize("code", [404, 486, 603])
def test_the_box_rejects(box: Box, caller: Telephone, code: int) -> None:
    call = caller.dial(box.number, CALLER)
    leg = box.wait(CallArrived).leg
    box.do(Reject(leg, code))
    assert box.wait(LegEnded).code == code
    box.poll_until(lambda: call.state == "ended")
    assert call.code == code


def test_the_box_hangs_up_without_answering(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    box.do(HangUp(box.wait(CallArrived).leg))
    assert box.wait(LegEnded).code == 480
    box.poll_until(lambda: call.state == "ended")
    assert call.code == 480


def test_commands_for_legs_that_nobody_knows(box: Box) -> None:
    leg = LegId("gone")
    box.do(Answer(leg), Reject(leg, 486), Play(leg, ONE, Sound.TONE), StopPlaying(leg))
    box.do(Record(leg), StopRecording(leg), HangUp(leg))
    assert box.poll_for(0.1) == []


def test_calls_above_the_limit_are_busy_and_the_others_go_on(box: Box, caller: Telephone) -> None:
    calls = [caller.dial(box.number, CALLER, media=False) for _ in range(12)]
    box.poll_until(lambda: len(box.all(CallArrived)) == 8)
    box.poll_until(lambda: sum(call.code == 486 for call in calls) == 4)
    for arrived in box.all(CallArrived):
        box.do(Answer(arrived.leg))
    box.poll_until(lambda: sum(call.state == "answered" for call in calls) == 8)
    for call in calls:
        call.hang_up()
    box.poll_until(lambda: len(box.all(LegEnded)) == 8)
    assert box.idle()
    caller.dial(box.number, CALLER)
    box.take_call()


def test_nothing_is_left_after_many_calls(box: Box, caller: Telephone) -> None:
    for turn in range(12):
        call = caller.dial(box.number, CALLER)
        leg = box.take_call()
        box.do(Play(leg, PlayId(f"{turn}"), Sound.WAITING, loop=True), Record(leg))
        box.poll_until(lambda call=call: call.state == "answered")
        if turn % 2:
            call.hang_up()
        else:
            box.do(HangUp(leg))
        box.wait(LegEnded)
    assert len(box.all(RecordingEnded)) == len(box.all(LegEnded)) == 12
    assert box.idle()


def test_an_offer_that_comes_late(box: Box, far_end: FarEnd) -> None:
    far_end.invite()
    leg = box.take_call()
    box.do(Play(leg, ONE, Sound.TONE))
    box.poll_for(0.05)
    status, text = far_end.answer_to("INVITE")
    assert status == 200
    assert "m=audio" in text
    far_end.ack(description(far_end.rtp_port))
    assert box.wait(PromptEnded).problem == ""
    assert len(far_end.rtp.recv(2048)) == 172


def test_no_codec_in_common(box: Box, far_end: FarEnd) -> None:
    far_end.invite(description(far_end.rtp_port, codecs=(9, 18)))
    box.poll_for(0.2)
    for arrived in box.all(CallArrived):
        box.do(Answer(arrived.leg))
    status, _ = far_end.answer_to("INVITE")
    assert status == 488
    far_end.ack()
    box.poll_until(lambda: len(box.all(LegEnded)) == len(box.all(CallArrived)))
    assert box.idle()


def answered(box: Box, far_end: FarEnd, leg_sdp: str | None = None) -> LegId:
    far_end.invite(leg_sdp or description(far_end.rtp_port))
    leg = box.take_call()
    box.turn(0.0)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    box.poll_for(0.05)
    return leg


def test_a_key_of_which_only_the_end_arrived(box: Box, far_end: FarEnd) -> None:
    leg = answered(box, far_end)
    far_end.say(2)
    for _ in range(3):
        far_end.event(7, stamp=1600, duration=800, end=True)
    assert box.wait(DigitPressed) == DigitPressed(leg, "7")
    far_end.event(7, stamp=9600, duration=160)
    box.wait(DigitPressed)
    box.poll_for(0.1)
    assert len(box.all(DigitPressed)) == 2


def test_a_key_by_sip_info(box: Box, far_end: FarEnd) -> None:
    leg = answered(box, far_end)
    far_end.request("INFO", "Signal=8\r\nDuration=160\r\n", "application/dtmf-relay")
    assert box.wait(DigitPressed) == DigitPressed(leg, "8")
    assert far_end.answer_to("INFO")[0] == 200


def test_a_key_by_both_methods(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    far_end.event(8, stamp=1600, duration=160)
    box.wait(DigitPressed)
    far_end.request("INFO", "Signal=8\r\nDuration=160\r\n", "application/dtmf-relay")
    box.poll_for(0.2)
    assert len(box.all(DigitPressed)) == 1


def test_the_far_end_holds_and_comes_back(box: Box, far_end: FarEnd) -> None:
    leg = answered(box, far_end)
    box.do(Play(leg, ONE, Sound.WAITING, loop=True))
    for mode in ("inactive", "sendrecv"):
        far_end.invite(description(far_end.rtp_port, mode=mode))
        box.poll_for(0.1)
        assert far_end.answer_to("INVITE")[0] == 200
        far_end.ack()
        box.poll_for(0.1)
        far_end.rtp.setblocking(False)
        _drain(far_end)
        box.poll_for(0.2)
        assert bool(_drain(far_end)) == (mode == "sendrecv")
    assert not box.all(LegEnded)


def _drain(far_end: FarEnd) -> int:
    count = 0
    while True:
        try:
            count += len(far_end.rtp.recv(2048)) == 172
        except BlockingIOError:
            return count


def test_a_caller_without_any_audio(box: Box, far_end: FarEnd) -> None:
    closed = description(9)
    leg = answered(box, far_end, closed)
    box.do(Play(leg, ONE, Sound.TONE), Record(leg))
    assert box.wait(PromptEnded).problem == ""
    far_end.request("BYE")
    assert box.wait(RecordingEnded).seconds > 0.3
    box.wait(LegEnded)
    assert box.idle()


def test_nobody_gets_a_call_transferred_at_the_office_expense(box: Box, far_end: FarEnd) -> None:
    leg = answered(box, far_end)
    far_end.request("REFER", headers=("Refer-To: <sip:+4790000000@127.0.0.1:9>",))
    box.poll_for(0.1)
    assert far_end.answer_to("REFER")[0] == 603
    assert box.telephony.counters["legs"] == 1
    far_end.request("INFO", "Signal=1\r\nDuration=160\r\n", "application/dtmf-relay")
    assert box.wait(DigitPressed).leg == leg


def test_a_long_prompt_is_not_cut(box: Box, caller: Telephone, tmp_path: Path) -> None:
    write_tone(tmp_path / "long.wav", 1.7)
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, Prompt("long", "nb")))
    box.wait(PromptEnded)
    assert call.hear(TONE_HZ, 1.68, PATIENCE)


def test_a_call_outlives_all_that_come_and_go_meanwhile(box: Box, caller: Telephone) -> None:
    """PJSIP numbers its calls in turn, 64 of them here: what ends must not end another's."""
    lasting = caller.dial(box.number, CALLER)
    leg = box.take_call()
    for _ in range(30):
        calls = [caller.dial(box.number, CALLER, media=False) for _ in range(10)]
        box.poll_until(lambda calls=calls: sum(call.code == 486 for call in calls) == 3)
        for arrived in box.all(CallArrived):
            if arrived.leg != leg:
                box.do(Answer(arrived.leg), HangUp(arrived.leg))
        box.poll_until(lambda calls=calls: all(call.state == "ended" for call in calls))
    assert lasting.state == "answered"
    assert box.telephony.counters["legs"] == 1
    lasting.press("3")
    assert box.wait(DigitPressed) == DigitPressed(leg, "3")


def test_several_prompts_one_after_another(box: Box, caller: Telephone, tmp_path: Path) -> None:
    write_tone(tmp_path / "first.wav", 0.33, hz=700)
    write_tone(tmp_path / "second.wav", 0.5, hz=1000)
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, (Prompt("first", "nb"), Prompt("second", "nb"), Sound.TONE)))
    assert box.wait(PromptEnded) == PromptEnded(leg, ONE)
    box.poll_for(0.1)
    first, second = call.hear(700, 0.28, PATIENCE), call.hear(1000, 0.44, PATIENCE)
    third = call.hear(TONE_HZ, 0.36, PATIENCE)
    assert first
    assert second
    assert third
    assert 0.3 <= (second.first_ns - first.first_ns) / 1e9 <= 0.37
    assert 0.47 <= (third.first_ns - second.first_ns) / 1e9 <= 0.53
    assert len(box.all(PromptEnded)) == 1


def test_one_of_several_prompts_is_not_there(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, (Sound.TONE, Prompt("gone", "nb"))))
    assert "gone.wav" in box.wait(PromptEnded).problem
    box.do(Play(leg, TWO, ()))
    assert box.wait(PromptEnded).problem


def test_several_prompts_in_a_loop(box: Box, caller: Telephone, tmp_path: Path) -> None:
    write_tone(tmp_path / "first.wav", 0.2, hz=700)
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, ONE, (Prompt("first", "nb"), Sound.TONE), loop=True))
    box.poll_for(1.5)
    heard = call.hear(700, 0.16, PATIENCE)
    assert heard
    assert call.hear(700, 0.16, PATIENCE, since_ns=heard.first_ns + 400_000_000)
    assert not box.all(PromptEnded)
