"""The edges of settings: spans of a day, and tables within an entry that two people fill."""

from __future__ import annotations

import pytest

from appliance.settings.merging import merged
from appliance.settings.values import span


@pytest.mark.parametrize("written", ["08:00-16:00", "08:00-00:00", "00:00-00:00"])
def test_a_span_of_a_day(written: str) -> None:
    assert span(written) == written


@pytest.mark.parametrize("written", ["16:00-08:00", "08:00-08:00", "08:00-07:59"])
def test_a_span_that_ends_before_it_begins_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        span(written)


@pytest.mark.parametrize(
    ("section", "table", "keys"),
    [
        ("menu", "keys", ("1", "2")),
        ("line", "languages", ("8", "9")),
        ("loop", "prompts", ("nb", "da")),
        ("announcement", "texts", ("nb", "da")),
        ("hours", "weekly", ("mon", "tue")),
    ],
)
def test_two_people_who_fill_a_new_table_at_different_places_do_not_clash(
    section: str, table: str, keys: tuple[str, str]
) -> None:
    base = {section: {"main": {"name": "Main"}}}
    mine, theirs = ({section: {"main": {"name": "Main", table: {key: "x"}}}} for key in keys)
    merge = merged(base, mine, theirs)
    assert merge.conflicts == ()
    assert merge.tables[section]["main"][table] == dict.fromkeys(keys, "x")
