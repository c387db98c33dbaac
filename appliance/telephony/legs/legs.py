"""One SIP dialog: its callbacks from PJSIP, told to the endpoint in the office's words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol

import pjsua2 as pj

from appliance.core.model.ids import LegId
from appliance.telephony.audio.digits import Method, Presses
from appliance.telephony.audio.key_events import KeyPacket
from appliance.telephony.audio.media import Audio
from appliance.telephony.engine.foreign_threads import keep_known
from appliance.telephony.engine.stack import UNREWRITTEN_ADDRESS
from appliance.telephony.legs.key_messages import key_message
from appliance.telephony.legs.referral import Referral, Told
from appliance.telephony.network.six import UNREWRITTEN_ADDRESS6

log = logging.getLogger(__name__)
P = ParamSpec("P")

END, MARKED, SEQUENCE = 2, 4, 16
"""Flags of a DTMF event, PJMEDIA_STREAM_DTMF_IS_END and _IS_MARKED; bit of its sequence number."""
FLASH = "R"
"""PJSIP's sign for a hook flash, event 16 (RFC 4733 table 3), which is no key."""


def guarded(callback: Callable[P, Any]) -> Callable[P, None]:
    """An exception must not reach PJSIP, which prints and forgets it."""

    @wraps(callback)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception:
            log.exception("in the SIP callback %s", callback.__name__)

    return safe


def of_a_call(code: int = 0) -> pj.CallOpParam:
    """What a call is made or answered with: sound, and no real-time text (RFC 4103)."""
    prm = pj.CallOpParam(True)
    prm.statusCode = code
    prm.opt.textCount = 0
    return prm


class LegListener(Protocol):
    """Whoever wants to know how a leg fares."""

    def leg_ringing(self, leg: Leg) -> None:
        """The far telephone rings; once."""

    def leg_answered(self, leg: Leg) -> None:
        """An outgoing leg was answered and its audio flows; once."""

    def leg_held(self, leg: Leg) -> None:
        """The far end holds, or (`leg.held`) does so no longer."""

    def leg_without_events(self, leg: Leg) -> None:
        """Its far end takes and sends no keys as telephone events; each time its audio opens."""

    def leg_pressed(self, leg: Leg, digit: str) -> None:
        """A key; on the media thread, or on the owner thread for SIP INFO."""

    def leg_ended(self, leg: Leg, code: int, reason: str) -> None:
        """The dialog is over; once."""


