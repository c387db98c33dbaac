"""A stream of events ends with the log-in and rights that opened it; two partners stay apart."""

from dataclasses import replace

import pytest
from support.little_office import document
from support.two_partners import two_partners

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import Sms, SmsId, SmsState
from appliance.core.sms.from_desk import DESK
from web_config.kit import still_in

PATHS = {Role.PARTNER: "/partner/events"}


@pytest.fixture
def settled(page, monkeypatch):
    monkeypatch.setattr(still_in, "ASKED_SECONDS", 0.0)
    with page.box.store() as store:
        store.publish(document(two_partners()), "tests")
    return page.box


def follow(browser, role):
    """A stream whose first picture has been read."""
    response = browser.get(PATHS.get(role, "/events"))
    parts = iter(response.response)
    next(parts)
    return response, parts


def log_out(box, browser):
    assert browser.post("/logout").status_code == 303


def close_account(box, browser):
    box.add(browser.account.name, browser.account.role, closed=True)


def lower(box, browser):
    box.add(browser.account.name, Role.VIEWER)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.SUPERIOR, Role.PARTNER])
@pytest.mark.parametrize("ends", [log_out, close_account])
def test_nothing_more_comes_after_the_log_in_has_ended(office, page, settled, views, role, ends):
    office.show(views.view(faults=("one",)))
    page.until("one")
    browser = settled.logged_in(role, "vest")
    response, parts = follow(browser, role)
    ends(settled, browser)
    office.show(views.view(faults=("two",)))
    assert next(parts, b"the end") == b"the end"
    response.close()


def test_whoever_is_a_viewer_now_reads_no_more_as_a_superior(office, page, settled, views):
    office.show(views.view(faults=("one",)))
    page.until("one")
    browser = settled.logged_in(Role.SUPERIOR, "dag")
    response, parts = follow(browser, Role.SUPERIOR)
    lower(settled, browser)
    office.show(views.view(views.call("c1", caller="10 00 00 77")))
    assert next(parts, b"the end") == b"the end"
    response.close()


def test_new_settings_end_the_streams_of_those_who_serve_other_firms_now(
    office, page, settled, views
):
    office.show(views.view(faults=("one",)))
    page.until("one")
    browser = settled.logged_in(Role.PARTNER, "vest")
    response, parts = follow(browser, Role.PARTNER)
    changed = two_partners()
    wages = replace(changed.loops["wages"], overflow=None)
    with settled.store() as store:
        store.publish(document(replace(changed, loops={**changed.loops, "wages": wages})), "tests")
    office.show(views.view(views.call("c1", partner="vest", client_id="nordlys")))
    assert next(parts, b"the end") == b"the end"
    response.close()


def test_whoever_stays_as_they_are_stays_in_the_stream(office, page, settled, views):
    office.show(views.view(faults=("one",)))
    page.until("one")
    response, parts = follow(settled.logged_in(Role.VIEWER, "eva"), Role.VIEWER)
    office.show(views.view(faults=("two",)))
    assert any(b"two" in part for part in parts)
    response.close()


def test_two_partners_at_once_see_nothing_of_each_other(office, page, settled, views):
    at_vest = views.call(
        "c1", client="Nordlys Rør", client_id="nordlys", caller="10 00 00 77", partner="vest"
    )
    at_ost = views.call(
        "c2", client="Café Strøm", client_id="strom", caller="10 00 00 78", partner="ost"
    )
    office.show(views.view(at_vest, at_ost))
    page.until("10 00 00 78")
    own = {"vest": ("10 00 00 77", "c1"), "ost": ("10 00 00 78", "c2")}
    for name, other in (("vest", "ost"), ("ost", "vest")):
        browser = settled.logged_in(Role.PARTNER, name)
        response = browser.get("/partner/events")
        streamed = next(iter(response.response)).decode()
        response.close()
        for shown in (browser.get("/partner/").text, streamed):
            assert own[name][0] in shown
            assert own[other][0] not in shown
        firm = {"vest": "strom", "ost": "nordlys"}[name]
        assert browser.get(f"/partner/cards/{firm}").status_code == 404
        for path in ("/", "/events", "/calls/", "/calls/?caller=10000078", "/sms/", "/messages/1"):
            assert own[other][0] not in browser.get(path).text


@pytest.mark.parametrize("path", ["/checks/events?sms=check-1", "/setup/events"])
def test_the_streams_of_tests_and_of_the_set_up_end_with_the_account_too(
    office, page, settled, views, path
):
    with settled.store() as store:
        store.save([Sms(SmsId(f"{DESK}check-1"), "+4710000077", "x", SmsState.QUEUED)])
    office.show(views.view(faults=("one",)))
    page.until("one")
    browser = settled.logged_in(Role.INSTALLER)
    response = browser.get(path)
    assert response.status_code == 200
    parts = iter(response.response)
    next(parts)
    close_account(settled, browser)
    office.show(views.view(faults=("two",)))
    assert next(parts, b"the end") == b"the end"
    response.close()
