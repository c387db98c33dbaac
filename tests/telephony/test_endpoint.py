"""The life of the SIP side: start, poll, wake, junk from outside, stop."""

from __future__ import annotations

import gc
import logging
import os
import queue
import random
import socket
import threading
import time
import weakref
from pathlib import Path

import pytest
from support.certificate import certificate
from support.patience import PATIENCE
from telephony.box import CALLER, Box, write_tone
from telephony.far_end import FarEnd

from appliance.core.model.ids import PlayId, Sound
from appliance.core.protocol.commands import Play, Record
from appliance.core.protocol.events import CallArrived, LegEnded, RecordingEnded
from appliance.probe.telephone import Telephone
from appliance.telephony.config import SipConfig, TelephonyError
from appliance.telephony.endpoint import Telephony


def telephony(config: SipConfig, directory: Path) -> Telephony:
    return Telephony(config, queue.SimpleQueue().put, lambda what: directory / "x.wav", directory)


def kernel_threads() -> int:
    return len(os.listdir("/proc/self/task"))


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(TelephonyError, match=f"port {port} .* is taken by another program"):
            telephony(SipConfig(port=port), tmp_path).start()
    free = telephony(SipConfig(port=port), tmp_path)
    free.start()
    assert free.sip_uri == f"sip:127.0.0.1:{port}"
    free.stop()


def test_a_call_that_ended_just_before_the_stop_is_gone_before_the_library(
    box: Box, caller: Telephone
) -> None:
    """Its destructor would end the process later, wherever the collector happens to run."""
    call = caller.dial(box.number, CALLER)
    ended = weakref.ref(box.telephony._legs[box.wait(CallArrived).leg])
    call.hang_up()
    box.wait(LegEnded)
    box.telephony.stop()
    assert ended() is None


@pytest.mark.parametrize("address", ["192.0.2.77", "nonsense"])
def test_an_address_that_is_not_ours(tmp_path: Path, address: str) -> None:
    with pytest.raises(TelephonyError, match=address):
        telephony(SipConfig(address=address, port=0), tmp_path).start()


def test_a_tls_port_that_cannot_be_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        papers = certificate(tmp_path, "127.0.0.1")._asdict()
        config = SipConfig(port=0, tls_port=port, **papers)
        with pytest.raises(TelephonyError, match=f"TLS port {port} of .* cannot be opened"):
            telephony(config, tmp_path).start()
    missing = {"certificate": tmp_path / "none.pem", "private_key": tmp_path / "none.pem"}
    with pytest.raises(TelephonyError, match=r"TLS cannot be spoken with .*none\.pem"):
        telephony(SipConfig(port=0, tls_port=0, **missing), tmp_path).start()


def test_every_interface(tmp_path: Path, agent: Telephone) -> None:
    write_tone(tmp_path / "tone.wav", 0.2)
    with Box(tmp_path, SipConfig(address="0.0.0.0", port=0, rtp_first=28000)) as box:
        port = box.telephony.sip_uri.rpartition(":")[2]
        call = agent.dial(f"sip:+4710000001@127.0.0.1:{port}", CALLER)
        leg = box.take_call()
        box.do(Play(leg, PlayId("1"), Sound.TONE))
        box.poll_for(0.3)
        assert call.hear(440, 0.15, PATIENCE)
        assert call.media.there
        assert call.media.there.host == "127.0.0.1"


def test_two_at_once_are_refused(box: Box, tmp_path: Path) -> None:
    with pytest.raises(TelephonyError, match="already"):
        telephony(SipConfig(port=0), tmp_path).start()
    assert box.poll_for(0.05) == []


