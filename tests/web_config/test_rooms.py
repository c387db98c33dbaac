"""The rooms beside the front panel: cards, stories, usage, SMS, the simulator, and the tests."""

import re
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from support.little_office import CALLER, NORDLYS, document, office
from support.patience import PATIENCE
from support.web_browser import Box

from appliance.control import Answer
from appliance.core.desk.accounts import Role
from appliance.core.model.calendar import CalendarAccess, CalendarRecord, Entry, Shown
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    Greeting,
    InboxSms,
    LegId,
    Message,
    Moment,
    PresenceRecord,
    Sms,
    SmsId,
    SmsSender,
    SmsState,
    Status,
    TrailStep,
)
from appliance.core.model.told import Told
from appliance.core.protocol.events import ButtonPressed, CallArrived
from appliance.core.protocol.events_sms import SmsAsked, SmsRead, SmsSettled
from appliance.core.route import imagine
from appliance.core.staff.hunting import Why
from appliance.core.switchboard import Switchboard
from appliance.core.why_ring import why_ring
from appliance.store.started import read_started
from web_config.ground import settings_in_force

NOW = datetime.now(UTC).replace(microsecond=0)
NOBODY = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")


def record(id: str, client: str | None = "nordlys", **more) -> CallRecord:
    facts = {
        "line": "nordlys",
        "caller": CALLER,
        "dialled": NORDLYS,
        "language": "nb",
        "started": NOW - timedelta(minutes=3),
        "ended": NOW,
        "clock_set": True,
        "about": "faktura",
        "agent": "anna",
        "disposition": Disposition.ANSWERED_FROM_CARD,
        "note": "",
        "trail": (
            TrailStep(NOW, Told.RANG, {"who": "Anna"}),
            TrailStep(NOW, Told.ANSWERED, {"who": "Anna"}),
        ),
        "talk_seconds": 90.0,
    }
    return CallRecord(CallId(id), client=client, **facts | more)


@pytest.fixture
def settled(page) -> Box:
    with page.box.store() as store:
        store.publish(document(office(NOBODY)), "tests")
    return page.box


def keep(box: Box, *records) -> None:
    with box.store() as store:
        store.save(records)


