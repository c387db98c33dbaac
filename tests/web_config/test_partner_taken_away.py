"""A partner that loses its firms, or its place in the settings, while its people are at work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.little_office import document
from support.patience import PATIENCE
from support.two_partners import two_partners
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from appliance.core.settings.directory import Directory

FORM = {"call": "c1", "disposition": "message_taken", "note": "Lekker"}
THE_END = b"the end"


def without_firm() -> Directory:
    """Vest is a partner still, but no loop overflows to it any more."""
    whole = two_partners()
    return replace(
        whole, loops=whole.loops | {"wages": replace(whole.loops["wages"], overflow=None)}
    )


def without_partner() -> Directory:
    """Vest is gone from the settings."""
    return replace(without_firm(), partners={"ost": two_partners().partners["ost"]})


def publish(box: Box, directory: Directory) -> None:
    with box.store() as store:
        store.publish(document(directory), "tests")


@pytest.fixture
def settled(office, page, views) -> Box:
    publish(page.box, two_partners())
    facts = {"client": "Nordlys Rør", "client_id": "nordlys", "caller": "10 00 00 77"}
    office.show(views.view(views.call("c1", "talking", partner="vest", **facts)))
    page.until("10 00 00 77")
    return page.box


def test_who_has_the_caller_on_the_line_still_says_how_it_ended(office, settled) -> None:
    vest = settled.logged_in(Role.PARTNER, "vest")
    assert vest.get("/partner/cards/nordlys").status_code == 200
    publish(settled, without_firm())
    assert vest.get("/partner/cards/nordlys").status_code == 404
    assert vest.post("/partner/outcome", data=FORM).status_code == 303
    assert office.asked.get(timeout=PATIENCE).partner == "vest", "the core knows whose call it is"


def test_a_partner_that_is_gone_says_and_sees_nothing(office, settled) -> None:
    vest = settled.logged_in(Role.PARTNER, "vest")
    assert "10 00 00 77" in vest.get("/partner/").text
    publish(settled, without_partner())
    shown = vest.get("/partner/").text
    assert "10 00 00 77" not in shown
    assert "belongs to no partner" in shown
    assert vest.post("/partner/outcome", data=FORM).status_code == 403
    assert office.asked.empty()


@pytest.mark.parametrize("granted", [True, False])
def test_what_changes_in_the_middle_of_a_form_counts_for_its_answer(
    office, settled, granted
) -> None:
    """The switchboard is being asked while somebody else publishes."""
    office.watching = lambda event: (publish(settled, without_partner()), office.asked.put(event))
    office.reply = (granted, "This call is not yours.")
    vest = settled.logged_in(Role.PARTNER, "vest")
    answer = vest.post("/partner/outcome", data=FORM, follow_redirects=True)
    assert office.asked.get(timeout=PATIENCE).partner == "vest"
    assert "10 00 00 77" not in answer.text
    assert "belongs to no partner" in answer.text


def test_an_account_that_is_closed_in_the_middle_is_out_with_its_answer(office, settled) -> None:
    def close(event: object) -> None:
        settled.add("vest", Role.PARTNER, closed=True)
        office.asked.put(event)

    office.watching = close
    vest = settled.logged_in(Role.PARTNER, "vest")
    vest.post("/partner/outcome", data=FORM)
    after = vest.get("/partner/")
    assert after.status_code == 303
    assert after.location.startswith("/login")
