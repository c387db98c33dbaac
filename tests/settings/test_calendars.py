"""A member's calendar in the settings: how it is written, and that its address stays secret."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, said

from appliance.core.model.calendar import CalendarAccess, GraphApp
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


TENANT, CLIENT = "example.onmicrosoft.com", "00000000-0000-4000-8000-00000000000a"
ENDS = "2027-12-31"
APP = f"""
graph_tenant = "{TENANT}"
graph_client = "{CLIENT}"
graph_secret = "graf-hemmelig"
graph_secret_until = "{ENDS}"
"""
WITH_APP = OFFICE.replace('sms_to = "100 00 100"', f'sms_to = "100 00 100"{APP}')
MAILBOX = """
[agents.kari.calendar]
mailbox = "kari@example.com"
"""


def test_a_mailbox_and_the_app_that_reads_it_are_read_and_written() -> None:
    office = read(WITH_APP + MAILBOX)
    assert office.agents["kari"].calendar == CalendarAccess(mailbox="kari@example.com")
    assert office.office.graph == GraphApp(TENANT, CLIENT, "graf-hemmelig")
    assert read(write(office)) == office
    assert office.office.graph_secret_until == ENDS
    assert read(WITH_APP.replace(ENDS, "") + MAILBOX).office.graph_secret_until == ""
    assert read(OFFICE).office.graph is None


def test_the_secret_of_the_app_is_shown_to_nobody() -> None:
    with_app, without = read(WITH_APP + MAILBOX), read(OFFICE)
    renewed = read(WITH_APP.replace("graf-hemmelig", "graf-hemmeligere") + MAILBOX)
    assert "emmelig" not in repr(with_app)
    assert "emmelig" not in repr(with_app.office.graph)
    for old, new in ((without, with_app), (with_app, renewed), (with_app, without)):
        told = differences(old, new)
        assert told
        assert "emmelig" not in str(told)
    whole = parsed(WITH_APP + MAILBOX)
    bare = without_secrets(whole)
    assert "emmelig" not in str(bare)
    assert parsed(keeping_secrets(written(bare), whole)) == whole


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            OFFICE + MAILBOX,
            "mailbox: to read mailboxes, we need graph_tenant, graph_client and graph_secret in "
            "[office]",
        ),
        (
            OFFICE + "[agents.kari.calendar]\ntentative = true\n",
            "url: this needs the address of a calendar, or a mailbox",
        ),
        (
            WITH_APP + MAILBOX + f'url = "{SECRET}"\n',
            "mailbox: this goes with no address: a calendar lies in one place",
        ),
        (
            WITH_APP + MAILBOX.replace("kari@example.com", "kari"),
            "mailbox: this must be an e-mail address, such as kari@example.com",
        ),
        (
            WITH_APP + MAILBOX.replace("kari@", "ka/ri@"),
            "mailbox: this must be an e-mail address, such as kari@example.com",
        ),
    ],
)
def test_what_does_not_hang_together_is_told(text: str, told: str) -> None:
    assert said(text)[0] == f"agents.kari.calendar.{told}"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (TENANT, "a/b", "graph_tenant: this must be the tenant's id or domain, such as "),
        (CLIENT, "7", "graph_client: this must be the app's id, such as "),
        ('"graf-hemmelig"', "4711", "graph_secret: this must be one line of text in quotation "),
        (ENDS, "31.12.2027", "graph_secret_until: '31.12.2027' is no day such as 2027-05-17"),
    ],
)
def test_what_no_app_can_have_is_told(right: str, wrong: str, told: str) -> None:
    assert said(WITH_APP.replace(right, wrong) + MAILBOX)[0].startswith(f"office.{told}")


def test_working_hours_must_be_an_entry_of_hours() -> None:
    (told,) = said(OFFICE.replace('name = "Kari"', 'name = "Kari"\nhours = "dag"'))
    assert told.startswith("agents.kari.hours: ")
