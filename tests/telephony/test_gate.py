"""Who is heard at all: unknown addresses, floods, and those whom we expect."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE
from telephony.box import CALLER, Box, write_tone
from telephony.far_end import FarEnd

from appliance.core.protocol.commands import UseTrunks
from appliance.core.protocol.events import CallArrived, StrangersIgnored
from appliance.core.settings.trunks import Trunk
from appliance.probe.telephone import Telephone
from appliance.telephony.config import SipConfig
from appliance.telephony.gate.buckets import BURST, MOST_ADDRESSES, PER_SECOND, Buckets
from appliance.telephony.gate.packet_filter import Network, attach, dropped, program
from appliance.telephony.trunks.whereabouts import Whereabouts, addresses_of

STRANGER = "127.0.0.9"


def guarded(tmp_path: Path, *allow: str) -> Box:
    write_tone(tmp_path / "tone.wav", 0.4)
    return Box(tmp_path, SipConfig(port=0, rtp_first=28000, max_calls=50, allow=allow))


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        yield sock


def knock(door: socket.socket, address: str, text: bytes = b"INVITE sip:x") -> bool:
    """Whether a datagram from an address is heard; over loopback it is there at once."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((address, 0))
        sock.sendto(text, door.getsockname())
    try:
        return door.recv(100) == text
    except BlockingIOError:
        return False


def test_only_the_known_and_the_allowed_are_heard(door: socket.socket) -> None:
    nets = [Network("127.0.1.0/24"), Network("127.0.2.0/25")]
    attach(door, program({"127.0.0.5"}, nets, {"127.0.1.66"}, udp=True))
    heard = {
        address: knock(door, address)
        for address in ("127.0.0.5", "127.0.0.6", "127.0.1.1", "127.0.1.66", "127.0.2.200")
    }
    assert heard == {
        "127.0.0.5": True,
        "127.0.0.6": False,
        "127.0.1.1": True,
        "127.0.1.66": False,
        "127.0.2.200": False,
    }
    assert dropped(door) == 3


@pytest.mark.parametrize("method", ["REGISTER", "OPTIONS", "SUBSCRIBE", "PUBLISH", "MESSAGE"])
def test_what_is_not_asked_of_strangers_is_dropped(door: socket.socket, method: str) -> None:
    attach(door, program({"127.0.0.5"}, [Network("0.0.0.0/0")], (), udp=True))
    text = f"{method} sip:x@y SIP/2.0".encode()
    assert knock(door, "127.0.0.5", text)
    assert not knock(door, STRANGER, text)
    assert knock(door, STRANGER, b"BYE sip:x@y SIP/2.0")


@pytest.mark.parametrize("method", ["REGISTER", "OPTIONS", "SUBSCRIBE", "PUBLISH", "MESSAGE"])
def test_a_telephone_in_the_house_is_told_what_it_does_wrong(
    door: socket.socket, method: str
) -> None:
    """It gets 405 or 489 from PJSIP; only from the internet it meets silence."""
    attach(door, program((), [Network("127.0.0.0/8")], (), udp=True))
    assert knock(door, STRANGER, f"{method} sip:x@y SIP/2.0".encode())


def test_the_known_are_heard_though_they_are_banned(door: socket.socket) -> None:
    attach(door, program({STRANGER}, (), {STRANGER}, udp=True))
    assert knock(door, STRANGER)


def test_a_stranger_meets_silence_and_is_counted(tmp_path: Path, caller: Telephone) -> None:
    with guarded(tmp_path, "127.0.0.1/32") as box:
        with FarEnd(box.telephony.sip_uri, STRANGER) as stranger:
            for _ in range(3):
                stranger.invite()
            assert box.wait(StrangersIgnored).packets == 3
            stranger.sip.setblocking(False)
            with pytest.raises(BlockingIOError):
                stranger.sip.recv(100)
        assert not box.all(CallArrived)
        caller.dial(box.number, CALLER)
        box.take_call()


def test_a_stranger_cannot_even_connect(tmp_path: Path) -> None:
    config = SipConfig(port=0, rtp_first=28000, tcp=True, allow=("127.0.0.1/32",))
    with Box(tmp_path, config) as box:
        there = ("127.0.0.1", int(box.telephony.sip_uri.rpartition(":")[2]))
        with pytest.raises(TimeoutError):
            socket.create_connection(there, 0.2, source_address=(STRANGER, 0))
        socket.create_connection(there, 0.2, source_address=("127.0.0.1", 0)).close()
        assert box.wait(StrangersIgnored).packets == 1


def test_who_is_a_trunk_or_of_the_staff_is_heard(tmp_path: Path) -> None:
    with guarded(tmp_path, "192.0.2.0/24") as box:
        box.do(UseTrunks((Trunk("127.0.0.7:5060"),), ("sip:anna@127.0.0.8:5071",)))
        for address in ("127.0.0.7", "127.0.0.8"):
            with FarEnd(box.telephony.sip_uri, address) as known:
                known.invite()
                box.wait(CallArrived)
        box.do(UseTrunks(()))
        with FarEnd(box.telephony.sip_uri, "127.0.0.7") as former:
            former.invite()
            box.wait(StrangersIgnored)


def test_who_floods_us_from_an_allowed_network_is_banned(tmp_path: Path, caller: Telephone) -> None:
    with guarded(tmp_path, "127.0.0.0/8") as box:
        with FarEnd(box.telephony.sip_uri, STRANGER) as flood:
            for _ in range(200):
                flood.call_id = f"{flood.call_id[:20]}{flood.cseq}"
                flood.invite()
            assert box.wait(StrangersIgnored).packets > 0
            assert len(box.all(CallArrived)) <= BURST + PER_SECOND
            assert flood.answer_to("INVITE")[0] == 503
        caller.dial(box.number, CALLER)
        box.poll_until(lambda: [c for c in box.all(CallArrived) if c.dialled.endswith("01")])


def test_without_networks_everybody_is_heard(box: Box) -> None:
    with FarEnd(box.telephony.sip_uri, STRANGER) as stranger:
        stranger.invite()
        box.wait(CallArrived)


def test_a_bucket_fills_again() -> None:
    buckets = Buckets()
    assert all(buckets.take("a", 0.0) for _ in range(int(BURST)))
    assert not buckets.take("a", 0.0)
    assert buckets.take("b", 0.0)
    assert not buckets.take("a", 0.5 / PER_SECOND)
    assert buckets.take("a", 2.0 / PER_SECOND)


def test_buckets_do_not_grow_without_end() -> None:
    buckets = Buckets()
    for number in range(3 * MOST_ADDRESSES):
        buckets.take(str(number), 0.0)
    assert len(buckets) <= MOST_ADDRESSES


def test_names_are_looked_up_on_another_thread() -> None:
    import threading

    found = threading.Event()
    where = Whereabouts(found.set)
    where.seek((Trunk("localhost:5060", id="near"), Trunk("192.0.2.7", id="far")), ())
    assert where.of_trunk("far") == {"192.0.2.7"}
    assert found.wait(PATIENCE)
    assert "127.0.0.1" in where.of_trunk("near")
    where.stop()
    assert addresses_of("nowhere.invalid") == frozenset()
