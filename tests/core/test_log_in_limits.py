"""How long a wrong log-in holds up the next one: as a table, for each proof, place, and guesser."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance.core.desk.log_in_limits import (
    FREE_TRIES,
    LIMITS,
    LONGEST_WAIT,
    OTHERS_WAIT,
    Failures,
    Past,
    Proof,
    wait_until,
)

NOW = datetime(2030, 5, 6, 12, tzinfo=UTC)
PASSWORD, FACTOR, CODE = Proof.PASSWORD, Proof.FACTOR, Proof.CODE


def wait(proof: Proof, **failures: int | bool) -> float:
    """Seconds until the next try is heard, after so many wrong ones just now."""
    known = bool(failures.pop("known", False))
    past = {name: Failures(count, NOW) for name, count in failures.items()}
    until = wait_until(proof, Past(known=known, **past))
    return (until - NOW).total_seconds() if until else 0


@pytest.mark.parametrize(
    ("proof", "failures", "seconds"),
    [
        # One's own wrong tries: five are free, then the wait doubles, up to a quarter of an hour.
        (PASSWORD, {"own": 4}, 0),
        (PASSWORD, {"own": 5}, 2),
        (PASSWORD, {"own": 6}, 4),
        (PASSWORD, {"own": 13}, 512),
        (PASSWORD, {"own": 14}, 900),
        (PASSWORD, {"own": 10_000}, 900),
        (PASSWORD, {"own": 5, "known": True}, 2),
        (FACTOR, {"own": 5}, 2),
        (CODE, {"own": 4}, 0),
        (CODE, {"own": 5}, 2),
        (CODE, {"own": 400}, 900),
        # Made-up names from the same address: a minute at most, and nothing for who is known.
        (PASSWORD, {"address": 19}, 0),
        (PASSWORD, {"address": 20}, 2),
        (PASSWORD, {"address": 10_000}, 60),
        (PASSWORD, {"address": 10_000, "known": True}, 0),
        (FACTOR, {"address": 10_000}, 0),
        (CODE, {"address": 10_000}, 0),
        # The same account from many addresses.
        (PASSWORD, {"account": 49}, 0),
        (PASSWORD, {"account": 50}, 2),
        (PASSWORD, {"account": 10_000}, 60),
        (PASSWORD, {"account": 10_000, "known": True}, 0),
        (FACTOR, {"account": 9}, 0),
        (FACTOR, {"account": 10_000}, 900),
        (FACTOR, {"account": 10_000, "known": True}, 0),
        (CODE, {"account": 10_000}, 0),
        # The longest of them counts.
        (PASSWORD, {"own": 8, "account": 50, "address": 21}, 16),
    ],
)
def test_who_waits_how_long(proof, failures, seconds):
    assert wait(proof, **failures) == seconds


def test_nobody_waits_for_ever_and_less_for_others_guesses_than_for_ones_own():
    assert max(wait(proof, own=10**6) for proof in Proof) == LONGEST_WAIT.total_seconds()
    assert wait(PASSWORD, account=10**6, address=10**6) == OTHERS_WAIT.total_seconds()
    assert OTHERS_WAIT.total_seconds() <= 60


def test_whoever_stands_at_the_box_is_held_up_by_nobody_else():
    assert LIMITS[CODE].account is None
    assert LIMITS[CODE].address is None


def test_without_wrong_tries_nobody_waits():
    for proof in Proof:
        assert wait_until(proof, Past()) is None
        assert wait(proof, own=FREE_TRIES - 1) == 0


def test_the_wait_begins_with_the_last_wrong_try():
    past = Past(own=Failures(FREE_TRIES, NOW - timedelta(seconds=5)))
    assert wait_until(PASSWORD, past) == NOW - timedelta(seconds=3)
