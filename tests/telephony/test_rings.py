"""The box rings an agent, bridges, and is refused in every way."""

from __future__ import annotations

import time

import pytest
from support.patience import PATIENCE
from telephony.box import CALLER, TONE_HZ, Box

from appliance.core.model.ids import LegId, PlayId, Sound
from appliance.core.protocol.commands import Bridge, HangUp, Part, Play, Record, Ring
from appliance.core.protocol.events import (
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegRinging,
    PromptEnded,
    RecordingEnded,
)
from appliance.probe.telephone import AnswerAfter, Refuse, RingOnly, Telephone

AGENT_LEG = LegId("call/1")
AGENT_HZ = 1000


def ring(box: Box, uri: str, leg: LegId = AGENT_LEG) -> None:
    box.do(Ring(leg, uri, from_user="+4710000099-111", from_name='Nordlys "AS"'))


def bridged(box: Box, caller: Telephone, agent: Telephone) -> tuple[LegId, LegId]:
    caller.dial(box.number, CALLER)
    leg = box.take_call()
    box.do(Play(leg, PlayId("1"), Sound.WAITING, loop=True))
    ring(box, agent.uri)
    box.wait(LegAnswered)
    box.do(Bridge(leg, AGENT_LEG))
    return leg, AGENT_LEG


def test_the_agent_sees_who_rings(box: Box, agent: Telephone) -> None:
    agent.on_invite = RingOnly()
    ring(box, agent.uri)
    assert box.wait(LegRinging) == LegRinging(AGENT_LEG)
    arrival = agent.arrivals.get(timeout=PATIENCE)
    assert arrival.caller.uri.user == "+4710000099-111"
    assert arrival.caller.uri.host == "127.0.0.1"
    assert 'From: "Nordlys \\"AS\\"" <sip:' in bytes(arrival.invite).decode()
    body = arrival.invite.body.decode()
    assert "c=IN IP4 127.0.0.1" in body
    assert "m=text" not in body
    assert "RTP/AVP 8 0 " in body
    arrival.call.answer()
    assert box.wait(LegAnswered) == LegAnswered(AGENT_LEG)
    box.poll_for(0.1)
    assert len(box.all(LegRinging)) == len(box.all(LegAnswered)) == 1


