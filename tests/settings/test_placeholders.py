"""A placeholder for which nothing is filled in is told before callers or agents meet it."""

from __future__ import annotations

from time import process_time

import pytest
from settings.documents import OFFICE, changed, said

from appliance.common.problems import SettingsError, did_you_mean
from appliance.core.settings.checks import check
from appliance.core.settings.checks.placeholders import unfilled
from appliance.settings.document import read

CARD = 'card = ["Åpent 7-16"]'


def greets(phrase: str) -> str:
    return changed(CARD, f"{CARD}\nphrase = '''{phrase}'''")


def refused(text: str) -> list[str]:
    """What keeps a document from being published."""
    with pytest.raises(SettingsError) as error:
        read(text, ())
    return [str(problem) for problem in error.value.problems]


def warnings(text: str) -> list[str]:
    return [str(p) for p in check(read(text), did_you_mean) if "filled in" in p.sentence]


@pytest.mark.parametrize("name", ["agnet", "Agent", "agent ", "agents"])
def test_a_misspelt_placeholder_is_refused_with_the_right_one(name: str) -> None:
    assert refused(greets(f"Nordlys, du snakker med {{{name}}}")) == [
        f"clients.nordlys.phrase: nothing is filled in for '{{{name}}}' here; "
        "did you mean '{agent}'?"
    ]


def test_every_one_of_them_is_told_once() -> None:
    assert refused(greets("{xyz} {agent} {kunde_nr}\n{xyz}")) == [
        "clients.nordlys.phrase: nothing is filled in for '{xyz}' here",
        "clients.nordlys.phrase: nothing is filled in for '{kunde_nr}' here",
    ]


@pytest.mark.parametrize("phrase", ["Du snakker med {agent}", "{}", "{se siden}", "a { b", "{12}"])
def test_what_is_filled_in_or_is_no_placeholder_stands(phrase: str) -> None:
    text = greets(phrase)
    assert read(text, ()) == read(text)
    assert warnings(text) == []


def test_what_is_in_force_already_stays_so() -> None:
    text = greets("Du snakker med {agnet}")
    assert read(text).clients["nordlys"].phrase == "Du snakker med {agnet}"
    assert warnings(text) == [
        "clients.nordlys.phrase: nothing is filled in for '{agnet}' here; did you mean '{agent}'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (CARD, 'card = ["Åpent", "{agent}"]', "clients.nordlys.card.2"),
        (CARD, 'script = ["Spør om {agent}"]', "clients.nordlys.script.1"),
        (CARD, 'address = "{agent}"', "clients.nordlys.address"),
        (CARD, 'on_duty = "{agent}"', "clients.nordlys.on_duty"),
        ('prompt = "Trykk en."', 'prompt = "Her er {agent}."', "menus.main.prompt"),
        ('label = "mer", menu = "more"', 'label = "b", say = "{agent}"', "menus.main.keys.2.say"),
    ],
)
def test_in_other_texts_it_is_a_warning(old: str, new: str, path: str) -> None:
    text = changed(old, new)
    assert warnings(text) == [f"{path}: nothing is filled in for '{{agent}}' here"]
    assert read(text, ())


def test_the_office_of_these_tests_has_none() -> None:
    assert warnings(OFFICE) == []
    assert said(greets("{agent")) == []


def test_the_time_grows_no_faster_than_the_text() -> None:
    def seconds(times: int) -> float:
        before = process_time()
        unfilled("{ag" * times, ())
        return process_time() - before

    short, long = (min(seconds(times) for _ in range(3)) for times in (2_000, 20_000))
    assert long < 40 * short + 0.01
