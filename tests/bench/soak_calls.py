"""The people of the soak: what callers do, and what happens at the desks, by chance."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench.soak_office import LINES, MOST_CALLS, TONES
from support.key_tones import key_tone, on_a_line
from telephony.far_end import FarEnd, description

from appliance.probe.reactor import ProbeError
from appliance.probe.taken import RingOnly, TakenCall
from appliance.probe.telephone import ProbeCall, Telephone

PATIENCE = 8.0
"""Seconds within which the box must have answered or refused a call."""
LONGEST = 12.0
BUSY = 486
DIALLED = {key: on_a_line(key_tone(key, 0.08)) for key in "1234"}


class Caller:
    """Places calls; `uri` gives the SIP address of a number."""

    def __init__(self, telephone: Telephone, uri: Callable[[str], str], seed: int) -> None:
        self._telephone, self._uri = telephone, uri
        self._chance = random.Random(seed)
        self.outcomes: list[str] = []
        self.kind = ""

    def visit(self) -> None:
        """One call of a kind that chance picks, to its end; says in `outcomes` how it went."""
        kinds, weights = zip(*KINDS, strict=True)
        act = self._chance.choices(kinds, weights)[0]
        self.kind = act.__name__.strip("_").replace("_", " ")
        try:
            call = self._dial(TONES if act is Caller._presses_tones else self._a_line())
            act(self, call)
            call.hang_up()
        except ProbeError:
            call.hang_up()
        self._ends(call)

    def _ends(self, call: ProbeCall) -> None:
        over = call.wait_for("ended", PATIENCE)
        self.outcomes.append(self._judge(call) if over else "never ended")

    def _a_line(self) -> str:
        return self._chance.choice(LINES)

    def _dial(self, number: str) -> ProbeCall:
        caller = f"+4710000{self._chance.randrange(1000):03}"
        return self._telephone.dial(self._uri(number), caller, media=self._chance.random() < 0.5)

    @staticmethod
    def _judge(call: ProbeCall) -> str:
        if call.code in (0, 200):
            cut_short = call.code == 0 and not call.when("CANCEL sent")
            return "no answer" if cut_short else "answered" if call.code else "given up"
        return "busy" if call.code == BUSY else "given up" if call.code == 487 else str(call.code)

    def _pause(self, most: float) -> None:
        time.sleep(self._chance.uniform(0.0, most))

    # What callers do; the call is answered or not

    def _gives_up_at_once(self, call: ProbeCall) -> None:
        self._pause(0.02)

    def _listens(self, call: ProbeCall) -> None:
        if call.wait_for("answered", PATIENCE):
            self._pause(3.0)

    def _presses_keys(self, call: ProbeCall) -> None:
        if call.wait_for("answered", PATIENCE):
            for _ in range(self._chance.randrange(1, 6)):
                self._pause(0.4)
                call.press(self._chance.choice("0123456789*#"), self._chance.uniform(0.04, 0.2))
            self._pause(1.0)

    def _presses_tones(self, call: ProbeCall) -> None:
        if call.wait_for("answered", PATIENCE):
            self._pause(0.5)
            call.send_sound(DIALLED[self._chance.choice("1234")])
            self._pause(2.0)

    def _talks(self, call: ProbeCall) -> None:
        """To whoever answers, until one of them hangs up."""
        if call.wait_for("answered", PATIENCE):
            self._pause(0.3)
            call.press(self._chance.choice("9123"))
            call.wait_for("ended", self._chance.uniform(0.5, 5.0))

    def _leaves_a_message(self, call: ProbeCall) -> None:
        if call.wait_for("answered", PATIENCE):
            call.press("4")
            call.hear(1000, 0.1, 4.0)
            call.send_tone(440)
            self._pause(2.5)
            if self._chance.random() < 0.5:
                call.press("#")
                call.wait_for("ended", 3.0)

    def _wants_to_be_called(self, call: ProbeCall) -> None:
        if call.wait_for("answered", PATIENCE):
            call.press("1")
            self._pause(0.5)
            call.press("1")
            call.wait_for("ended", self._chance.uniform(0.0, 3.0))

    def _never_acknowledges(self, call: ProbeCall) -> None:
        """Another one, beside a call that is given up."""
        call.hang_up()
        with FarEnd(self._uri("").replace("sip:@", "sip:")) as silent:
            silent.invite(description(silent.rtp_port))
            self._pause(1.0)

    def _comes_with_a_crowd(self, call: ProbeCall) -> None:
        """More callers at once than the office takes: the last ones hear busy."""
        crowd = [self._dial(self._a_line()) for _ in range(MOST_CALLS + 6)]
        for each in crowd:
            each.wait_for("answered", PATIENCE)
        for each in crowd:
            each.hang_up()
        for each in crowd:
            self._ends(each)


KINDS = (
    (Caller._gives_up_at_once, 10),
    (Caller._listens, 15),
    (Caller._presses_keys, 20),
    (Caller._presses_tones, 10),
    (Caller._talks, 30),
    (Caller._leaves_a_message, 10),
    (Caller._wants_to_be_called, 5),
    (Caller._never_acknowledges, 2),
    (Caller._comes_with_a_crowd, 1),
)


class Desks:
    """All telephones that the box rings: staff, partners, callers who are called back."""

    def __init__(self, telephones: tuple[Telephone, ...], seed: int) -> None:
        self._chance = random.Random(seed)
        self._people = ThreadPoolExecutor(96, "people")
        self.seen: Counter[str] = Counter()
        self._open = True
        self._threads = [
            threading.Thread(target=self._sit, args=(each,), name="desk") for each in telephones
        ]
        for telephone, thread in zip(telephones, self._threads, strict=True):
            telephone.on_invite = RingOnly()
            thread.start()

    def close(self) -> None:
        """Nobody answers any more."""
        self._open = False
        for thread in self._threads:
            thread.join()
        self._people.shutdown()

    def _sit(self, telephone: Telephone) -> None:
        while self._open:
            try:
                arrival = telephone.arrivals.get(timeout=0.2)
            except queue.Empty:
                continue
            self._people.submit(self._attend, arrival.call, random.Random(self._chance.random()))

    def _attend(self, call: TakenCall, chance: random.Random) -> None:
        try:
            self._serve(call, chance)
        except ProbeError:
            self.seen["cut short"] += 1
        finally:
            call.hang_up()
            if not call.wait_for("ended", PATIENCE):
                self.seen["never ended"] += 1

    def _serve(self, call: TakenCall, chance: random.Random) -> None:
        if call.wait_for("ended", chance.uniform(0.0, 0.7)):
            self.seen["stopped ringing"] += 1
            return
        match chance.choices(("answer", "refuse", "ring on"), (75, 15, 10))[0]:
            case "answer":
                call.answer()
                if call.wait_for("answered", PATIENCE):
                    self._talk(call, chance)
            case "refuse":
                self.seen["refused"] += 1
            case "ring on":
                call.wait_for("ended", LONGEST)
                self.seen["rang on"] += 1

    def _talk(self, call: TakenCall, chance: random.Random) -> None:
        self.seen["answered"] += 1
        call.press("1")
        for keys in chance.choices(("", "*1", "*221#", "*322#", "*9", "*4", "*51"), k=2):
            if call.wait_for("ended", chance.uniform(0.1, 1.0)):
                return
            for key in keys:
                call.press(key, 0.04)
        call.wait_for("ended", chance.uniform(0.0, 2.0))
