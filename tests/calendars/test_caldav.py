"""CalDAV servers as they are: data that must be asked for, accounts, logins, hostile answers."""

from __future__ import annotations

import re

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, OSLO, event, ics, told

from appliance.calendars.caldav import MOST_ASKED
from appliance.calendars.document import sift
from appliance.calendars.fetching import fetch
from appliance.calendars.reading import Reading, read
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import CalendarAccess

WINDOW = Window.around(NOW, OSLO)
PATH = "/dav/kari/calendar/"
MEETING = ics(event("DTSTART:20260325T100000", "DURATION:PT2H", uid="a")).decode()
OTHER = ics(event("DTSTART:20260326T100000", "DURATION:PT1H", uid="b")).decode()
TEN, NEXT_DAY = "03-25 10:00 - 03-25 12:00 busy", "03-26 10:00 - 03-26 11:00 busy"


def multistatus(*responses: str) -> Page:
    spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    text = f'<?xml version="1.0"?><d:multistatus {spaces}>{"".join(responses)}</d:multistatus>'
    return Page(text.encode(), status=207)


def response(name: str, said: str) -> str:
    return f"<d:response><d:href>{PATH}{name}</d:href>{said}</d:response>"


def given(name: str, data: str) -> str:
    prop = f"<d:prop><c:calendar-data><![CDATA[{data}]]></c:calendar-data></d:prop>"
    status = "<d:status>HTTP/1.1 200 OK</d:status>"
    return response(name, f"<d:propstat>{prop}{status}</d:propstat>")


def named(name: str) -> str:
    nothing = "<d:prop><c:calendar-data/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status>"
    return response(name, f"<d:propstat>{nothing}</d:propstat>")


def gone(name: str) -> str:
    status = "<d:status>HTTP/1.1 404 Not Found</d:status>"
    return response(name, status)


def kind(*types: str) -> Page:
    found = "".join(types)
    prop = f"<d:propstat><d:prop><d:resourcetype>{found}</d:resourcetype></d:prop></d:propstat>"
    return multistatus(f"<d:response><d:href>{PATH}</d:href>{prop}</d:response>")


def reading(server: CalendarServer, user: str = "kari", password: str = "x") -> Reading:
    access = CalendarAccess(server.url(PATH), user, password)
    found = fetch(access, WINDOW, {}, lambda pieces: sift(pieces, WINDOW))
    assert found is not None
    return read(found.document, WINDOW)


def refusal(server: CalendarServer) -> str:
    with pytest.raises(CalendarError) as raised:
        reading(server)
    return str(raised.value)


def test_events_that_come_with_their_data(server: CalendarServer) -> None:
    server.answers["REPORT"] = [multistatus(given("a.ics", MEETING), given("b.ics", OTHER))]
    assert told(reading(server)) == [TEN, NEXT_DAY]
    assert len(server.asked) == 1


def test_events_that_are_only_named_are_asked_for_by_name(server: CalendarServer) -> None:
    server.answers["REPORT"] = [
        multistatus(named("a.ics"), named("b&amp;c.ics")),
        multistatus(given("a.ics", MEETING), given("b&amp;c.ics", OTHER)),
    ]
    assert told(reading(server)) == [TEN, NEXT_DAY]
    assert b"calendar-multiget" in server.bodies[1]
    hrefs = re.findall(rb"<d:href>(.*?)</d:href>", server.bodies[1])
    assert hrefs == [f"{PATH}a.ics".encode(), f"{PATH}b&amp;c.ics".encode()]


def test_only_what_came_without_data_is_asked_for_again(server: CalendarServer) -> None:
    some = multistatus(given("a.ics", MEETING), named("b.ics"), gone("c.ics"))
    server.answers["REPORT"] = [some, multistatus(given("b.ics", OTHER))]
    assert told(reading(server)) == [TEN, NEXT_DAY]
    assert server.bodies[1].count(b"<d:href>") == 1


@pytest.mark.parametrize("again", [multistatus(named("a.ics")), Page(status=403)])
def test_events_that_nobody_gives_are_told(server: CalendarServer, again: Page) -> None:
    server.answers["REPORT"] = [multistatus(named("a.ics")), again]
    assert refusal(server) == (
        "127.0.0.1 names the entries of the calendar but does not give them: share it anew."
    )


@pytest.mark.parametrize(
    "what", [kind("<d:collection/>"), kind("<d:collection/>", "<d:principal/>")]
)
def test_an_account_is_no_empty_calendar(server: CalendarServer, what: Page) -> None:
    server.answers = {"REPORT": [multistatus()], "PROPFIND": [what]}
    assert "an account or a folder at this address, not a calendar" in refusal(server)
    folder = multistatus("<d:response><d:href>/dav/kari/calendar/</d:href></d:response>")
    server.answers["REPORT"] = [folder]
    assert "an account or a folder" in refusal(server)


def test_an_account_whose_server_refuses_the_question(server: CalendarServer) -> None:
    server.answers = {"REPORT": [Page(status=403)], "PROPFIND": [kind("<d:collection/>")]}
    server.pages[PATH] = Page(b"<html>A list of calendars</html>")
    assert "an account or a folder" in refusal(server)


@pytest.mark.parametrize("what", [kind("<d:collection/>", "<c:calendar/>"), Page(status=405)])
def test_an_empty_calendar_is_empty(server: CalendarServer, what: Page) -> None:
    server.answers = {"REPORT": [multistatus()], "PROPFIND": [what]}
    assert reading(server).entries == ()


