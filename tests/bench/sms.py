"""Measures SMS through a real switchboard and an emulated modem: `python tests/bench/sms.py`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import Figure, show, write
from bench.machine import Bystanders
from support.little_office import document, office, put_prompts
from support.ports import nobody

from appliance.core.model.ids import LegId, Moment, Sms, SmsId
from appliance.core.protocol import events as seen
from appliance.core.switchboard import Switchboard
from appliance.selftest.temporary import TemporaryBox, memory_folder
from appliance.store.store import Store
from hardware.emulated.modem import EmulatedModem

TO = "+4710000021"
ROWS = 10_000
LATENCY_GOAL_MS = 20.0
LOST_GOAL_PERCENT = 10.0
START_GOAL_SECONDS = 1.0
GROWTH_GOAL_MB = 5.0
EVENT_GOAL_MS = 1.0
FOOTNOTES = (
    "the modem is emulated in the measuring process, on a pseudo-terminal; loopback, one machine",
    "the database lies on this machine's disk, or in memory where the note says so",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    idle_sms: int
    sustained_sms: int
    part_seconds: float
    drain_seconds: float
    starts: int
    events: int


FULL = Plan(200, 60, 0.3, 30.0, 5, 2000)
QUICK = Plan(20, 10, 0.2, 5.0, 1, 200)


def main() -> int:
    """Measure, print the table, write JSON; 0 when every goal is met, 1 else."""
    asked = _arguments()
    sys.setswitchinterval(0.0005)
    bystanders = Bystanders()
    figures = []
    for figure in measured(QUICK if asked.quick else FULL, asked.disk):
        figures.append(figure)
        print(f"{figure.name}: {figure.median:.4g} {figure.unit}", file=sys.stderr, flush=True)
    notes = (*FOOTNOTES, bystanders.sentence())
    show(figures, notes)
    write(asked.json, figures, notes, asked.quick)
    return 0 if all(figure.met is not False for figure in figures) else 1


def measured(plan: Plan, disk: Path | None) -> Iterator[Figure]:
    """Every figure of the plan, as it is found."""
    where = f"database in {disk}" if disk else "database in memory (/dev/shm)"
    with folder(disk) as here:
        yield from idle(here / "idle", plan, where)
        yield sustained(here / "sustained", plan)
        yield from many_rows(here / "rows", plan)
    yield beside_many_rows(plan)


def idle(here: Path, plan: Plan, where: str) -> Iterator[Figure]:
    """One SMS at a time: from the request, and from the answer that it is stored, to the wire."""
    from_request, from_answer = [], []
    here.mkdir()
    with EmulatedModem(here / "modem") as modem, running(here, modem.port) as box:
        for n in range(plan.idle_sms):
            heard = len(modem.asked_at)
            asked_at = time.monotonic()
            ask(box, f"i{n}", "Hei")
            answered_at = time.monotonic()
            modem.wait_for_sms(10)
            from_request.append(1000 * (modem.asked_at[heard] - asked_at))
            from_answer.append(1000 * max(0.0, modem.asked_at[heard] - answered_at))
            time.sleep(0.02)  # until the outcome is on the disk, too: idle again
    note = f"two commits lie between; {where}"
    name = "request at the socket -> AT+CMGS"
    yield Figure(name, "ms", tuple(from_request), LATENCY_GOAL_MS, note=note)
    name = "row committed (answer) -> AT+CMGS"
    yield Figure(name, "ms", tuple(from_answer), LATENCY_GOAL_MS, note="one commit lies between")


def sustained(here: Path, plan: Plan) -> Figure:
    """How much of the modem's own time is lost between one SMS and the next."""
    here.mkdir()
    with EmulatedModem(here / "modem", delay=plan.part_seconds) as modem:
        with running(here, modem.port) as box:
            for n in range(plan.sustained_sms):
                ask(box, f"s{n}", f"nr. {n}")
            for _ in range(plan.sustained_sms):
                modem.wait_for_sms(30)
        pauses = zip(modem.asked_at, modem.asked_at[1:], strict=False)
        lost = [100 * (1 - plan.part_seconds / (later - at)) for at, later in pauses]
    note = f"a part takes the network {plan.part_seconds:g} s; real ones take 6 to 10"
    return Figure("modem's rate lost when busy", "%", tuple(lost), LOST_GOAL_PERCENT, note=note)


