"""What the house says in some languages it says in all of them, in each with its own letters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.core.words.spoken import LANGUAGES

ROOT = Path(__file__).parents[2]
PACKAGES = ("appliance", "hardware")
MAY_LACK = {
    ("appliance/core/words/numerals.py", "ORDINALS"): {"nl"},  # the Dutch say "vijftien mei"
    ("appliance/core/words/numerals.py", "ONE_MINUTE"): {"nl", "en"},  # as they count
    ("appliance/core/words/display.py", "SIGNAL"): {"en"},  # as the modem says it
}
FOREIGN_LETTERS = {"da": "äö", "nb": "äö", "sv": "æø", "en": "æøåäö"}


def tables(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.Dict]]:
    """Every table by language, with the name that it is kept under."""
    for node in ast.iter_child_nodes(tree):
        below = name
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            below = node.target.id
        if isinstance(node, ast.Dict) and len(languages_of(node)) > 1:
            yield below, node
        yield from tables(node, below)


def languages_of(node: ast.Dict) -> set[str]:
    return {getattr(key, "value", None) for key in node.keys} & set(LANGUAGES)


FOUND = [
    (path.relative_to(ROOT).as_posix(), name, node)
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    for name, node in tables(ast.parse(path.read_text("utf-8")))
]


@pytest.mark.parametrize(
    ("file", "name", "node"), FOUND, ids=[f"{f}:{n.lineno}" for f, _, n in FOUND]
)
def test_a_table_of_words_has_every_language(file: str, name: str, node: ast.Dict) -> None:
    assert set(LANGUAGES) - languages_of(node) == MAY_LACK.get((file, name), set())


def test_all_the_tables_were_found() -> None:
    assert len(FOUND) > 200
    assert set(MAY_LACK) <= {(file, name) for file, name, _ in FOUND}


@pytest.mark.parametrize("language", FOREIGN_LETTERS)
def test_no_language_borrows_its_neighbours_letters(language: str) -> None:
    for file, name, node in FOUND:
        if file == "appliance/showcase/office.py":
            continue  # names of people
        for key, said in zip(node.keys, node.values, strict=True):
            if getattr(key, "value", None) == language:
                words = [each.value for each in ast.walk(said) if isinstance(each, ast.Constant)]
                found = set("".join(map(str, words)).casefold()) & set(FOREIGN_LETTERS[language])
                assert not found, (file, name, words)
