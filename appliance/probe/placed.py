"""A call that the test telephone places: INVITE, its answers, CANCEL (RFC 3261 section 17.1)."""

from __future__ import annotations

import time
from collections.abc import Sequence

from appliance.probe import sdp, sip
from appliance.probe.call import ALLOWED, ProbeCall
from appliance.probe.dialog import GIVE_UP, Dialog, Link, Retransmission


class PlacedCall(ProbeCall):
    """The side that dialled."""

    def __init__(
        self, link: Link, dialog: Dialog, media: bool, extra: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(link, dialog, media)
        self._peer = dialog.peer
        self._invite = dialog.request(
            "INVITE",
            link.contact,
            extra=(ALLOWED, *extra),
            body=sdp.written(self.media.here),
        )
        self._sending: Retransmission | None = None
        self._cancelling: Retransmission | None = None
        self._unwanted = False
        self._ack: sip.Request | None = None

    def start(self) -> None:
        """Send the INVITE, again and again until something comes back (timer A)."""
        self.media.listen()
        self._sending = Retransmission(
            self._link.reactor, self._send_invite, self._unanswered, longest=GIVE_UP
        )

    def on_response(self, response: sip.Response, at_ns: int) -> None:
        """Take a response to INVITE, CANCEL, or BYE."""
        if response.cseq[1] == "CANCEL" and self._cancelling:
            self._cancelling.stop()
        if response.cseq[1] != "INVITE":
            super().on_response(response, at_ns)
            return
        self.note(at_ns, f"{response.code} received")
        self._stop_invite()
        if response.code < 200:
            self._on_provisional(response)
        elif response.code < 300:
            self._on_answer(response)
        else:
            self._on_refusal(response)

    def _send_invite(self) -> None:
        self.note(self._link.send(self._invite, self._peer), "INVITE sent")

    def _stop_invite(self) -> None:
        if self._sending:
            self._sending.stop()

    def _unanswered(self) -> None:
        self.note(time.time_ns(), f"no answer within {GIVE_UP:g} s")
        self._end()

    def _on_provisional(self, response: sip.Response) -> None:
        if response.code > 100:
            self._reach("ringing")
        if self._unwanted:
            self._cancel()

    def _on_answer(self, response: sip.Response) -> None:
        if self._ack:  # the 200 came again: its ACK was lost
            self._link.send(self._ack, self.dialog.peer)
            return
        self.code = response.code
        self.dialog.meet(response)
        self._ack = self.dialog.request("ACK", self._link.contact)
        self.note(self._link.send(self._ack, self.dialog.peer), "ACK sent")
        if self._cancelling:
            self._cancelling.stop()
        if self._unwanted:
            super()._hang_up()
            return
        self._open_media(response)
        self._reach("answered")

    def _on_refusal(self, response: sip.Response) -> None:
        self.code = response.code
        self.dialog.remote = response.address("To")
        ack = self.dialog.request("ACK", self._link.contact, self._invite.branch)
        self._link.send(ack, self._peer)
        if self.state != "ended":
            self._end()

    def _hang_up(self) -> None:
        if self.state == "answered":
            super()._hang_up()
            return
        self._unwanted = True
        if self.when("100 received") or self.state == "ringing":
            self._cancel()

    def _cancel(self) -> None:
        if self._cancelling:
            return
        cancel = self.dialog.request("CANCEL", self._link.contact, self._invite.branch)
        self.note(time.time_ns(), "CANCEL sent")
        self._cancelling = Retransmission(
            self._link.reactor, lambda: self._link.send(cancel, self._peer), self._end
        )

    def _end(self) -> None:
        self._stop_invite()
        if self._cancelling:
            self._cancelling.stop()
        super()._end()
