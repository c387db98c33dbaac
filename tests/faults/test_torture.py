"""RFC 4475: what is hard to read is answered or dropped, and the next caller is served."""

from __future__ import annotations

import re
import select
import socket

import pytest
from faults.torture import INVALID, VALID
from support.messages import is_served
from support.patience import PATIENCE

SILENCE = 1.0
"""Seconds after which a request is taken to have no answer."""
DROPPED = {"unreason", "noreason"}
"""Answers that nobody waits for."""
REFUSED = {"intmeth", "esc02", "mpart01"}
"""Methods that the box does not know or serve: 405."""


class Tormentor:
    """Sends one datagram, and hears what comes back for it."""

    def __init__(self, port: int) -> None:
        self._box = ("127.0.0.1", port)

    def final_answer(self, text: bytes, seconds: float) -> int:
        """The final status, 0 for silence; a call that is answered is not acknowledged."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind(("127.0.0.1", 0))
            own = str(sock.getsockname()[1]).encode()
            sock.sendto(text.replace(b"{port}", own), self._box)
            while select.select([sock], [], [], seconds)[0]:
                status = re.match(rb"SIP/2.0 (\d+)", sock.recv(65535))
                if status and int(status[1]) >= 200:
                    return int(status[1])
        return 0


@pytest.fixture
def tormentor(box) -> Tormentor:
    return Tormentor(box.port)


def test_what_is_valid_is_answered_however_strange(box, telephone, tormentor):
    answers = {
        name: tormentor.final_answer(text, SILENCE if name in DROPPED else PATIENCE)
        for name, text in VALID.items()
    }
    is_served(telephone, box)
    assert {name for name, code in answers.items() if code == 0} == DROPPED
    assert {name for name, code in answers.items() if code == 405} == REFUSED
    assert {name for name, code in answers.items() if code == 200} == VALID.keys() - (
        DROPPED | REFUSED
    )
    assert "Traceback" not in box.log


def test_what_is_invalid_breaks_nothing(box, telephone, tormentor):
    answers = {
        name: tormentor.final_answer(text, PATIENCE if name == "invut" else 0.3)
        for name, text in INVALID.items()
    }
    is_served(telephone, box)
    assert answers["invut"] == 415
    assert not any(300 <= code < 400 or code > 600 for code in answers.values()), answers
    assert "Traceback" not in box.log
    assert box.stop() == 0
