"""A SIP dialog's identifiers (RFC 3261 section 12) and the retransmission of what it sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Protocol

from appliance.probe import sip
from appliance.probe.reactor import Reactor, Timer

T1 = 0.5
T2 = 4.0
GIVE_UP = 64 * T1
"""Seconds (RFC 3261 section 17.1.1.1, timers B, F, and H)."""

SocketAddress = tuple[str, int]


class Link(Protocol):
    """What a call needs of the telephone that it belongs to."""

    reactor: Reactor
    address: str
    contact: sip.Uri

    def send(self, message: sip.Request | sip.Response, to: SocketAddress) -> int:
        """Send a message; returns the time (ns) just before it left."""


class Retransmission:
    """Sends now and again after T1, 2 T1, 4 T1 ... until stopped, or gives up after 64 T1."""

    def __init__(
        self,
        reactor: Reactor,
        send: Callable[[], object],
        gave_up: Callable[[], None],
        longest: float = T2,
    ) -> None:
        self._reactor, self._send, self._gave_up = reactor, send, gave_up
        self._longest, self._pause, self._spent = longest, T1, 0.0
        self._timer: Timer | None = None
        self._again()

    def stop(self) -> None:
        """Send no more; a second time does nothing."""
        if self._timer:
            self._timer.cancel()

    def _again(self) -> None:
        if self._spent >= GIVE_UP:
            self._gave_up()
            return
        self._send()
        self._timer = self._reactor.after(self._pause, self._again)
        self._spent += self._pause
        self._pause = min(2 * self._pause, self._longest)


@dataclass(slots=True)
class Dialog:
    """Who speaks with whom; `target` is the far end's Contact, `peer` where requests go."""

    call_id: str
    local: sip.Address
    remote: sip.Address
    target: str
    peer: SocketAddress
    cseq: int = 1

    def request(
        self,
        method: str,
        contact: sip.Uri,
        branch: str = "",
        extra: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> sip.Request:
        """A request of this dialog with the present sequence number."""
        via = f"SIP/2.0/UDP {contact.host}:{contact.port};rport;branch={branch or sip.new_branch()}"
        headers = (
            ("Via", via),
            ("Max-Forwards", "70"),
            ("From", str(self.local)),
            ("To", str(self.remote)),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self.cseq} {method}"),
            ("Contact", f"<{contact}>"),
            ("User-Agent", "Sentralbord test telephone"),
            *extra,
        )
        return sip.Request(headers, body, method=method, uri=self.target)

    def aim(self, message: sip.Message) -> None:
        """Take the far end's Contact as the target of later requests, where it gives one."""
        for _, contact in message.every("Contact")[:1]:
            self.target = sip.raw_uri(contact)
            self.peer = sip.parse_uri(self.target).socket_address

    def meet(self, response: sip.Response) -> None:
        """Take the far end's tag and Contact from the response that made the dialog."""
        self.remote = replace(self.remote, tag=response.address("To").tag)
        self.aim(response)


def dialog_to(uri: str, caller: sip.Address) -> Dialog:
    """The dialog that an INVITE to `uri` would begin."""
    target = sip.parse_uri(uri)
    local = replace(caller, tag=token_hex(6))
    return Dialog(token_hex(12), local, sip.Address(target), uri, target.socket_address)


def dialog_from(invite: sip.Request, local_tag: str) -> Dialog:
    """The dialog that an incoming INVITE begins, seen from the side that answers."""
    local = replace(invite.address("To"), tag=local_tag)
    contact = invite.first("Contact")
    peer = sip.parse_uri(sip.raw_uri(contact)).socket_address
    return Dialog(invite.call_id, local, invite.address("From"), sip.raw_uri(contact), peer)
