"""Test telephones call one another, and meet peers that lose or garble what they send."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from support.patience import PATIENCE

from appliance.probe import sip
from appliance.probe.reactor import ProbeError
from appliance.probe.telephone import AnswerAfter, Arrival, Refuse, RingOnly, Telephone


@pytest.fixture
def caller() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def called() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def peer() -> Iterator[socket.socket]:
    """A bare UDP socket that a test plays a SIP peer with."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(PATIENCE)
        yield sock


def uri_of(peer: socket.socket) -> str:
    return "sip:peer@{}:{}".format(*peer.getsockname())


def next_message(peer: socket.socket) -> tuple[Any, tuple[str, int]]:
    data, source = peer.recvfrom(65535)
    return sip.parse(data), source


def arrival_at(telephone: Telephone) -> Arrival:
    return telephone.arrivals.get(timeout=PATIENCE)


def test_an_answered_call_carries_tones_both_ways_and_digits(
    caller: Telephone, called: Telephone
) -> None:
    called.on_invite = AnswerAfter(0.05, tone_hz=660)
    call = caller.dial(called.uri, "+4710000001", "Kari")
    assert call.wait_for("answered", PATIENCE)
    arrival = arrival_at(called)
    assert (arrival.caller.uri.user, arrival.caller.name) == ("+4710000001", "Kari")
    assert sip.parse_uri(arrival.request_uri) == sip.parse_uri(called.uri)
    sent_ns = call.send_tone(440)
    assert call.hear(660, 0.2, PATIENCE)
    heard = arrival.call.hear(440, 0.2, PATIENCE)
    assert heard is not None
    assert 0 <= heard.first_ns - sent_ns < 100_000_000
    assert not call.hear(440, 0.1, 0.2)
    pressed_ns = [call.press(digit) for digit in "15#"]
    assert arrival.call.wait_for_digits(3, PATIENCE) == "15#"
    assert arrival.call.hear(440, 0.2, PATIENCE, since_ns=pressed_ns[-1])
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    assert arrival.call.wait_for("ended", PATIENCE)


def test_the_history_is_a_timeline(caller: Telephone, called: Telephone) -> None:
    call = caller.dial(called.uri, "1")
    assert call.wait_for("answered", PATIENCE)
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    said = [what for _, what in call.history if "Hz" not in what]
    assert said == [
        "INVITE sent",
        "180 received",
        "200 received",
        "ACK sent",
        "BYE sent",
        "200 to BYE received",
    ]
    assert [at_ns for at_ns, _ in call.history] == sorted(at_ns for at_ns, _ in call.history)


def test_the_called_side_hangs_up(caller: Telephone, called: Telephone) -> None:
    call = caller.dial(called.uri, "1")
    arrival = arrival_at(called)
    assert call.wait_for("answered", PATIENCE)
    assert arrival.call.wait_for("answered", PATIENCE)
    arrival.call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    assert call.when("BYE received")


def test_a_call_that_rings_is_cancelled(caller: Telephone, called: Telephone) -> None:
    called.on_invite = RingOnly()
    call = caller.dial(called.uri, "1")
    assert call.wait_for("ringing", PATIENCE)
    assert not call.wait_for("answered", 0.1)
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    assert call.code == 487
    assert arrival_at(called).call.wait_for("ended", PATIENCE)


def test_a_call_that_rings_is_answered_by_hand(caller: Telephone, called: Telephone) -> None:
    called.on_invite = RingOnly()
    call = caller.dial(called.uri, "1")
    arrival_at(called).call.answer(tone_hz=660)
    assert call.wait_for("answered", PATIENCE)
    assert call.hear(660, 0.1, PATIENCE)


def test_a_refusal_ends_the_call_with_its_code(caller: Telephone, called: Telephone) -> None:
    called.on_invite = Refuse(486)
    call = caller.dial(called.uri, "1")
    assert not call.wait_for("answered", PATIENCE)
    assert (call.state, call.code) == ("ended", 486)
    assert arrival_at(called).call.wait_for("ended", PATIENCE)


def test_a_call_without_media_still_hears_and_presses(caller: Telephone, called: Telephone) -> None:
    called.on_invite = AnswerAfter(tone_hz=660)
    call = caller.dial(called.uri, "1", media=False)
    assert call.wait_for("answered", PATIENCE)
    assert call.hear(660, 0.1, PATIENCE)
    call.press("3")
    arrival = arrival_at(called)
    assert arrival.call.wait_for_digits(1, PATIENCE) == "3"
    assert arrival.call.heard_packets == []


def test_extra_headers_reach_the_called_side(caller: Telephone, called: Telephone) -> None:
    diversion = ("Diversion", "<sip:+4710000002@127.0.0.1>;reason=unconditional")
    caller.dial(called.uri, "1", headers=[diversion])
    assert arrival_at(called).invite.first("Diversion") == diversion[1]


def test_keys_need_an_answered_call(caller: Telephone, called: Telephone) -> None:
    called.on_invite = RingOnly()
    call = caller.dial(called.uri, "1")
    assert call.wait_for("ringing", PATIENCE)
    with pytest.raises(ProbeError, match="telephone events"):
        call.press("1")


def test_closing_hangs_up_what_still_stands(called: Telephone) -> None:
    with Telephone() as telephone:
        call = telephone.dial(called.uri, "1")
        assert call.wait_for("answered", PATIENCE)
    assert arrival_at(called).call.wait_for("ended", PATIENCE)


