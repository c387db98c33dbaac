"""Strangers who speak of somebody else's call: it goes on."""

from __future__ import annotations

import socket
from contextlib import closing

from support.little_office import NORDLYS
from support.messages import hears, is_served, rings
from support.patience import PATIENCE


def request(method: str, box, sock: socket.socket, call_id: str, tags: str = ""):
    here = "{}:{}".format(*sock.getsockname())
    sock.sendto(
        f"{method} {box.uri(NORDLYS)} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{call_id}{method}\r\n"
        f"From: <sip:+4790000001@{here}>;tag=half\r\nTo: <{box.uri(NORDLYS)}>{tags}\r\n"
        f"Call-ID: {call_id}\r\nCSeq: 9 {method}\r\nContact: <sip:x@{here}>\r\n"
        f"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n".encode(),
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


def test_a_bye_or_cancel_that_belongs_to_nobody_ends_no_call(box, telephone) -> None:
    call = rings(telephone, box)
    hears(call, "Nordlys.")
    with closing(stranger()) as sock:
        request("BYE", box, sock, call.dialog.call_id, ";tag=guessed")
        assert final_answer(sock) == "481"
        request("CANCEL", box, sock, call.dialog.call_id)
        assert final_answer(sock) == "481"
    call.press("4")
    box.stands("message")
    call.hang_up()
    is_served(telephone, box)
