"""A stranger with a socket of their own, who sends the box requests that belong to nobody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from support.little_office import NORDLYS
from support.patience import PATIENCE
from support.running_box import RunningBox


class Stranger:
    """Sends as +4790000001 and reads what is answered."""

    def __init__(self, box: RunningBox, sock: socket.socket) -> None:
        self._box, self._sock = box, sock
        self._here = "{}:{}".format(*sock.getsockname())

    def sends(self, method: str, call_id: str, *, tags: str = "", sdp: str = "") -> None:
        """Send a request to the line of Nordlys; with `sdp` it has a body."""
        line = self._box.uri(NORDLYS)
        kind = "Content-Type: application/sdp\r\n" if sdp else ""
        self._sock.sendto(
            f"{method} {line} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {self._here};branch=z9hG4bK{call_id}{method}\r\n"
            f"From: <sip:+4790000001@{self._here}>;tag=half\r\nTo: <{line}>{tags}\r\n"
            f"Call-ID: {call_id}\r\nCSeq: 9 {method}\r\nContact: <sip:x@{self._here}>\r\n"
            f"Max-Forwards: 70\r\n{kind}Content-Length: {len(sdp)}\r\n\r\n{sdp}".encode(),
            ("127.0.0.1", self._box.port),
        )

    def final_answer(self) -> str:
        """The code of the next answer that is no provisional one."""
        while (code := self._sock.recv(65535).split()[1].decode()) < "200":
            pass
        return code


@contextmanager
def stranger(box: RunningBox, host: str = "127.0.0.1") -> Iterator[Stranger]:
    """Somebody at an address of their own; 127.0.0.1 is the box's too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((host, 0))
        sock.settimeout(PATIENCE)
        yield Stranger(box, sock)
