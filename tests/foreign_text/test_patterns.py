"""Every pattern of the packages takes time that grows with its text alone."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.linear_patterns import why_not_linear

import appliance

TOP = Path(appliance.__file__).parent.parent
PACKAGES = ("appliance", "hardware", "web_config")
TAKE_A_PATTERN = (
    *("compile", "match", "fullmatch", "search", "split"),
    *("findall", "finditer", "sub", "subn"),
)
FLAGS_AT = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
"""The place of the flags among the arguments; elsewhere 2."""
MADE_WHILE_RUNNING = {
    ("appliance.common.numbers", "at_first_sight"): "nothing is repeated without end",
    ("appliance.support.masking", "_any_of"): "names side by side, each as it stands",
    ("appliance.common.sentences", "_place"): "looks at 100 characters at most",
}
"""By module and function, why these are linear all the same."""


@dataclass(frozen=True)
class Use:
    """A pattern as it stands in a module, and by which function it meets a text."""

    place: str
    pattern: str | bytes
    flags: int
    how: str


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the packages."""
    paths = (path for package in PACKAGES for path in sorted((TOP / package).rglob("*.py")))
    return {
        ".".join(path.relative_to(TOP).with_suffix("").parts): ast.parse(path.read_text())
        for path in paths
    }


def names_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id


@cache
def methods() -> dict[str, set[str]]:
    """By the name of a compiled pattern, how it is used anywhere."""
    found: dict[str, set[str]] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in TAKE_A_PATTERN:
                for name in names_of(node.value):
                    found.setdefault(name, set()).add(node.attr)
    return found


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str, str]]:
    """The calls of `re` that take a pattern: the function, and the name that is given to it."""
    named: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            named[node.value] = next(names_of(node.targets[0]), "")
        of_re = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if of_re and list(names_of(node.func.value)) == ["re"]:  # type: ignore[attr-defined]
            yield node, node.func.attr, named.get(node, "")  # type: ignore[attr-defined, misc]
        elif isinstance(node, ast.Call) and list(names_of(node.func)) == ["Regexp"]:
            yield node, "match", ""  # of WTForms


def uses(name: str, tree: ast.Module) -> Iterator[Use | tuple[str, str]]:
    """Every use of a pattern in a module; one that is made while it runs by its source."""
    for call, function, given in calls(tree):
        if function not in TAKE_A_PATTERN:
            continue
        place = f"{name}:{call.lineno}"
        at = FLAGS_AT.get(function, 2)
        flags = next((k.value for k in call.keywords if k.arg == "flags"), None)
        flags = call.args[at] if flags is None and len(call.args) > at else flags
        try:
            pattern, bits = value(name, call.args[0]), value(name, flags) if flags else 0
        except NameError:
            yield name, enclosing(tree, call)
            continue
        hows = methods().get(given, {"search"}) if function == "compile" else {function}
        yield from (Use(place, pattern, int(bits), how) for how in sorted(hows))


def enclosing(tree: ast.Module, call: ast.Call) -> str:
    """The function in which a call stands."""
    around = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and call in ast.walk(n))
    return next((n.name for n in around), "")


def value(module: str, node: ast.expr) -> Any:
    code = compile(ast.Expression(node), module, "eval")
    return eval(code, vars(importlib.import_module(module)))


ALL = [use for name, tree in trees().items() for use in uses(name, tree)]


def test_there_are_patterns_to_look_at() -> None:
    assert len(ALL) > 60


def test_nothing_else_is_taken_from_re_by_name() -> None:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            taken = isinstance(node, ast.ImportFrom) and node.module == "re"
            renamed = isinstance(node, ast.Import) and any(
                each.name == "re" and each.asname for each in node.names
            )
            if taken or renamed:
                pytest.fail(f"{name}: write re.compile, which is looked at here")


def test_a_pattern_that_is_made_while_the_program_runs_has_its_reason() -> None:
    made = {use for use in ALL if not isinstance(use, Use)}
    assert made == set(MADE_WHILE_RUNNING)


@pytest.mark.parametrize(
    "use", [use for use in ALL if isinstance(use, Use)], ids=lambda use: f"{use.place}-{use.how}"
)
def test_no_pattern_reads_the_same_text_twice(use: Use) -> None:
    assert why_not_linear(use.pattern, use.flags, use.how) == "", use.pattern


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r'\s*(?:"([^"\\]*)"|([^"<,:]*))\s*<', "match"),
        (r"(?:a+)+b", "match"),
        (r"(?:a*)*b", "match"),
        (r"(?:a|a)*b", "match"),
        (r"(?:a|ab|b)*c", "fullmatch"),
        (r"a*b?a*c", "match"),
        (r".*,.*,.*", "fullmatch"),
        (r"a*b", "search"),
        (r"<[^>]*>", "findall"),
        (r"\s*-", "sub"),
        (r"(?<![a-y])[a-z]+-", "search"),
        (r"\d+(?=.*x)", "match"),
        (r"(a)\1", "match"),
    ],
)
def test_what_goes_over_a_text_again_is_found(pattern: str, how: str) -> None:
    assert why_not_linear(pattern, 0, how)


@pytest.mark.parametrize(
    ("pattern", "flags", "how"),
    [
        (r'"[^"]*"', 0, "findall"),
        (r"[a-z]+", 0, "findall"),
        (r"a*b", 0, "match"),
        (r"^a[ \t]*:.*", re.MULTILINE, "findall"),
        (r"a{0,3}b{2,50}c", 0, "search"),
        (r"(?:a|b)*c", 0, "match"),
        (r"\d+(?:,\d+)*", 0, "fullmatch"),
        (r"(?<![a-z])[a-z]+-", 0, "search"),
    ],
)
def test_what_looks_once_is_let_be(pattern: str, flags: int, how: str) -> None:
    assert why_not_linear(pattern, flags, how) == ""
