"""The estimate of a wait: what can be proved by hand, and what holds for every office."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.world import World, office

from appliance.core.calls.waiting_time import FEWEST, OLD_SECONDS, seconds_to_wait
from appliance.core.model.ids import CallId, LegId, PlayId, Status
from appliance.core.state.call import Call, Choosing, Talking, Waiting
from appliance.core.state.live_calls import LiveCalls
from appliance.core.state.pace import Handled, Pace
from appliance.core.state.staff import Member

NOW = World().now()
BASE = office()
WAGES = replace(BASE.loops["wages"], members=("anna", "bo", "dag"))
DIRECTORY = replace(BASE, loops={**BASE.loops, "wages": WAGES})
MEMBERS = WAGES.members


def call(name: str, phase: object) -> Call:
    line = DIRECTORY.lines["nordlys"]
    made = Call(
        CallId(name), DIRECTORY, line.number, None, line, "nb", NOW, Choosing("", 1, PlayId(""))
    )
    return replace(made, phase=phase)  # type: ignore[arg-type]


def queue_of(length: int) -> list[Call]:
    """Callers who came one second after another."""
    return [
        call(f"w{at}", Waiting("wages", replace(NOW, monotonic=float(at)))) for at in range(length)
    ]


def talks(*agents: str) -> list[Call]:
    return [call(f"t-{name}", Talking(name, LegId(name), NOW, "wages")) for name in agents]


def pace(*seconds: float, ago: float = 0.0) -> Pace:
    return Pace(handled={"wages": tuple(Handled(each, NOW.monotonic - ago) for each in seconds)})


def wait_of(place: int, working: int, busy: int, lately: Pace) -> float | None:
    staff = {name: Member(Status.AVAILABLE) for name in MEMBERS[:working]}
    staff |= {name: Member(Status.AWAY) for name in MEMBERS[working:]}
    waiting = queue_of(place)
    calls = LiveCalls.of({each.id: each for each in (*waiting, *talks(*MEMBERS[:busy]))})
    return seconds_to_wait(waiting[-1], calls, staff, lately, NOW)


@pytest.mark.parametrize(
    ("place", "working", "seconds"),
    [(1, 1, 240.0), (2, 1, 480.0), (1, 2, 120.0), (3, 3, 240.0), (4, 2, 480.0)],
)
def test_place_times_handling_time_by_those_at_work(
    place: int, working: int, seconds: float
) -> None:
    assert wait_of(place, working, working, pace(*[240.0] * FEWEST)) == pytest.approx(seconds)


def test_whoever_is_free_takes_the_next_at_once() -> None:
    lately = pace(*[240.0] * FEWEST)
    assert wait_of(1, 2, 1, lately) == 0.0
    assert wait_of(2, 2, 1, lately) == pytest.approx(120.0)


def test_nobody_knows_with_few_calls_old_calls_or_nobody_at_work() -> None:
    assert wait_of(1, 1, 1, pace(*[240.0] * (FEWEST - 1))) is None
    assert wait_of(1, 1, 1, pace(*[240.0] * 9, ago=OLD_SECONDS)) is None
    assert wait_of(1, 0, 0, pace(*[240.0] * FEWEST)) is None


@given(
    st.lists(st.floats(0, 7200), min_size=FEWEST, max_size=30),
    st.integers(1, 9),
    st.integers(1, 3),
)
def test_who_is_further_back_waits_longer_and_more_people_make_it_shorter(
    seconds: list[float], place: int, working: int
) -> None:
    lately = pace(*seconds)
    here = wait_of(place, working, working, lately)
    assert here is not None
    assert 0.0 <= here <= (wait_of(place + 1, working, working, lately) or 0.0)
    if working < len(MEMBERS):
        more = wait_of(place, working + 1, working + 1, lately)
        assert more is not None
        assert more <= here
