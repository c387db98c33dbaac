"""A partner's page: what rings there comes up by itself with its card, and nothing else is seen."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.little_office import document
from support.little_office import office as little_office
from support.patience import PATIENCE
from support.web_browser import PASSWORD, Box, Browser
from support.web_routes import ROUTES, Route

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import CallId, CallRecord, Disposition
from appliance.core.protocol.events import DispositionChosen
from appliance.core.settings.client_card import Question
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.screening import Rule, Screening
from web_config.kit.access import needs


def partnered() -> Directory:
    """Nordlys's wages may overflow to Vest; nothing of Café Strøm's may."""
    base = little_office(dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1"))
    nordlys = replace(
        base.clients["nordlys"],
        phrase="Nordlys Rør, du snakker med {agent}\nNordlys Rør, you are speaking with {agent}",
        card=("Befaring er gratis",),
        on_duty="Vakt: ring *4",
        script=("Hvor lekker det?",),
        questions=(Question("Lekker det?", "Steng hovedkranen."),),
        screening=(Screening(Rule.MESSAGE, note="Ferie"),),
    )
    wages = replace(base.loops["wages"], overflow=Overflow(partner="vest"))
    other = replace(base.menus["strom"].keys["3"], loop="other")
    return replace(
        base,
        clients={**base.clients, "nordlys": nordlys},
        lines={**base.lines, "nordlys": replace(base.lines["nordlys"], hours="day")},
        menus={**base.menus, "strom": replace(base.menus["strom"], keys={"3": other})},
        loops={**base.loops, "wages": wages},
        hours={"day": Hours("day", {"mon": ("08:00-16:00",)})},
        partners={"vest": Partner("vest", "Vest", "+4710000088")},
    )


@pytest.fixture
def settled(page) -> Box:
    with page.box.store() as store:
        store.publish(document(partnered()), "tests")
    return page.box


@pytest.fixture
def vest(settled) -> Browser:
    return settled.logged_in(Role.PARTNER, "Vest")


def rings(views, **more):
    """A call for Nordlys that rings at the partner's telephone."""
    facts = {"stands": "ringing", "client": "Nordlys Rør", "client_id": "nordlys"}
    facts |= {"caller": "10 00 00 77", "partner": "vest", "language": "en", "registered": "Ola"}
    return views.call("c1", **facts | more)


def test_everything_about_the_firm_comes_up_when_it_rings(office, page, vest, views, read):
    office.show(replace(views.view(rings(views)), language="nb"))
    page.until("Nordlys Rør")
    shown = read(vest.get("/partner/").text)
    words = " ".join(shown.words)
    for fact in (
        *("Nordlys Rør", "10 00 00 77", "registered to Ola", "EN", "Befaring er gratis"),
        *("Vakt: ring *4", "Hvor lekker det?", "Steng hovedkranen.", "Monday 08:00–16:00"),
        "Take a message; do not disturb the firm. Ferie",
    ):
        assert fact in words, fact
    english = words.index("“Nordlys Rør, you are speaking with …”")
    assert english < words.index("“Nordlys Rør, du snakker med …”"), "the caller's language first"


def test_a_caller_of_the_offices_language_is_greeted_in_it(office, page, vest, views, read):
    office.show(replace(views.view(rings(views, language="nb")), language="nb"))
    page.until("Nordlys Rør")
    words = " ".join(read(vest.get("/partner/").text).words)
    assert words.index("du snakker med") < words.index("you are speaking")
    assert " EN " not in words


def test_nothing_of_other_calls_and_of_the_office_is_seen(office, page, vest, views):
    theirs = views.call("c2", client="Café Strøm", caller="10 00 00 78", agent="Anna")
    others = views.call("c3", client="Hage", client_id="nordlys", partner="ost")
    office.show(views.view(rings(views), theirs, others, faults=("SMS not sent",)))
    page.until("Nordlys Rør")
    stream = vest.get("/partner/events")
    drawn = next(iter(stream.response)).decode()
    stream.close()
    regions = json.loads(drawn.partition("data: ")[2])
    assert set(regions) == {"notice", "calls"}
    for shown in (vest.get("/partner/").text, str(regions)):
        assert "Nordlys Rør" in shown
        for secret in ("Strøm", "10 00 00 78", "Hage", "SMS not sent", "Anna", "insurance desk"):
            assert secret not in shown, secret


