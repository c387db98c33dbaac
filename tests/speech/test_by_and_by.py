"""Many sentences are spoken lot by lot, and each lot is told."""

from __future__ import annotations

import pytest

from appliance import box
from appliance.box import spoken_by_and_by
from appliance.core.model.ids import Prompt
from appliance.speech.library import PromptLibrary

SENTENCES = [Prompt(f"Setning {n}.", "nb") for n in range(5)]
MUTE = Prompt("Bonjour.", "fr")


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "MANY", 2)


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_each_lot_is_told_before_it_is_spoken(
    library: PromptLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    unspoken = spoken_by_and_by(library, [*SENTENCES[:4], MUTE, *SENTENCES[:2]])
    assert next(unspoken).prompt == MUTE
    assert library.missing(SENTENCES[:4]) == []
    assert list(unspoken) == []
    why, *lots = told(capsys)
    assert why == "5 sentences are not spoken yet: each is spoken once, then kept."
    assert lots == [f"Speaking sentence {n} of 5 ..." for n in (1, 3, 5)]


def test_few_are_spoken_without_a_word(
    library: PromptLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(spoken_by_and_by(library, SENTENCES[:2])) == []
    assert list(spoken_by_and_by(library, SENTENCES[:4])) == [], "of which two are there already"
    assert library.missing(SENTENCES[:4]) == []
    assert told(capsys) == []
