"""Staff read the callers and messages of the firms that they answer for, and no others (C9)."""

from datetime import UTC, datetime

import pytest
from support.little_office import CALLER, document, office
from support.patience import PATIENCE
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import Sight, masked_view
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    InboxSms,
    Message,
    Sms,
    SmsSender,
    SmsState,
    TrailStep,
)
from appliance.core.model.told import Told
from appliance.core.protocol.view import CallView, Lamp, Row, View

NOW = datetime.now(UTC).replace(microsecond=0)
NOBODY = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")


def record(caller: str = CALLER, note: str = "") -> CallRecord:
    return CallRecord(
        CallId("c1"),
        line="nordlys",
        client="nordlys",
        caller=caller,
        dialled="+4710000001",
        language="nb",
        started=NOW,
        ended=NOW,
        clock_set=True,
        about="faktura",
        agent="anna",
        disposition=Disposition.ANSWERED_FROM_CARD,
        note=note,
        trail=(TrailStep(NOW, Told.RANG, {"who": "Anna"}),),
        talk_seconds=90.0,
    )


@pytest.fixture
def settled(page) -> Box:
    with page.box.store() as store:
        store.publish(document(office(NOBODY)), "tests")
    return page.box


@pytest.fixture
def seen(settled, read):
    """What an operator of that name reads on a page."""

    def look(name: str, path: str) -> str:
        answer = settled.logged_in(Role.OPERATOR, name).get(path)
        assert answer.status_code == 200
        return " ".join(read(answer.text).words)

    return look


def keep(box: Box, *records) -> None:
    with box.store() as store:
        store.save(records)


def test_the_story_of_a_call_is_masked_for_those_who_do_not_serve_the_firm(settled, seen):
    keep(settled, record(note="ring Ola på 10 00 00 78"))
    told = seen("somebody", "/calls/")
    assert "•• •• •• 77" in told
    assert "10 00 00 7" not in told
    assert "Not shown: you do not serve this firm." in told
    assert "ring Ola på 10 00 00 78" in seen("anna", "/calls/")


def test_nobody_finds_out_a_masked_number_by_asking_for_its_digits(settled, seen):
    keep(settled, record("+4710000177"))
    assert "No calls." in seen("somebody", "/calls/?caller=10000177")
    assert "Rang Anna." in seen("anna", "/calls/?caller=10000177")


def test_an_sms_of_a_firm_is_read_by_those_who_answer_for_it(settled, seen):
    message = Message("m1", CallId("c1"), "nordlys", CALLER, "", NOW, True, None)
    keep(settled, record(), message)
    keep(settled, Sms("s1", CALLER, "Ring Ola om lekkasjen", SmsState.FAILED, message="m1"))
    told = seen("somebody", "/sms/")
    assert "lekkasjen" not in told
    assert "•• •• •• 77" in told
    assert "Send again" not in told, "who may not read it cannot decide on it either"
    decides = seen("anna", "/sms/")
    assert "lekkasjen" in decides
    assert "Send again" in decides


def test_an_sms_that_was_sent_for_a_firm_is_read_by_those_who_answer_for_it(settled, seen):
    keep(settled, record(), Message("m1", CallId("c1"), "nordlys", CALLER, "", NOW, True, None))
    keep(settled, Sms("s1", CALLER, "Ring Ola om lekkasjen", SmsState.SENT, message="m1"))
    told = seen("somebody", "/sms/")
    assert "lekkasjen" not in told
    assert "•• •• •• 77" in told
    assert "lekkasjen" in seen("anna", "/sms/")


