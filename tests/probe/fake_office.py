"""A switchboard of three sentences, played by a test telephone, for the self-test to judge."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field

from support.patience import PATIENCE

from appliance.probe.reactor import ProbeError
from appliance.probe.scenes import AGENT_HZ, BEEP_HZ, CALLER_HZ
from appliance.probe.telephone import AnswerAfter, ProbeCall, Refuse, Telephone
from appliance.selftest import LineRequest

PROMPT_HZ = 520


@dataclass
class FakeOffice:
    """Answers two calls by the book, with the faults that it is told to have."""

    mark: str = "-111"
    rings_agent: bool = True
    bridges: bool = True
    takes_messages: bool = True
    refuses: int = 0
    telephone: Telephone = field(default_factory=Telephone)
    asked: list[LineRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telephone.on_invite = (
            Refuse(self.refuses) if self.refuses else AnswerAfter(tone_hz=PROMPT_HZ)
        )
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> FakeOffice:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(2 * PATIENCE)
        self.telephone.close()

    def ask(self, wanted: LineRequest) -> str:
        self.asked.append(wanted)
        return ""

    def _serve(self) -> None:
        if self.refuses:
            return
        self._put_through(self._next())
        if self.takes_messages:
            self._take_message(self._next())
        else:
            self.telephone.on_invite = Refuse(486)

    def _next(self) -> ProbeCall:
        return self.telephone.arrivals.get(timeout=PATIENCE).call

    def _put_through(self, caller: ProbeCall) -> None:
        number = caller.dialog.remote.uri.user
        if not self.takes_messages:
            self.telephone.on_invite = Refuse(486)
        if caller.wait_for_digits(1, PATIENCE) != "1" or not self.rings_agent:
            return
        agent = self.telephone.dial(self.asked[0].agent_uri, number + self.mark)
        if not agent.wait_for("answered", PATIENCE):
            return
        if self.bridges:
            caller.send_tone(AGENT_HZ)
            agent.send_tone(CALLER_HZ)
        caller.wait_for("ended", PATIENCE)
        with suppress(ProbeError):  # the agent may have gone as well
            agent.send_tone(PROMPT_HZ)
            agent.wait_for_digits(1, PATIENCE)
            agent.hang_up()

    def _take_message(self, caller: ProbeCall) -> None:
        caller.wait_for_digits(1, PATIENCE)
        caller.send_tone(BEEP_HZ)
        caller.hear(CALLER_HZ, 0.1, PATIENCE)
        caller.send_silence()
        caller.wait_for_digits(2, PATIENCE)
        caller.send_tone(PROMPT_HZ)
        caller.wait_for("ended", 0.5)
        caller.hang_up()
