"""What the switchboard answers is a fact: each has a sentence, and what the sentence fills in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import appliance
from appliance.core.model.verdict import Code, Granted, Refused, Verdict, granted, refused
from appliance.core.words.verdicts import SENTENCES, in_english

HOUSE = Path(appliance.__file__).parent
PLACES = {code: set(re.findall(r"%\((\w+)\)s", words)) for code, words in SENTENCES.items()}


def given(tree: ast.AST) -> Iterator[tuple[Code, set[str | None]]]:
    """Each verdict that is written there, and what it fills in."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="refused" | "granted" | "refused_as"),
                args=[ast.Attribute(value=ast.Name(id="Refused" | "Granted" | "Why"), attr=name)],
                keywords=filled,
            ):
                code = Granted[name] if name in Granted.__members__ else Refused[name]
                yield code, {each.arg for each in filled}


def everything_given() -> list[tuple[Code, set[str | None]]]:
    files = [*(HOUSE / "core").rglob("*.py"), *(HOUSE / "control").glob("*.py")]
    return [each for path in files for each in given(ast.parse(path.read_text("utf-8")))]


def test_every_verdict_is_given_what_its_sentence_fills_in():
    found = everything_given()
    assert len(found) >= 50
    assert [(code, names) for code, names in found if not PLACES[code] <= names] == []


def test_every_code_has_a_sentence_of_its_own():
    assert set(SENTENCES) == {*Granted, *Refused}
    assert len({str(code) for code in SENTENCES}) == len(SENTENCES)
    told = [words for words in SENTENCES.values() if words]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("code", Refused)
def test_no_refusal_is_without_words(code):
    verdict = Verdict(code, dict.fromkeys(PLACES[code], "12"))
    assert not verdict.ok
    assert len(in_english(verdict)) > 8


def test_a_verdict_is_told_in_english_with_its_values():
    assert in_english(refused(Refused.SMS_TOO_LONG, n=12)) == "The text is too long: 12 SMS."
    assert in_english(granted(Granted.RINGS, who="100 % Anna")).endswith("of 100 % Anna rings.")
    assert granted(Granted.RINGS, who="Anna").ok
