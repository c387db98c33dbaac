"""A call that comes in to the test telephone: ring, answer, refuse (RFC 3261 section 17.2)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from secrets import token_hex

from appliance.probe import sdp, sip
from appliance.probe.call import ProbeCall
from appliance.probe.dialog import Link, Retransmission, SocketAddress, dialog_from


@dataclass(frozen=True, slots=True)
class AnswerAfter:
    """Ring, then answer after `seconds`; `tone_hz` is said from the first packet on (0: none)."""

    seconds: float = 0.0
    tone_hz: int = 0
    media: bool = True


@dataclass(frozen=True, slots=True)
class RingOnly:
    """Ring until the caller gives up, or until `TakenCall.answer`."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuse with a final status."""

    code: int = 486


Policy = AnswerAfter | RingOnly | Refuse


class TakenCall(ProbeCall):
    """The side that is rung."""

    def __init__(self, link: Link, invite: sip.Request, source: SocketAddress) -> None:
        super().__init__(link, dialog_from(invite, token_hex(6)), media=True)
        self._invite, self._source = invite, source
        self._last: sip.Response | None = None
        self._refusing: Retransmission | None = None

    def answer(self, tone_hz: int = 0) -> None:
        """Answer now; the history says "200 sent" with the time."""
        self._link.reactor.soon(lambda: self._if_live(lambda: self._answer(tone_hz)))

    def begin(self, policy: Policy) -> None:
        """Do with the INVITE what the policy says."""
        self.media.listen()
        match policy:
            case Refuse(code):
                self._refuse(code)
            case RingOnly():
                self._ring()
            case AnswerAfter(seconds, tone_hz, media):
                self.media.sending = media
                self._ring()
                self._after(seconds, tone_hz)

    def again(self) -> None:
        """The INVITE came again: its last response was lost."""
        if self._last:
            self._link.send(self._last, self._source)

    def cancel(self, request: sip.Request) -> None:
        """The caller gave up (RFC 3261 section 9.2)."""
        self.note(time.time_ns(), "CANCEL received")
        self._link.send(sip.reply(request, 200, self.dialog.local.tag), self._source)
        if not self.code:
            self._refuse(487)

    def _after(self, seconds: float, tone_hz: int) -> None:
        if seconds:
            self._link.reactor.after(seconds, lambda: self._answer(tone_hz))
        else:
            self._answer(tone_hz)

    def _ring(self) -> None:
        self._last = self._response(180)
        self.note(self._link.send(self._last, self._source), "180 sent")
        self._reach("ringing")

    def _answer(self, tone_hz: int) -> None:
        if self.code:
            return
        try:
            offer = self._offer_of(self._invite)
        except sdp.SdpError:
            self._refuse(488)
            return
        self.code, self._last = 200, None
        if tone_hz:
            self.media.say(tone_hz, lambda at_ns: None)
        self.note(time.time_ns(), "200 sent")
        self._accept(self._invite, self._source, offer)
        self._reach("answered")

    def _refuse(self, code: int) -> None:
        self.code = code
        response = self._last = self._response(code)
        self.note(time.time_ns(), f"{code} sent")
        self._refusing = Retransmission(
            self._link.reactor, lambda: self._link.send(response, self._source), self._end
        )

    def _response(self, code: int) -> sip.Response:
        contact = ("Contact", f"<{self._link.contact}>")
        return sip.reply(self._invite, code, self.dialog.local.tag, (contact,))

    def _on_ack(self, ack: sip.Request) -> None:
        super()._on_ack(ack)
        if self._refusing:
            self._refusing.stop()
            self._end()

    def _hang_up(self) -> None:
        if self.code:
            super()._hang_up()
        else:
            self._refuse(480)
