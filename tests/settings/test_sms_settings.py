"""The settings that have to do with SMS: limits, quiet hours, and the staff's mobile numbers."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, changed, said, said_after

from appliance.settings.document import read
from hardware.modem.pdu import submit_parts

NAME = 'name = "Fjordkontoret"'


def test_what_is_not_written_costs_nothing_and_keeps_nothing_back() -> None:
    office = read(OFFICE).office
    assert (office.sms_transliterate, office.sms_quiet) == (False, "")
    assert (office.sms_per_day, office.sms_per_recipient) == (5000, 100)
    assert office.sms_expire_seconds == 48 * 3600


def test_they_are_read() -> None:
    lines = 'sms_quiet = "22:00-07:00"\nsms_transliterate = true\nsms_per_recipient = 3'
    office = read(changed(NAME, f"{NAME}\n{lines}")).office
    assert (office.sms_quiet, office.sms_transliterate) == ("22:00-07:00", True)
    assert office.sms_per_recipient == 3


def test_how_long_things_are_kept_is_read_and_nought_is_for_ever() -> None:
    usual = read(OFFICE).office
    assert (usual.calls_days, usual.messages_days, usual.sms_days) == (730, 365, 365)
    lines = "calls_days = 7\nmessages_days = 3650\nsms_days = 0"
    office = read(changed(NAME, f"{NAME}\n{lines}")).office
    assert (office.calls_days, office.messages_days, office.sms_days) == (7, 3650, 0)


def test_numbers_of_machines_and_short_german_ones_get_sms() -> None:
    for written, number in (
        ("+47 590012345678", "+47590012345678"),
        ("580012345678", "+47580012345678"),
        ("+49 6541 70", "+49654170"),
    ):
        text = changed('name = "Kari"', f'name = "Kari"\nmobile = "{written}"')
        assert read(text).agents["kari"].mobile == number
        assert submit_parts(number, "Hei", reference=0)


def test_a_mobile_number_is_brought_to_e164() -> None:
    text = changed('name = "Kari"', 'name = "Kari"\nmobile = "100 00 071"')
    assert read(text).agents["kari"].mobile == "+4710000071"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('sms_quiet = "22-late"', "office.sms_quiet: '22-late' is no span such as 22:00-07:00"),
        ('sms_quiet = "22:00-22:00"', "is no span such as 22:00-07:00"),
        ("sms_quiet = 22", "must be text"),
        ("sms_per_day = 0", "office.sms_per_day: this must lie between 1 and 100000"),
        ("sms_expire_seconds = 1", "between 60 and"),
        ("calls_days = 6", "calls_days: this must lie between 7 and 3650, or be 0 for ever"),
        ("messages_days = 3651", "this must lie between 7 and 3650, or be 0 for ever"),
        ("sms_days = false", "must be a whole number"),
        ('sms_transliterate = "yes"', "true or false"),
    ],
)
def test_what_cannot_be_is_said(line: str, sentence: str) -> None:
    (problem,) = said_after(NAME, f"{NAME}\n{line}")
    assert sentence in problem


def test_a_mobile_number_that_is_none_is_said() -> None:
    (problem,) = said(changed('name = "Kari"', 'name = "Kari"\nmobile = "kari"'))
    assert problem == "agents.kari.mobile: 'kari' cannot be read as a telephone number"