def test_bridged_legs_hear_each_other_and_no_longer_the_waiting_sound(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    bridged(box, caller, agent)
    bridged_ns = time.time_ns() + 100_000_000
    (customer,) = caller.calls
    (answered,) = agent.calls
    customer.send_tone(TONE_HZ)
    box.poll_for(0.6)
    assert customer.hear(AGENT_HZ, 0.3, 0.5, since_ns=bridged_ns)
    assert answered.hear(TONE_HZ, 0.3, PATIENCE)
    assert box.telephony.counters == {"legs": 2, "players": 0, "recorders": 0}
    assert not box.all(PromptEnded)


def test_the_caller_stays_when_the_agent_hangs_up(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    leg, _ = bridged(box, caller, agent)
    agent.calls[0].hang_up()
    assert box.wait(LegEnded).leg == AGENT_LEG
    box.poll_for(0.2)
    assert box.telephony.counters["legs"] == 1
    box.do(Play(leg, PlayId("2"), Sound.TONE))
    assert box.wait(PromptEnded).leg == leg


def test_the_agent_stays_when_the_caller_hangs_up(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    leg, agent_leg = bridged(box, caller, agent)
    caller.calls[0].hang_up()
    assert box.wait(LegEnded).leg == leg
    box.do(HangUp(agent_leg))
    assert box.wait(LegEnded).leg == agent_leg
    box.poll_until(lambda: agent.calls[0].state == "ended")
    assert box.idle()


def test_a_caller_on_hold_hears_the_waiting_sound_alone(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    leg, agent_leg = bridged(box, caller, agent)
    box.do(Part(agent_leg, leg), Play(leg, PlayId("2"), Sound.WAITING, loop=True))
    box.poll_for(0.1)
    held_ns = time.time_ns()
    box.poll_for(0.3)
    (customer,) = caller.calls
    assert customer.hear(TONE_HZ, 0.2, 0.3, since_ns=held_ns)
    assert customer.hear(AGENT_HZ, 0.1, 0.0, since_ns=held_ns) is None
    box.do(Bridge(leg, agent_leg), Part(leg, LegId("somebody else")))
    box.poll_for(0.1)
    resumed_ns = time.time_ns()
    box.poll_for(0.3)
    assert customer.hear(AGENT_HZ, 0.2, 0.3, since_ns=resumed_ns)


def test_a_bridge_to_a_second_agent_ends_the_first_one(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    leg, _ = bridged(box, caller, agent)
    agent.on_invite = AnswerAfter(tone_hz=700)
    second = LegId("call/2")
    ring(box, agent.uri, second)
    box.wait(LegAnswered)
    box.do(Bridge(leg, second))
    box.poll_for(0.1)
    changed_ns = time.time_ns()
    box.poll_for(0.4)
    (customer,) = caller.calls
    assert customer.hear(700, 0.2, 0.3, since_ns=changed_ns)
    assert customer.hear(AGENT_HZ, 0.1, 0.0, since_ns=changed_ns) is None


def test_a_superior_joins_in_and_all_three_hear_each_other(
    box: Box, caller: Telephone, agent: Telephone
) -> None:
    agent.on_invite = AnswerAfter()
    leg, _ = bridged(box, caller, agent)
    superior = LegId("call/2")
    ring(box, agent.uri, superior)
    box.wait(LegAnswered)
    for other in (AGENT_LEG, leg):
        box.do(Bridge(other, superior, beside=True))
    customer, (clerk, chief) = caller.calls[0], agent.calls
    for speaks, hz in ((chief, 1500), (customer, TONE_HZ), (clerk, AGENT_HZ)):
        box.poll_for(0.1)
        began_ns = time.time_ns()
        speaks.send_tone(hz)
        box.poll_for(0.4)
        for listens in {customer, clerk, chief} - {speaks}:
            assert listens.hear(hz, 0.2, 0.3, since_ns=began_ns), (hz, listens)
        speaks.send_silence()
    box.do(HangUp(AGENT_LEG))
    box.poll_for(0.1)
    began_ns = time.time_ns()
    chief.send_tone(1500)
    box.poll_for(0.4)
    assert customer.hear(1500, 0.2, 0.3, since_ns=began_ns)


@pytest.mark.parametrize("code", [404, 486, 603])
def test_the_agent_refuses(box: Box, agent: Telephone, code: int) -> None:
    agent.on_invite = Refuse(code)
    ring(box, agent.uri)
    assert box.wait(LegEnded).code == code
    box.poll_for(0.1)
    assert len(box.all(LegEnded)) == 1
    assert box.idle()


def test_the_box_gives_up_ringing(box: Box, agent: Telephone) -> None:
    agent.on_invite = RingOnly()
    ring(box, agent.uri)
    box.wait(LegRinging)
    box.do(HangUp(AGENT_LEG))
    assert box.wait(LegEnded).code == 487
    box.poll_until(lambda: agent.calls and agent.calls[0].state == "ended")
    assert agent.calls[0].when("CANCEL received")
    assert len(box.all(LegEnded)) == 1


def test_nobody_is_there(box: Box) -> None:
    ring(box, "sip:nobody@127.0.0.1:9")
    box.poll_for(0.2)
    box.do(HangUp(AGENT_LEG), HangUp(AGENT_LEG))
    assert box.wait(LegEnded).leg == AGENT_LEG
    assert box.idle()
    box.poll_for(0.2)
    assert len(box.all(LegEnded)) == 1


@pytest.mark.parametrize("turns", range(6))
def test_an_answer_that_crosses_our_cancel_leaves_no_call(
    box: Box, agent: Telephone, turns: int
) -> None:
    agent.on_invite = RingOnly()
    ring(box, agent.uri)
    box.wait(LegRinging)
    agent.arrivals.get(timeout=PATIENCE).call.answer()
    for _ in range(turns):
        box.turn(0.0005)
    box.do(HangUp(AGENT_LEG))
    box.wait(LegEnded)
    box.poll_until(lambda: agent.calls[0].state == "ended")
    assert len(box.all(LegEnded)) == 1
    assert box.idle()


@pytest.mark.parametrize(
    "uri", ["", "nonsense", "sip:", "http://x", "sip:a b@127.0.0.1", "sip:[::"]
)
def test_an_address_that_is_none(box: Box, uri: str) -> None:
    ring(box, uri)
    ended = box.wait(LegEnded)
    assert ended.code == 400
    assert ended.reason
    assert box.idle()


def test_the_same_leg_does_not_ring_twice(box: Box, agent: Telephone) -> None:
    agent.on_invite = RingOnly()
    ring(box, agent.uri)
    ring(box, agent.uri)
    box.poll_for(0.2)
    assert len(agent.calls) == 1


def test_an_agent_is_recorded(box: Box, agent: Telephone) -> None:
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    ring(box, agent.uri)
    box.wait(LegAnswered)
    box.do(Record(AGENT_LEG))
    box.poll_for(0.3)
    box.do(HangUp(AGENT_LEG))
    ended = box.wait(RecordingEnded)
    assert ended.path == str(box.recordings / "call-1.wav")
    assert ended.seconds > 0.1


def test_ten_agents_at_once(box: Box, agent: Telephone) -> None:
    agent.on_invite = AnswerAfter(seconds=0.05)
    legs = [LegId(f"call/{n}") for n in range(10)]
    for leg in legs:
        ring(box, agent.uri, leg)
    box.poll_until(lambda: len(box.all(LegAnswered)) == 10)
    for leg in legs:
        box.do(HangUp(leg))
    box.poll_until(lambda: len(box.all(LegEnded)) == 10)
    assert box.idle()


def test_an_agent_who_speaks_while_answering_is_heard(box: Box, agent: Telephone) -> None:
    """Without our patch of PJSIP about one leg in twenty never reads its audio socket."""
    agent.on_invite = AnswerAfter(tone_hz=AGENT_HZ)
    for n in range(30):
        leg = LegId(f"call/{n}")
        ring(box, agent.uri, leg)
        box.wait(LegAnswered)
        assert agent.calls[-1].wait_for("answered", PATIENCE)
        agent.calls[-1].press("1", 0.02)
        assert box.wait(DigitPressed).leg == leg
        box.do(HangUp(leg))
        box.wait(LegEnded)
