"""Telephony as the loop sees it: commands in, events out, one owner thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pjsua2 as pj

from appliance.common.numbers import as_known
from appliance.core.model.ids import LegId, PlayId, Prompt, Sound
from appliance.core.protocol.commands import (
    Answer,
    Bridge,
    Command,
    HangUp,
    Part,
    Play,
    Record,
    Refer,
    Reject,
    Ring,
    StopPlaying,
    StopRecording,
    UseTrunks,
)
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import (
    CallArrived,
    DeviceLost,
    DigitPressed,
    Event,
    LegAnswered,
    LegEnded,
    LegRinging,
    PromptEnded,
)
from appliance.core.protocol.events_leg import LegHeld, LegResumed, Referred
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_setup import CallDescribed
from appliance.telephony.audio.in_band import KeyEars
from appliance.telephony.audio.media import Audio
from appliance.telephony.audio.playback import Playback, playback_of
from appliance.telephony.audio.recordings import Recordings
from appliance.telephony.config import SipConfig, TelephonyError
from appliance.telephony.engine.agenda import Agenda, Retired
from appliance.telephony.engine.engine import Engine, Office, hang_up
from appliance.telephony.engine.garbage import Garbage, share_one_heap
from appliance.telephony.engine.pulse import Pulse
from appliance.telephony.gate.descriptors import Descriptors
from appliance.telephony.gate.gate import Gate
from appliance.telephony.gate.inquiries import Inquiries
from appliance.telephony.gate.unread import Unread
from appliance.telephony.legs.as_it_came import offered_codecs, telling_headers
from appliance.telephony.legs.headers import invitation
from appliance.telephony.legs.legs import Leg, of_a_call
from appliance.telephony.legs.rung_leg import RungLeg, required
from appliance.telephony.network.addresses import from_header, host_of, is_ipv6, source, target_uri
from appliance.telephony.trunks.trunk_account import carried
from appliance.telephony.trunks.trunks import Trunks

log = logging.getLogger(__name__)
L = TypeVar("L", bound=Leg)

BAD_ADDRESS = (171_005, *range(171_039, 171_044))
"""PJSIP_ENOROUTESET, EINVALIDURI, EINVALIDSCHEME, EMISSINGREQURI, EINVALIDREQURI, EURITOOLONG."""
HALF_OPEN_SHARE = 0.25
"""Of all lines: so many may be held by calls of strangers whose answer is not acknowledged yet."""
DESCRIBE_SECONDS = 0.05
"""So long after an INVITE it is read once more, for whoever sets up a line: the answer is out."""
FAREWELL_SECONDS = 0.25
"""How long `stop` waits for the far ends to confirm that we hung up."""


class Telephony:
    """The SIP side of the box.

    `inbox` takes events, from any thread; `file_of` gives the WAV file (8 kHz, mono, 16 bit, in
    memory) of what is played; `recordings` is the directory for what callers say. Everything but
    `wake` belongs to the thread that called `start`.
    """

    def __init__(
        self,
        config: SipConfig,
        inbox: Callable[[Event], None],
        file_of: Callable[[Prompt | Sound], Path],
        recordings: Path,
    ) -> None:
        self._config = config
        self._inbox = inbox
        self._file_of = file_of
        self._agenda = Agenda()
        self._unread = Unread(inbox)
        self._engine = Engine(config, self._invited, self._chosen, self._unread.heard)
        self._inquiries = Inquiries(self._engine, inbox)
        self._retired = Retired()
        self._ears = KeyEars()
        self._pulse = Pulse(config.pulse_seconds, inbox)
        self._garbage = Garbage()
        self._trunks = Trunks(
            self._engine, config, self._agenda, inbox, self._has_legs, self._invited
        )
        self._gate = Gate(config, self._trunks.whereabouts, inbox)
        self._descriptors = Descriptors(inbox)
        self._recordings = Recordings(recordings, self._agenda, inbox)
        self._legs: dict[LegId, Leg] = {}
        self._departed: list[pj.Call] = []
        self._answering, self._ringing = of_a_call(pj.PJSIP_SC_OK), of_a_call()
        self._running = False
        self._acts: dict[type, Callable[[Any], None]] = {
            Answer: self._answer,
            Reject: self._reject,
            Play: self._play,
            StopPlaying: self._stop_playing,
            Ring: self._ring,
            Refer: self._refer,
            LookFor: self._inquiries.ask,
            UseTrunks: self._use_trunks,
            Bridge: self._bridge,
            Part: self._part,
            Record: self._record,
            RecordTalk: self._record_talk,
            StopRecording: self._stop_recording,
            HangUp: self._hang_up,
        }

    def start(self) -> None:
        """Open the SIP socket; raises TelephonyError with a sentence for the installer."""
        share_one_heap()
        self._engine.start()
        self._running = True
        self._gate.guard(self._engine.ports)
        as_known("10000001", self._config.country)  # reads its tables now, not in a call
        self._garbage.start(time.monotonic())

    def poll(self, seconds: float) -> None:
        """Handle SIP, at most so long; returns as soon as something happened or on `wake`."""
        self._engine.poll(self._agenda.seconds_to_next(time.monotonic(), seconds))
        self._agenda.do_due(time.monotonic())

    def tidy(self) -> None:
        """What can wait until nobody waits for it; may put events."""
        now = time.monotonic()
        self._departed.clear()
        self._trunks.let_go()
        self._trunks.follow()
        self._gate.look(now)
        self._descriptors.look(self._calls_at_once(), now)
        self._pulse.feel(self._legs.values(), now)
        self._unread.look(now)
        self._retired.release(now)
        self._garbage.collect(now, idle=not self._legs)

    def wake(self) -> None:
        """End the poll at once; from any thread."""
        self._engine.wake()

    def perform(self, command: Command) -> None:
        """Carry out one of Answer, Reject, Play, StopPlaying, Ring, Refer, LookFor, UseTrunks,
        Bridge, Part, Record, RecordTalk, StopRecording, HangUp; what fails comes back as the event
        that ends the matter."""
        try:
            self._acts[type(command)](command)
        except pj.Error as error:
            log.error("%s failed: %s", type(command).__name__, error.reason)

    def stop(self) -> None:
        """Hang up everything and end SIP; a second call does nothing."""
        if not self._running:
            return
        self._running = False
        self._take_leave()
        self._agenda.clear()
        self._engine.stop_clock()
        self._retired.release_all()
        self._ears.clear()
        self._garbage.stop()
        self._gate.stop()
        self._trunks.stop()
        self._engine.destroy()

    def _take_leave(self) -> None:
        patience = FAREWELL_SECONDS if self._legs or len(self._retired) else 0.0
        for leg in list(self._legs.values()):
            self._end(leg)
        until = time.monotonic() + patience
        while time.monotonic() < until or self._recordings.closing:
            self.poll(0.01)
            self.tidy()
        self._departed.clear()  # a call that outlives the library ends the process

    @property
    def sip_uri(self) -> str:
        """Where the box can be called."""
        return f"sip:{self._engine.host}:{self._engine.port}"

    @property
    def counters(self) -> dict[str, int]:
        """What is alive: legs, players, recorders (those still being closed too)."""
        audios = [leg.audio for leg in self._legs.values()]
        return {
            "legs": len(audios),
            "players": sum(audio.playback is not None for audio in audios),
            "recorders": sum(audio.recording is not None for audio in audios)
            + sum(audio.talk is not None for audio in audios)
            + self._recordings.closing,
        }

    def _use_trunks(self, command: UseTrunks) -> None:
        before = self._engine.ports
        self._trunks.use(command)
        if self._engine.ports != before:
            self._gate.guard(self._engine.ports)
        self._gate.look(time.monotonic())

    def _chosen(self, host: str, port: int) -> int | None:
        return self._trunks.chosen(host, port)

    def _has_legs(self, account: pj.Account) -> bool:
        legs = (*self._legs.values(), *self._departed)
        return any(getattr(leg, "account", None) is account for leg in legs)

    def _invited(self, account: Office, prm: pj.OnIncomingCallParam) -> None:
        caller_host = source(prm.rdata.srcAddress)[0]
        message = prm.rdata.wholeMsg
        if code := self._refusal(caller_host):
            self._departed.append(account.refused(prm.callId, code))
            return
        invited = invitation(message, self._config.country, account.trusted)
        leg = self._new_leg(Leg, LegId(uuid4().hex), account, caller_host, prm.callId)
        leg.stranger = not self._gate.knows(caller_host)
        self._inbox(
            CallArrived(
                leg=leg.leg,
                dialled=invited.dialled,
                caller=invited.caller,
                diverted=invited.diverted,
                caller_name=invited.caller_name,
                trunk=account.carrier,
            )
        )
        later = time.monotonic() + DESCRIBE_SECONDS
        self._agenda.add(later, partial(self._describe, leg.leg, message))

    def _describe(self, leg: LegId, message: str) -> None:
        if leg in self._legs:
            codecs = offered_codecs(message)
            self._inbox(CallDescribed(leg, telling_headers(message), codecs))

    def _refusal(self, caller_host: str) -> int:
        """The status of a call that cannot be taken; 0 for one that can."""
        if not self._gate.admits(caller_host, time.monotonic()):
            return int(pj.PJSIP_SC_SERVICE_UNAVAILABLE)
        calls = self._calls_at_once()
        if self._descriptors.are_scarce(calls) or self._has_its_share(caller_host):
            return int(pj.PJSIP_SC_SERVICE_UNAVAILABLE)
        full = calls >= self._config.max_calls
        return int(pj.PJSIP_SC_BUSY_HERE) if full or not self._running else 0

    def _has_its_share(self, caller_host: str) -> bool:
        """Whether strangers already hold as many lines with calls that they never acknowledge.

        The addresses of such calls may be forged, one for each; a trunk's are not counted.
        """
        if self._gate.knows(caller_host):
            return False
        half_open = sum(leg.stranger and not leg.confirmed for leg in self._legs.values())
        return half_open >= self._config.max_calls * HALF_OPEN_SHARE

    def _calls_at_once(self) -> int:
        return sum(not leg.outgoing for leg in self._legs.values())

    def _new_leg(
        self,
        kind: type[L],
        name: LegId,
        account: Office,
        far_host: str,
        call: int = pj.PJSUA_INVALID_ID,
    ) -> L:
        own_address = self._engine.own_address_for(far_host)
        audio = Audio(self._retired, self._ears, partial(self._play_told, name))
        leg = kind(account, name, audio, self, call, own_address)
        self._legs[name] = leg
        return leg

    def leg_ringing(self, leg: Leg) -> None:
        """LegListener."""
        self._inbox(LegRinging(leg.leg))

    def leg_answered(self, leg: Leg) -> None:
        """LegListener."""
        self._inbox(LegAnswered(leg.leg))

    def leg_held(self, leg: Leg) -> None:
        """LegListener."""
        self._inbox(LegHeld(leg.leg) if leg.held else LegResumed(leg.leg))

    def leg_without_events(self, leg: Leg) -> None:
        """LegListener."""
        self._hear_keys(leg)

    def leg_pressed(self, leg: Leg, digit: str) -> None:
        """LegListener; on the media thread."""
        self._inbox(DigitPressed(leg.leg, digit))
        self._engine.wake()

    def leg_ended(self, leg: Leg, code: int, reason: str) -> None:
        """LegListener: what the leg recorded is told of first."""
        self._legs.pop(leg.leg, None)
        self._departed.append(leg)
        if leg.wants_reliability and leg.again:
            self._agenda.add(time.monotonic(), leg.again)  # before any command comes
            return
        for recording in (leg.audio.stop_recording(), leg.audio.stop_talk()):
            if recording:
                self._recordings.close(leg.leg, recording)
        ended = LegEnded(leg.leg, code, reason, not leg.heard, leg.forwards)
        self._recordings.after(leg.leg, partial(self._inbox, ended))

    def _answer(self, command: Answer) -> None:
        if not (leg := self._known(command)):
            return
        try:
            if command.tones:
                self._hear_keys(leg)
            leg.answer(self._answering)
            leg.answered = True
            until = time.monotonic() + self._config.ack_seconds
            self._agenda.add(until, partial(self._not_acknowledged, leg.leg))
        except pj.Error as error:
            log.warning("leg %s could not be answered: %s", leg.leg, error.reason)
            self._end(leg, pj.PJSIP_SC_INTERNAL_SERVER_ERROR)

    def _not_acknowledged(self, name: LegId) -> None:
        """PJSIP itself would hold the line for 64 s: 32 s for the ACK, as long for its BYE."""
        leg = self._legs.get(name)
        if leg and not leg.confirmed:
            leg.end(pj.PJSIP_SC_REQUEST_TIMEOUT, "our answer was never acknowledged")
            self._end(leg)

    def _hear_keys(self, leg: Leg) -> None:
        try:
            leg.hear_keys()
        except (pj.Error, TelephonyError) as error:
            self._inbox(DeviceLost("keys", getattr(error, "reason", "") or str(error)))

    def _reject(self, command: Reject) -> None:
        if leg := self._known(command):
            self._end(leg, command.code)

    def _hang_up(self, command: HangUp) -> None:
        if leg := self._known(command):
            self._end(leg)

    def _end(self, leg: Leg, code: int = 0) -> None:
        try:
            hang_up(leg, code or leg.code_to_end_with)
        except pj.Error as error:
            log.warning("leg %s could not be hung up: %s", leg.leg, error.reason)
            leg.end(pj.PJSIP_SC_INTERNAL_SERVER_ERROR, error.reason)

    def _ring(self, command: Ring, headers: tuple[pj.SipHeader, ...] = ()) -> None:
        if command.leg in self._legs:
            log.error("leg %s is asked to ring twice", command.leg)
            return
        trunk = self._trunks.account(command.trunk)
        far_host = host_of(command.uri)
        own = self._engine.account6 if is_ipv6(far_host) else self._engine.account
        leg = self._new_leg(RungLeg, command.leg, trunk or own, far_host)
        sender = trunk.sender if trunk else from_header
        if not headers:
            leg.again = partial(self._ring, command, (required("100rel"),))
        prm = self._ringing
        prm.txOption.headers = pj.SipHeaderVector(headers)
        prm.txOption.localUri = sender(command.from_name, command.from_user, self._engine.host)
        uri = target_uri(command.uri)
        try:
            leg.makeCall(carried(uri, trunk.trunk) if trunk else uri, prm)
            until = time.monotonic() + self._config.silent_seconds
            self._agenda.add(until, leg.give_up_if_silent)
        except pj.Error as error:
            leg.end(400 if error.status in BAD_ADDRESS else 500, error.reason)

    def _refer(self, command: Refer) -> None:
        if leg := self._known(command):
            leg.refer(command.uri, lambda *said: self._inbox(Referred(command.leg, *said)))

    def _play(self, command: Play) -> None:
        if not (leg := self._known(command)):
            return
        leg.audio.stop_playing()
        try:
            leg.audio.play(playback_of(command, self._file_of))
        except TelephonyError as error:
            self._inbox(PromptEnded(leg.leg, command.play, str(error)))

    def _play_told(self, leg: LegId, playback: Playback, problem: str) -> None:
        if problem:
            self._inbox(PromptEnded(leg, playback.play, f"It cannot be played: {problem}"))
        elif not playback.loop:
            self._agenda.add(playback.over_at, partial(self._play_over, leg, playback.play))

    def _play_over(self, name: LegId, play: PlayId) -> None:
        leg = self._legs.get(name)
        if leg and leg.audio.playback and leg.audio.playback.play == play:
            leg.audio.stop_playing()
            self._inbox(PromptEnded(name, play))

    def _stop_playing(self, command: StopPlaying) -> None:
        if leg := self._known(command):
            leg.audio.stop_playing()

    def _bridge(self, command: Bridge) -> None:
        one, other = self._legs.get(command.one), self._legs.get(command.other)
        if one and other:
            one.audio.bridge(other.audio, beside=command.beside)

    def _part(self, command: Part) -> None:
        one, other = self._legs.get(command.one), self._legs.get(command.other)
        if one and other:
            one.audio.part(other.audio)

    def _record(self, command: Record) -> None:
        if leg := self._known(command):
            self._stop_recording(StopRecording(command.leg))
            self._recordings.open(leg.leg, leg.audio)

    def _record_talk(self, command: RecordTalk) -> None:
        leg = self._known(command)
        if leg is None:
            self._inbox(TalkRecorded(command.talk, None, 0.0))
            return
        if before := leg.audio.stop_talk():
            self._recordings.close(leg.leg, before)
        self._recordings.open_talk(command.talk, leg.audio)

    def _stop_recording(self, command: StopRecording) -> None:
        leg = self._known(command)
        if leg and (recording := leg.audio.stop_recording()):
            self._recordings.close(leg.leg, recording)

    def _known(self, command: Any) -> Leg | None:
        leg = self._legs.get(command.leg)
        if leg is None:
            log.debug("%s: leg %s is gone", type(command).__name__, command.leg)
        return leg
