"""Thousands of calls of mixed kinds against one switchboard, which must have let go of them all.

`make soak`, or `python tests/bench/soak.py --calls 5000`. Status 1: something leaked or got lost.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.soak_calls import Caller, Desks
from bench.soak_office import COUNTS, MOST_CALLS, soak_office
from support.little_office import document, put_prompts, tone_file

from appliance.core.prompts import every_prompt
from appliance.core.settings.directory import Directory
from appliance.probe.telephone import Telephone
from appliance.selftest.temporary import TemporaryBox, memory_folder
from appliance.speech.library import file_name

WARM_UP = 60
"""Calls before the first look: what is loaded once is no leak."""
BATCH = 500
"""After so many calls all is quiet for a moment, and the box is asked what it holds."""
QUIET_SECONDS = 75.0
"""Twice 64*T1 = 32 s: so long SIP waits for an ACK, and then for an answer to its BYE."""
LOOK_SECONDS = 0.25
TRIM_SECONDS = 3.5
"""So long after the last call the box has given back to the system what calls have used."""
NOTHING = ("legs", "players", "recorders", "retired", "agenda", "PJSIP calls", "calls", "timers")
"""Of these none is there when nobody calls."""
CONSTANT = ("bridge ports", "SIP dialogs", "SIP transactions", "descriptors", "threads")
"""Of these there are as many as before the first call."""
GROWTH_KB = 1.0
"""Memory that each call may leave behind, from the second quarter to the last one."""
STAFF = ("anna", "bo", "cato")
TABLES = {
    "sip": {"port": 0, "rtp_first": 16000, "max_calls": 2 * MOST_CALLS},
    **{part: {"kind": "emulated"} for part in ("panel", "oled", "modem")},
}
ENOUGH_BATCHES = 8
"""Memory goes up and down by a few MB: in fewer batches nobody can tell that from a leak."""
LOST = ("no answer", "never ended")
Counts = dict[str, float]


class SoakBox(TemporaryBox):
    """A box that tells what it holds."""

    program = (str(Path(__file__).with_name("soak_box.py")),)

    def counts(self) -> Counts:
        """What it holds now."""
        assert self.process
        told = self.file.parent / COUNTS
        told.unlink(missing_ok=True)
        deadline = time.monotonic() + 30
        while not told.exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                status = self.process.poll()
                words = "does not answer" if status is None else f"has ended with {status}"
                raise SystemExit(f"The box {words}:\n{self.log.read_text()[-3000:]}")
            self.process.send_signal(signal.SIGUSR1)
            time.sleep(0.1)
        counts: Counts = json.loads(told.read_text())
        return counts

    def when_idle(self, seconds: float = 30.0) -> Counts:
        """What it holds once nothing is left of any call, or when patience is at its end."""
        deadline = time.monotonic() + seconds
        while any((now := self.counts())[name] for name in NOTHING):
            if time.monotonic() > deadline:
                break
            time.sleep(LOOK_SECONDS)
        return now

    def uri(self, number: str) -> str:
        """One of its lines."""
        return str(self.info()["sip"]).replace("sip:", f"sip:{number}@")


@dataclass(slots=True)
class Story:
    """What has happened so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def growth_kb(self) -> float:
        """kB that a call leaves behind: the last quarter of the run against its second one."""
        quarter = len(self.memory) // 4
        if not quarter:
            return 0.0
        second, last = self.memory[quarter : 2 * quarter], self.memory[-quarter:]
        calls = BATCH * (len(self.memory) - 2 * quarter)
        return (statistics.median(last) - statistics.median(second)) / calls

    def hear(self, caller: Caller) -> None:
        """A visit is over."""
        self.kinds[caller.kind] += 1
        self.outcomes.update(caller.outcomes)
        for outcome in caller.outcomes:
            if outcome in LOST or outcome.startswith("5"):
                self.problems.append(f"a caller who {caller.kind}: {outcome}")