def words(read, browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(read(answer.text).words)


def test_every_firm_has_a_card_and_is_found_by_a_word(settled, read):
    viewer = settled.logged_in(Role.VIEWER)
    assert "Nordlys Rør" in words(read, viewer, "/cards/")
    found = words(read, viewer, "/cards/?q=STRØM")
    assert "Café Strøm" in found
    assert "Nordlys Rør" not in found
    assert "Nordlys Rør, hei" in words(read, viewer, "/cards/nordlys")
    assert viewer.get("/cards/nobody").status_code == 404


def test_a_closed_call_reads_like_a_story(settled, read):
    keep(settled, record("c1"), record("c2", None, disposition=Disposition.ABANDONED, agent=None))
    told = words(read, settled.logged_in(Role.SUPERIOR), "/calls/")
    assert "Nordlys Rør 10 00 00 77 answered from card Anna" in told
    assert "Rang Anna." in told
    assert told.index("Unknown line") < told.index("Nordlys Rør 10 00 00 77"), "newest first"
    norwegian = settled.logged_in(Role.SUPERIOR, "kari", language="nb")
    assert "Anna svarte." in words(read, norwegian, "/calls/")


def test_stories_are_found_by_client_and_caller_and_paged(settled, read):
    keep(settled, *(record(f"c{n}", caller=f"+47100001{n:02}") for n in range(40)))
    keep(settled, record("other", "strom"))
    operator = settled.logged_in(Role.SUPERIOR)
    assert words(read, operator, "/calls/?client=strom").count("faktura") == 0
    assert words(read, operator, "/calls/?client=strom").count("Rang Anna.") == 1
    assert words(read, operator, "/calls/?caller=10000139").count("Rang Anna.") == 1
    first = operator.get("/calls/?client=nordlys")
    assert first.text.count("Rang Anna.") == 30
    assert "before=11" in first.text
    assert operator.get("/calls/?client=nordlys&before=11").text.count("Rang Anna.") == 10


def test_calls_stand_in_the_order_of_the_time_that_is_shown(settled, read):
    """They are written down as they end, and a long call ends after many that began later."""
    ended = [*range(2, 32), 60, 50, 1]
    for minutes in ended:
        began, caller = NOW - timedelta(minutes=minutes), f"+47100002{minutes:02}"
        keep(settled, record(f"c{minutes}", started=began, caller=caller))
    chief = settled.logged_in(Role.SUPERIOR)
    for query in ("", "&client=nordlys"):
        newest = chief.get(f"/calls/?{query}").text
        (row,) = re.findall(r"before=(\d+)", newest)
        older = chief.get(f"/calls/?before={row}{query}").text
        told = re.findall(r"<span>10\s00\s02\s(\d\d)</span>", newest + older)
        assert list(map(int, told)) == sorted(ended)


def test_usage_counts_calls_billed_minutes_and_sms_of_a_month(settled, read):
    message = Message("m1", CallId("c1"), "nordlys", CALLER, "", NOW, True, None)
    sent = Sms(SmsId("s1"), "+4710000011", "x", SmsState.SENT, message="m1", sent_at=NOW, parts=2)
    missed = record("c2", disposition=Disposition.ABANDONED, talk_seconds=0.0)
    keep(settled, record("c1", talk_seconds=61.0), record("c3", talk_seconds=1.0))
    keep(settled, missed, message, sent)
    keep(settled, record("old", started=NOW - timedelta(days=70)))
    chief = settled.logged_in(Role.SUPERIOR)
    assert "Nordlys Rør 3 2 0 1 3 2" in words(read, chief, "/usage/")
    assert "Nordlys Rør;3;2;0;1;3;2" in chief.get("/usage/usage.csv").text
    rows = re.findall(r'data-label="Client">(.*?)<', chief.get("/usage/?month=1999-01").text)
    assert rows == ["Café Strøm", "Nordlys Rør"], "who has used nothing is not forgotten"
    assert "Nordlys Rør;0;0;0;0;0;0" in chief.get("/usage/usage.csv?month=1999-01").text
    assert "Nordlys" in words(read, chief, "/usage/?month=nonsense")


def test_a_name_that_a_spreadsheet_would_calculate_is_only_a_name(settled):
    keep(settled, record("c1", "=1+1"))
    assert "'=1+1;1" in settled.logged_in(Role.SUPERIOR).get("/usage/usage.csv").text


def test_a_doubtful_sms_is_sent_again_or_left_by_a_person(settled, page, read, request):
    switchboard = request.getfixturevalue("office")
    maybe = Sms(SmsId("s1"), "+4710000011", "Ring Kari", SmsState.MAYBE, 1, "No answer came.")
    keep(settled, maybe, Sms(SmsId("s2"), "+4710000012", "Vent", SmsState.QUEUED))
    operator = settled.logged_in(Role.OPERATOR)
    told = words(read, operator, "/sms/")
    assert "Ring Kari" in told
    assert "Sent again, it may arrive twice." in told
    assert "waits for its turn" in told
    operator.post("/sms/settle", data={"sms": "s1", "again": "yes"})
    assert switchboard.asked.get(timeout=PATIENCE) == SmsSettled(SmsId("s1"), True, "control-1")
    operator.post("/sms/settle", data={"sms": "s1", "again": "no"})
    assert not switchboard.asked.get(timeout=PATIENCE).again


def test_what_was_sent_is_read_with_its_time_newest_first(settled, read):
    sent = Sms(SmsId("s1"), "+4710000011", "Kari ringte", SmsState.SENT, sent_at=NOW)
    keep(settled, sent, replace(sent, id=SmsId("s2"), text="Ola", state=SmsState.DELIVERED))
    told = words(read, settled.logged_in(Role.OPERATOR), "/sms/")
    assert "Sent last 10 00 00 11 has arrived Ola Sent" in told
    assert told.index("Ola") < told.index("10 00 00 11 is sent Kari ringte Sent")


def test_what_may_have_been_sent_is_not_said_to_be_sent(settled, read):
    maybe = Sms(SmsId("s1"), "+4710000011", "Ring", SmsState.MAYBE, 1, "x", sent_at=NOW)
    keep(settled, maybe)
    told = words(read, settled.logged_in(Role.OPERATOR), "/sms/")
    assert "1 try." in told
    assert "Sent 2" not in told
    assert "Sent last" not in told


def test_an_sms_that_came_in_is_read_by_somebody(settled, read, request):
    switchboard = request.getfixturevalue("office")
    came = InboxSms("in-1", "+4710000011", "Takk!", NOW, NOW, SmsSender.CLIENT)
    keep(settled, came)
    operator = settled.logged_in(Role.OPERATOR)
    assert "Takk!" in words(read, operator, "/sms/")
    operator.post("/sms/read", data={"sms": "in-1"})
    assert isinstance(switchboard.asked.get(timeout=PATIENCE), SmsRead)


def test_the_simulator_is_walked_by_clicking_what_is_heard(settled, read):
    viewer = settled.logged_in(Role.VIEWER)
    page = viewer.get("/route/?line=nordlys&at=2026-11-20T10:00")
    assert "Hears: Nordlys." in page.text
    link = next(href for href in read(page.text).attributes["href"] if "keys=1" in str(href))
    on = viewer.get(str(link).replace("&amp;", "&"))
    told = " ".join(read(on.text).words)
    assert "Pressed 1: faktura." in told
    assert "Waits in Faktura." in told
    assert "Anna rings first" in told
    assert "Bo rings if those before do not answer" in told
    assert 'aria-current="true"><b>1</b> faktura' in on.text


def test_the_simulator_says_why_a_telephone_does_not_ring(settled, read):
    keep(settled, PresenceRecord("anna", Status.AWAY, "lunsj", NOW))
    told = words(read, settled.logged_in(Role.VIEWER), "/route/?line=nordlys&keys=1")
    assert "Anna does not ring: away (lunsj)" in told
    assert "Bo rings first" in told


def test_the_simulator_says_what_the_command_says(page, read):
    """Calendars, statuses and spoken greetings: the page once knew nothing of the first."""
    directory = office(NOBODY)
    anna = replace(directory.agents["anna"], calendar=CalendarAccess("https://calendar.example/a"))
    directory = replace(directory, agents={**directory.agents, "anna": anna})
    meeting = Entry(NOW - timedelta(hours=1), NOW + timedelta(hours=1), Shown.BUSY)
    box, line = page.box, directory.lines["nordlys"]
    with box.store() as store:
        store.publish(document(directory), "tests")
    keep(box, PresenceRecord("bo", Status.AWAY, "lunsj", NOW))
    keep(box, CalendarRecord("anna", (meeting,), NOW))
    spoken = box.folder / "hei.wav"
    spoken.write_bytes(b"hei")
    keep(box, Greeting(line.id, str(spoken), "anna", NOW))
    started, _ = read_started(box.site.database, box.site.media)
    call = CallArrived(LegId("imagined"), line.number, None, ())
    said = imagine(started, call, NOW, "1")
    with box.app.test_request_context():
        assert imagine(settings_in_force.started(), call, NOW, "1") == said
    whys = [each.why for step in said for each in step.reached]
    assert whys == [Why.CALENDAR, Why.AWAY]
    told = words(read, box.logged_in(Role.VIEWER), "/route/?line=nordlys&keys=1")
    assert "Anna does not ring: the calendar keeps loop calls away" in told


def test_the_simulator_bears_nonsense(settled, read):
    viewer = settled.logged_in(Role.VIEWER)
    told = words(read, viewer, "/route/?number=hello&at=never&keys=%3Cscript%3E&caller=%00x")
    assert "known by no number that we know" in told


def test_the_simulator_of_a_box_without_lines(page, read):
    told = words(read, page.box.logged_in(Role.VIEWER), "/route/")
    assert "There are no lines in the settings yet." in told


def test_the_lamps_are_tested_by_a_button(settled, request):
    switchboard = request.getfixturevalue("office")
    settled.logged_in(Role.SUPERIOR).post("/checks/lamps")
    assert switchboard.asked.get(timeout=PATIENCE) == ButtonPressed("lamp_test")


def test_a_test_sms_is_sent_only_when_its_cost_was_agreed_to(settled, read, request):
    switchboard = request.getfixturevalue("office")
    chief = settled.logged_in(Role.SUPERIOR)
    asked = chief.post("/checks/sms", data={"number": "10 00 00 77"})
    told = " ".join(read(asked.text).words)
    assert CALLER in told
    assert "It costs 1 SMS" in told
    assert switchboard.asked.empty()
    sent = chief.post("/checks/sms", data={"number": CALLER, "agreed": "yes"})
    event = switchboard.asked.get(timeout=PATIENCE)
    assert isinstance(event, SmsAsked)
    assert event.number == CALLER
    keep(settled, Sms(event.id, CALLER, "x", SmsState.SENT))
    assert "is sent" in words(read, chief, sent.location.partition("#")[0])


def test_a_wrong_number_for_the_test_sms_is_a_sentence(settled):
    chief = settled.logged_in(Role.SUPERIOR)
    chief.post("/checks/sms", data={"number": "hello"})
    assert "That is no telephone number." in chief.get("/checks/").text


def test_a_test_call_without_a_switchboard_is_a_step_that_failed(box, read):
    chief = box.logged_in(Role.SUPERIOR)
    chief.post("/checks/call")
    box.app.extensions["trial_calls"].wait(PATIENCE)
    told = words(read, chief, "/checks/")
    assert "The switchboard does not work yet" in told
    assert "failed The switchboard answers" in told


def test_why_a_telephone_does_not_ring_is_the_switchboards_own_answer(settled, read, monkeypatch):
    monkeypatch.setattr(settled.app.extensions["control"], "ask", RealRules(settled).ask)
    keep(settled, PresenceRecord("anna", Status.AWAY, "lunsj", NOW))
    viewer = settled.logged_in(Role.VIEWER)
    told = words(read, viewer, "/why/anna")
    assert "This telephone would not ring for a caller of a loop now." in told
    assert "Status keeps it silent Away (lunsj)" in told
    assert "Faktura does not ring: away" in told
    assert "This telephone would ring" in words(read, viewer, "/why/bo")
    assert viewer.get("/why/nobody").status_code == 404
    assert "Cato" in words(read, viewer, "/why/")


class RealRules:
    """A switchboard that has just started, asked without a socket."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def ask(self, do: str, agent: str) -> Answer:
        assert do == "why"
        started, _ = read_started(self._box.site.database, self._box.site.media)
        switchboard = Switchboard()
        now = Moment(0.0, NOW)
        switchboard.handle(started, now)
        found = why_ring(switchboard.picture, switchboard.picture.directory.agents[agent], now)
        return Answer(True, "", {"data": asdict(found)})


def test_why_is_told_in_the_readers_language(settled, read, monkeypatch):
    monkeypatch.setattr(settled.app.extensions["control"], "ask", RealRules(settled).ask)
    keep(settled, PresenceRecord("anna", Status.AWAY, "lunsj", NOW, NOW + timedelta(hours=1)))
    told = words(read, settled.logged_in(Role.VIEWER, "kari", language="nb"), "/why/anna")
    assert "Borte (lunsj) siden " in told
    assert " til " in told
    assert "Medlem av Faktura." in told
    assert "Ikke i samtale." in told
