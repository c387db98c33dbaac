"""Having a number dialled by the page: for oneself, by who may, beside numbers one may read."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.little_office import document
from support.little_office import office as little_office
from support.patience import PATIENCE
from support.two_partners import two_partners

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import CallRecord, Disposition, Message, TrailStep
from appliance.core.model.told import Told
from appliance.core.protocol.events_desk import DialAsked, InCall, InCallAsked
from appliance.store.web.audit_log import AuditLog

FORM = {"who": "anna", "number": "+47 10 00 00 66", "firm": "nordlys", "message": "c7"}
PRESSED = {"call": "c1", "agent": "anna", "what": "escalate"}
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
STRANGER = """
[agents.somebody]
name = "Somebody"
address = "sip:y@127.0.0.1"
"""
CONTACTS = """
[contacts.ola]
number = "+4710000066"
name = "Ola Vik"
"""


@pytest.fixture
def settled(page):
    """The page of an office with Anna, Bo, and Cato."""
    nobody = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")
    with page.box.store() as store:
        store.publish(document(little_office(nobody)) + CONTACTS, "tests")
    return page


def deeds(page) -> list[tuple[str, str, str]]:
    with page.box.store() as store:
        return [(entry.account, entry.action, entry.subject) for entry in AuditLog(store).page(9)]


def a_message(page, **more) -> None:
    """What FORM says that it keeps the promise of."""
    facts = {"id": "c7", "call": "c7", "client": "nordlys", "caller": "+4710000066"}
    facts |= {"about": "", "taken_at": MORNING, "clock_set": True, "taken_by": "anna"}
    with page.box.store() as store:
        store.save([Message(**facts | more)])


@pytest.mark.parametrize(
    ("message", "form"),
    [
        ({"caller": "+4710000067"}, {}),
        ({"client": "strom"}, {}),
        ({"client": None}, {}),
        ({"caller": None}, {}),
        ({}, {"number": "+47 10 00 00 67"}),
        ({}, {"firm": ""}),
        ({}, {"message": "no such"}),
        ({}, {"as": "somebody"}),
    ],
)
def test_a_call_keeps_no_promise_of_another_number_or_firm(office, settled, message, form):
    """Else anybody could be done with a message that they may not even read."""
    a_message(settled, **message)
    name = form.get("as", "anna")
    if name != "anna":  # serves no firm, and calls for herself
        with settled.box.store() as store:
            text = document(little_office(dict.fromkeys(("anna", "bo", "cato"), "sip:x@127.0.0.1")))
            store.publish(text + STRANGER, "tests")
        form = {"who": name, "firm": ""}
    answer = settled.box.logged_in(Role.OPERATOR, name).post("/dial/", data=FORM | form)
    assert answer.status_code == 303
    assert office.asked.get(timeout=PATIENCE).message == ""
    told = settled.box.logged_in(Role.OPERATOR, name)
    told.post("/dial/", data=FORM | form)
    assert "The promise stays open" in told.get("/").text


def test_an_operator_calls_in_the_name_of_the_firms_that_she_serves(office, settled):
    with settled.box.store() as store:
        store.publish(document(two_partners()), "tests")
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    page = anna.get("/dial/").text
    assert '<option value="nordlys"' in page
    assert '<option value="strom"' not in page
    for firm in ("strom", "no such firm"):
        assert anna.post("/dial/", data=FORM | {"firm": firm}).status_code == 403
    assert office.asked.empty()
    boss = settled.box.logged_in(Role.SUPERIOR)
    assert '<option value="strom"' in boss.get("/dial/").text
    assert boss.post("/dial/", data=FORM | {"firm": "strom"}).status_code == 303
    assert office.asked.get(timeout=PATIENCE).client == "strom"


def test_an_operator_has_a_number_dialled_for_herself(office, settled):
    a_message(settled)
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "The telephone of Anna rings.")
    answer = anna.post("/dial/", data=FORM)
    assert (answer.status_code, answer.location) == (303, "/")
    event = office.asked.get(timeout=PATIENCE)
    assert isinstance(event, DialAsked)
    assert (event.agent, event.number, event.by) == ("anna", "+47 10 00 00 66", "anna")
    assert (event.client, event.message) == ("nordlys", "c7")
    assert ("anna", "dial.asked", "anna") in deeds(settled)


def test_what_the_switchboard_refuses_is_said_and_written_down(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (False, "There is no trunk to dial by.")
    answer = anna.post("/dial/", data=FORM, follow_redirects=True)
    assert "There is no trunk to dial by." in answer.text
    assert ("anna", "dial.refused", "anna") in deeds(settled)


def test_without_a_trunk_the_page_says_so_before_a_number_is_typed(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    words = "There is no trunk to dial by."
    assert words not in anna.get("/dial/").text
    with settled.box.store() as store:
        store.publish(document(without_a_trunk()), "tests")
    page = anna.get("/dial/").text
    assert words in page
    assert 'name="number"' not in page
    assert "/settings/trunks/" not in page
    assert 'href="/settings/trunks/"' in settled.box.logged_in(Role.INSTALLER).get("/dial/").text


def without_a_trunk():
    """The office with telephones in the house only."""
    nobody = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")
    return replace(little_office(nobody), trunk=None)


def test_a_number_that_was_refused_is_there_to_be_put_right(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (False, "All lines out are in use.")
    page = anna.post("/dial/", data=FORM, follow_redirects=True).text
    assert re.search(r'name="number"[^>]* value="\+47 10 00 00 66"', page)
    assert '<option value="nordlys" selected' in page


def test_an_operator_dials_for_nobody_else(office, settled):
    for name, who in (("anna", "bo"), ("wall", "anna"), ("anna", "")):
        browser = settled.box.logged_in(Role.OPERATOR, name)
        assert browser.post("/dial/", data=FORM | {"who": who}).status_code == 403
    assert office.asked.empty()


def test_a_viewer_dials_nothing_though_a_member_of_staff_has_that_name(office, settled):
    anna = settled.box.logged_in(Role.VIEWER, "anna")
    assert anna.post("/dial/", data=FORM).status_code == 403
    assert anna.post("/dial/in-call", data=PRESSED).status_code == 403
    assert office.asked.empty()


def test_a_superior_says_for_whom(office, settled):
    boss = settled.box.logged_in(Role.SUPERIOR, "boss")
    boss.post("/dial/", data=FORM | {"who": "bo"})
    event = office.asked.get(timeout=PATIENCE)
    assert isinstance(event, DialAsked)
    assert (event.agent, event.by) == ("bo", "boss")


@pytest.mark.parametrize("number", ["", "+47\r\nX: y", "<b>", "1" * 41])
def test_what_is_no_number_never_reaches_the_switchboard(office, settled, number):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    answer = anna.post("/dial/", data=FORM | {"number": number}, follow_redirects=True)
    assert "must be a telephone number" in answer.text
    assert office.asked.empty()


def test_the_form_stands_on_the_panel_for_those_who_may(office, settled):
    assert 'name="number"' in settled.box.logged_in(Role.OPERATOR, "anna").get("/").text
    assert 'name="number"' not in settled.box.logged_in(Role.OPERATOR, "wall").get("/").text
    assert 'name="number"' not in settled.box.logged_in(Role.VIEWER, "anna").get("/").text


def test_a_known_number_is_found_by_name_and_not_all_are_read_at_once(settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    found = anna.get("/dial/?q=ola vik").text
    assert "Ola Vik" in found
    assert "10 00 00 66" in found
    assert "Ola Vik" not in anna.get("/dial/?q=o").text
    assert "Nobody of that name" in anna.get("/dial/?q=eva").text


# The buttons in a call


def talking(views, **more: object):
    return views.view(views.call(agent_id="anna", talks=True, client_id="nordlys", **more))


def mine(page: str) -> bool:
    return bool(re.search(r'class="in-call mine"', page))


def test_only_who_talks_and_a_superior_see_the_buttons(office, settled, views):
    office.show(talking(views))
    settled.until("in-call")
    assert mine(settled.box.logged_in(Role.OPERATOR, "anna").get("/").text)
    assert mine(settled.box.logged_in(Role.SUPERIOR, "boss").get("/").text)
    assert not mine(settled.box.logged_in(Role.OPERATOR, "bo").get("/").text)
    assert not mine(settled.box.logged_in(Role.VIEWER, "wall").get("/").text)


def test_the_stream_marks_ones_own_call_too(office, settled, views):
    office.show(talking(views))
    settled.until("in-call")
    answer = settled.box.logged_in(Role.OPERATOR, "anna").get("/events")
    first = b""
    for part in answer.iter_encoded():
        first += part
        if b"in-call" in first:
            break
    answer.close()
    assert b"in-call mine" in first


def test_a_call_in_which_nobody_talks_has_no_buttons(office, settled, views):
    office.show(views.view(views.call(stands="ringing", agent_id="anna")))
    settled.until("Ringing")
    assert "in-call" not in settled.box.logged_in(Role.SUPERIOR, "boss").get("/").text


def test_a_press_is_answered_in_place_and_written_down(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "The superior is called.")
    answer = anna.post("/dial/in-call", data=PRESSED, headers=in_place())
    assert answer.json == {"ok": True, "words": "The superior is called."}
    event = office.asked.get(timeout=PATIENCE)
    assert isinstance(event, InCallAsked)
    assert (event.call, event.what, event.agent, event.by) == (
        "c1",
        InCall.ESCALATE,
        "anna",
        "anna",
    )
    assert ("anna", "call.button", "anna") in deeds(settled)


def test_a_refusal_is_told_in_place(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (False, "Nobody talks in this call now.")
    answer = anna.post("/dial/in-call", data=PRESSED, headers=in_place())
    assert answer.status_code == 409
    assert answer.json == {"ok": False, "words": "Nobody talks in this call now."}


def test_without_javascript_a_press_leads_back_to_the_panel(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "The superior is called.")
    answer = anna.post("/dial/in-call", data=PRESSED)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_colleague_presses_nothing(office, settled):
    bo = settled.box.logged_in(Role.OPERATOR, "bo")
    assert bo.post("/dial/in-call", data=PRESSED).status_code == 403
    assert office.asked.empty()
    bo.post("/dial/in-call", data=PRESSED | {"agent": "bo"})
    assert office.asked.get(timeout=PATIENCE).agent == "bo", "and the switchboard knows better"


def in_place() -> dict[str, str]:
    return {"Accept": "application/json", "Origin": "http://localhost"}


def test_the_marks_of_a_call_are_seen(office, settled, views, read):
    office.show(talking(views, held=True, urgent=True, abuse=True, outgoing=True))
    words = read(settled.until("in-call")).words
    assert {"on hold", "Urgent", "Abuse", "outgoing", "Resume"} <= set(words)
    assert "Flag as abuse" not in words


def test_a_call_of_ours_ends_in_other_words(office, settled, views, read):
    office.show(views.view(views.call(stands="wrap-up", outgoing=True)))
    words = read(settled.until("Reached")).words
    assert {"Reached", "Not reached", "Call back"} <= set(words)
    assert "Answered from card" not in words


# Beside numbers


def a_story(page, **more: object) -> None:
    facts = {
        **{"id": "c7", "line": "nordlys", "client": "nordlys", "caller": "+4710000077"},
        **{"dialled": "+4710000001", "language": "nb", "clock_set": True, "about": "faktura"},
        **{"started": MORNING, "ended": MORNING, "agent": "anna", "note": ""},
        "disposition": Disposition.CALL_BACK,
        "trail": (TrailStep(MORNING, Told.ON_HOLD, who="anna"),),
    }
    with page.box.store() as store:
        store.save([CallRecord(**facts | more)])


def test_a_story_offers_to_call_back_and_to_be_done_with_the_promise(settled):
    a_story(settled)
    story = settled.box.logged_in(Role.OPERATOR, "anna").get("/calls/").text
    assert 'name="message" value="c7"' in story
    assert 'name="number" value="+4710000077"' in story
    assert 'name="firm" value="nordlys"' in story
    assert "The caller was put on hold. (Anna)" in story, "and says who did what"


def test_what_promised_nothing_is_only_called(settled):
    a_story(settled, disposition=Disposition.REACHED, outgoing=True)
    story = settled.box.logged_in(Role.OPERATOR, "anna").get("/calls/").text
    assert 'name="message" value=""' in story
    assert "outgoing" in story


def test_who_may_not_read_a_number_may_not_call_it_either(settled):
    a_story(settled)
    wall = settled.box.logged_in(Role.OPERATOR, "wall")
    assert "+4710000077" not in wall.get("/calls/").text


def test_a_superior_without_a_telephone_says_first_for_whom(settled):
    a_story(settled)
    boss = settled.box.logged_in(Role.SUPERIOR, "boss")
    assert "/dial/?number=%2B4710000077" in boss.get("/calls/").text
    assert '<option value="bo"' in boss.get("/dial/?number=%2B4710000077").text
