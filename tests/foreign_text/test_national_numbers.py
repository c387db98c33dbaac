"""A national number of another country, without its context, is never given a wrong firm's form."""

from __future__ import annotations

import pytest

from appliance.common.numbers import as_known


@pytest.mark.parametrize(
    ("written", "country", "read"),
    [
        ("0701234567", "NO", "0701234567"),
        ("033123456", "DK", "033123456"),
        ("0612345678", "NO", "0612345678"),
        ("0612345678", "NL", "+31612345678"),
        ("033123456", "SE", "+4633123456"),
    ],
)
def test_what_cannot_be_a_number_of_the_country_is_kept_as_it_came(
    written: str, country: str, read: str
) -> None:
    assert as_known(written, country) == read
