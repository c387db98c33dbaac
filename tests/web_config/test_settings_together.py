"""Two people edit the settings, and the switchboard runs beside it."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE
from support.patience import PATIENCE
from support.settings_office import (
    Listening,
    agent,
    in_force,
    installer,
    kari,
    loop,
    office,
    publishes,
    switchboard,
)
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol.events import SettingsPublished

__all__ = ["installer", "kari", "office", "switchboard"]


def test_the_second_editor_sees_what_changed_and_both_are_kept(office: Box, kari: Browser) -> None:
    tom = office.logged_in(Role.SUPERIOR, "tom", full_name="Tom Vik")
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    tom.post("/settings/loops/of/insurance", data=loop(wait_seconds="30"))
    publishes(tom)
    review = kari.get("/settings/review/").text
    assert "Revision 2 by Tom Vik" in review
    assert "Loop Forsikring: Longest wait (seconds) changes from 60 to 30." in review
    assert "somebody else has published meanwhile" in publishes(kari)
    kari.post("/settings/review/merge", data={"seen": "2"})
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.agents["kari"].name == "Kari B"
    assert directory.loops["insurance"].wait_seconds == 30


@pytest.mark.parametrize(("take", "name"), [("mine", "K. Berg"), ("theirs", "Kai")])
def test_who_changed_the_same_is_told_and_decides(office: Box, kari: Browser, take, name) -> None:  # type: ignore[no-untyped-def]
    tom = office.logged_in(Role.SUPERIOR, "tom")
    kari.post("/settings/agents/of/kari", data=agent(name="K. Berg"))
    tom.post("/settings/agents/of/kari", data=agent(name="Kai"))
    publishes(tom)
    review = kari.get("/settings/review/").text
    assert "Theirs: “Kai”" in review
    assert "Mine: “K. Berg”" in review
    kari.post("/settings/review/merge", data={"seen": "2", "take.agents.kari.name": take})
    if take == "mine":
        publishes(kari)
    assert in_force(office)[1].agents["kari"].name == name


def test_a_return_that_has_not_seen_the_newest_revision_does_nothing(office: Box, kari) -> None:  # type: ignore[no-untyped-def]
    with office.store() as store:
        store.publish(OFFICE.replace("Fjordkontoret", "Kontoret"), "Tom")
        store.publish(OFFICE, "Tom")
    kari.post("/settings/history/1/return", data={"seen": "2"})
    assert in_force(office)[0].revision == 3


def test_two_windows_of_one_person_change_different_things(office: Box, kari: Browser) -> None:
    other = office.logged_in(Role.SUPERIOR, "kari", full_name="Kari Berg")
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    other.post("/settings/loops/of/insurance", data=loop(wait_seconds="30"))
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.agents["kari"].name == "Kari B"
    assert directory.loops["insurance"].wait_seconds == 30


def test_publishing_tells_the_box_and_shows_what_it_refuses(
    office: Box, kari: Browser, switchboard: Listening
) -> None:
    kari.get("/settings/")
    assert isinstance(switchboard.heard.get(timeout=PATIENCE), SettingsPublished)
    kari.get("/settings/")
    kari.get("/settings/review/")
    assert switchboard.heard.empty(), "a new process lets the box look once, not at each page"
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    switchboard.answer = (False, "The settings stay as they were: the disk is full.")
    assert "the disk is full" in publishes(kari)
    assert isinstance(switchboard.heard.get(timeout=PATIENCE), SettingsPublished)


def test_settings_on_trial_are_kept_by_a_button(
    office: Box, installer: Browser, switchboard: Listening
) -> None:
    installer.post("/settings/trunks/of/trunk", data={"host": "sip.example.net", "user": "1"})
    assert 'action="/settings/review/keep"' in publishes(installer)
    switchboard.heard.get(timeout=PATIENCE)
    page = installer.post("/settings/review/keep", follow_redirects=True).text
    asked = [switchboard.heard.get(timeout=PATIENCE) for _ in range(2)]
    assert any(isinstance(event, TrialConfirmed) for event in asked)
    assert "The settings stay." in page
