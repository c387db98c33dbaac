"""Keys as tones: all of them on a real line's sound, none in speech and music, each once."""

from __future__ import annotations

import array
import math
import time
from itertools import count

import pjsua2 as pj
import pytest
from support.key_tones import KEYS, RATE, key_tone, music, on_a_line, silence, speech
from support.patience import PATIENCE
from telephony.box import CALLER, Box
from telephony.far_end import FarEnd, description

from appliance.core.protocol.commands import Answer
from appliance.core.protocol.events import CallArrived, DigitPressed
from appliance.probe.audio import encoded
from appliance.probe.sdp import PCMA
from appliance.probe.telephone import Telephone
from appliance.telephony.audio.in_band import REST_SECONDS, KeyEars
from appliance.telephony.audio.tone_detector import ToneDetector

FRAME = 160
MINUTES = 10


def heard(samples: array.array[int]) -> str:
    detector = ToneDetector()
    frames = (samples[n : n + FRAME].tobytes() for n in range(0, len(samples), FRAME))
    return "".join(detector.hear(frame) for frame in frames)


def every_key(seconds: float = 0.05, pause: float = 0.05, **how: float) -> list[float]:
    presses = (key_tone(key, seconds, **how) + silence(pause) for key in KEYS)
    return silence(0.1) + [sample for press in presses for sample in press]


@pytest.mark.parametrize("level", [0.0, -5.0, -10.0, -20.0, -25.0, -29.0])
def test_levels(level: float) -> None:
    """Q.24: 0 to -25 dBm per tone (AT&T), down to -29 dBm elsewhere."""
    assert heard(on_a_line(every_key(low=level, high=level))) == KEYS


@pytest.mark.parametrize("level", [-4.0, -12.0, -20.0])
@pytest.mark.parametrize("twist", [-8.0, -4.0, 4.0, 5.5])
def test_twists(level: float, twist: float) -> None:
    """Q.24: the high tone 4 dB above to 8 dB below the low one."""
    low, high = (level, level + twist) if twist < 0 else (level - twist, level)
    assert heard(on_a_line(every_key(low=low, high=high))) == KEYS


@pytest.mark.parametrize("distance", [40.0, 23.0, 18.0, 15.0])
@pytest.mark.parametrize("level", [-3.0, -25.0])
def test_noise(level: float, distance: float) -> None:
    """White noise so many dB below each tone."""
    assert heard(on_a_line(every_key(low=level, high=level), level - distance)) == KEYS


@pytest.mark.parametrize("off", [0.012, -0.012])
def test_telephones_whose_oscillator_is_off(off: float) -> None:
    assert heard(on_a_line(every_key(off=off))) == KEYS


@pytest.mark.parametrize("off", [0.035, -0.035])
def test_other_frequencies_are_no_keys(off: float) -> None:
    assert heard(on_a_line(every_key(off=off))) == ""


def test_the_shortest_press_and_pause() -> None:
    """Q.24: 40 ms of tone are a digit, with 40 ms between two of them; 23 ms are none."""
    assert heard(on_a_line(every_key(0.04, 0.04))) == KEYS
    assert heard(on_a_line(every_key(0.018, 0.05))) == ""


def test_a_gap_within_a_press_does_not_make_two() -> None:
    """Q.24: an interruption of up to 10 ms."""
    half = key_tone("5", 0.08)
    assert heard(on_a_line([*silence(0.1), *half, *silence(0.008), *half, *silence(0.1)])) == "5"


@pytest.mark.timeout(300)
def test_no_key_in_ten_minutes_of_speech_and_music() -> None:
    samples = 0
    for sound in (*speech(), music(120.0)):
        samples += len(sound)
        assert heard(sound) == ""
    assert samples >= MINUTES * 60 * RATE


def test_tones_of_the_network_are_no_keys() -> None:
    """Dial tone 425 Hz, ringing 425 + 450, three tones of a number that is not in use."""
    pairs = ((425.0, 425.0), (425.0, 450.0), (950.0, 1400.0), (1400.0, 1800.0))
    for low, high in pairs:
        assert heard(on_a_line(_two(low, high))) == ""


def _two(low: float, high: float) -> list[float]:
    return [
        5000 * (math.sin(2 * math.pi * low * n / RATE) + math.sin(2 * math.pi * high * n / RATE))
        for n in range(2 * RATE)
    ]


