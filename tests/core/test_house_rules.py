"""The core has no effects: what it may import is a short list, and it reads no clock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import appliance.core
from appliance.core.calls import recording, waiting
from appliance.core.state import call_legs

CORE = Path(appliance.core.__file__).parent
PLAIN = {"__future__", "bisect", "collections", "dataclasses", "datetime", "enum", "typing"}
ALLOWED = PLAIN | {"functools", "heapq", "hmac"}
"""Of functools what is computed once of what never changes, of hmac its comparison."""
CLOCKS = {"now", "today", "utcnow"}


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a thing comes from"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.name)
def test_the_core_imports_only_itself_and_plain_data(path: Path) -> None:
    for name in imports(ast.parse(path.read_text())):
        assert name.startswith("appliance.core") or name.partition(".")[0] in ALLOWED, name


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.name)
def test_the_core_reads_no_clock_and_no_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            assert not (
                node.func.attr in CLOCKS
                and isinstance(of, ast.Name)
                and of.id in ("datetime", "date")
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input", "exec", "eval")


def test_every_timer_of_a_call_is_stopped_when_the_call_is_cut_off() -> None:
    """A new timer that `call_legs` does not know would fire for a call that is gone."""
    named = re.compile(r'\btimer\(call, "([a-z_]+)"\)')
    used = {name for file in CORE.rglob("*.py") for name in named.findall(file.read_text())}
    assert used | {*waiting.TIMERS, recording.TIMER} == {*call_legs.TIMERS}