def test_stop_leaves_nothing(tmp_path: Path, caller: Telephone) -> None:
    write_tone(tmp_path / "waiting.wav", 0.5)
    threads, files = kernel_threads(), len(os.listdir("/proc/self/fd"))
    box = Box(tmp_path, SipConfig(port=0, rtp_first=28000))
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    assert call.wait_for("answered", PATIENCE)
    box.do(Play(leg, PlayId("1"), Sound.WAITING, loop=True), Record(leg))
    box.poll_for(0.1)
    box.telephony.stop()
    box.telephony.stop()
    box.turn(0.0)
    assert [type(event) for event in box.events[-2:]] == [RecordingEnded, LegEnded]
    assert call.wait_for("ended", PATIENCE)
    assert kernel_threads() == threads
    assert len(os.listdir("/proc/self/fd")) <= files
    assert gc.isenabled()


def test_wake_ends_the_poll(box: Box) -> None:
    timer = threading.Timer(0.1, box.telephony.wake)
    timer.start()
    started = time.monotonic()
    box.telephony.poll(5.0)
    assert 0.09 <= time.monotonic() - started < 1.0
    timer.join()


def test_a_wake_between_polls_is_not_lost(box: Box) -> None:
    box.turn(0.0)
    for _ in range(5):
        box.telephony.wake()
    started = time.monotonic()
    box.telephony.poll(5.0)
    assert time.monotonic() - started < 1.0


def test_poll_waits_when_nothing_happens(box: Box) -> None:
    box.poll_for(0.05)
    started = time.monotonic()
    box.telephony.poll(0.1)
    assert time.monotonic() - started >= 0.09


JUNK = [
    b"",
    b"\r\n\r\n",
    b"\x00" * 50,
    b"INVITE",
    b"INVITE sip:x SIP/2.0\r\n\r\n",
    b"INVITE sip:+4710000001@h SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z\r\n\r\n",
    b"SIP/2.0 200 OK\r\n\r\n",
    b"SIP/2.0 99999999999 OK\r\nCSeq: -1 INVITE\r\n\r\n",
    b"OPTIONS sip:x@y SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"A" * 60000,
]


def test_junk_from_the_network_disturbs_nobody(
    box: Box, far_end: FarEnd, caller: Telephone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    dice = random.Random(1)
    for junk in [*JUNK, *(dice.randbytes(dice.randrange(1, 900)) for _ in range(50))]:
        far_end.send(junk)
        box.turn(0.001)
    caller.dial(box.number, CALLER)
    box.take_call()
    assert not box.all(LegEnded)
    assert [record.name for record in caplog.records] in ([], ["appliance.telephony.gate.unread"])


def test_an_invite_that_is_cut_and_twisted(box: Box, far_end: FarEnd, caller: Telephone) -> None:
    message = (
        b"INVITE sip:+4710000001@127.0.0.1 SIP/2.0\r\n"
        b"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKtwisted\r\n"
        b"From: <sip:+4710000099@127.0.0.1>;tag=1\r\nTo: <sip:+4710000001@127.0.0.1>\r\n"
        b"Call-ID: twisted\r\nCSeq: 1 INVITE\r\nContact: <sip:x@127.0.0.1:9>\r\n"
        b"Max-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: 60\r\n\r\n"
        b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 0 RTP/AVP\r\n"
    )
    dice = random.Random(2)
    for cut in range(0, len(message), 7):
        twisted = bytearray(message[:cut] + message[cut + dice.randrange(1, 5) :])
        twisted[dice.randrange(len(twisted))] = dice.randrange(256)
        far_end.send(bytes(twisted))
        box.turn(0.001)
    for arrived in box.all(CallArrived):
        box.do(Play(arrived.leg, PlayId("1"), Sound.TONE))
    caller.dial(box.number, "+4710000042")
    box.poll_until(lambda: any(e.caller == "+4710000042" for e in box.all(CallArrived)))


def test_a_fault_on_arrival_is_a_500(box: Box, caller: Telephone, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault on purpose")

    monkeypatch.setattr("appliance.telephony.endpoint.invitation", broken)
    call = caller.dial(box.number, CALLER)
    box.poll_until(lambda: call.state == "ended")
    assert call.code == 500
    assert box.idle()
    monkeypatch.undo()
    caller.dial(box.number, CALLER)
    box.take_call()