def many_rows(here: Path, plan: Plan) -> Iterator[Figure]:
    """Start with ten thousand rows that wait, and send for a while."""
    starts = []
    here.mkdir()
    with EmulatedModem(here / "modem") as modem:
        box = settled(here, modem.port)
        fill(box)
        modem.unplug()
        for _ in range(plan.starts):
            began = time.monotonic()
            box.start()
            starts.append(time.monotonic() - began)
            time.sleep(0.5)
            box.stop()
        name = f"start with {ROWS} queued rows"
        yield Figure(name, "s", tuple(starts), START_GOAL_SECONDS, note="until it can be asked")
        box.start()
        time.sleep(1)
        before = resident_mb(box)
        modem.plug()
        modem.wait_for_sms(30)
        began, sent = time.monotonic(), len(modem.sent)
        time.sleep(plan.drain_seconds)
        rate = (len(modem.sent) - sent) / (time.monotonic() - began)
        growth = resident_mb(box) - before
        box.stop()
    yield Figure("memory with so many rows", "MB", (before,))
    note = f"after {len(modem.sent)} of them were sent"
    yield Figure("memory that it grew by", "MB", (growth,), GROWTH_GOAL_MB, note=note)
    yield Figure("rate at a modem without delay", "SMS/s", (rate,))


def beside_many_rows(plan: Plan) -> Figure:
    """What an event of a call costs the core while ten thousand rows wait."""
    board = Switchboard()
    rows = tuple(Sms(SmsId(f"r{n}"), TO, "Hei") for n in range(ROWS))
    board.handle(seen.Started(office(nobodies()), rows), moment())
    costs = []
    for _ in range(plan.events):
        began = time.perf_counter()
        board.handle(seen.DigitPressed(LegId("nobody"), "1"), moment())
        costs.append(1000 * (time.perf_counter() - began))
    note = "Switchboard.handle of a key, no modem, nothing else"
    name = f"an event beside {ROWS} queued rows"
    return Figure(name, "ms", tuple(costs), EVENT_GOAL_MS, note=note)


def ask(box: TemporaryBox, id: str, text: str) -> None:
    """Have an SMS sent; returns when it is stored."""
    answer = box.client.ask("send_sms", id=id, number=TO, text=text)
    if not answer.ok:
        raise SystemExit(answer.words)


@contextmanager
def running(here: Path, port: str) -> Iterator[TemporaryBox]:
    """A box that has found its modem."""
    with settled(here, port) as box:
        box.start()
        with box.client.watch() as views:
            next(view for view in views if any("Emulated" in r["text"] for r in view["rows"]))
        yield box


def settled(here: Path, port: str) -> TemporaryBox:
    """A box with an office without limits, its prompts as tones."""
    box = TemporaryBox(here, {"sip": {"port": 0}, "modem": {"kind": "serial", "port": port}})
    put_prompts(box.device.prompt_cache)
    base = office(nobodies())
    unlimited = replace(base.office, sms_per_day=100_000, sms_per_recipient=100_000)
    box.publish(document(replace(base, office=unlimited)))
    return box


def fill(box: TemporaryBox) -> None:
    """Ten thousand rows that wait."""
    now = datetime.now(UTC)
    rows = [Sms(SmsId(f"r{n}"), TO, f"nr. {n}", promised_at=now) for n in range(ROWS)]
    with Store(box.device.database, box.device.media) as store:
        store.save(rows)


def resident_mb(box: TemporaryBox) -> float:
    """Memory of the process that is really there (proc(5), VmRSS)."""
    assert box.process
    status = Path(f"/proc/{box.process.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def nobodies() -> dict[str, str]:
    """Staff without telephones."""
    return {name: nobody(name) for name in ("anna", "bo", "cato")}


def moment() -> Moment:
    """This instant."""
    return Moment(time.monotonic(), datetime.now(UTC))


@contextmanager
def folder(disk: Path | None) -> Iterator[Path]:
    """A folder for everything, in memory unless a disk is named."""
    with tempfile.TemporaryDirectory(prefix="bench-sms-", dir=disk or memory_folder()) as name:
        yield Path(name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look, in about 30 seconds")
    parser.add_argument("--disk", type=Path, help="a folder on the disk that is to be measured")
    parser.add_argument("json", nargs="?", type=Path, default=Path("build/bench-sms.json"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
