"""The test telephone: one SIP socket and one thread for any number of calls in both directions."""

from __future__ import annotations

import queue
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from appliance.probe import sip
from appliance.probe.call import ALLOWED, ProbeCall
from appliance.probe.dialog import SocketAddress, dialog_to
from appliance.probe.placed import PlacedCall
from appliance.probe.reactor import BURST, Reactor, receive, udp_socket
from appliance.probe.taken import AnswerAfter, Policy, Refuse, RingOnly, TakenCall

__all__ = ["AnswerAfter", "Arrival", "Policy", "ProbeCall", "Refuse", "RingOnly", "Telephone"]

CLOSING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """An INVITE that came in: who it says is calling, whom it asks for, and when (kernel, ns)."""

    call: TakenCall
    caller: sip.Address
    request_uri: str
    at_ns: int
    invite: sip.Request


class Telephone:
    """A SIP user agent over UDP (RFC 3261) with G.711 audio, for tests and the selftest.

    `on_invite` says what is done with calls that come in; each is put into `arrivals` as well.
    """

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = udp_socket(address, port)
        self.address = address
        self.contact = sip.Uri("probe", address, self._socket.getsockname()[1])
        self.on_invite: Policy = AnswerAfter()
        self.arrivals: queue.Queue[Arrival] = queue.Queue()
        self.dropped: list[tuple[int, str]] = []
        self._calls: dict[tuple[str, str], ProbeCall] = {}
        self._invites: dict[str, TakenCall] = {}
        self.reactor = Reactor()
        self.reactor.soon(lambda: self.reactor.watch(self._socket, self._readable))

    @property
    def uri(self) -> str:
        """Where this telephone can be called."""
        return str(self.contact)

    @property
    def calls(self) -> tuple[ProbeCall, ...]:
        """Every call since the telephone was opened."""
        return tuple(self._calls.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def dial(
        self,
        uri: str,
        from_user: str,
        from_name: str = "",
        headers: Sequence[tuple[str, str]] = (),
        media: bool = True,
    ) -> ProbeCall:
        """Call `uri`; without `media` the call sends no audio, but still hears and presses keys."""
        caller = sip.Address(sip.Uri(from_user, self.contact.host, self.contact.port), from_name)
        call = PlacedCall(self, dialog_to(uri, caller), media, headers)
        self.reactor.soon(lambda: self._place(call))
        return call

    def close(self) -> None:
        """Hang up what still stands, wait a moment for the far ends, and free everything."""
        self.hang_up_all()
        self.reactor.stop(self._free)

    def hang_up_all(self) -> None:
        """Hang up every call that still stands, and wait a moment for the far ends."""
        live = [call for call in self.calls if call.state != "ended"]
        for call in live:
            call.hang_up()
        deadline = time.monotonic() + CLOSING_SECONDS
        for call in live:
            call.wait_for("ended", max(0.0, deadline - time.monotonic()))

    def forget_ended(self) -> None:
        """Let go of the calls that have ended, with all that they heard; `calls` has them no more.

        Whatever still comes for them is answered as a stranger's (481).
        """
        self.reactor.soon(self._forget_ended)

    def _forget_ended(self) -> None:
        over = {key for key, call in self._calls.items() if call.state == "ended"}
        self._calls = {key: call for key, call in self._calls.items() if key not in over}
        self._invites = {k: c for k, c in self._invites.items() if c.state != "ended"}

    def send(self, message: sip.Request | sip.Response, to: SocketAddress) -> int:
        """Send a message; returns the time (ns) just before it left."""
        data = bytes(message)
        at_ns = time.time_ns()
        try:
            self._socket.sendto(data, to)
        except OSError as error:
            self.dropped.append((at_ns, f"Could not send to {to[0]}:{to[1]}: {error}"))
        return at_ns

    def _place(self, call: PlacedCall) -> None:
        self._calls[call.dialog.call_id, call.dialog.local.tag] = call
        call.start()

    def _free(self) -> None:
        for call in self._calls.values():
            call.media.close()
        self._socket.close()

    def _readable(self) -> None:
        for _ in range(BURST):
            if not (came := receive(self._socket)):
                return
            data, source, at_ns = came
            if data.strip():  # a bare CRLF keeps a path open (RFC 5626 section 3.5.1)
                self._take(data, source, at_ns)

    def _take(self, data: bytes, source: SocketAddress, at_ns: int) -> None:
        try:
            message = sip.parse(data)
            if isinstance(message, sip.Response):
                self._on_response(message, at_ns)
            else:
                self._on_request(message, source, at_ns)
        except sip.SipError as error:
            self.dropped.append((at_ns, str(error)))

    def _on_response(self, response: sip.Response, at_ns: int) -> None:
        call = self._calls.get((response.call_id, response.address("From").tag))
        if call:
            call.on_response(response, at_ns)

    def _on_request(self, request: sip.Request, source: SocketAddress, at_ns: int) -> None:
        ringing = self._invites.get(request.branch)
        if ringing and request.method == "CANCEL":
            ringing.cancel(request)
        elif ringing and request.method == "INVITE":
            ringing.again()
        elif call := self._calls.get((request.call_id, request.address("To").tag)):
            call.on_request(request, source, at_ns)
        else:
            self._on_stranger(request, source, at_ns)

    def _on_stranger(self, request: sip.Request, source: SocketAddress, at_ns: int) -> None:
        known_tag = bool(request.address("To").tag)
        if request.method == "INVITE" and not known_tag:
            self._on_invite(request, source, at_ns)
        elif request.method == "OPTIONS" and not known_tag:
            self.send(sip.reply(request, 200, extra=(ALLOWED,)), source)
        elif request.method != "ACK":
            code = 481 if known_tag or request.method in ("CANCEL", "BYE") else 501
            self.send(sip.reply(request, code), source)

    def _on_invite(self, invite: sip.Request, source: SocketAddress, at_ns: int) -> None:
        call = TakenCall(self, invite, source)
        call.note(at_ns, "INVITE received")
        self._calls[call.dialog.call_id, call.dialog.local.tag] = call
        self._invites[invite.branch] = call
        call.begin(self.on_invite)
        self.arrivals.put(Arrival(call, invite.address("From"), invite.uri, at_ns, invite))
