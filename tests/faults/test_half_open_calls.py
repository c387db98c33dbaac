"""Calls that are never acknowledged take the lines for some seconds and no longer."""

from __future__ import annotations

import socket
from contextlib import closing

from support.little_office import CALLER, NORDLYS
from support.messages import is_served
from support.patience import PATIENCE
from support.running_box import eventually

HALF_OPEN = 1000
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP 8\r\n"
)


def request(method: str, box, sock: socket.socket, call_id: str, tags: str = "", body: str = ""):
    here = "{}:{}".format(*sock.getsockname())
    kind = "Content-Type: application/sdp\r\n" if body else ""
    sock.sendto(
        f"{method} {box.uri(NORDLYS)} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{call_id}{method}\r\n"
        f"From: <sip:+4790000001@{here}>;tag=half\r\nTo: <{box.uri(NORDLYS)}>{tags}\r\n"
        f"Call-ID: {call_id}\r\nCSeq: 9 {method}\r\nContact: <sip:x@{here}>\r\n"
        f"Max-Forwards: 70\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode(),
        ("127.0.0.1", box.port),
    )


def stranger() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(PATIENCE)
    return sock


def final_answer(sock: socket.socket) -> str:
    """The code of the next answer that is no provisional one."""
    while (code := sock.recv(65535).split()[1].decode()) < "200":
        pass
    return code


def is_answered(telephone, box) -> bool:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    answered = call.wait_for("answered", 1.0)
    call.hang_up()
    return answered


def test_after_a_thousand_half_open_calls_callers_are_answered_again(box, telephone) -> None:
    with closing(stranger()) as sock:
        for number in range(HALF_OPEN):
            request("INVITE", box, sock, f"half{number}", body=SDP)
        assert final_answer(sock) in ("200", "486", "503")
        eventually(lambda: is_answered(telephone, box))
    is_served(telephone, box)
    assert "Traceback" not in box.log
