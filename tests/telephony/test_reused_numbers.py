"""PJSIP numbers its calls and uses a number again: the end of one call never ends another."""

from __future__ import annotations

import socket
from uuid import uuid4

import pytest
from support.patience import PATIENCE
from telephony.box import CALLER, DIALLED, Box

from appliance.core.protocol.commands import Reject
from appliance.core.protocol.events import CallArrived, LegEnded
from appliance.probe.telephone import Telephone

CALLS = 80
"""More than PJSIP has numbers for, given the configuration of these tests."""


def request(method: str, call_id: str, port: int) -> bytes:
    lines = [
        f"{method} sip:{DIALLED}@127.0.0.1 SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{call_id}",
        f"From: <sip:+4710000099@127.0.0.1>;tag={call_id}",
        "To: <sip:+4710000001@127.0.0.1>",
        f"Call-ID: {call_id}",
        f"CSeq: 1 {method}",
        f"Contact: <sip:+4710000099@127.0.0.1:{port}>",
        "Max-Forwards: 70",
        "Content-Length: 0",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def final_status(sock: socket.socket, call_id: str) -> int:
    while True:
        words = sock.recv(4096).decode()
        if call_id in words and not words.startswith("SIP/2.0 1"):
            return int(words.split()[1])


@pytest.mark.parametrize("before", [0, 1])
def test_a_caller_who_gave_up_takes_nobody_along(box: Box, caller: Telephone, before: int) -> None:
    """Given one caller who talks for long, when another hangs up in the moment in which a third
    rings, then the third is not refused. `before`: how many calls came between, so that each of
    the two gets the number that follows the long call's once."""
    caller.dial(box.number, CALLER)
    box.take_call()
    address = ("127.0.0.1", int(box.telephony.sip_uri.rpartition(":")[2]))
    for _ in range(before):
        caller.dial(box.number, CALLER)
        box.do(Reject(box.wait(CallArrived).leg, 486))
        box.wait(LegEnded)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(PATIENCE)
        port = sock.getsockname()[1]
        for _ in range(CALLS):
            gone, stays = uuid4().hex, uuid4().hex
            for datagram in (
                request("INVITE", gone, port),
                request("CANCEL", gone, port),
                request("INVITE", stays, port),
            ):
                sock.sendto(datagram, address)
            box.wait(CallArrived)
            leg = box.wait(CallArrived).leg
            box.turn(0.001)
            box.do(Reject(leg, 486))
            assert final_status(sock, stays) == 486
            box.turn(0.001)
