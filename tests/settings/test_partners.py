"""Partners in the settings document: how little must be said, what is wrong, what a change says."""

from __future__ import annotations

from importlib.resources import files

from settings.documents import OFFICE, said

from appliance.core.settings.directory import Directory
from appliance.core.settings.partners import Partner
from appliance.settings.differences import differences
from appliance.settings.document import read

VEST = """
[loops.insurance.overflow]
partner = "vest"

[partners.vest]
name = "Vest Svarservice"
number = "+47 100 00 088"
"""


def demo() -> str:
    return files("appliance.demo").joinpath("office.toml").read_text("utf-8")


def changed(before: str, after: str) -> Directory:
    assert before in demo()
    return read(demo().replace(before, after))


def test_a_name_and_a_number_are_enough() -> None:
    office = read(OFFICE + VEST)
    assert office.partners["vest"] == Partner("vest", "Vest Svarservice", "+4710000088", "nb")
    assert office.partners["vest"].whisper
    assert office.partners["vest"].confirm


def test_a_bare_number_is_read_as_before() -> None:
    office = read(OFFICE + '[loops.insurance.overflow]\nnumber = "+47 100 00 088"\n')
    rule = office.loops["insurance"].overflow
    assert rule
    assert (rule.number, rule.partner) == ("+4710000088", None)


def test_a_partner_that_is_misspelt_is_found() -> None:
    (sentence,) = (s for s in said(OFFICE + VEST.replace('= "vest"', '= "west"')) if "there" in s)
    assert "loops.insurance.overflow.partner: there is no [partners.west]" in sentence
    assert "did you mean 'vest'?" in sentence


def test_a_change_is_told_in_plain_words() -> None:
    before = read(demo())
    assert differences(before, changed('name = "Vest Svarservice"', 'name = "Vest"')) == [
        "Partner Vest: Name changes from “Vest Svarservice” to “Vest”."
    ]
    without = changed('partner = "vest"', 'loop = "other"')
    assert "To the partner is taken away (was Vest Svarservice)." in str(
        differences(before, without)
    )