def test_one_broken_event_of_a_server_costs_no_other(server: CalendarServer) -> None:
    cut = MEETING[: MEETING.index("END:VEVENT")]
    server.answers["REPORT"] = [multistatus(given("a.ics", cut), given("b.ics", OTHER))]
    found = reading(server)
    assert told(found) == [TEN, NEXT_DAY]
    assert found.mended == 1


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb">]><d:multistatus xmlns:d="DAV:">&b;</d:multistatus>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_makes_a_small_answer_large_is_refused_in_every_encoding(
    server: CalendarServer, encoding: str
) -> None:
    head = f'<?xml version="1.0" encoding="{encoding[:6]}"?>'
    server.answers["REPORT"] = [Page((head + BOMB).encode(encoding), status=207)]
    assert "in a way that no calendar server does" in refusal(server)


@pytest.mark.parametrize("body", [b"", b"<", b"<a>", b"\x00", b"<a>" * 100_000, b"<a>&nbsp;</a>"])
def test_an_answer_that_is_none(server: CalendarServer, body: bytes) -> None:
    server.answers["REPORT"] = [Page(body, status=207)]
    assert "in a way that no calendar server does" in refusal(server)


def test_an_answer_in_utf_16_is_read(server: CalendarServer) -> None:
    page = multistatus(given("a.ics", MEETING))
    text = page.body.decode().replace('"1.0"', '"1.0" encoding="utf-16"')
    server.answers["REPORT"] = [Page(text.encode("utf-16"), status=207)]
    assert told(reading(server)) == [TEN]


CHALLENGE = 'Digest realm="dav", qop="auth", nonce="abc", opaque="xyz"'


def test_a_server_that_wants_digest_gets_it(server: CalendarServer) -> None:
    server.digest = CHALLENGE
    server.answers["REPORT"] = [multistatus(given("a.ics", MEETING))]
    assert told(reading(server)) == [TEN]
    said = [headers["authorization"].partition(" ")[0] for _, _, headers in server.asked]
    assert said == ["Basic", "Digest"]
    assert f'uri="{PATH}"' in server.asked[-1][2]["authorization"]


def test_digest_for_a_document(server: CalendarServer) -> None:
    server.digest = CHALLENGE
    server.pages[PATH] = Page(MEETING.encode())
    assert told(reading(server)) == [TEN]


def test_a_user_and_a_password_that_the_address_holds(server: CalendarServer) -> None:
    server.pages[PATH] = Page(MEETING.encode(), user="kari")
    url = server.url(PATH).replace("://", "://kari:bl%C3%A5b%C3%A6r@")
    found = fetch(CalendarAccess(url), WINDOW, {}, lambda pieces: sift(pieces, WINDOW))
    assert found is not None
    assert server.asked[-1][2]["authorization"] == "Basic a2FyaTpibMOlYsOmcg=="
    assert "kari" not in server.asked[-1][2]["host"]


def failed(name: str, status: str = "500 Internal Server Error") -> str:
    return response(name, f"<d:status>HTTP/1.1 {status}</d:status>")


@pytest.mark.parametrize("other", [failed("b.ics"), named("b.ics"), ""])
def test_meetings_that_the_server_names_and_keeps_are_counted(
    server: CalendarServer, other: str
) -> None:
    both = multistatus(named("a.ics"), named("b.ics"))
    server.answers["REPORT"] = [both, multistatus(given("a.ics", MEETING), other)]
    found = reading(server)
    assert told(found) == [TEN]
    assert (found.skipped, found.words) == (1, "One entry is malformed and left out.")


def test_a_refused_question_by_name_is_counted_beside_what_came(server: CalendarServer) -> None:
    some = multistatus(given("a.ics", MEETING), named("b.ics"), named("c.ics"))
    server.answers["REPORT"] = [some, Page(status=500)]
    assert (told(found := reading(server)), found.skipped) == ([TEN], 2)


def test_a_meeting_removed_in_between_is_not_missed(server: CalendarServer) -> None:
    both = multistatus(named("a.ics"), named("b.ics"))
    server.answers["REPORT"] = [both, multistatus(given("a.ics", MEETING), gone("b.ics"))]
    assert reading(server).skipped == 0


def test_an_answer_that_is_cut_short_is_no_reading(server: CalendarServer) -> None:
    cut = failed("", "507 Insufficient Storage")
    server.answers["REPORT"] = [multistatus(given("a.ics", MEETING), cut)]
    assert refusal(server) == (
        "127.0.0.1 gives only a part of the calendar because it holds too much: "
        "remove entries, or use a smaller calendar."
    )


def test_more_than_can_be_asked_at_once_are_asked_in_turn(server: CalendarServer) -> None:
    names = [named(f"{number}.ics") for number in range(MOST_ASKED)]
    gone_ones = [gone(f"{number}.ics") for number in range(MOST_ASKED)]
    server.answers["REPORT"] = [
        multistatus(*names, named("a.ics")),
        multistatus(*gone_ones),
        multistatus(given("a.ics", MEETING)),
    ]
    assert (told(found := reading(server)), found.skipped) == ([TEN], 0)
    assert [body.count(b"<d:href>") for body in server.bodies] == [0, MOST_ASKED, 1]


def test_more_than_is_asked_for_at_all_is_counted(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appliance.calendars.caldav.MOST_ASKED", 1)
    monkeypatch.setattr("appliance.calendars.caldav.MOST_TIMES", 1)
    both = multistatus(named("a.ics"), named("b.ics"))
    server.answers["REPORT"] = [both, multistatus(given("a.ics", MEETING))]
    assert (told(found := reading(server)), found.skipped) == ([TEN], 1)
