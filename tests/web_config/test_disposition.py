"""Saying on the page how a call ended; and nobody else's page can say it."""

import pytest
from support.little_office import document
from support.patience import PATIENCE
from support.two_partners import two_partners

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import Disposition
from appliance.core.protocol.events import DispositionChosen

OURS = {"Origin": "http://localhost"}
FORM = {"call": "c1", "disposition": "call_back", "note": " rings\r\nat three "}


def test_a_choice_reaches_the_switchboard_and_leads_back(office, page):
    answer = page.browser.post("/disposition", data=FORM, headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/")
    event = office.asked.get(timeout=PATIENCE)
    assert isinstance(event, DispositionChosen)
    assert (event.call, event.disposition) == ("c1", Disposition.CALL_BACK)
    assert event.note == "rings\nat three"


def test_a_refusal_is_shown_on_the_page(office, page, views):
    office.show(views.view(views.call()))
    page.until("Hage")
    office.reply = (False, "that call is <closed>")
    answer = page.browser.post("/disposition", data=FORM, headers=OURS)
    assert answer.status_code == 409
    assert "Not saved: that call is &lt;closed&gt;" in answer.text
    assert "Hage &amp; Hus" in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"call": "c1"},
        {"call": "", "disposition": "call_back"},
        {"call": "c1", "disposition": "sold"},
        {"call": "c1", "disposition": "call_back", "note": "x" * 2001},
        {"call": "c1\x00", "disposition": "call_back"},
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_words(office, page, form):
    answer = page.browser.post("/disposition", data=form, headers=OURS)
    assert answer.status_code == 409
    assert "Not saved: &#34;" in answer.text
    assert office.asked.empty()


def test_without_a_switchboard_the_choice_is_not_lost_silently(tmp_path, page_of):
    page = page_of(tmp_path / "control")
    answer = page.browser.post("/disposition", data=FORM, headers=OURS)
    assert answer.status_code == 503
    assert "Not saved: the switchboard is not running" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8081"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Origin": "http://evil.example", "Referer": "http://localhost/"},
        {"Referer": "http://evil.example/localhost"},
        {},
    ],
    ids=str,
)
def test_a_form_from_another_site_is_refused(office, page, headers):
    answer = page.browser.post("/disposition", data=FORM, headers=headers)
    assert answer.status_code == 403
    assert "sent from another site" in answer.text
    assert office.asked.empty()


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("localhost", {"Referer": "http://localhost/"}),
        ("127.0.0.1:8080", {"Origin": "http://127.0.0.1:8080"}),
        ("[::1]:8080", {"Origin": "http://[::1]:8080"}),
        ("LOCALHOST", {"Origin": "http://localhost"}),
    ],
)
def test_our_own_form_is_taken_however_the_box_is_called(page, host, headers):
    cookie, token = page.browser.get_cookie("sentralbord"), page.browser.token()
    headers = headers | {"Host": host, "Cookie": f"{cookie.key}={cookie.value}"}
    browser = page.app.test_client(use_cookies=False)
    answer = browser.post("/disposition", data=FORM, headers=headers, token=token)
    assert answer.status_code == 303


def test_an_oversized_form_is_refused(office, page):
    huge = FORM | {"note": "x" * 100_000}
    assert page.browser.post("/disposition", data=huge, headers=OURS).status_code == 413
    assert office.asked.empty()


@pytest.fixture
def ended(office, page, views):
    """A call of Strøm, which Cato answers for, is in wrap-up: whoever had it says how it ended."""
    with page.box.store() as store:
        store.publish(document(two_partners()), "tests")

    def with_agent(agent: str):
        facts = {"client": "Café Strøm", "client_id": "strom", "agent_id": agent}
        office.show(views.view(views.call("c1", "wrap-up", **facts)))
        page.until("Café Strøm")
        return page.box

    return with_agent


def test_an_operator_says_how_the_calls_of_their_firms_ended(office, ended):
    cato = ended("bo").logged_in(Role.OPERATOR, "cato")
    assert 'class="ending"' in cato.get("/").text
    assert cato.post("/disposition", data=FORM).status_code == 303
    assert office.asked.get(timeout=PATIENCE).call == "c1"


def test_whoever_had_the_call_says_how_it_ended_whosever_firm_it_was(office, ended):
    anna = ended("anna").logged_in(Role.OPERATOR, "anna")
    assert 'class="ending theirs mine"' in anna.get("/").text
    assert anna.post("/disposition", data=FORM).status_code == 303
    assert office.asked.get(timeout=PATIENCE).call == "c1"


def test_nobody_else_does(office, ended):
    anna = ended("bo").logged_in(Role.OPERATOR, "anna")
    assert 'class="ending theirs mine"' not in anna.get("/").text
    assert 'class="ending"' not in anna.get("/").text
    for call in ("c1", "c2"):
        assert anna.post("/disposition", data=FORM | {"call": call}).status_code == 403
    assert office.asked.empty()
