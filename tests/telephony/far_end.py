"""A far end that writes its SIP by hand, for what no proper telephone would do."""

from __future__ import annotations

import re
import socket
import struct
from types import TracebackType
from typing import Self
from uuid import uuid4

from support.odd_keys import payload
from support.patience import PATIENCE

from appliance.telephony.audio.key_events import KeyPacket

G711 = (8, 0, 101)


def description(
    port: int,
    codecs: tuple[int, ...] = G711,
    mode: str = "sendrecv",
    address: str = "127.0.0.1",
) -> str:
    """An SDP body (RFC 8866)."""
    where = f"IN {'IP6' if ':' in address else 'IP4'} {address}"
    lines = [
        "v=0",
        f"o=- 1 1 {where}",
        "s=-",
        f"c={where}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {' '.join(map(str, codecs))}",
        *(["a=rtpmap:101 telephone-event/8000"] if 101 in codecs else []),
        f"a={mode}",
        "",
    ]
    return "\r\n".join(lines)


class FarEnd:
    """One dialog of a caller over UDP, step by step."""

    def __init__(self, box_uri: str, address: str = "127.0.0.1") -> None:
        host, _, port = box_uri.removeprefix("sip:").rpartition(":")
        self.box = (host.strip("[]"), int(port))
        self.host = f"[{address}]" if ":" in address else address
        self.sip = self._socket(address)
        self.rtp = self._socket(address)
        self.call_id, self.tag = uuid4().hex, uuid4().hex[:8]
        self.remote_tag = ""
        self.contact = f"sip:+4710000001@{host}:{port}"
        self.own_contact = f"<sip:+4710000099@{self.host}:{self.sip.getsockname()[1]}>"
        self.rtp_target: tuple[str, int] | None = None
        self.cseq = 0
        self._rtp_sequence = 0

    @staticmethod
    def _socket(address: str) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = socket.socket(family, socket.SOCK_DGRAM)
        made.bind((address, 0))
        made.settimeout(PATIENCE)
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.sip.close()
        self.rtp.close()

    @property
    def rtp_port(self) -> int:
        return int(self.rtp.getsockname()[1])

    def send(self, message: str | bytes) -> None:
        """Text, or octets; what was received of a foreign encoding goes out as it came."""
        text = message.encode("utf-8", "surrogateescape") if isinstance(message, str) else message
        self.sip.sendto(text, self.box)

    def request(
        self,
        method: str,
        body: str = "",
        content: str = "application/sdp",
        headers: tuple[str, ...] = (),
        cseq: int | None = None,
    ) -> None:
        """Send a request of the dialog; `cseq` for ACK and CANCEL of an earlier one."""
        if cseq is None:
            self.cseq += 1
        host, port = self.host, self.sip.getsockname()[1]
        number = self.cseq if cseq is None else cseq
        branch = "z9hG4bK" + (uuid4().hex if cseq is None else f"{self.call_id}{cseq}{method}")
        lines = [
            f"{method} {self.contact} SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{port};branch={branch};rport",
            f"From: <sip:+4710000099@{host}>;tag={self.tag}",
            "To: <sip:+4710000001@127.0.0.1>" + (f";tag={self.remote_tag}" * bool(self.remote_tag)),
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            *([f"Contact: {self.own_contact}"] if self.own_contact else []),
            "Max-Forwards: 70",
            *headers,
            *([f"Content-Type: {content}"] if body else []),
            f"Content-Length: {len(body)}",
            "",
            body,
        ]
        self.send("\r\n".join(lines))

    def invite(self, body: str | None = None, headers: tuple[str, ...] = ()) -> None:
        """An INVITE, or a re-INVITE; no body for None: a late offer is then asked for."""
        self.request("INVITE", body or "", headers=headers)

    def answer_to(self, method: str) -> tuple[int, str]:
        """The next final answer to a request: its status and text."""
        while True:
            text = self.sip.recv(65535).decode("utf-8", "surrogateescape")
            status = re.match(r"SIP/2.0 (\d+)", text)
            if status and int(status[1]) >= 200 and f" {method}\r\n" in text:
                self._remember(text)
                return int(status[1]), text

    def next_request(self, method: str, code: int = 200) -> str:
        """The next request of a method that comes to us, answered with `code`; others with 200."""
        while True:
            text = self.sip.recv(65535).decode("utf-8", "surrogateescape")
            if text.startswith("SIP/2.0"):
                continue
            self.say_to(text, code if text.startswith(method) else 200)
            if text.startswith(method):
                return text

    def next_invite(self) -> str:
        """The next INVITE; what else comes is passed over."""
        while not (text := self.sip.recv(8192).decode()).startswith("INVITE "):
            pass
        return text

    def say_to(
        self, request: str, code: int, body: str = "", headers: tuple[str, ...] = (), tag: str = ""
    ) -> None:
        """Answer a request with a status; `tag` begins a dialog."""
        head = request.split("\r\n\r\n")[0].split("\r\n")[1:]
        kept = [h for h in head if re.match(r"(?i)(via|from|to|call-id|cseq):", h)]
        kept = [h + f";tag={tag}" * bool(tag and h.lower().startswith("to:")) for h in kept]
        own = f"Contact: <sip:+4710000099@127.0.0.1:{self.sip.getsockname()[1]}>"
        contact = [] if any(h.startswith("Contact:") for h in headers) else [own]
        content = ["Content-Type: application/sdp"] if body else []
        length = f"Content-Length: {len(body)}"
        status = f"SIP/2.0 {code} Said"
        self.send("\r\n".join([status, *kept, *contact, *headers, *content, length, "", body]))

    def take(self, body: str) -> str:
        """Answer the INVITE that has come with a description."""
        invite = self.sip.recv(8192).decode()
        assert invite.startswith("INVITE ")
        if audio := re.search(r"(?m)^m=audio (\d+)", invite):
            self.rtp_target = (self.box[0], int(audio[1]))
        self.say_to(invite, 200, body, tag=self.tag)
        return invite

    def _remember(self, text: str) -> None:
        if tag := re.search(r"(?im)^to:.*;tag=([^\s;]+)", text):
            self.remote_tag = tag[1]
        if contact := re.search(r"(?im)^contact:\s*<([^>]+)>", text):
            self.contact = contact[1]
        if audio := re.search(r"(?m)^m=audio (\d+)", text):
            self.rtp_target = (self.box[0], int(audio[1]))

    def ack(self, body: str = "") -> None:
        self.request("ACK", body, cseq=self.cseq)

    def event(
        self, digit: int, stamp: int, duration: int, end: bool = False, payload_type: int = 101
    ) -> None:
        """One packet of RFC 4733."""
        packed = struct.pack("!BBH", digit, 0x80 if end else 0x0A, duration)
        self._rtp(payload_type, stamp, packed)

    def key_packet(self, packet: KeyPacket) -> None:
        """One packet of RFC 4733, its sequence number and marker as given."""
        self._packet(101, packet.sequence, packet.stamp, payload(packet), packet.marked)

    def say(self, packets: int) -> None:
        """Audio, as fast as it goes."""
        for _ in range(packets):
            self._rtp(8, 160 * self._rtp_sequence, b"\xd5" * 160)

    def sound(self, payload: bytes, payload_type: int = 8) -> None:
        """One packet of A-law, or of another kind."""
        self._rtp(payload_type, 160 * self._rtp_sequence, payload)

    def _rtp(self, payload_type: int, stamp: int, payload: bytes) -> None:
        self._rtp_sequence += 1
        self._packet(payload_type, self._rtp_sequence, stamp, payload)

    def _packet(
        self, payload_type: int, sequence: int, stamp: int, payload: bytes, marked: bool = False
    ) -> None:
        assert self.rtp_target
        second = payload_type | marked << 7
        head = struct.pack("!BBHII", 0x80, second, sequence, stamp, 77)
        self.rtp.sendto(head + payload, self.rtp_target)
