"""The front panel: how soon a call is seen on lamp and display, and what the panel costs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from bench import office
from bench.box import BenchError, Box
from bench.figures import Figure, milliseconds

from appliance.probe.telephone import Telephone
from hardware.emulated.trace import PinChanged, Sent, Transferred, read_trace

LAMP_GOAL_MS = 25.0
BUS_MS = 23.0
GLASS_GOAL_MS = 60.0
IDLE_GOAL, RINGING_GOAL = 0.3, 2.0
LINE_LAMP = 5
OLED = 0x3C
BETWEEN_PICTURES_NS = 20_000_000
"""Pages of one picture follow each other at once; what comes later is another picture."""
PATIENCE = 5.0
REST_SECONDS = (0.5, 0.8)
"""Between two calls; the display shows five scenes a second at most, as in an office."""

FRONT = f"""
[panel]
kind = "emulated"
lamps."line:Bench" = {{red = {LINE_LAMP}}}
lamps.a2-0 = {{red = 6, green = 7}}
lamps.a2-1 = {{chip = 0x20, red = "A0", green = "A1"}}
trace = "trace"
[oled]
kind = "emulated"
"""
ALONE = Path(__file__).with_name("panel_alone.py")


def measure(calls: int, seconds: float) -> Iterator[Figure]:
    """Call a box of its own whose panel writes down what it sends; then the panel by itself."""
    with Box(("127.0.0.1:9",), FRONT) as box, Telephone() as caller:
        box.start()
        time.sleep(1)
        rang = list(_calls(caller, box.uri(office.LINE), calls))
        box.stop()
        sent = list(read_trace(box.folder / "trace"))
    lamp = [_first(sent, at, _is_line_lamp) for at in rang]
    glass = [_picture(sent, at) for at in rang]
    seen = "wall time of the INVITE just before sendto, and of the driver's call"
    yield Figure(
        "INVITE -> lamp changed", "ms", milliseconds(_known(lamp)), LAMP_GOAL_MS, note=seen
    )
    yield Figure(
        "INVITE -> picture on the bus",
        "ms",
        milliseconds(_known(glass)),
        GLASS_GOAL_MS,
        note=f"its last page; a real bus takes {BUS_MS:g} ms more for a whole picture at 400 kHz",
    )
    yield Figure("  calls not seen on lamp or glass", "calls", (_unseen(lamp, glass),), 0, "max")
    yield from _cost(seconds)


def _calls(caller: Telephone, uri: str, calls: int) -> Iterator[int]:
    """Call again and again; when each INVITE was sent."""
    for number in range(calls):
        time.sleep(random.uniform(*REST_SECONDS))
        call = caller.dial(uri, f"+47100002{number:02}", media=False)
        if not call.wait_for("answered", PATIENCE):
            raise BenchError("A call to the panel's box was not answered.")
        time.sleep(0.3)
        call.hang_up()
        call.wait_for("ended", PATIENCE)
        sent_at = call.when("INVITE sent")
        assert sent_at is not None
        yield sent_at


def _is_line_lamp(sent: Sent) -> bool:
    return isinstance(sent, PinChanged) and sent.name == f"GPIO{LINE_LAMP}" and sent.high


def _is_page(sent: Sent) -> bool:
    return isinstance(sent, Transferred) and sent.address == OLED and sent.written[:1] == b"\x40"


def _first(sent: Sequence[Sent], after_ns: int, wanted: object) -> int | None:
    """How long after a moment the first of these was sent, within a second; None: not at all."""
    assert callable(wanted)
    times = (s.at_ns - after_ns for s in sent if s.at_ns > after_ns and wanted(s))
    return next((took for took in times if took < 1_000_000_000), None)


def _picture(sent: Sequence[Sent], after_ns: int) -> int | None:
    """How long after a moment the last page of the first picture was sent."""
    if _first(sent, after_ns, _is_page) is None:
        return None
    pages = [s.at_ns for s in sent if s.at_ns > after_ns and _is_page(s)]
    gaps = (one for one, later in pairwise(pages) if later - one > BETWEEN_PICTURES_NS)
    return next(gaps, pages[-1]) - after_ns


def _known(times: Sequence[int | None]) -> list[int]:
    return [took for took in times if took is not None]


def _unseen(*figures: Sequence[int | None]) -> int:
    return sum(took is None for times in figures for took in times)


def _cost(seconds: float) -> Iterator[Figure]:
    """The drivers in a process of their own: 29 lamps, a display, four moving rows."""
    done = subprocess.run(
        (sys.executable, str(ALONE), str(seconds)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"The panel's cost could not be measured:\n{done.stderr}")
    cost = json.loads(done.stdout)
    note = "29 lamps and a display on parts that cost nothing, in a process of their own"
    yield Figure("panel's CPU, idle", "% core", (cost["idle"],), IDLE_GOAL, "max", note)
    yield Figure("panel's CPU, ringing", "% core", (cost["ringing"],), RINGING_GOAL, "max")
