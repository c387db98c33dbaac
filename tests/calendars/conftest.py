"""A server that gives calendars, and what a whole box needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.box_fixtures import memory, prompts
from support.calendar_server import CalendarServer

__all__ = ["memory", "prompts", "server"]


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    with CalendarServer() as running:
        yield running
