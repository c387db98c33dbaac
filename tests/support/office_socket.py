"""A switchboard's side of the office process' socket, for tests that need no whole box."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from appliance.control import ControlServer
from appliance.control.requests import OFFICE
from appliance.core.model.calendar import CalendarAccess, CalendarsNamed
from appliance.core.protocol.commands import Reply
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_questions import CalendarsAsked


class OfficeSocket:
    """Names these calendars, and takes whatever is told of them; a context manager."""

    def __init__(self, path: Path, calendars: Mapping[str, CalendarAccess]) -> None:
        self.calendars = dict(calendars)
        self._server = ControlServer(path, self._take, {"pid": 7}, served=OFFICE)

    def _take(self, event: Event) -> None:
        named = CalendarsNamed("Europe/Oslo", self.calendars)
        data = named if isinstance(event, CalendarsAsked) else None
        request = getattr(event, "request", None)
        self._server.perform(Reply(str(request), True, "", data))

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
