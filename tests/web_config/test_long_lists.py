"""The pages of an office of hundreds of firms show a part, are found in by words, and stay cheap.

Work is counted in calls of functions, which no other load of the machine changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from support.large_office import Size, large_office
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role
from appliance.settings.document import write

LISTS = [
    *(f"/settings/{name}/" for name in ("clients", "lines", "agents", "contacts", "menus")),
    *("/settings/prompts/", "/settings/review/", "/cards/"),
]
FLAT = 1.5
SMALL, LARGE = 100, 500
"""Firms; both offices fill a page of every list."""


class Calls:
    """How many functions were called, those written in C included."""

    made = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, arg: object) -> None:
        self.made += event in ("call", "c_call")


@pytest.fixture(scope="module")
def superior(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Browser]]:
    """Whoever looks after an office of so many firms; each office is made once."""
    made: dict[int, tuple[Box, Browser]] = {}

    def of(firms: int) -> Browser:
        if firms not in made:
            folder = tmp_path_factory.mktemp(f"office{firms}")
            box = published(folder, firms)
            made[firms] = box, box.logged_in(Role.SUPERIOR)
        return made[firms][1]

    yield of
    for box, _ in made.values():
        box.close()


def published(folder: Path, firms: int) -> Box:
    office = large_office(Size(firms, firms, firms))
    box = Box(folder, folder / "control")
    with box.store() as store:
        store.publish(write(replace(office, office=replace(office.office, max_calls=99))), "test")
    return box


def cost(browser: Browser, path: str) -> tuple[int, int]:
    """Functions called for a page, and its size in bytes; what lasts is made before."""
    browser.get(path)
    calls = Calls()
    with calls.counted():
        answer = browser.get(path)
        size = len(answer.data)
    assert answer.status_code == 200
    return calls.made, size


@pytest.mark.parametrize("path", LISTS)
def test_a_page_of_a_large_office_costs_as_much_as_one_of_a_smaller(
    path: str, superior: Callable[[int], Browser]
) -> None:
    (work, size), (more, larger) = cost(superior(SMALL), path), cost(superior(LARGE), path)
    assert larger <= FLAT * size
    assert larger < 60_000
    assert more <= FLAT * work


@pytest.mark.parametrize("path", ["/settings/clients/", "/settings/lines/", "/cards/"])
def test_every_entry_is_on_one_of_the_pages(path: str, superior: Callable[[int], Browser]) -> None:
    seen = [superior(SMALL).get(f"{path}?page={number}").text for number in (1, 2)]
    for firm in range(SMALL):
        assert sum(f"Firm {firm}<" in page or f"Firm {firm})" in page for page in seen) == 1, firm
    assert f"51 to 100 of {SMALL}" in seen[1]
    assert superior(SMALL).get(f"{path}?page=9999").text.count("Firm") == seen[1].count("Firm")


@pytest.mark.parametrize(
    ("path", "sought", "found"),
    [
        ("/settings/clients/", "firm 77", "/settings/clients/of/f77"),
        ("/settings/lines/", "+4710001077", "/settings/lines/of/l77"),
        ("/settings/menus/", "FIRM 77", "/settings/menus/of/m77"),
        ("/settings/prompts/", "this is firm 77.", "/settings/menus/of/m77#prompt"),
        ("/cards/", "4710001077", "/cards/f77"),
    ],
)
def test_an_entry_is_found_by_its_words(
    path: str, sought: str, found: str, superior: Callable[[int], Browser]
) -> None:
    page = superior(LARGE).get(path, query_string={"q": sought}).text
    assert f'href="{found}"' in page
    assert "of/f78" not in page
    assert "of/m78" not in page


def test_no_password_is_found_by_its_letters(superior: Callable[[int], Browser]) -> None:
    office = large_office(Size(60, 60, 60))
    browser = superior(60)
    form = {"name": "Agent 7", "address": "sip:a7@127.0.0.1:5070", "language": "en", "pin": "7392"}
    browser.post("/settings/agents/of/a7", data=form)
    assert office.agents["a7"].name in browser.get("/settings/agents/?q=sip:a7@").text
    assert "Agent 7<" not in browser.get("/settings/agents/?q=$").text


def test_a_menu_that_nothing_leads_to_is_told_after_the_last_line(
    superior: Callable[[int], Browser],
) -> None:
    browser = superior(61)
    browser.post("/settings/lines/of/l60", data={"number": "+4710001060", "menu": "m0"})
    assert "No line and no key leads here" not in browser.get("/settings/menus/").text
    last = browser.get("/settings/menus/?page=99").text
    lost = last.partition("No line and no key leads here")[2]
    assert "/settings/menus/of/m60" in lost
    assert "/settings/menus/of/m0" not in lost
