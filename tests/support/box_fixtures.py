"""The fixtures of the tests with a whole switchboard: prompts once, then a box for each test."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.little_office import office, put_prompts
from support.ports import nobody
from support.running_box import RunningBox

from appliance.probe.telephone import Telephone
from appliance.selftest.temporary import memory_folder

MakeBox = Callable[..., RunningBox]


@pytest.fixture(scope="session")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every prompt of the little office, as tones."""
    folder = tmp_path_factory.mktemp("prompts")
    put_prompts(folder)
    return folder


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory."""
    with tempfile.TemporaryDirectory(prefix="box-", dir=memory_folder()) as folder:
        yield Path(folder)


@pytest.fixture
def make_box(prompts: Path, memory: Path) -> Iterator[MakeBox]:
    """Start a box whose staff sits at these addresses; who is not named has no telephone.

    `tables` are for device.toml, `settings` for `office`.
    """
    with ExitStack() as boxes:

        def make(
            anna: str = "",
            bo: str = "",
            cato: str = "",
            tables: Mapping[str, Any] | None = None,
            **settings: Any,
        ) -> RunningBox:
            staff = {"anna": anna, "bo": bo, "cato": cato}
            there = {name: address or nobody(name) for name, address in staff.items()}
            box = RunningBox(memory, prompts, office(there, **settings), tables=tables)
            return boxes.enter_context(box)

        yield make


@pytest.fixture
def box(make_box: MakeBox) -> RunningBox:
    """A box whose staff has all gone home."""
    return make_box()


@pytest.fixture
def telephone() -> Iterator[Telephone]:
    """Our own test telephone."""
    with Telephone() as telephone:
        yield telephone