def test_keys_in_the_sound_of_a_call(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    box.do(Answer(box.wait(CallArrived).leg, tones=True))
    assert call.wait_for("answered", PATIENCE)
    call.send_sound(on_a_line(every_key(0.08, 0.06)))
    assert "".join(box.wait(DigitPressed).digit for _ in KEYS) == KEYS
    assert box.poll_for(0.3) == []


def test_keys_in_the_sound_go_on_after_a_re_invite(box: Box, far_end: FarEnd) -> None:
    """Hold and resume take the leg's port away and give another one."""
    far_end.invite(description(far_end.rtp_port))
    box.do(Answer(box.wait(CallArrived).leg, tones=True))
    for mode in ("sendrecv", "inactive", "sendrecv"):
        if mode != "sendrecv" or far_end.cseq > 1:
            far_end.invite(description(far_end.rtp_port, mode=mode))
        box.poll_for(0.05)
        far_end.answer_to("INVITE")
        far_end.ack()
        box.poll_for(0.05)
    coded = encoded(on_a_line(silence(0.2) + key_tone("8", 0.1) + silence(0.1)), PCMA)
    for n in range(0, len(coded), FRAME):
        far_end.sound(coded[n : n + FRAME])
        box.poll_for(0.02)
    assert box.wait(DigitPressed).digit == "8"


def test_a_line_without_the_flag_takes_no_tones(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    box.take_call()
    assert call.wait_for("answered", PATIENCE)
    call.send_sound(on_a_line(every_key(0.08, 0.06)))
    call.press("7")
    assert box.wait(DigitPressed).digit == "7"
    assert len(box.all(DigitPressed)) == 1


def test_a_key_that_comes_as_event_and_as_tone_counts_once(box: Box, caller: Telephone) -> None:
    call = caller.dial(box.number, CALLER)
    box.do(Answer(box.wait(CallArrived).leg, tones=True))
    assert call.wait_for("answered", PATIENCE)
    for key in "155#":
        call.send_sound(on_a_line(key_tone(key, 0.06) + silence(0.1)))
        call.press(key, 0.06)
        box.poll_for(0.3)
    assert [event.digit for event in box.all(DigitPressed)] == list("155#")


def one_call(box: Box, caller: Telephone) -> int:
    """A call with tones, from its beginning to its end; the ports of the bridge afterwards."""
    call = caller.dial(box.number, CALLER)
    box.do(Answer(box.wait(CallArrived).leg, tones=True))
    assert call.wait_for("answered", PATIENCE)
    call.hang_up()
    box.poll_until(box.idle)
    box.poll_for(1.1)
    return _ports()


def test_what_hears_is_used_again(box: Box, caller: Telephone) -> None:
    """An ear that is destroyed while the media thread calls it takes the process with it."""
    assert one_call(box, caller) == one_call(box, caller) == one_call(box, caller)
    assert len(box.telephony._ears) == 1


def test_ears_come_and_go_while_the_media_clock_calls_them(box: Box) -> None:
    """Destroyed instead of used again, the first dozens of them end the process."""
    ears, until = KeyEars(), time.monotonic() + 2.5
    for turn in count():
        now = turn * REST_SECONDS / 4  # else a fast machine wants more ears than there are ports
        taken = [ears.take(lambda key: None, now) for _ in range(5)]
        box.turn(0.01)
        sum(range(20_000))  # the media thread waits for the interpreter meanwhile
        while taken:
            ears.give_back(taken.pop(), now)
        if time.monotonic() > until:
            break
    box.telephony._engine.stop_clock()
    ears.clear()


def test_an_ear_that_is_used_again_hears_the_new_leg_only(box: Box, caller: Telephone) -> None:
    one_call(box, caller)
    call = caller.dial(box.number, CALLER)
    leg = box.wait(CallArrived).leg
    box.do(Answer(leg, tones=True))
    assert call.wait_for("answered", PATIENCE)
    call.send_sound(on_a_line(silence(0.1) + key_tone("6", 0.08)))
    assert box.wait(DigitPressed) == DigitPressed(leg, "6")


def _ports() -> int:
    return len(pj.Endpoint.instance().mediaEnumPorts2())