class Soak:
    """A box, the telephones that it rings, and those who call it."""

    def __init__(self, house: ExitStack, folder: Path, seed: int) -> None:
        self.story = Story()
        self._seed = seed
        self._phones = tuple(house.enter_context(Telephone()) for _ in range(4))
        hosts = [phone.uri.partition("@")[2] for phone in self._phones]
        staff = {name: f"sip:{name}@{host}" for name, host in zip(STAFF, hosts, strict=False)}
        directory = soak_office(staff, hosts[-1])
        self.box = SoakBox(folder, TABLES)
        _put_prompts(self.box.device.prompt_cache, directory)
        self.box.publish(document(directory))
        self.desks = Desks(self._phones, seed)
        house.callback(self.desks.close)
        house.enter_context(self.box.start())
        self.before: Counts = {}

    def warm_up(self, rate: float) -> None:
        """A few calls that do not count, then the first look."""
        self.place(range(-WARM_UP, 0), rate)
        time.sleep(QUIET_SECONDS)
        self.before = self.box.when_idle()
        self.story = Story()

    def place(self, numbers: range, rate: float) -> None:
        """Some calls at that rate, and the quiet after them."""
        uri = self.box.uri("{}").format
        with Telephone() as telephone, ThreadPoolExecutor(64, "callers") as pool:
            callers = [Caller(telephone, uri, self._seed + n) for n in numbers]
            for caller in callers:
                pool.submit(caller.visit)
                time.sleep(1 / rate)
        for caller in callers:
            self.story.hear(caller)
        for phone in self._phones:
            phone.forget_ended()
        self.box.when_idle()
        time.sleep(TRIM_SECONDS)
        counts = self.box.when_idle()
        self.story.memory.append(counts["RSS kB"])
        print(_line(numbers.stop, counts), flush=True)


def main() -> int:
    """Run the soak, print its figures; returns 1 where something leaked or got lost."""
    asked, began = _arguments(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-", dir=memory_folder()) as folder:
        with ExitStack() as house:
            soak = Soak(house, Path(folder), asked.seed)
            soak.warm_up(asked.rate)
            for first in range(0, asked.calls, BATCH):
                soak.place(range(first, min(first + BATCH, asked.calls)), asked.rate)
            print(f"quiet for {QUIET_SECONDS:g} s ...", flush=True)
            time.sleep(QUIET_SECONDS)
            after = soak.box.when_idle()
        log = soak.box.log.read_text(errors="replace")
    _judge(soak, after, log)
    _report(soak, after, time.monotonic() - began)
    return int(bool(soak.story.problems))


def _put_prompts(cache: Path, directory: Directory) -> None:
    """Every sentence is half a second of a tone."""
    put_prompts(cache)
    for prompt in every_prompt(directory):
        (cache / file_name(prompt)).write_bytes(tone_file(600, 0.5))


def _line(calls: int, counts: Counts) -> str:
    left = ", ".join(f"{counts[name]:.0f} {name}" for name in NOTHING if counts[name])
    return (
        f"{calls} calls: {counts['RSS kB'] / 1000:.1f} MB, {counts['descriptors']:.0f} descriptors,"
        f" {counts['SIP transactions']:.0f} transactions, {counts['Python objects']:.0f} objects;"
        f" left: {left or 'nothing'}"
    )


def _judge(soak: Soak, after: Counts, log: str) -> None:
    story, before = soak.story, soak.before
    story.problems += [f"left over: {after[name]:.0f} {name}" for name in NOTHING if after[name]]
    story.problems += [
        f"{name}: {before[name]:.0f} before, {after[name]:.0f} after"
        for name in CONSTANT
        if after[name] > before[name]
    ]
    if len(story.memory) >= ENOUGH_BATCHES and story.growth_kb > GROWTH_KB:
        story.problems.append(f"each call leaves {story.growth_kb:.2f} kB behind")
    if soak.desks.seen["never ended"]:
        story.problems.append(f"{soak.desks.seen['never ended']} rung telephones never ended")
    if "Traceback" in log:
        story.problems.append("the log holds a traceback:\n" + log[-2000:])


def _report(soak: Soak, after: Counts, seconds: float) -> None:
    story = soak.story
    print(f"\n{sum(story.outcomes.values())} calls in {seconds:.0f} s")
    print("callers:", _said(story.kinds))
    print("how it went:", _said(story.outcomes))
    print("at the desks:", _said(soak.desks.seen))
    for name, count in after.items():
        print(f"  {name:18} {soak.before[name]:10.0f} before {count:10.0f} after")
    print(f"  each call left {story.growth_kb:.2f} kB behind, from the second quarter to the last")
    for problem in story.problems:
        print("PROBLEM:", problem)


def _said(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=10.0, help="calls a second")
    parser.add_argument("--seed", type=int, default=1, help="of chance")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
