"""Telephones that are switched off: what the box notices, and how it finds them again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import HangUp, Ring
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import LegEnded, TelephoneFound
from appliance.probe.telephone import Refuse, RingOnly, Telephone
from appliance.telephony.config import SipConfig

SILENT_SECONDS = 0.6
LEG = LegId("call/1")


@pytest.fixture
def sip_config(sip_config: SipConfig) -> SipConfig:
    return replace(sip_config, silent_seconds=SILENT_SECONDS)


def test_a_telephone_that_says_not_even_trying_is_given_up_after_4_seconds() -> None:
    assert SipConfig().silent_seconds == 4.0


@pytest.fixture
def switched_off(box: Box) -> Iterator[FarEnd]:
    """An address at which everything is received and nothing is ever said."""
    with FarEnd(box.telephony.sip_uri) as telephone:
        yield telephone


def uri_of(telephone: FarEnd) -> str:
    return f"sip:anna@127.0.0.1:{telephone.sip.getsockname()[1]}"


def test_a_telephone_that_says_nothing_is_given_up(box: Box, switched_off: FarEnd) -> None:
    began = time.monotonic()
    box.do(Ring(LEG, uri_of(switched_off), "+4710000099-111", ""))
    ended = box.wait(LegEnded)
    assert (ended.code, ended.silent) == (408, True)
    assert time.monotonic() - began < 20 * SILENT_SECONDS, "RFC 3261 would wait for 32 s"
    assert box.idle()


def test_who_stops_ringing_it_before_that_is_told_that_nothing_was_heard(
    box: Box, switched_off: FarEnd
) -> None:
    box.do(Ring(LEG, uri_of(switched_off), "+4710000099-111", ""))
    box.poll_for(0.05)
    box.do(HangUp(LEG))
    ended = box.wait(LegEnded, SILENT_SECONDS)
    assert (ended.code, ended.silent) == (487, True)


def test_a_telephone_that_only_says_trying_is_there(box: Box, switched_off: FarEnd) -> None:
    box.do(Ring(LEG, uri_of(switched_off), "+4710000099-111", ""))
    box.poll_for(0.05)
    switched_off.say_to(switched_off.sip.recv(8192).decode(), 100)
    assert box.poll_for(2 * SILENT_SECONDS) == []


@pytest.mark.parametrize("code", [404, 486, 503])
def test_a_telephone_that_refuses_is_there(box: Box, agent: Telephone, code: int) -> None:
    agent.on_invite = Refuse(code)
    box.do(Ring(LEG, agent.uri, "+4710000099-111", ""))
    ended = box.wait(LegEnded)
    assert (ended.code, ended.silent) == (code, False)


def test_a_telephone_that_rings_is_there(box: Box, agent: Telephone) -> None:
    agent.on_invite = RingOnly()
    box.do(Ring(LEG, agent.uri, "+4710000099-111", ""))
    box.poll_for(2 * SILENT_SECONDS)
    assert not box.all(LegEnded)


def test_a_port_that_nobody_listens_at_is_no_telephone(box: Box) -> None:
    box.do(Ring(LEG, "sip:anna@127.0.0.1:9", "+4710000099-111", ""))
    assert box.wait(LegEnded).silent


def test_a_telephone_that_answers_the_question_is_found(box: Box, switched_off: FarEnd) -> None:
    """It is asked by OPTIONS; any answer will do, and none is no answer."""
    box.do(LookFor("anna", uri_of(switched_off)))
    box.poll_for(0.05)
    asked = switched_off.sip.recv(8192).decode()
    assert asked.startswith("OPTIONS ")
    assert not box.all(TelephoneFound)
    switched_off.say_to(asked, 405)
    assert box.wait(TelephoneFound) == TelephoneFound("anna")
    box.poll_for(0.1)
    assert len(box.all(TelephoneFound)) == 1


def test_two_people_at_one_telephone_are_found_together(box: Box, switched_off: FarEnd) -> None:
    box.do(LookFor("anna", uri_of(switched_off)), LookFor("bo", uri_of(switched_off)))
    box.poll_for(0.05)
    switched_off.say_to(switched_off.sip.recv(8192).decode(), 200)
    box.poll_until(lambda: len(box.all(TelephoneFound)) == 2)
    assert {found.agent for found in box.all(TelephoneFound)} == {"anna", "bo"}


def test_a_question_to_nobody_is_no_answer(box: Box) -> None:
    box.do(LookFor("anna", "sip:anna@127.0.0.1:9"), LookFor("bo", "nonsense"))
    box.poll_for(0.3)
    assert not box.all(TelephoneFound)
