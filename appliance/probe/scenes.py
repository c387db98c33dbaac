"""The two calls of the self-test, step by step: one is put through, one leaves a message."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field

from appliance.probe.hearing import Heard
from appliance.probe.telephone import Arrival, ProbeCall, RingOnly, Telephone

CALLER_HZ, AGENT_HZ, BEEP_HZ = 440, 660, 1000
ANSWER_SECONDS = 5.0
PROMPT_SECONDS = 10.0
TALK_SECONDS = 5.0
BEEP_SECONDS = 30.0
MESSAGE_SECONDS = 3.0
END_SECONDS = 20.0
TONE_HEARD, PROMPT_HEARD = 0.2, 0.3
"""Seconds of a sound that count as having heard it."""

StepAction = Callable[[], str]
Steps = tuple[tuple[str, StepAction], ...]


class Malfunction(Exception):
    """A step that failed, in a sentence that says where to look."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the calls of the self-test take place; `dialled` is the whole SIP URI to call."""

    telephone: Telephone
    dialled: str
    caller: str
    mark: str


def milliseconds(since_ns: int, until_ns: int) -> str:
    """The time between two stamps, for people."""
    return f"{(until_ns - since_ns) / 1e6:.1f} ms"


def called(stage: Stage) -> ProbeCall:
    """Call the test line; raises Malfunction when it is not answered."""
    call = stage.telephone.dial(stage.dialled, stage.caller, "Self-test")
    if call.wait_for("answered", ANSWER_SECONDS):
        return call
    if call.code:
        raise Malfunction(f"The switchboard refused the call with {call.code}: look at its log")
    raise Malfunction(
        f"No answer from {stage.dialled} within {ANSWER_SECONDS:g} s: look at whether the "
        "switchboard runs, and at the SIP port in device.toml"
    )


def set_up_time(call: ProbeCall) -> str:
    """How long the INVITE took to be answered."""
    sent, answered = call.when("INVITE sent"), call.when("200 received")
    return f"200 OK after {milliseconds(sent, answered)}" if sent and answered else ""


def heard_prompt(call: ProbeCall, since_ns: int, whom: str) -> Heard:
    """Wait for a spoken sentence; raises Malfunction when all stays silent."""
    heard = call.hear(None, PROMPT_HEARD, PROMPT_SECONDS, since_ns)
    if heard:
        return heard
    packets = sum(at_ns >= since_ns for at_ns in call.heard_packets)
    raise Malfunction(
        f"{whom} heard nothing within {PROMPT_SECONDS:g} s ({packets} packets of audio came): "
        "look at the prompts (speech) and at whether a firewall blocks the RTP ports"
    )


