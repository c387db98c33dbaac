"""A whole office for the browser: a switchboard, its page, and Chromium, each its own process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser.people import CHROMIUM, Person, Visitors, chromium
from playwright.sync_api import Browser, sync_playwright
from support.box_fixtures import prompts
from support.running_box import RunningBox
from support.web_process import WebProcess, add_account

from appliance.core.desk.accounts import Role
from appliance.core.model.contacts import Contact
from appliance.core.settings.directory import Hours
from appliance.core.settings.lines import Announcement
from appliance.core.settings.trunks import Trunk
from appliance.probe.telephone import Telephone
from appliance.settings.document import read

__all__ = ["prompts"]

DEMO = files("appliance.demo").joinpath("office.toml").read_text(encoding="utf-8")

MORE: dict[str, Any] = {
    "hours": {"day": Hours("day", {"mon": ("08:00-16:00",)})},
    "announcements": {"news": Announcement("news", {"nb": "Nytt."}, active=False)},
    "contacts": {"ola": Contact("ola", "+4710000077", "Ola")},
    "trunk": Trunk("127.0.0.1:9"),
}
"""What the demo does without, so that every page of the settings has something to show."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser there is nothing to test here; setup installs one."""
    if not CHROMIUM:
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium"))


@pytest.fixture(scope="module")
def desk() -> Iterator[Telephone]:
    """Kari's telephone."""
    with Telephone() as telephone:
        yield telephone


@pytest.fixture(scope="module")
def vest() -> Iterator[Telephone]:
    """The partner's telephone."""
    with Telephone() as telephone:
        yield telephone


@pytest.fixture(scope="module")
def box(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, desk: Telephone, vest: Telephone
) -> Iterator[RunningBox]:
    """The demo office, where only Kari is at work, and its partner."""
    directory = read(DEMO)
    agents = {
        name: replace(agent, address="sip:nobody@127.0.0.1:9")
        for name, agent in directory.agents.items()
    }
    agents["kari"] = replace(agents["kari"], address=desk.uri)
    partners = {"vest": replace(directory.partners["vest"], number=vest.uri)}
    office = replace(directory, agents=agents, partners=partners, **MORE)
    with RunningBox(tmp_path_factory.mktemp("box"), prompts, office) as box:
        for agent in set(agents) - {"kari"}:
            away = {"agent": agent, "status": "logged_out", "reason": "ferie"}
            assert box.client.ask("presence", **away).ok
        yield box


@pytest.fixture(scope="module")
def web(box: RunningBox) -> Iterator[WebProcess]:
    """The page of the box, with an account for each role."""
    for role in Role:
        add_account(box.process, f"{role.value}-one", role, f"Ingrid {role.value.title()}")
    add_account(box.process, "kari", Role.OPERATOR, "Kari Vik")
    add_account(box.process, "vest", Role.PARTNER, "Vest Svarservice")
    with WebProcess(box.process) as web:
        yield web


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; every visitor has a context of their own in it."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def visitors(browser: Browser, web: WebProcess) -> Visitors:
    """Whoever comes to the page."""
    return Visitors(browser, web.url)


@pytest.fixture
def installer(visitors: Visitors) -> Iterator[Person]:
    """The installer, at a desk, logged in."""
    with visitors.logged_in("installer-one") as person:
        yield person
