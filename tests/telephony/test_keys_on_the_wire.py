"""Keys reach the office through PJSIP, in whichever way a far end sends them."""

from __future__ import annotations

import re
import time

import pytest
from support.key_tones import key_tone, on_a_line, silence
from support.odd_keys import EVENTS, INFOS, KEYLESS_INFOS
from support.patience import PATIENCE
from telephony.box import CALLER, Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Answer, Ring
from appliance.core.protocol.events import CallArrived, DigitPressed, LegAnswered
from appliance.probe.audio import encoded
from appliance.probe.sdp import PCMA
from appliance.probe.telephone import Telephone

AT_ONCE = (
    "one press",
    "the same key twice",
    "only ends of two",
    "the second's first packets are lost",
    "all but one of each",
    "durations stand still",
    "the stamp never moves",
    "the stamp never moves, ends are lost",
    "everything is marked",
    "a late end of the key before",
    "a late start of the same key",
    "a wandering stamp, twice",
    "numbers begin anew with each press",
    "everything turns over",
)
"""What needs no time between packets to be told apart."""
LATE_THEN_AGAIN = "an end told again a second later, then the same key"
WITHOUT_EVENTS = (8, 0)
FRAME = 160


def answered(box: Box, far_end: FarEnd, offer: str = "") -> str:
    """A call that the box has taken; its answer."""
    far_end.invite(offer or description(far_end.rtp_port))
    box.do(Answer(box.wait(CallArrived).leg))
    box.turn(0.0)
    status, text = far_end.answer_to("INVITE")
    assert status == 200
    far_end.ack()
    box.poll_for(0.05)
    return text


def keys(box: Box) -> str:
    return "".join(event.digit for event in box.all(DigitPressed))


def says_key(box: Box, far_end: FarEnd, key: str) -> None:
    """The key's tone, in the sound of the call."""
    coded = encoded(on_a_line(silence(0.2) + key_tone(key, 0.1) + silence(0.1)), PCMA)
    for n in range(0, len(coded), FRAME):
        far_end.sound(coded[n : n + FRAME])
        box.poll_for(0.02)


@pytest.mark.parametrize("oddity", AT_ONCE)
def test_events(box: Box, far_end: FarEnd, oddity: str) -> None:
    answered(box, far_end)
    pressed, packets = EVENTS[oddity]
    for sent in packets:
        far_end.key_packet(sent.packet)
    for _ in pressed:
        box.wait(DigitPressed)
    box.poll_for(0.1)
    assert keys(box) == pressed


@pytest.mark.parametrize("oddity", ["an end told again a second later", LATE_THEN_AGAIN])
def test_ends_that_come_a_second_late(box: Box, far_end: FarEnd, oddity: str) -> None:
    """The press is over for the sender and the box long since; time itself is what is tried."""
    answered(box, far_end)
    pressed, packets = EVENTS[oddity]
    begun = time.monotonic()
    for at, packet in packets:
        box.poll_for(begun + at - packets[0].at - time.monotonic())
        far_end.key_packet(packet)
    for _ in pressed:
        box.wait(DigitPressed)
    box.poll_for(0.1)
    assert keys(box) == pressed