@dataclass(slots=True)
class PutThrough:
    """A caller presses 1, an agent answers, both talk, and the agent says how it ended."""

    stage: Stage
    _caller: ProbeCall = field(init=False)
    _agent: Arrival = field(init=False)
    _answered_ns: int = 0
    _hung_up_ns: int = 0

    def steps(self) -> Steps:
        """The steps in order; each returns what it found or raises Malfunction."""
        return (
            ("call is answered", self._call),
            ("menu is heard", self._menu),
            ("key 1 rings the agent", self._ring),
            ("agent sees number and mark", self._marked),
            ("caller hears the agent", self._caller_hears),
            ("agent hears the caller", self._agent_hears),
            ("caller hangs up", self._hang_up),
            ("agent is asked how it ended", self._asked),
            ("agent's key 1 ends the call", self._disposed),
        )

    def _call(self) -> str:
        self.stage.telephone.on_invite = RingOnly()
        self._caller = called(self.stage)
        return set_up_time(self._caller)

    def _menu(self) -> str:
        heard_prompt(self._caller, 0, "The caller")
        return ""

    def _ring(self) -> str:
        pressed_ns = self._caller.press("1")
        try:
            self._agent = self.stage.telephone.arrivals.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            raise Malfunction(
                f"No INVITE reached the agent's telephone within {ANSWER_SECONDS:g} s: look at "
                "whether keys arrive (RFC 4733) and at the log of the switchboard"
            ) from None
        return f"INVITE {milliseconds(pressed_ns, self._agent.at_ns)} after the key"

    def _marked(self) -> str:
        shown = self._agent.caller.uri.user
        number = self.stage.caller.lstrip("+")
        if number not in shown or not shown.endswith(f"-{self.stage.mark}"):
            raise Malfunction(
                f"The agent's telephone shows {shown!r} instead of the caller's number with "
                f'"-{self.stage.mark}" behind it: look at `mark` in the settings of the office'
            )
        return shown

    def _caller_hears(self) -> str:
        self._caller.send_tone(CALLER_HZ)
        self._agent.call.answer(AGENT_HZ)
        heard = self._tone(self._caller, AGENT_HZ, "The caller does not hear the agent")
        self._answered_ns = self._agent.call.when("200 sent") or heard.first_ns
        return f"{milliseconds(self._answered_ns, heard.first_ns)} after the answer"

    def _agent_hears(self) -> str:
        heard = self._tone(self._agent.call, CALLER_HZ, "The agent does not hear the caller")
        return f"{milliseconds(self._answered_ns, heard.first_ns)} after the answer"

    def _tone(self, call: ProbeCall, hz: int, otherwise: str) -> Heard:
        if heard := call.hear(hz, TONE_HEARD, TALK_SECONDS):
            return heard
        raise Malfunction(
            f"{otherwise} ({len(call.heard_packets)} packets came, none with the {hz} Hz tone): "
            "look at the bridge in the log, and at whether a firewall blocks the RTP ports"
        )

    def _hang_up(self) -> str:
        self._caller.hang_up()
        if not self._caller.wait_for("ended", ANSWER_SECONDS):
            raise Malfunction("The switchboard did not answer BYE: look at its log")
        self._hung_up_ns = self._caller.history[-1][0]
        return ""

    def _asked(self) -> str:
        heard = heard_prompt(self._agent.call, self._hung_up_ns, "The agent")
        return f"{milliseconds(self._hung_up_ns, heard.first_ns)} after the caller went"

    def _disposed(self) -> str:
        self._agent.call.press("1")
        if not self._agent.call.wait_for("ended", ANSWER_SECONDS):
            raise Malfunction("The agent pressed 1 and the call stays up: look at the log")
        return "answered from card"


@dataclass(slots=True)
class LeftMessage:
    """A caller presses 2, speaks after the tone, and is told that the message is taken."""

    stage: Stage
    _caller: ProbeCall = field(init=False)
    _hash_ns: int = 0

    def steps(self) -> Steps:
        """The steps in order; each returns what it found or raises Malfunction."""
        return (
            ("second call is answered", self._call),
            ("menu is heard again", self._menu),
            ("key 2 leads to the tone", self._beep),
            ("message is spoken", self._speak),
            ("message is taken", self._taken),
            ("switchboard hangs up", self._ended),
        )

    def _call(self) -> str:
        self._caller = called(self.stage)
        return set_up_time(self._caller)

    def _menu(self) -> str:
        heard_prompt(self._caller, 0, "The caller")
        return ""

    def _beep(self) -> str:
        pressed_ns = self._caller.press("2")
        heard = self._caller.hear(BEEP_HZ, TONE_HEARD, BEEP_SECONDS, pressed_ns)
        if not heard:
            raise Malfunction(
                f"No {BEEP_HZ} Hz tone within {BEEP_SECONDS:g} s of key 2: look at the sounds "
                "of the house and at the log of the switchboard"
            )
        return f"tone {milliseconds(pressed_ns, heard.first_ns)} after the key"

    def _speak(self) -> str:
        self._caller.send_tone(CALLER_HZ)
        if self._caller.wait_for("ended", MESSAGE_SECONDS):
            raise Malfunction("The call was cut while the message was spoken: look at the log")
        self._caller.send_silence()
        self._hash_ns = self._caller.press("#")
        return f"{MESSAGE_SECONDS:g} s of {CALLER_HZ} Hz"

    def _taken(self) -> str:
        heard = heard_prompt(self._caller, self._hash_ns, "After the message the caller")
        return f"{milliseconds(self._hash_ns, heard.first_ns)} after the hash key"

    def _ended(self) -> str:
        if not self._caller.wait_for("ended", END_SECONDS):
            raise Malfunction(f"The call still stands {END_SECONDS:g} s after its farewell")
        return ""