def test_the_live_page_shows_a_call_as_soon_as_it_rings(office, page, vest, views):
    office.show(views.view())
    stream = vest.get("/partner/events")
    parts = iter(stream.response)
    assert "No calls." in next(parts).decode()
    office.show(views.view(rings(views)))
    drawn = next(part.decode() for part in parts if b"data: " in part and b"Nordlys" in part)
    assert "Befaring er gratis" in drawn
    office.show(views.view())
    assert "No calls." in next(part.decode() for part in parts if b"data: " in part)
    stream.close()


def test_a_partner_enters_no_other_room(settled, vest):
    own = {route.endpoint.partition(".")[0] for route in ROUTES if opens(settled, route)}
    assert own == {"partner", "profile"}
    for route in ROUTES:
        if needs(settled.app, route.endpoint) is not None and not opens(settled, route):
            assert route.ask(vest).status_code == 403, route


def opens(box: Box, route: Route) -> bool:
    """Whether the route is a partner's, and not everybody's."""
    return needs(box.app, route.endpoint) is Role.PARTNER


def test_a_partner_is_led_to_the_own_page_and_our_people_to_theirs(settled):
    settled.add("vest", Role.PARTNER, PASSWORD)
    browser = settled.stranger()
    assert browser.log_in("vest", next="/").location == "/partner/"
    assert browser.get("/cards/").status_code == 403
    menu = browser.get("/partner/").text.partition("<main")[0]
    assert menu.count("<li><a") == 2, "one entry, in the wide and in the narrow menu"
    operator = settled.logged_in(Role.OPERATOR, "anna")
    assert operator.get("/partner/").location == "/"
    assert "/partner/" not in operator.get("/").text


def test_the_cards_of_firms_that_may_come_are_looked_up_and_no_others(vest, read):
    page = vest.get("/partner/").text
    assert "/partner/cards/nordlys" in page
    assert "strom" not in page
    assert "Befaring er gratis" in vest.get("/partner/cards/nordlys").text
    assert vest.get("/partner/cards/strom").status_code == 404
    assert vest.get("/partner/cards/nobody").status_code == 404


def test_an_account_of_no_partner_sees_nothing(office, page, settled, views):
    office.show(views.view(rings(views, partner="")))
    page.until("Nordlys")
    for name in ("anna", "ost"):
        browser = settled.logged_in(Role.PARTNER, name)
        shown = browser.get("/partner/").text
        assert "belongs to no partner" in shown
        assert "Nordlys" not in shown
        form = {"call": "c1", "disposition": "answered_from_card"}
        assert browser.post("/partner/outcome", data=form).status_code == 403
    assert office.asked.empty()


def test_an_operator_of_a_partners_name_is_no_partner(office, page, settled, views):
    office.show(views.view(rings(views)))
    page.until("Nordlys")
    operator = settled.logged_in(Role.OPERATOR, "vest")
    assert operator.get("/partner/events").status_code == 200
    assert "10 00 00 77" not in operator.get("/").text
    form = {"call": "c1", "disposition": "answered_from_card"}
    assert operator.post("/partner/outcome", data=form).status_code == 403


def test_the_partner_says_how_the_call_ended(office, page, vest, views):
    office.show(views.view(rings(views, stands="talking")))
    page.until("Nordlys")
    office.reply = (True, "The outcome is kept.")
    form = {"call": "c1", "disposition": "message_taken", "note": "Lekker", "promised": "før 12"}
    answer = vest.post("/partner/outcome", data=form | {"urgent": "yes"})
    assert answer.location == "/partner/"
    told = office.asked.get(timeout=PATIENCE)
    assert told == DispositionChosen(
        CallId("c1"),
        Disposition.MESSAGE_TAKEN,
        "Lekker",
        told.request,
        urgent=True,
        promised="før 12",
        partner="vest",
    )
    assert "The outcome is kept." in vest.get("/partner/").text


