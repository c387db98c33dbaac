"""The demo office: whole, fictional, and in five languages."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.document import read

# Ranges that nobody can be given: unassigned in Norway, Denmark and the Netherlands, and those
# that Sweden's PTS and Ofcom keep for drama.
FICTION = re.compile(
    r"\+4710000\d\d\d|\+45100000\d\d|\+468465004\d\d|\+3197000\d\d\d\d|\+441632960\d\d\d"
)


@pytest.fixture(scope="module")
def demo() -> Directory:
    return read(resources.files("appliance.demo").joinpath("office.toml").read_text("utf-8"))


def test_the_demo_office_is_in_order(demo: Directory) -> None:
    assert check(demo) == ()


def test_callers_are_met_in_every_language_by_two_firms_and_three_loops(demo: Directory) -> None:
    assert {line.language for line in demo.lines.values()} == set(LANGUAGES)
    assert {line.client for line in demo.lines.values()} == set(demo.clients)
    assert [len(demo.clients), len(demo.loops), len(demo.lines)] == [2, 3, 5]


def test_each_menu_offers_the_three_loops_and_a_message(demo: Directory) -> None:
    for menu in demo.menus.values():
        assert [menu.keys[key].loop for key in "123"] == ["insurance", "wages", "other"]
        assert (menu.keys["4"].message, menu.default) == (True, "3")
        assert "\n" not in menu.prompt


def test_nobody_can_own_the_numbers(demo: Directory) -> None:
    numbers = [line.number for line in demo.lines.values()]
    numbers += [client.sms_to or "" for client in demo.clients.values()]
    numbers.append(demo.office.sms_to or "")
    assert all(FICTION.fullmatch(number) for number in numbers), numbers


def test_the_staff_ring_on_this_computer_only(demo: Directory) -> None:
    addresses = [agent.address for agent in demo.agents.values()]
    addresses += [partner.number for partner in demo.partners.values()]
    assert all(re.fullmatch(r"sip:\w+@127\.0\.0\.1:507\d", address) for address in addresses)
    assert len(set(addresses)) == len(addresses) >= 4
