"""Public holidays of a country, as the settings take them over for some years ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

YEARS = range(2026, 2041)


@cache
def public_holidays(country: str) -> Mapping[date, str]:
    """Day -> name, for every year that a box may live; empty for a country without a calendar."""
    import holidays  # late: it costs 0.2 s, and many offices have no opening hours

    try:
        found = holidays.country_holidays(country, years=YEARS)
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))
