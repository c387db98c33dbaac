"""The lamps' rhythms: told apart by everybody, calm enough for everybody."""

from itertools import combinations

import pytest

from hardware.lamps import (
    ALL_ON,
    PATTERNS,
    PERIOD,
    TEST_STEPS,
    TICK_SECONDS,
    levels,
    step_of_test,
    ticks_to_change,
)

DARK, RED, GREEN, AMBER = (False, False), (True, False), (False, True), (True, True)


def one_period(pattern: str) -> list[tuple[bool, bool]]:
    return [levels(pattern, tick) for tick in range(PERIOD)]


def rhythm(pattern: str) -> str:
    return "".join("#" if any(level) else "." for level in one_period(pattern))


def turned(text: str) -> set[str]:
    return {text[start:] + text[:start] for start in range(len(text))}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("free", [GREEN] * 20),
        ("ringing", ([AMBER] * 2 + [DARK] * 2) * 5),
        ("busy", [RED] * 18 + [DARK] * 2),
        ("away", [RED] * 2 + [DARK] * 18),
        ("wrap_up", [AMBER] * 10 + [DARK] * 10),
        ("logged_out", [DARK] * 20),
        ("fault", [RED] * 2 + [DARK] * 2 + [RED] * 2 + [DARK] * 14),
    ],
)
def test_every_tick_of_every_pattern(pattern, expected):
    assert one_period(pattern) == expected
    assert [levels(pattern, tick) for tick in range(PERIOD, 2 * PERIOD)] == expected
    assert levels(pattern, 10**9 * PERIOD + 3) == expected[3]


def test_the_table_above_covers_every_pattern():
    assert len(PATTERNS) == 7
    assert all(len(letters) == PERIOD for letters in PATTERNS.values())


@pytest.mark.parametrize(("one", "other"), list(combinations(PATTERNS, 2)))
def test_two_patterns_differ_in_rhythm_alone_whenever_one_begins_to_look(one, other):
    assert rhythm(one) not in turned(rhythm(other))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_flashes_more_than_three_times_a_second(pattern):
    lit = rhythm(pattern)
    flashes = sum(lit[i - 1] == "." and lit[i] == "#" for i in range(PERIOD))
    assert flashes / (PERIOD * TICK_SECONDS) <= 3


@pytest.mark.parametrize("pattern", ["free", "logged_out"])
def test_a_lamp_that_does_not_blink_needs_no_ticks(pattern):
    assert all(ticks_to_change([pattern], tick) is None for tick in range(PERIOD))


def test_no_lamps_need_no_ticks():
    assert ticks_to_change([], 5) is None


@pytest.mark.parametrize("pattern", ["ringing", "busy", "away", "wrap_up", "fault"])
def test_the_next_change_is_the_first_change(pattern):
    for tick in range(PERIOD):
        ahead = ticks_to_change([pattern, "free"], tick)
        assert ahead is not None
        assert levels(pattern, tick + ahead) != levels(pattern, tick)
        assert {levels(pattern, tick + n) for n in range(ahead)} == {levels(pattern, tick)}


def test_an_unknown_pattern_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no lamp pattern 'disco'; there are free, ringing"):
        levels("disco", 0)


def test_a_lamp_test_begins_with_every_leg_and_gives_each_step_the_same_time():
    steps = [step_of_test(second + 0.5, 16.0) for second in range(17)]
    assert steps == [step for step in TEST_STEPS for _ in range(2)] + [None]
    assert TEST_STEPS[0] == ALL_ON
    assert levels(ALL_ON, 7) == AMBER
    assert set(TEST_STEPS[1:]) == set(PATTERNS)


@pytest.mark.parametrize(("elapsed", "seconds"), [(-0.1, 16.0), (0.0, 0.0), (16.0, 16.0)])
def test_there_is_no_lamp_test_before_it_begins_or_after_its_end(elapsed, seconds):
    assert step_of_test(elapsed, seconds) is None
