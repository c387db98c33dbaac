"""Calls over IPv6 in and out, beside those over IPv4, and who may call that way."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv6Network
from pathlib import Path

import pytest
from telephony.box import CALLER, DIALLED, Box, write_tone
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId, PlayId, Sound
from appliance.core.protocol.commands import Answer, Bridge, HangUp, Play, Ring, UseTrunks
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    LegAnswered,
    LegEnded,
    StrangersIgnored,
    TrunkDown,
    TrunkUp,
)
from appliance.core.settings.trunks import Trunk
from appliance.core.words.trouble_details import in_english
from appliance.probe.telephone import Telephone
from appliance.telephony.config import SipConfig
from appliance.telephony.gate.packet_filter import attach
from appliance.telephony.gate.packet_filter6 import program6
from appliance.telephony.network.addresses import host_of, is_ipv6, source

HERE = "::1"


@pytest.fixture(params=["::1", "::"])
def sip_config(sip_config: SipConfig, request: pytest.FixtureRequest) -> SipConfig:
    """One address of the box, or every one."""
    every = request.param == "::"
    return replace(
        sip_config, address6=request.param, address="0.0.0.0" if every else sip_config.address
    )


@pytest.fixture
def six(box: Box) -> Iterator[FarEnd]:
    """A telephone that has no IPv4."""
    with FarEnd(uri6(box), HERE) as far_end:
        yield far_end


def uri6(box: Box) -> str:
    return f"sip:[::1]:{box.telephony._engine.port}"


def calls(box: Box, six: FarEnd) -> LegId:
    six.invite(description(six.rtp_port, address=HERE))
    leg = box.take_call()
    box.poll_for(0.05)
    code, text = six.answer_to("INVITE")
    assert code == 200
    assert "c=IN IP6 ::1" in text
    six.ack()
    box.poll_for(0.05)
    return leg


def test_a_call_comes_in(box: Box, six: FarEnd) -> None:
    leg = calls(box, six)
    arrived = box.all(CallArrived)[0]
    assert (arrived.dialled, arrived.caller) == (DIALLED, CALLER)
    box.do(Play(leg, PlayId("c.1"), Sound.WAITING, loop=True))
    six.say(1)
    box.poll_for(0.2)
    assert len(six.rtp.recv(2048)) == 172
    six.event(7, stamp=800, duration=160)
    assert box.wait(DigitPressed).digit == "7"
    box.do(HangUp(leg))
    box.poll_for(0.05)
    assert six.next_request("BYE")
    assert box.wait(LegEnded).leg == leg
    assert box.idle()


def test_both_kinds_hear_each_other(box: Box, six: FarEnd, caller: Telephone) -> None:
    """Given a caller by IPv6, when bridged to one by IPv4, then the one hears the other."""
    leg = calls(box, six)
    call = caller.dial(f"sip:{DIALLED}@127.0.0.1:{box.telephony._engine.port}", CALLER)
    other = box.wait(CallArrived).leg
    box.do(Answer(other), Bridge(leg, other))
    box.poll_until(lambda: call.state == "answered")
    call.send_tone(440)
    six.say(1)
    six.rtp.setblocking(False)
    box.poll_until(lambda: hears_more_than_silence(six))


def hears_more_than_silence(six: FarEnd) -> bool:
    try:
        return len(set(six.rtp.recv(2048)[12:])) > 10
    except BlockingIOError:
        return False


def answer_as(six: FarEnd, box: Box) -> str:
    """The telephone answers the INVITE that comes next."""
    box.poll_for(0.05)
    invite = six.sip.recv(8192).decode()
    assert invite.startswith("INVITE ")
    head = invite.split("\r\n\r\n")[0].split("\r\n")[1:]
    kept = [h for h in head if re.match(r"(?i)(via|from|call-id|cseq):", h)]
    to = next(h for h in head if h.lower().startswith("to:"))
    body = description(six.rtp_port, address=HERE)
    contact = f"Contact: <sip:kari@[::1]:{six.sip.getsockname()[1]}>"
    more = [to + ";tag=x", contact, "Content-Type: application/sdp", f"Content-Length: {len(body)}"]
    six.send("\r\n".join(["SIP/2.0 200 OK", *kept, *more, "", body]))
    return invite


def test_a_telephone_is_rung(box: Box, six: FarEnd) -> None:
    box.do(Ring(LegId("c/1"), f"sip:kari@[::1]:{six.sip.getsockname()[1]}", CALLER, "Kari"))
    invite = answer_as(six, box)
    assert "c=IN IP6 ::1" in invite
    assert box.wait(LegAnswered).leg == "c/1"


@pytest.mark.parametrize("named", ["[::1]", "ip6-localhost"])
def test_a_trunk_by_ipv6(box: Box, six: FarEnd, named: str) -> None:
    port = six.sip.getsockname()[1]
    if named != "[::1]":
        try:
            socket.getaddrinfo(named, None, socket.AF_INET6)
        except OSError:
            pytest.skip("this machine has no name for ::1")
    trunk = Trunk(f"{named}:{port}", DIALLED, id="provider", ipv6=named != "[::1]")
    box.do(UseTrunks((trunk,)))
    assert box.wait(TrunkUp).trunk == "provider"
    box.do(Ring(LegId("c/1"), f"sip:{CALLER}@{trunk.host}", DIALLED, "", "provider"))
    assert "c=IN IP6 ::1" in answer_as(six, box)
    assert box.wait(LegAnswered).leg == "c/1"


def test_without_an_address_a_trunk_by_ipv6_says_what_is_missing(tmp_path: Path) -> None:
    with Box(tmp_path, SipConfig(port=0, rtp_first=28000)) as box:
        box.do(UseTrunks((Trunk("[2001:db8::5]", id="provider"),)))
        assert "set sip.address6" in in_english(box.wait(TrunkDown).reason)


def test_strangers_by_ipv6_meet_silence(tmp_path: Path) -> None:
    write_tone(tmp_path / "tone.wav", 0.4)
    config = SipConfig(port=0, rtp_first=28000, address6="::1", allow=("2001:db8::/32",))
    with Box(tmp_path, config) as box, FarEnd(uri6(box), HERE) as stranger:
        box.telephony._gate._own.discard(HERE)  # else the box's own address is a friend
        box.telephony._gate._renew()
        stranger.invite(description(stranger.rtp_port, address=HERE))
        assert box.wait(StrangersIgnored).packets >= 1
        assert box.all(CallArrived) == []


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.bind((HERE, 0))
        sock.setblocking(False)
        yield sock


def knock(door: socket.socket, text: bytes = b"INVITE sip:x") -> bool:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.bind((HERE, 0))
        sock.sendto(text, door.getsockname())
    try:
        return door.recv(100) == text
    except BlockingIOError:
        return False


@pytest.mark.parametrize(
    ("networks", "heard"),
    [
        (["::/0"], True),
        (["::1/128"], True),
        (["::/64"], True),
        (["::/127"], True),
        (["::2/127"], False),
        (["::1:0:0/96"], False),
        (["2001:db8::/32", "fe80::/10"], False),
        (["8000::/1"], False),
        (["2001:db8::/32", "::/1"], True),
        ([], False),
    ],
)
def test_networks(door: socket.socket, networks: list[str], heard: bool) -> None:
    attach(door, program6(set(), map(IPv6Network, networks), set(), udp=True))
    assert knock(door) is heard


def test_the_known_the_banned_and_what_nobody_asked_for(door: socket.socket) -> None:
    everybody = [IPv6Network("::/0")]
    attach(door, program6({"2001:db8::9"}, everybody, {"2001:db8::8"}, udp=True))
    assert knock(door)
    assert not knock(door, b"REGISTER sip:x")
    attach(door, program6(set(), everybody, {HERE}, udp=True))
    assert not knock(door)
    attach(door, program6({HERE}, [], {HERE}, udp=True))
    assert knock(door, b"REGISTER sip:x")


def test_addresses() -> None:
    assert host_of("sip:kari@[2001:db8::5]:5060;transport=tcp") == "2001:db8::5"
    assert host_of("<sip:[::1]>") == "::1"
    assert source("[2001:db8::5]:5061") == ("2001:db8::5", 5061)
    assert source("192.0.2.1:5060") == ("192.0.2.1", 5060)
    assert [is_ipv6(host) for host in ("[::1]:5060", "::1", "192.0.2.1:5060", "sip.example")] == [
        True,
        True,
        False,
        False,
    ]
