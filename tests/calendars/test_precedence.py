"""Which mark of an event counts when several speak: the table of docs/calendars.md."""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path

import pytest
from support.calendars import NOW, OSLO, event, ics, reading, told
from support.odd_calendars import AT_TEN, INVITED

from appliance.calendars.reading import read_calendar
from appliance.calendars.window import Window

OWNER = "kari@example.com"
MARK = "X-MICROSOFT-CDO-BUSYSTATUS:"
INTENDED = "X-MICROSOFT-CDO-INTENDEDSTATUS:"


def answered(answer: str, who: str = OWNER, more: str = "") -> str:
    return f"ATTENDEE;CN=X;PARTSTAT={answer}{more}:mailto:{who}"


def shown(*lines: str, owner: str = OWNER) -> str:
    """How an event of these lines is shown; "" if it is not there."""
    entries = told(reading(event(*AT_TEN, *lines), owner=owner))
    return entries[0].rpartition(" ")[2] if entries else ""


TABLE = [
    # Cancelled goes before everything.
    (("STATUS:CANCELLED", f"{MARK}OOF"), ""),
    (("STATUS:CANCELED", f"{MARK}BUSY"), ""),
    (("STATUS:cancelled", answered("ACCEPTED")), ""),
    # Then the owner's no.
    ((answered("DECLINED"), f"{MARK}BUSY", "TRANSP:OPAQUE"), ""),
    ((answered("DECLINED"), f"{MARK}OOF"), ""),
    ((answered("DELEGATED"), f"{MARK}BUSY"), ""),
    # Then what somebody chose in Outlook.
    ((f"{MARK}OOF", answered("TENTATIVE")), "out_of_office"),
    ((f"{MARK}OOF", "TRANSP:TRANSPARENT"), "out_of_office"),
    ((f"{MARK}FREE", answered("ACCEPTED")), "free"),
    ((f"{MARK}FREE", "TRANSP:OPAQUE"), "free"),
    ((f"{MARK}WORKINGELSEWHERE", answered("ACCEPTED")), "elsewhere"),
    # Then "show as free" of other programs, set later beside what Outlook had written.
    (("TRANSP:TRANSPARENT", f"{MARK}BUSY"), "free"),
    (("TRANSP:TRANSPARENT", f"{MARK}TENTATIVE"), "free"),
    (("TRANSP:TRANSPARENT", answered("ACCEPTED")), "free"),
    (("TRANSP:TRANSPARENT", "STATUS:TENTATIVE"), "free"),
    # Then the owner's yes or perhaps.
    (INVITED, "busy"),
    ((answered("ACCEPTED"), f"{MARK}TENTATIVE"), "busy"),
    ((answered("ACCEPTED"), f"{MARK}TENTATIVE", f"{INTENDED}TENTATIVE"), "tentative"),
    ((answered("ACCEPTED"), f"{MARK}BUSY", f"{INTENDED}TENTATIVE"), "busy"),
    ((answered("ACCEPTED"), f"{MARK}TENTATIVE", f"{INTENDED}OOF"), "out_of_office"),
    ((answered("ACCEPTED"), f"{MARK}TENTATIVE", f"{INTENDED}FREE"), "free"),
    ((answered("ACCEPTED"), "STATUS:TENTATIVE"), "busy"),
    ((answered("TENTATIVE"), f"{MARK}BUSY"), "tentative"),
    ((answered("TENTATIVE"), "STATUS:CONFIRMED"), "tentative"),
    # Then Outlook's busy or tentative.
    ((f"{MARK}BUSY", "STATUS:TENTATIVE"), "busy"),
    ((f"{MARK}BUSY", answered("NEEDS-ACTION")), "busy"),
    ((f"{MARK}TENTATIVE", "STATUS:CONFIRMED", "TRANSP:OPAQUE"), "tentative"),
    ((f"{MARK}TENTATIVE", f"{INTENDED}BUSY", answered("NEEDS-ACTION")), "tentative"),
    # Then that nobody has decided.
    (("STATUS:TENTATIVE",), "tentative"),
    ((answered("NEEDS-ACTION"), "STATUS:CONFIRMED"), "tentative"),
    # And else it is busy.
    ((), "busy"),
    (("STATUS:CONFIRMED", f"{MARK}ODD", "TRANSP:ODD"), "busy"),
    ((f"ATTENDEE:mailto:{OWNER}",), "busy"),
]


@pytest.mark.parametrize(("lines", "how"), TABLE, ids=lambda each: str(each)[:60])
def test_the_table_of_precedence(lines: tuple[str, ...], how: str) -> None:
    assert shown(*lines) == how
    assert shown(*reversed(lines)) == how, "the order of the lines says nothing"


def test_an_accepted_invitation_of_somebody_whose_address_is_not_known() -> None:
    assert shown(*INVITED, owner="") == "busy"
    undecided = answered("NEEDS-ACTION", "bo@example.com")
    assert shown(*INVITED, undecided, owner="") == "tentative"


