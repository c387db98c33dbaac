"""The public holidays of the countries whose languages the house speaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from appliance.settings.holidays import YEARS, public_holidays


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("SE", date(2027, 6, 26)),  # midsommardagen
        ("SE", date(2027, 6, 6)),
        ("NO", date(2027, 5, 17)),
        ("DK", date(2027, 5, 6)),  # Kristi himmelfartsdag
        ("NL", date(2027, 4, 27)),
        ("GB", date(2027, 12, 27)),  # Christmas Day, a Saturday, is kept on the Monday
    ],
)
def test_a_country_has_its_own(country: str, day: date) -> None:
    assert day in public_holidays(country)
    assert day + timedelta(days=2) not in public_holidays(country)


def test_a_sunday_is_none_by_itself_not_even_in_sweden() -> None:
    """Swedish law counts every Sunday; a shop that is open on Sundays would be told shut."""
    assert date(2027, 3, 7) not in public_holidays("SE")
    assert {day.year for day in public_holidays("SE")} == set(YEARS)
