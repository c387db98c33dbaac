"""A call of the test telephone as its user sees it, and what both directions share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from appliance.probe import sdp, sip
from appliance.probe.dialog import Dialog, Link, Retransmission
from appliance.probe.hearing import Ear, Heard, Listener
from appliance.probe.media import FRAME_NS, Keystroke, MediaStream
from appliance.probe.reactor import ProbeError

T = TypeVar("T")
ALLOWED = ("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO")
STATES = ("calling", "ringing", "answered", "ended")
PACKET_PATIENCE = 2.0
"""Seconds within which the next packet of a stream that is paced at 20 ms must have left."""


class ProbeCall:
    """One call. Its methods are for any thread; times are ns since 1970 (`time.time_ns`).

    `history` is the call's timeline. Times of what came in are the kernel's receive stamps,
    those of what went out were read just before the system call that sent it.
    """

    def __init__(self, link: Link, dialog: Dialog, media: bool) -> None:
        self._link, self.dialog = link, dialog
        self._changed = threading.Condition()
        self._reached = {"calling"}
        self._description_version = 1
        self._ending: Retransmission | None = None
        self._accepting: Retransmission | None = None
        self.code = 0
        """The final status of the INVITE; 0 before it."""
        self.history: list[tuple[int, str]] = []
        self.media = MediaStream(link.reactor, link.address, self.note, self._wake)
        self.media.sending = media

    # -- for the user of the telephone

    @property
    def state(self) -> str:
        """The farthest of "calling", "ringing", "answered", and "ended" that was reached."""
        return next(state for state in reversed(STATES) if state in self._reached)

    def wait_for(self, state: str, timeout: float) -> bool:
        """Whether the call reaches `state` within `timeout` seconds.

        False at once when it ends without; "ringing" also counts as reached once answered.
        """
        enough = {state, "ended"} | ({"answered"} if state == "ringing" else set())
        self._wait(lambda: bool(self._reached & enough), timeout)
        return bool(self._reached & (enough if state == "ended" else enough - {"ended"}))

    def when(self, what: str) -> int | None:
        """The time (ns) at which `what` first stands in the history."""
        return next((at_ns for at_ns, said in tuple(self.history) if said == what), None)

    def press(self, digit: str, seconds: float = 0.1) -> int:
        """Press a key (RFC 4733); returns when its first packet left (ns).

        Raises ProbeError where the far end takes no telephone events or the call is over.
        """
        if not self.media.takes_digits:
            raise ProbeError(f"The far end takes no telephone events; the call is {self.state}")
        frames = max(1, round(seconds * 1e9 / FRAME_NS))
        key = Keystroke(digit, frames, threading.Event())
        self._link.reactor.soon(lambda: self._if_live(lambda: self.media.press(key)))
        if not key.sent.wait(PACKET_PATIENCE + seconds):
            self._link.reactor.check()
            raise ProbeError(f"Key {digit} was not sent: the call is {self.state}")
        return key.at_ns

    def send_tone(self, hz: int) -> int:
        """Say a tone from now on; returns when its first packet left (ns)."""
        return self._say(hz)

    def send_sound(self, samples: Sequence[int]) -> None:
        """Say these samples (16 bits, 8 kHz) once, from the next packet on."""
        self._link.reactor.soon(lambda: self._if_live(lambda: self.media.utter(samples)))

    def send_silence(self) -> int:
        """Say nothing from now on; returns when the first silent packet left (ns)."""
        return self._say(0)

    def hear(
        self, hz: float | None, seconds: float, timeout: float, since_ns: int = 0
    ) -> Heard | None:
        """Wait for `seconds` of a tone (None: of any sound), counting packets from `since_ns` on.

        None when they have not come within `timeout` seconds; a call that ends does not wait.
        """
        return self.listen(Listener(hz, seconds, since_ns), timeout)

    def listen(self, ear: Ear[T], timeout: float) -> T | None:
        """Feed every packet of the call to `ear`, past ones first, until it has something to say.

        None when it has nothing within `timeout` seconds; a call that ends does not wait.
        """
        read, deadline = 0, time.monotonic() + timeout
        while True:
            ended = self.state == "ended"
            packets = self.media.received[read:]
            read += len(packets)
            said = ear.feed(packets)
            left = deadline - time.monotonic()
            if said or ended or left <= 0:
                return said
            self._wait(partial(self._has_news, read), left)

    def wait_for_digits(self, count: int, timeout: float) -> str:
        """The keys that the far end has pressed, once they are `count` or time is up."""
        self._wait(lambda: len(self.media.digits) >= count or self.state == "ended", timeout)
        return "".join(digit for _, digit in tuple(self.media.digits))

    @property
    def heard_packets(self) -> list[int]:
        """When each audio packet arrived (ns), in order of arrival."""
        return [packet.at_ns for packet in tuple(self.media.received)]

    def hang_up(self) -> None:
        """End the call in whatever state it is; `wait_for("ended", ...)` says when it is done."""
        self._link.reactor.soon(lambda: self._if_live(self._hang_up))

    # -- for the telephone, on the reactor's thread

    def note(self, at_ns: int, what: str) -> None:
        """Write a line of the timeline."""
        self.history.append((at_ns, what))

    def on_request(self, request: sip.Request, source: tuple[str, int], at_ns: int) -> None:
        """Serve a request of this dialog (RFC 3261 sections 12.2.2, 14.2, and 15.1.2)."""
        self.note(at_ns, f"{request.method} received")
        if request.method == "ACK":
            self._on_ack(request)
        elif request.method == "BYE":
            self._link.send(sip.reply(request, 200), source)
            self._end()
        elif request.method == "INVITE" or (request.method == "UPDATE" and request.body):
            self._on_offer(request, source)
        else:
            self._link.send(sip.reply(request, 200, extra=(ALLOWED,)), source)

    def on_response(self, response: sip.Response, at_ns: int) -> None:
        """Take a response to BYE; the side that placed the call takes the others before."""
        self.note(at_ns, f"{response.code} to {response.cseq[1]} received")
        if response.cseq[1] == "BYE" and response.code >= 200:
            self._end()

    def _on_ack(self, ack: sip.Request) -> None:
        if self._accepting:
            self._accepting.stop()
        if ack.body and not self.media.there:
            self._open_media(ack)

    def _on_offer(self, request: sip.Request, source: tuple[str, int]) -> None:
        try:
            offer = self._offer_of(request)
        except sdp.SdpError:
            self._link.send(sip.reply(request, 488), source)
            return
        self.dialog.aim(request)
        self._accept(request, source, offer)

    def _accept(
        self, request: sip.Request, source: tuple[str, int], offer: sdp.Description | None
    ) -> None:
        self._answer_offer(request, source, self._description_for(offer))
        if offer:
            self.media.open(offer)

    def _answer_offer(self, request: sip.Request, source: tuple[str, int], body: bytes) -> None:
        contact = ("Contact", f"<{self._link.contact}>")
        response = sip.reply(request, 200, self.dialog.local.tag, (contact, ALLOWED), body)
        if self._accepting:
            self._accepting.stop()
        if request.method == "INVITE":
            self._accepting = Retransmission(
                self._link.reactor, lambda: self._link.send(response, source), self._hang_up
            )
        else:
            self._link.send(response, source)

    def _offer_of(self, request: sip.Request) -> sdp.Description | None:
        return sdp.parse(request.body) if request.body else None

    def _description_for(self, offer: sdp.Description | None) -> bytes:
        self._description_version += 1
        here = self.media.here.answer_to(offer) if offer else self.media.here
        return sdp.written(here, self._description_version)

    def _open_media(self, message: sip.Message) -> None:
        with suppress(sdp.SdpError):
            self.media.open(sdp.parse(message.body))

    def _hang_up(self) -> None:
        if self._ending:
            return
        self.dialog.cseq += 1
        bye = self.dialog.request("BYE", self._link.contact)
        self.note(time.time_ns(), "BYE sent")
        self._ending = Retransmission(
            self._link.reactor, lambda: self._link.send(bye, self.dialog.peer), self._end
        )
        self.media.sending = False

    def _end(self) -> None:
        for repeated in (self._ending, self._accepting):
            if repeated:
                repeated.stop()
        self.media.close()
        self._reach("ended")

    def _reach(self, state: str) -> None:
        with self._changed:
            self._reached.add(state)
            self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # -- on the user's thread

    def _say(self, hz: int) -> int:
        told = threading.Event()
        at: list[int] = []

        def tell(at_ns: int) -> None:
            at.append(at_ns)
            told.set()

        self._link.reactor.soon(lambda: self.media.say(hz, tell))
        if not told.wait(PACKET_PATIENCE):
            self._link.reactor.check()
            raise ProbeError(f"No tone could be sent: the call is {self.state}")
        return at[0]

    def _wait(self, predicate: Callable[[], bool], timeout: float) -> None:
        with self._changed:
            self._changed.wait_for(predicate, timeout)
        self._link.reactor.check()

    def _has_news(self, read: int) -> bool:
        return len(self.media.received) > read or "ended" in self._reached

    def _if_live(self, action: Callable[[], None]) -> None:
        if self.state != "ended":
            action()
