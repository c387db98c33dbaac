"""The live page of a large office names who is busy and who waits, and counts the others."""

from __future__ import annotations

from appliance.core.desk.masking import EVERYTHING
from appliance.core.protocol.view import CallView, Lamp, LoopView, View
from web_config.live.folding import MOST_LOOPS, MOST_STAFF, MOST_WAITING, folded

STAFF = tuple(Lamp(f"a{n}", f"Agent {n}", "free", "") for n in range(1000))
LOOPS = tuple(LoopView(f"q{n}", f"Loop {n}", (f"a{n}",)) for n in range(500))
WAITING = tuple(CallView(f"w{n}", "Hage", "1", "", "waiting", "") for n in range(200))
BUSY = Lamp("a900", "Agent 900", "busy", "talking to 1")
WAITED_FOR = LoopView("q400", "Loop 400", ("a400",), 3, 5.0)
LARGE = View(
    lamps=(*STAFF[:900], BUSY, *STAFF[901:]),
    loops=(*LOOPS[:400], WAITED_FOR, *LOOPS[401:]),
    calls=(CallView("t", "Hage", "1", "", "talking", "Agent 900", talks=True), *WAITING),
)


def test_a_small_office_is_shown_whole():
    small = View(lamps=STAFF[:MOST_STAFF], loops=LOOPS[:MOST_LOOPS], calls=WAITING[:MOST_WAITING])
    less = folded(small)
    assert (less.view, less.staff, less.loops, less.callers) == (small, (), 0, 0)


def test_of_a_large_one_whoever_is_busy_and_every_loop_with_callers_is_shown():
    less = folded(LARGE)
    assert len(less.view.lamps) == MOST_STAFF
    assert BUSY in less.view.lamps
    assert less.staff == (("free", 1000 - MOST_STAFF),)
    assert len(less.view.loops) == MOST_LOOPS
    assert WAITED_FOR in less.view.loops
    assert less.loops == 500 - MOST_LOOPS
    assert less.view.calls[0].talks
    assert less.callers == 200 - MOST_WAITING


def test_its_page_stays_small_and_counts_the_others(office, page):
    office.show(LARGE)
    shown = page.until("Agent 900")
    assert len(shown.encode()) < 120_000
    assert f"and more of the staff: Free {1000 - MOST_STAFF}" in shown
    assert f"and {500 - MOST_LOOPS} loops more" in shown
    assert f"and {200 - MOST_WAITING} callers more" in shown
    event = page.follower.newest().event("nb", EVERYTHING)
    assert len(event) < 120_000