def waiting_sms(box: Box) -> None:
    """One that failed and one that came in, both about a message of Nordlys."""
    keep(box, record(), Message("m1", CallId("c1"), "nordlys", CALLER, "", NOW, True, None))
    keep(box, Sms("s1", CALLER, "Ring Ola", SmsState.FAILED, message="m1"))
    came = (CALLER, "Takk", NOW, NOW, SmsSender.UNKNOWN)
    keep(box, InboxSms("i1", *came, message="m1"), InboxSms("i2", *came, client="nordlys"))
    keep(box, InboxSms("i3", *came))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/sms/settle", {"sms": "s1", "again": "yes"}),
        ("/sms/settle", {"sms": "s1", "again": "no"}),
        ("/sms/read", {"sms": "i1"}),
        ("/sms/read", {"sms": "i2"}),
        ("/sms/settle", {"sms": "no such", "again": "yes"}),
        ("/sms/read", {"sms": "no such"}),
    ],
)
def test_who_does_not_serve_a_firm_decides_on_none_of_its_sms(settled, office, path, form):
    waiting_sms(settled)
    answer = settled.logged_in(Role.OPERATOR, "somebody").post(path, data=form)
    assert answer.status_code == 403
    assert office.asked.empty()
    if form["sms"] != "no such":
        for role, name in ((Role.OPERATOR, "anna"), (Role.SUPERIOR, "boss")):
            assert settled.logged_in(role, name).post(path, data=form).status_code == 303
            assert office.asked.get(timeout=PATIENCE)


def test_the_offices_own_sms_is_read_by_any_operator(settled, office):
    waiting_sms(settled)
    answer = settled.logged_in(Role.OPERATOR, "somebody").post("/sms/read", data={"sms": "i3"})
    assert answer.status_code == 303
    assert office.asked.get(timeout=PATIENCE)


def test_the_offices_own_sms_are_for_every_operator(settled, seen):
    keep(settled, Sms("s1", CALLER, "Test av sentralbordet", SmsState.FAILED))
    assert "Test av sentralbordet" in seen("somebody", "/sms/")


def test_a_viewer_of_the_live_page_sees_no_whole_number(settled, office, page, views):
    busy = (Lamp("anna", "Anna", "busy", "talking to", "10 00 00 77", "nordlys"),)
    office.show(views.view(views.call(client_id="nordlys", caller="10 00 00 77"), lamps=busy))
    page.until("10 00 00 77")
    viewer = settled.logged_in(Role.VIEWER)
    stream = viewer.get("/events")
    for shown in (viewer.get("/").text, next(iter(stream.response)).decode()):
        assert "10 00 00 77" not in shown
        assert "+4710000001" not in shown
    stream.close()
    assert "10 00 00 77" in settled.logged_in(Role.VIEWER, "anna").get("/").text


def a_call(call: str, caller: str, firm: str) -> CallView:
    return CallView(call, firm, caller, "", "ringing", "", client_id=firm)


def test_a_number_that_is_read_in_full_is_so_on_the_display_too() -> None:
    own = a_call("c1", "10 00 00 77", "nordlys")
    other = a_call("c2", "21", "strom")
    rows = (Row("10 00 00 77"), Row("10 00 00 66"))
    lamps = (Lamp("bo", "Bo", "busy", "talks with", "10 00 00 21", "strom"),)
    view = View(rows=rows, calls=(own, other), lamps=lamps)
    seen = masked_view(view, Sight(frozenset({"nordlys"})))
    assert [row.text for row in seen.rows] == ["10 00 00 77", "•• •• •• 66"]
    assert seen.lamps[0].caller == "•• •• •• 21"


def test_a_short_number_unmasks_no_longer_one_that_ends_alike() -> None:
    own = a_call("c1", "21", "nordlys")
    lamps = (Lamp("bo", "Bo", "busy", "talks with", "10 00 00 21", "strom"),)
    seen = masked_view(View(calls=(own,), lamps=lamps), Sight(frozenset({"nordlys"})))
    assert seen.lamps[0].caller == "•• •• •• 21"


def test_the_numbers_of_a_firm_itself_stand_on_the_card_for_those_who_serve_it(settled, seen):
    assert "Messages go to +••" in seen("somebody", "/cards/nordlys")
    assert "Messages go to +47" in seen("anna", "/cards/nordlys")


def test_a_caller_by_name_is_not_read_in_stories_and_sms_of_another_firm(settled, seen):
    keep(settled, record("kari.hansen"))
    message = Message("m1", CallId("c1"), "nordlys", "kari.hansen", "", NOW, True, None)
    came = ("Kari Hansen", "Takk", NOW, NOW, SmsSender.UNKNOWN)
    keep(settled, message, InboxSms("i2", *came, client="nordlys"))
    for path in ("/calls/", "/sms/"):
        assert "hansen" not in seen("somebody", path).lower(), path
        assert "hansen" in seen("anna", path).lower(), path