class Leg(pj.Call):  # type: ignore[misc]
    """A dialog that belongs to the box; `outgoing` if we rang, `own_address` for its SDP."""

    heard = True
    """Whether the far end has said anything: a caller has."""
    stranger = False
    """Whether it came from an address that is no trunk's and not our own."""
    wants_reliability = False
    """Whether the far end answers only to those who insist on reliable provisional answers."""
    again: Callable[[], None] | None = None
    """Rings once more, insisting on it; none where that was done."""
    forwards: tuple[str, ...] = ()
    """The addresses that the far end has sent us to, best first."""

    def __init__(
        self,
        account: pj.Account,
        leg: LegId,
        audio: Audio,
        listener: LegListener,
        call: int = pj.PJSUA_INVALID_ID,
        own_address: str = "",
    ) -> None:
        super().__init__(account, call)
        self.leg = leg
        self.account = account
        self.audio = audio
        self.outgoing = call == pj.PJSUA_INVALID_ID
        self.answered = False
        """Whether our 200 to an incoming leg is out."""
        self.confirmed = False
        self.ended = False
        self.held = False
        """Whether the far end takes no sound from us."""
        self._listener = listener
        self._own_address = own_address
        self._rang = False
        self._told_answered = False
        self._presses = Presses()
        self._referral: Referral | None = None

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        """RFC 3261 section 13: ringing, confirmed, over."""
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_EARLY and self.outgoing:
            self._ring(info.lastStatusCode)
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.confirmed = True
            self._tell_when_answered()
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.end(info.lastStatusCode, info.lastReason)

    @guarded
    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        """The audio has been opened, moved, or put on hold."""
        if self.ended:
            return
        self._open_audio()
        self._tell_when_held()

    def _open_audio(self) -> None:
        try:
            port = self.getAudioMedia(-1)
        except pj.Error:
            self.audio.suspend()
            return
        self.audio.open(port)
        if not self._agreed_on_events():
            self._listener.leg_without_events(self)
        self._tell_when_answered()

    def _tell_when_held(self) -> None:
        """RFC 3264 section 8.4: sendonly, inactive, or the address 0.0.0.0."""
        info = self.getInfo()  # it owns what hangs from it
        sounds = [each.status for each in info.media if each.type == pj.PJMEDIA_TYPE_AUDIO]
        held = sounds[:1] == [pj.PJSUA_CALL_MEDIA_REMOTE_HOLD]
        if held != self.held:
            self.held = held
            self._listener.leg_held(self)

    def _agreed_on_events(self) -> bool:
        """Whether keys come as telephone events (RFC 4733) in what was offered and answered."""
        info = self.getInfo()
        for media in info.media:
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                stream = self.getStreamInfo(media.index)
                return bool(min(stream.audTxEventPt, stream.audRxEventPt) >= 0)
        return True

    @guarded
    def onDtmfEvent(self, prm: pj.OnDtmfEventParam) -> None:
        """Each packet of a telephone event (RFC 4733), as it came; on the media thread."""
        keep_known()
        now = time.monotonic()
        if self.ended or not self._presses.takes_packet(now) or prm.digit == FLASH:
            return
        packet = KeyPacket(
            digit=prm.digit.upper(),
            stamp=prm.timestamp,
            duration=prm.duration,
            sequence=prm.flags >> SEQUENCE,
            marked=bool(prm.flags & MARKED),
            ended=bool(prm.flags & END),
        )
        if self._presses.event(packet, now):
            self._listener.leg_pressed(self, packet.digit)

    @guarded
    def onInstantMessage(self, prm: pj.OnInstantMessageParam) -> None:
        """A SIP INFO that tells of a key, which has been answered (our patch of PJSIP)."""
        if told := key_message(prm.contentType, prm.msgBody):
            self._press(told.key, "info", told.seconds)

    def hear_keys(self) -> None:
        """Hear keys in the sound, too. Raises TelephonyError or pj.Error where that cannot be."""
        self.audio.hear_keys(lambda key: self._press(key, "sound"))

    def _press(self, key: str, method: Method, seconds: float = 0.0) -> None:
        if not self.ended and self._presses.told(key, method, seconds, time.monotonic()):
            self._listener.leg_pressed(self, key)

    @guarded
    def onCallSdpCreated(self, prm: pj.OnCallSdpCreatedParam) -> None:
        """Put in the address of the interface that leads to the far end."""
        if self._own_address:
            placed = UNREWRITTEN_ADDRESS6 if ":" in self._own_address else UNREWRITTEN_ADDRESS
            prm.sdp.wholeSdp = prm.sdp.wholeSdp.replace(placed, self._own_address)

    def refer(self, uri: str, told: Told) -> None:
        """Ask the far end to connect itself with `uri` instead; `told` hears how that ended."""
        self._referral = Referral(told)
        try:
            self.xfer(uri, of_a_call())
        except pj.Error as error:
            self._referral.failed(error.reason)

    @guarded
    def onCallTransferStatus(self, prm: pj.OnCallTransferStatusParam) -> None:
        """The answer to our REFER, or a NOTIFY."""
        if self._referral and not self.ended:
            self._referral.heard(prm)

    @guarded
    def onCallTransferRequest(self, prm: pj.OnCallTransferRequestParam) -> None:
        """REFER would let a caller ring anybody at the office's expense: the core alone rings."""
        prm.statusCode = pj.PJSIP_SC_DECLINE

    @guarded
    def onCallReplaceRequest(self, prm: pj.OnCallReplaceRequestParam) -> None:
        """Nobody takes over a call by a Replaces header."""
        prm.statusCode = pj.PJSIP_SC_DECLINE

    @property
    def code_to_end_with(self) -> int:
        """The status of an incoming leg that we end; 0 for an outgoing one: BYE or CANCEL."""
        if self.outgoing:
            return 0
        return int(pj.PJSIP_SC_OK if self.answered else pj.PJSIP_SC_TEMPORARILY_UNAVAILABLE)

    def end(self, code: int, reason: str) -> None:
        """The dialog is over, by PJSIP's word or because it never came to be."""
        if not self.ended:
            self.ended = True
            self.audio.end()
            if any(self._presses.passed_over):
                words = "leg %s: %d keys and %d packets of keys were passed over"
                log.warning(words, self.leg, *self._presses.passed_over)
            self._listener.leg_ended(self, code, reason)

    def _ring(self, code: int) -> None:
        """A provisional answer; a 100 with a tag makes a dialog, but nothing rings yet."""
        if code > pj.PJSIP_SC_TRYING and not self._rang:
            self._rang = True
            self._listener.leg_ringing(self)

    def _tell_when_answered(self) -> None:
        if self.outgoing and self.confirmed and self.audio.port and not self._told_answered:
            self._told_answered = True
            self._listener.leg_answered(self)