def test_a_hook_flash_is_no_key(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    far_end.event(16, stamp=1600, duration=800)
    far_end.event(16, stamp=1600, duration=800, end=True)
    far_end.event(7, stamp=3200, duration=160)
    assert box.wait(DigitPressed).digit == "7"
    box.poll_for(0.1)
    assert keys(box) == "7"


@pytest.mark.parametrize("half", [slice(0, None, 2), slice(1, None, 2)], ids=["even", "odd"])
def test_every_form_of_sip_info(box: Box, far_end: FarEnd, half: slice) -> None:
    """In two calls: no machine dials so many keys at once."""
    answered(box, far_end)
    forms = list(INFOS.items())[half]
    for (kind, body), key in forms:
        far_end.request("INFO", body, kind)
        assert box.wait(DigitPressed).digit == key, body
        assert far_end.answer_to("INFO")[0] == 200
    assert keys(box) == "".join(key for _, key in forms)


@pytest.mark.parametrize(("kind", "body"), KEYLESS_INFOS)
def test_an_info_without_a_key_is_answered(box: Box, far_end: FarEnd, kind: str, body: str) -> None:
    """RFC 6086 section 4.2.2; 500 ends the call at some gateways."""
    answered(box, far_end)
    far_end.request("INFO", body, kind)
    box.poll_for(0.05)
    assert far_end.answer_to("INFO")[0] == (415 if kind == "text/plain" else 200)
    box.poll_for(0.05)
    assert keys(box) == ""


@pytest.mark.parametrize(
    ("kind", "body", "headers", "status", "told"),
    [
        ("", "", (), 200, ""),
        ("application/x-whatever", "5", (), 415, "Accept: application/dtmf-relay"),
        ("application/" + "x" * 400, "5", (), 415, "Accept: application/dtmf-relay"),
        ("application/media_control+xml", "<nothing/>", (), 400, ""),
        ("application/trickle-ice-sdpfrag", "a=nothing", (), 400, ""),
        ("text/plain", "5", ("Info-Package: whatever",), 469, "Recv-Info:"),
    ],
)
def test_an_info_of_another_kind(
    box: Box,
    far_end: FarEnd,
    kind: str,
    body: str,
    headers: tuple[str, ...],
    status: int,
    told: str,
) -> None:
    answered(box, far_end)
    far_end.request("INFO", body, kind, headers)
    box.poll_for(0.05)
    code, text = far_end.answer_to("INFO")
    assert code == status
    assert told in text
    assert box.telephony.counters["legs"] == 1


def offer(port: int, *rtpmaps: str) -> str:
    """G.711 and these telephone events."""
    numbers = tuple(dict.fromkeys(int(rtpmap.split()[0]) for rtpmap in rtpmaps))
    lines = "".join(f"a=rtpmap:{rtpmap}\r\n" for rtpmap in rtpmaps)
    whole = description(port, (8, 0, *numbers))
    return whole.replace("a=rtpmap:101 telephone-event/8000\r\n", "") + lines


@pytest.mark.parametrize(
    "rtpmaps",
    [
        ("101 telephone-event/16000", "101 telephone-event/8000"),
        ("101 telephone-event/8000", "101 telephone-event/16000"),
        ("101 telephone-event/48000", "101 telephone-event/16000", "101 telephone-event/8000"),
        ("100 telephone-event/16000", "101 telephone-event/8000"),
        ("101 telephone-event/8000", "100 telephone-event/16000"),
        ("101 TELEPHONE-EVENT/8000",),
    ],
)
def test_telephone_events_of_several_rates(
    box: Box, far_end: FarEnd, rtpmaps: tuple[str, ...]
) -> None:
    """8000 Hz is right beside G.711."""
    text = answered(box, far_end, offer(far_end.rtp_port, *rtpmaps))
    assert re.findall(r"a=rtpmap:(\d+) telephone-event/(\d+)", text) == [("101", "8000")]
    far_end.event(7, stamp=3200, duration=160)
    assert box.wait(DigitPressed).digit == "7"
    assert not ears(box)


@pytest.mark.parametrize("rtpmaps", [(), ("101 telephone-event/16000",)])
def test_tones_are_listened_for_where_no_events_are_agreed_on(
    box: Box, far_end: FarEnd, rtpmaps: tuple[str, ...]
) -> None:
    text = answered(box, far_end, offer(far_end.rtp_port, *rtpmaps))
    assert "telephone-event" not in text
    says_key(box, far_end, "8")
    assert box.wait(DigitPressed).digit == "8"
    assert keys(box) == "8"


def test_a_late_answer_without_events(box: Box, far_end: FarEnd) -> None:
    far_end.invite()
    box.take_call()
    box.turn(0.0)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack(description(far_end.rtp_port, WITHOUT_EVENTS))
    box.poll_for(0.05)
    says_key(box, far_end, "3")
    assert box.wait(DigitPressed).digit == "3"


def test_a_re_invite_without_events(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    assert not ears(box)
    far_end.invite(description(far_end.rtp_port, WITHOUT_EVENTS))
    box.poll_for(0.05)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    box.poll_for(0.05)
    says_key(box, far_end, "4")
    assert box.wait(DigitPressed).digit == "4"


def test_a_telephone_that_we_ring_and_that_knows_no_events(box: Box, far_end: FarEnd) -> None:
    host, port = far_end.sip.getsockname()
    box.do(Ring(LegId("agent"), f"sip:agent@{host}:{port}", "", ""))
    box.poll_for(0.05)
    far_end.take(description(far_end.rtp_port, WITHOUT_EVENTS))
    box.wait(LegAnswered)
    says_key(box, far_end, "9")
    assert box.wait(DigitPressed) == DigitPressed(LegId("agent"), "9")


def test_nobody_listens_where_events_are_agreed_on(box: Box, caller: Telephone) -> None:
    """A hundred such calls cost what they did."""
    call = caller.dial(box.number, CALLER)
    box.take_call()
    assert call.wait_for("answered", PATIENCE)
    box.poll_for(0.05)
    assert not ears(box)


def ears(box: Box) -> int:
    return sum(leg.audio._ear is not None for leg in box.telephony._legs.values())
