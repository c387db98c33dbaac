"""The core has no effects: what it may import is a short list, and it reads no clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import appliance.core
from appliance.core.calls import recording, waiting
from appliance.core.house_rules import RULES
from appliance.core.protocol.events import HouseEvent
from appliance.core.protocol.events_sms import SmsSent
from appliance.core.state import call_legs
from appliance.core.state.rules import merged, on

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


def test_every_event_of_the_house_has_its_rule() -> None:
    assert set(RULES) == set(events_of(HouseEvent))


def events_of(union: object) -> Iterator[type]:
    for part in get_args(union):
        yield from events_of(part) if get_args(part) else (part,)


def test_two_rules_for_one_event_are_refused() -> None:
    """Else the folder that is merged last would take it from the other, and nobody would see."""
    with pytest.raises(ValueError, match="SmsSent"):
        merged(RULES, on(SmsSent, RULES[SmsSent]))
