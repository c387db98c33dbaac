"""A story is kept as kinds and values: each kind has a sentence, and no sentence is written in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import appliance.core
from appliance.core.model.ids import Disposition, Status, TrailStep
from appliance.core.model.story import longer
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.settings.screening import Rule
from appliance.core.words.trail import (
    CAUSES,
    OUTCOMES,
    RULES,
    SENTENCES,
    STATES,
    in_english,
    places,
)

CORE = Path(appliance.core.__file__).parent
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
BESIDES = {"id"}
"""What is kept for the route simulator, and stands in no sentence."""


def said(kind: Told, **values: Value) -> str:
    return in_english(TrailStep(AT, kind, values))


def test_every_kind_and_every_code_has_words() -> None:
    assert set(SENTENCES) == set(Told)
    assert set(CAUSES) == set(Cause)
    assert (set(OUTCOMES), set(RULES), set(STATES)) == (set(Disposition), set(Rule), set(Status))


def test_no_two_kinds_are_told_alike() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_a_step_is_told_with_its_values() -> None:
    busy = Trouble(Cause.STATUS, {"said": "486 Busy Here"})
    forwarded = Trouble(Cause.FORWARDED, {"address": "4711"})
    assert said(Told.NOT_TAKEN, who="Anna", why=busy) == (
        "Anna did not take the call: 486 Busy Here."
    )
    assert said(Told.NOT_TAKEN, who="Anna", why=forwarded).endswith("forwarded to 4711.")
    assert said(Told.CALLS, number="+4710000066") == "Calls 10 00 00 66."
    assert said(Told.ENDED, how="message_left") == "Ended: message left."
    assert said(Told.RANG, who=Trouble(Cause.PARTNER)) == "Rang The partner."
    assert said(Told.NOT_STORED, problem="100 % full") == "Not stored yet: 100 % full"


def test_what_is_missing_or_unknown_breaks_no_story() -> None:
    assert said(Told.BY_DIALLED).startswith("Arrived for ")
    assert said(Told.RANG, who=Trouble("of.tomorrow")) == "Rang of.tomorrow."
    assert said(Told.ENDED, how="of_tomorrow") == "Ended: of_tomorrow."
    assert said(Told.CALLS) == "Calls Withheld number."


def test_a_story_that_is_too_long_says_so() -> None:
    trail: tuple[TrailStep, ...] = ()
    for number in range(300):
        trail = longer(trail, TrailStep(AT, Told.KEY, {"key": "1", "about": str(number)}))
    assert [step.kind for step in trail].count(Told.LEFT_OUT) == 1


def steps(tree: ast.AST) -> Iterator[ast.Call]:
    """Every place where a step is added to a story."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "noted":
            yield node


def is_prose(node: ast.AST) -> bool:
    """Whether words of a language are written there."""
    text = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return any(isinstance(each, str) and " " in each for each in text)


def missing(call: ast.Call) -> set[str]:
    """What the sentence of a kind that is named there has a place for, and is not given."""
    kind = call.args[2]
    if not isinstance(kind, ast.Attribute) or any(each.arg is None for each in call.keywords):
        return set()
    given = {str(each.arg) for each in call.keywords}
    wanted = set(places(SENTENCES[Told[kind.attr]]))
    return (wanted - given) | (given - wanted - BESIDES)


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_story_is_given_a_sentence_and_each_kind_gets_its_values(path: Path) -> None:
    for call in steps(ast.parse(path.read_text("utf-8"))):
        assert not any(is_prose(each) for each in (*call.args[2:], *call.keywords)), call.lineno
        assert missing(call) == set(), call.lineno


def test_the_look_finds_a_sentence_and_a_value_that_is_not_given() -> None:
    (prose,) = steps(ast.parse('noted(call, now, f"{who} has answered.")'))
    assert is_prose(prose.args[2])
    (lacks,) = steps(ast.parse("noted(call, now, Told.RANG, by, whom=x)"))
    assert missing(lacks) == {"who", "whom"}