def test_a_lost_invite_is_sent_again(caller: Telephone, peer: socket.socket) -> None:
    call = caller.dial(uri_of(peer), "1")
    first, _ = next_message(peer)
    again, source = next_message(peer)
    assert bytes(again) == bytes(first)
    peer.sendto(bytes(sip.reply(again, 486, "tag")), source)
    assert next_message(peer)[0].method == "ACK"
    assert call.wait_for("ended", PATIENCE)
    assert call.code == 486


def test_a_lost_ack_is_sent_again(caller: Telephone, peer: socket.socket) -> None:
    caller.dial(uri_of(peer), "1", media=False)
    invite, source = next_message(peer)
    contact = ("Contact", f"<{uri_of(peer)};ob>")
    answer = bytes(sip.reply(invite, 200, "tag", (contact,), invite.body))
    for _ in range(2):
        peer.sendto(answer, source)
        ack, _ = next_message(peer)
        assert (ack.method, ack.cseq, ack.uri) == ("ACK", (1, "ACK"), f"{uri_of(peer)};ob")
        assert ack.address("To").tag == "tag"


def test_cancel_waits_for_a_provisional_answer(caller: Telephone, peer: socket.socket) -> None:
    call = caller.dial(uri_of(peer), "1")
    invite, source = next_message(peer)
    call.hang_up()
    peer.settimeout(0.2)
    with pytest.raises(TimeoutError):
        next_message(peer)
    peer.settimeout(PATIENCE)
    peer.sendto(bytes(sip.reply(invite, 100)), source)
    cancel, _ = next_message(peer)
    assert (cancel.method, cancel.branch) == ("CANCEL", invite.branch)
    peer.sendto(bytes(sip.reply(cancel, 200, "tag")), source)
    peer.sendto(bytes(sip.reply(invite, 487, "tag")), source)
    assert call.wait_for("ended", PATIENCE)


def test_an_answer_that_crosses_cancel_is_hung_up(caller: Telephone, peer: socket.socket) -> None:
    call = caller.dial(uri_of(peer), "1")
    invite, source = next_message(peer)
    peer.sendto(bytes(sip.reply(invite, 180, "tag")), source)
    assert call.wait_for("ringing", PATIENCE)
    call.hang_up()
    assert next_message(peer)[0].method == "CANCEL"
    contact = ("Contact", f"<{uri_of(peer)}>")
    peer.sendto(bytes(sip.reply(invite, 200, "tag", (contact,), invite.body)), source)
    assert next_message(peer)[0].method == "ACK"
    assert next_message(peer)[0].method == "BYE"


def test_a_200_is_repeated_until_it_is_acknowledged(
    caller: Telephone, called: Telephone, peer: socket.socket
) -> None:
    caller.dial(uri_of(peer), "1")
    invite, source = next_message(peer)
    peer.sendto(bytes(sip.reply(invite, 486, "tag")), source)
    assert next_message(peer)[0].method == "ACK"
    target = sip.parse_uri(called.uri).socket_address
    via = f"SIP/2.0/UDP 127.0.0.1:{peer.getsockname()[1]};branch=z9hG4bKmine"
    headers = (("Via", via), *invite.headers[1:])
    mine = sip.Request(headers, invite.body, method="INVITE", uri=called.uri)
    peer.sendto(bytes(mine), target)
    codes = [next_message(peer)[0].code for _ in range(3)]
    assert codes == [180, 200, 200]


def test_options_are_answered_and_strangers_are_told_so(
    called: Telephone, peer: socket.socket
) -> None:
    target = sip.parse_uri(called.uri).socket_address
    rest = (("From", "<sip:a@h>;tag=x"), ("To", "<sip:b@h>;tag=unknown"), ("Call-ID", "c"))
    via = ("Via", f"SIP/2.0/UDP 127.0.0.1:{peer.getsockname()[1]};branch=z9hG4bK1")
    bye = sip.Request((via, *rest, ("CSeq", "1 BYE")), method="BYE", uri=called.uri)
    peer.sendto(bytes(bye), target)
    assert next_message(peer)[0].code == 481
    untagged = (via, rest[0], ("To", "<sip:b@h>"), rest[2], ("CSeq", "1 OPTIONS"))
    peer.sendto(bytes(sip.Request(untagged, method="OPTIONS", uri=called.uri)), target)
    assert next_message(peer)[0].code == 200


def test_noise_is_dropped_and_the_telephone_lives_on(
    caller: Telephone, called: Telephone, peer: socket.socket
) -> None:
    target = sip.parse_uri(called.uri).socket_address
    for noise in (b"\r\n\r\n", b"\xff" * 40, b"INVITE sip:a SIP/2.0\r\n\r\n"):
        peer.sendto(noise, target)
    call = caller.dial(called.uri, "1")
    assert call.wait_for("answered", PATIENCE)
    assert len(called.dropped) == 2


def test_many_calls_at_once(caller: Telephone, called: Telephone) -> None:
    calls = [caller.dial(called.uri, str(n)) for n in range(40)]
    assert all(call.wait_for("answered", PATIENCE) for call in calls)
    for call in calls:
        call.hang_up()
    assert all(call.wait_for("ended", PATIENCE) for call in calls)
    assert called.arrivals.qsize() == 40
