"""What the calendar keeps away is told as a fact by the same words as on the display."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from appliance.core.model.calendar import Entry, Shown
from appliance.core.model.standing import Standing
from appliance.core.staff.calendar_words import fact_of, in_words
from appliance.core.state.staff import Blocked
from appliance.core.words.trouble_details import in_english

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "days", "code"),
    [
        (Shown.BUSY, 0, Standing.BUSY_UNTIL),
        (Shown.BUSY, 1, Standing.BUSY_ALL_DAY),
        (Shown.BUSY, 3, Standing.BUSY_TO_DAY),
        (Shown.OUT_OF_OFFICE, 0, Standing.OUT_UNTIL),
        (Shown.OUT_OF_OFFICE, 1, Standing.OUT_ALL_DAY),
        (Shown.OUT_OF_OFFICE, 3, Standing.OUT_TO_DAY),
    ],
)
def test_an_entry_is_the_same_fact_in_every_language(
    shown: Shown, days: int, code: Standing
) -> None:
    ends = DAY + timedelta(days=days) if days else NOW + timedelta(hours=2)
    blocked = Blocked(Entry(DAY, ends, shown, bool(days)), ends, NOW)
    fact = fact_of(blocked)
    assert fact.code == code
    assert in_english(fact) == in_words(blocked)
