"""Timers by name: they fire once, in order, and a stopped or restarted one never twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appliance.core.model.ids import TimerId
from appliance.engine.timers import Timers

A, B = TimerId("a"), TimerId("b")


def test_timers_fire_once_in_order() -> None:
    timers = Timers()
    timers.start(B, 2.0)
    timers.start(A, 1.0)
    assert timers.due(0.5) == []
    assert timers.due(2.0) == [A, B]
    assert timers.due(9.0) == []


def test_a_stopped_timer_does_not_fire_and_a_restarted_one_fires_anew() -> None:
    timers = Timers()
    timers.start(A, 1.0)
    timers.stop(A)
    timers.start(B, 1.0)
    timers.start(B, 3.0)
    assert timers.due(2.0) == []
    assert timers.seconds_to_next(2.0, 60.0) == 1.0
    assert timers.due(3.0) == [B]
    assert timers.seconds_to_next(3.0, 60.0) == 60.0


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.one_of(st.none(), st.floats(0, 100)))))
def test_whatever_is_started_and_stopped_only_the_last_word_counts(
    acts: list[tuple[str, float | None]],
) -> None:
    timers, wanted = Timers(), {}
    for name, at in acts:
        if at is None:
            timers.stop(TimerId(name))
            wanted.pop(name, None)
        else:
            timers.start(TimerId(name), at)
            wanted[name] = at
    assert len(timers) == len(wanted)
    assert sorted(timers.due(100.0)) == sorted(wanted)


def test_restarting_for_ever_does_not_fill_the_memory() -> None:
    timers = Timers()
    for at in range(10_000):
        timers.start(A, float(at))
    assert len(timers._heap) < 200
