"""The demo's staff: telephones that ring, answer by themselves, hum, and say how the call ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from queue import Empty
from urllib.parse import urlsplit

from appliance.core.settings.directory import Agent
from appliance.core.settings.partners import Partner
from appliance.probe.call import ProbeCall
from appliance.probe.telephone import AnswerAfter, Telephone

ANSWER_SECONDS = 4.0
HUM_HZ = 330


class DemoStaff:
    """One telephone for each member of staff and partner whose SIP address is here and free."""

    def __init__(self, agents: Iterable[Agent], partners: Iterable[Partner] = ()) -> None:
        self._open = ExitStack()
        self.absent: list[str] = []
        self._stopping = threading.Event()
        for agent in agents:
            self._hire(agent.name, agent.address)
        for partner in partners:
            self._hire(partner.name, partner.number)

    def close(self) -> None:
        """Everybody hangs up and goes home."""
        self._stopping.set()
        self._open.close()

    def _hire(self, name: str, address: str) -> None:
        port = urlsplit(address.replace("sip:", "sip://", 1)).port
        try:
            telephone = Telephone(port=port or 5060)
        except OSError:  # a real softphone answers there
            self.absent.append(name)
            return
        self._open.enter_context(telephone)
        telephone.on_invite = AnswerAfter(ANSWER_SECONDS, HUM_HZ)
        threading.Thread(target=self._work, args=(telephone,), daemon=True).start()

    def _work(self, telephone: Telephone) -> None:
        while not self._stopping.is_set():
            try:
                call = telephone.arrivals.get(timeout=0.5).call
            except Empty:
                continue
            if call.wait_for("answered", 2 * ANSWER_SECONDS):
                self._after_the_talk(call)

    def _after_the_talk(self, call: ProbeCall) -> None:
        """When the switchboard speaks, press 1: it is taken, or "answered from the card"."""
        while call.state == "answered" and not self._stopping.wait(0.5):
            if call.hear(None, 1.0, 1.0, time.time_ns()):
                call.press("1")
