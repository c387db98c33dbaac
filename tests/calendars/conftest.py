"""A server that gives calendars."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.calendar_server import CalendarServer


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    with CalendarServer() as running:
        yield running
