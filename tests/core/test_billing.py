"""The minutes of the bill: each call is rounded up by itself."""

import pytest

from appliance.core.model.billing import billed_minutes


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0.0, 0), (0.2, 1), (59.9, 1), (60.0, 1), (60.0004, 1), (60.1, 2), (61.0, 2), (3600.0, 60)],
)
def test_a_begun_minute_is_a_whole_one(seconds: float, minutes: int) -> None:
    assert billed_minutes(seconds) == minutes
