"""A member's calendar in the settings: how it is written, and that its address stays secret."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, said

from appliance.core.calendar import CalendarAccess
from appliance.settings.differences import differences
from appliance.settings.document import parsed, read, write, written
from appliance.settings.secrets import keeping_secrets, without_secrets

SECRET = "https://calendar.example.org/private-hemmelig/basic.ics"
CALENDAR = f"""
[agents.kari.calendar]
url = "{SECRET}"
user = "kari"
password = "ogsaa hemmelig"
tentative = true
"""


def test_a_calendar_is_read_and_written() -> None:
    office = read(OFFICE + CALENDAR)
    access = CalendarAccess(SECRET, "kari", "ogsaa hemmelig", tentative=True)
    assert office.agents["kari"].calendar == access
    assert read(write(office)) == office


def test_its_address_and_password_are_shown_to_nobody() -> None:
    with_calendar, without = read(OFFICE + CALENDAR), read(OFFICE)
    moved = read(OFFICE + CALENDAR.replace("private-hemmelig", "hemmeligere"))
    assert "emmelig" not in repr(with_calendar)
    for old, new in ((without, with_calendar), (with_calendar, moved), (with_calendar, without)):
        told = differences(old, new)
        assert told
        assert "emmelig" not in str(told)


def test_a_file_without_its_secrets_keeps_those_that_are_known() -> None:
    whole = parsed(OFFICE + CALENDAR)
    bare = without_secrets(whole)
    assert "emmelig" not in str(bare)
    assert parsed(keeping_secrets(written(bare), whole)) == whole


@pytest.mark.parametrize(
    "url",
    ['"ftp://example.org/x"', '"calendar"', '"https://"', '"https://a:999999/"', "4711", '""'],
)
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    (told,) = said(OFFICE + CALENDAR.replace(f'"{SECRET}"', url))
    words = "this must be the address of a calendar, beginning with https://"
    assert told == f"agents.kari.calendar.url: {words}"


def test_working_hours_must_be_an_entry_of_hours() -> None:
    (told,) = said(OFFICE.replace('name = "Kari"', 'name = "Kari"\nhours = "dag"'))
    assert told.startswith("agents.kari.hours: ")
