"""The fixtures of the tests with a whole switchboard: prompts once, then a box for each test."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.little_office import office, put_prompts
from support.ports import nobody
from support.running_box import RunningBox

from appliance.probe.telephone import Telephone
from appliance.temporary import memory_folder

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
    """Start a box whose staff sits at these addresses; who is not named has no telephone."""
    with ExitStack() as boxes:

        def make(*, times: dict[str, float] | None = None, **addresses: str) -> RunningBox:
            staff = {name: addresses.get(name) or nobody(name) for name in ("anna", "bo", "cato")}
            box = RunningBox(memory, prompts, office(staff, **(times or {})))
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