def test_what_was_said_stands_in_the_form_until_the_call_is_over(office, page, vest, views):
    said = {"chosen": "message_taken", "note": "Lekker", "promised": "før 12", "urgent": True}
    office.show(views.view(rings(views, stands="talking", **said)))
    page.until("Nordlys")
    shown = vest.get("/partner/").text
    assert "Kept: Message taken." in shown
    assert 'value="Lekker"' in shown
    assert 'value="før 12"' in shown
    assert 'value="yes" checked' in shown


def test_no_outcome_is_asked_for_while_it_rings(office, page, vest, views):
    office.show(views.view(rings(views)))
    page.until("Nordlys")
    assert "/partner/outcome" not in vest.get("/partner/").text


def test_a_refusal_is_told_in_words_and_nonsense_is_not_passed_on(office, page, vest, read):
    office.reply = (False, "This call is not yours.")
    form = {"call": "c1", "disposition": "answered_from_card"}
    refused = vest.post("/partner/outcome", data=form)
    assert refused.status_code == 409
    assert "Not saved: This call is not yours." in " ".join(read(refused.text).words)
    office.asked.get(timeout=PATIENCE)
    for nonsense in ("abandoned", "refused", ""):
        answer = vest.post("/partner/outcome", data=form | {"disposition": nonsense})
        assert answer.status_code == 422
    assert office.asked.empty()


def test_a_note_is_not_read_by_those_who_do_not_serve_the_firm(office, page, settled, views):
    said = {"stands": "talking", "note": "Lekker hos Ola", "promised": "før 12"}
    office.show(views.view(rings(views, **said)))
    page.until("Nordlys")
    stream = settled.logged_in(Role.VIEWER, "somebody").get("/events")
    assert "hos Ola" not in next(iter(stream.response)).decode()
    stream.close()


def test_the_list_and_the_entry_of_the_settings_know_partners(settled):
    kari = settled.logged_in(Role.SUPERIOR, "kari")
    assert "Vest" in kari.get("/settings/partners/").text
    inside = kari.get("/settings/loops/of/wages/in/overflow").text
    offered = inside.partition('name="loop"')[2].partition("</select>")[0]
    assert 'value="other"' in offered
    assert 'value="wages"' not in offered, "a loop does not overflow to itself"
    assert 'value="vest"' in inside


def test_a_caller_of_an_unknown_line_has_no_card(office, page, vest, views, read):
    office.show(views.view(rings(views, client="Ukjent linje", client_id="")))
    page.until("Ukjent linje")
    words = " ".join(read(vest.get("/partner/").text).words)
    assert "Ukjent linje No card: answer neutrally, and take a message. 10 00 00 77" in words


def test_a_partner_sees_that_the_switchboard_does_not_answer(box, read):
    shown = " ".join(read(box.logged_in(Role.PARTNER, "vest").get("/partner/").text).words)
    assert "The switchboard does not answer." in shown


def test_the_story_of_a_call_names_the_partner_who_took_it(settled, read):
    now = datetime.now(UTC)
    facts = {"line": "nordlys", "client": "nordlys", "caller": None, "dialled": "", "note": ""}
    record = CallRecord(
        CallId("c1"),
        **facts,
        language="nb",
        started=now,
        ended=now,
        clock_set=True,
        about="",
        agent="partner:vest",
        disposition=Disposition.TO_PARTNER,
        trail=(),
    )
    with settled.store() as store:
        store.save((record,))
    told = " ".join(read(settled.logged_in(Role.SUPERIOR).get("/calls/").text).words)
    assert "Vest" in told
    assert "partner:vest" not in told


def test_what_is_written_about_a_call_is_shown_and_never_obeyed(office, page, vest, views, read):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    said = dict.fromkeys(("client", "caller", "about", "registered", "note", "promised"), evil)
    office.show(views.view(rings(views, **said | {"stands": "talking"})))
    page.until("alert(1)")
    shown = vest.get("/partner/").text
    assert "<script>alert" not in shown
    assert "onerror" not in read(shown).attributes
    assert evil in read(shown).words
