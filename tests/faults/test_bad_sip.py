"""What is no SIP, or nearly: the switchboard answers the next caller all the same."""

from __future__ import annotations

import random
import select
import socket

import pytest
from bench import hostile
from support.little_office import CALLER, NORDLYS, PITCH
from support.messages import hears, is_served, rings
from support.patience import PATIENCE

from appliance.probe import rtp, sdp, sip
from appliance.probe.dialog import Dialog, dialog_to

DATAGRAMS = 500
SEED = 4711
AT_ONCE = 1.0
"""Seconds within which the next caller is answered, also on a machine that is busy."""
NASTY = [
    b"",
    b"\0" * 1400,
    b"\xff\xfe" * 700,
    b"\r\n\r\n",
    b"INVITE",
    b"INVITE sip:a SIP/2.0\r\n\r\n",
    b"SIP/2.0 200 OK\r\n\r\n",
    b"INVITE sip:x@127.0.0.1 SIP/2.0\r\n" + b"Via: SIP/2.0/UDP h\r\n" * 60 + b"\r\n",
    b"INVITE sip:" + b"9" * 1300 + b"@h SIP/2.0\r\n\r\n",
    b"OPTIONS sip:x SIP/2.0\r\nContent-Length: -1\r\n\r\n",
    b"BYE sip:x@127.0.0.1 SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    bytes(range(256)) * 5,
]


class Fuzzer:
    """Sends INVITEs that are spoilt; those that are answered in spite of it, it ends properly."""

    def __init__(self, port: int) -> None:
        self._random = random.Random(SEED)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._here = sip.Uri("fuzz", *self._socket.getsockname())
        self._box = ("127.0.0.1", port)
        self.answers = 0

    def close(self) -> None:
        self._socket.close()

    def sends(self, datagram: bytes) -> None:
        self._socket.sendto(datagram, self._box)
        while select.select([self._socket], [], [], 0)[0]:
            self._takes(self._socket.recv(65535))

    def spoilt_invite(self) -> bytes:
        dialog = self._dialog()
        offer = sdp.written(sdp.Description("127.0.0.1", 9))
        text = bytes(dialog.request("INVITE", self._here, body=offer))
        for _ in range(self._random.randint(1, 4)):
            text = self._random.choice(SPOIL)(text, self._random)
        return text[:60000]

    def _dialog(self) -> Dialog:
        uri = f"sip:{NORDLYS}@127.0.0.1:{self._box[1]}"
        return dialog_to(uri, sip.Address(self._here))

    def _takes(self, answer: bytes) -> None:
        self.answers += 1
        try:
            response = sip.parse(answer)
            if isinstance(response, sip.Response) and response.code == 200:
                self._ends(response)
        except sip.SipError:
            return  # an answer to nonsense may be no better

    def _ends(self, response: sip.Response) -> None:
        """ACK and BYE, with the dialog as the switchboard understood it."""
        for method in ("ACK", "BYE"):
            number = response.cseq[0] + (method == "BYE")
            lines = [f"{method} sip:{NORDLYS}@127.0.0.1:{self._box[1]} SIP/2.0"]
            lines += [
                f"Via: SIP/2.0/UDP 127.0.0.1:{self._here.port};branch=z9hG4bK{number}{method}"
            ]
            lines += [f"From: {response.first('From')}", f"To: {response.first('To')}"]
            lines += [f"Call-ID: {response.call_id}", f"CSeq: {number} {method}"]
            text = "\r\n".join([*lines, "Max-Forwards: 70", "Content-Length: 0", "", ""])
            self._socket.sendto(text.encode("utf-8", "replace"), self._box)


def cut(text: bytes, chance: random.Random) -> bytes:
    return text[: chance.randrange(1, len(text) + 1)]


def flip(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]


def drop_line(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\r\n")
    del lines[chance.randrange(len(lines))]
    return b"\r\n".join(lines)


def repeat_line(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\r\n")
    at = chance.randrange(len(lines))
    return b"\r\n".join([*lines[:at], *[lines[at]] * chance.randrange(2, 20), *lines[at:]])


def swell(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.randrange(256)]) * chance.randrange(1, 3000) + text[at:]


def swap_number(text: bytes, chance: random.Random) -> bytes:
    number = chance.choice([b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e9", b""])
    return text.replace(chance.choice([b"1 ", b"70", b"9 ", b"8 ", b"0\r"]), number)


SPOIL = [cut, flip, flip, drop_line, repeat_line, swell, swap_number]


@pytest.fixture
def box(make_box):
    """With lines enough for those INVITEs that are answered and whose answer goes astray."""
    return make_box(max_calls=256, tables={"sip": {"port": 0, "max_calls": 400}})


@pytest.fixture
def fuzzer(box):
    fuzzer = Fuzzer(box.port)
    yield fuzzer
    fuzzer.close()


@pytest.fixture
def stranger():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.1", 0))
        yield stranger


def test_after_hundreds_of_spoilt_datagrams_the_next_caller_is_served(box, telephone, fuzzer):
    for datagram in NASTY:
        fuzzer.sends(datagram)
    for n in range(DATAGRAMS):
        fuzzer.sends(fuzzer.spoilt_invite())
        if n % 100 == 0:
            is_served(telephone, box)
    is_served(telephone, box)
    assert fuzzer.answers > 10, "nothing came near enough to SIP to be answered"
    assert "Traceback" not in box.log
    assert box.stop() == 0


def test_one_packet_that_is_hard_to_read_keeps_no_caller_waiting(box, telephone, stranger):
    """7.5 kB of which 7,000 are blanks: a pattern that went over them anew took 193 s."""
    packet, *_ = hostile.packets(box.uri(NORDLYS), stranger.getsockname()[1], every=10_000)
    stranger.sendto(packet, ("127.0.0.1", box.port))
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", AT_ONCE), call.history
    assert select.select([stranger], [], [], PATIENCE)[0], "the packet is a call, and answered too"
    call.hang_up()


def test_junk_at_its_audio_port_does_not_keep_a_caller_from_the_keys(box, telephone):
    call = rings(telephone, box)
    hears(call, "Nordlys.")
    chance = random.Random(SEED)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for size in [0, 1, 11, 12, 13, 172, 1400] * 30:
            stranger.sendto(chance.randbytes(size), (call.media.there.host, call.media.there.port))
            stranger.sendto(
                rtp.header(8, False, size, size * 160, 7) + chance.randbytes(size),
                (call.media.there.host, call.media.there.port),
            )
    # The first press may get lost: PJSIP looks for a while which of two senders is the caller.
    call.press("4")
    if not call.hear(PITCH["message_please"], 0.1, 1.0):
        call.press("4")
    hears(call, "message_please")