@pytest.mark.parametrize(
    ("answers", "how"),
    [
        (("DECLINED", "ACCEPTED"), "busy"),
        (("NEEDS-ACTION", "ACCEPTED"), "busy"),
        (("DECLINED", "TENTATIVE"), "tentative"),
        (("NEEDS-ACTION", "DECLINED"), ""),
    ],
)
def test_somebody_who_was_invited_under_two_addresses(answers: tuple[str, str], how: str) -> None:
    both = (answered(answers[0]), answered(answers[1], "kari.hansen@example.com"))
    for lines in (both, both[::-1]):
        calendar = ("X-WR-CALNAME:kari.hansen@example.com", event(*AT_TEN, *lines))
        entries = told(reading(*calendar, owner=OWNER))
        assert [entry.rpartition(" ")[2] for entry in entries] == ([how] if how else [])


def test_who_sent_a_delegate_does_not_come_unless_the_delegate_declined() -> None:
    sent = answered("DELEGATED", more=';DELEGATED-TO="mailto:bo@example.com"')
    by = ';DELEGATED-FROM="mailto:kari@example.com"'
    assert shown(sent, answered("ACCEPTED", "bo@example.com", by)) == ""
    assert shown(sent, answered("DECLINED", "bo@example.com", by)) == "tentative"
    unquoted = ";DELEGATED-FROM=mailto:kari@example.com"
    assert shown(sent, answered("DECLINED", "bo@example.com", unquoted)) == "tentative"
    assert shown(answered("ACCEPTED"), answered("DECLINED", "bo@example.com", by)) == "busy"


def test_a_delegate_who_declined_does_not_come() -> None:
    by = ';DELEGATED-FROM="mailto:bo@example.com"'
    sent = answered("DELEGATED", "bo@example.com", ";DELEGATED-TO=mailto:kari@example.com")
    assert shown(sent, answered("DECLINED", more=by)) == ""
    assert shown(sent, answered("ACCEPTED", more=by)) == "busy"


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Kari@Example.COM",
        "ATTENDEE;CN=Hansen: Kari;PARTSTAT=DECLINED:mailto:kari@example.com",
        "ATTENDEE;PARTSTAT=DECLINED;EMAIL=kari@example.com:urn:uuid:0001",
        'ATTENDEE;CN="Kari; Hansen";PARTSTAT="declined":mailto:kari@example.com',
        "ATTENDEE;PARTSTAT=DECLINED:kari@example.com",
    ],
)
def test_the_owner_is_found_however_the_program_writes_an_address(attendee: str) -> None:
    assert shown(attendee) == ""


def test_a_calendar_of_cancellations_cancels() -> None:
    assert told(reading("METHOD:CANCEL", event(*AT_TEN))) == []
    assert told(reading("METHOD:PUBLISH", event(*AT_TEN))) != []


def test_a_cancellation_beside_the_series_takes_out_its_one_meeting() -> None:

    series = event("DTSTART:20260325T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", uid="1")
    one = event("DTSTART:20260326T090000Z", "RECURRENCE-ID:20260326T090000Z", uid="1")
    document = ics(series) + ics("METHOD:CANCEL", one)
    read = read_calendar(document, Window.around(NOW, OSLO))
    assert [entry[:5] for entry in told(read)] == ["03-25", "03-27"]


def test_of_two_copies_of_one_age_the_cancelled_one_counts() -> None:
    copies = [event(*AT_TEN, uid="one"), event(*AT_TEN, "STATUS:CANCELLED", uid="one")]
    for parts in (copies, copies[::-1]):
        assert told(reading(*parts)) == []


ROWS: dict[str, dict[str, str]] = {
    "`STATUS:CANCELLED`": {"STATUS:CANCELLED": ""},
    "the owner's answer `PARTSTAT=DECLINED`": {answered("DECLINED"): ""},
    "`BUSYSTATUS` of Outlook: `OOF`": {f"{MARK}OOF": "out_of_office"},
    "`TRANSP:TRANSPARENT`": {"TRANSP:TRANSPARENT": "free"},
    "the owner's answer `PARTSTAT=ACCEPTED`": {answered("ACCEPTED"): "busy"},
    "the owner's answer `PARTSTAT=TENTATIVE`": {answered("TENTATIVE"): "tentative"},
    "`BUSYSTATUS:BUSY` or `TENTATIVE`": {f"{MARK}BUSY": "busy", f"{MARK}TENTATIVE": "tentative"},
    "`STATUS:TENTATIVE`": {"STATUS:TENTATIVE": "tentative"},
    "none of these": {},
}
"""How each row of docs/calendars.md begins, and marks of it with what they are shown as."""


def property_of(line: str) -> str:
    return re.split("[;:]", line)[0]


def rows_as_written() -> list[dict[str, str]]:
    """The marks of the rows of the page, in the order of the page."""
    page = (Path(__file__).parents[2] / "docs" / "calendars.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| (\d) \| (.*?) \|", page, re.MULTILINE)
    assert [number for number, _ in written] == [str(n + 1) for n in range(len(ROWS))]
    found = [[key for key in ROWS if words.startswith(key)] for _, words in written]
    assert sorted(found) == sorted([key] for key in ROWS), "every row once"
    return [ROWS[key] for (key,) in found]


def test_the_rows_of_the_page_stand_in_the_order_in_which_they_count() -> None:
    """Of two marks of different properties, the one of the upper row says how it is shown."""
    for upper, lower in combinations(rows_as_written(), 2):
        for (line, how), other in product(upper.items(), lower):
            if property_of(line) != property_of(other):
                assert shown(line, other) == how, f"{line} stands above {other}"
