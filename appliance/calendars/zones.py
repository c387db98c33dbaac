"""The time zones of one calendar: known by their name, or as the calendar itself defines them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone

from appliance.calendars.lines import Line
from appliance.calendars.zone_names import named, named_by_offset

MOST_LINES = 2000


class Zones:
    """By their names in the calendar; a definition is worked out only when it is used."""

    def __init__(self, definitions: Mapping[str, Sequence[Line]], office: ZoneInfo) -> None:
        self._definitions = {_bare(name): lines for name, lines in definitions.items()}
        self.office = office
        self._defined: dict[str, tzinfo | None] = {}

    def of(self, name: str) -> tzinfo | None:
        """The zone of that name; None if nobody knows it.

        What the calendar says of a zone named by an offset counts: it may have a summer time.
        """
        return named(name) or self._by_definition(_bare(name)) or named_by_offset(name)

    def _by_definition(self, name: str) -> tzinfo | None:
        if name not in self._defined:
            self._defined[name] = _built(self._definitions.get(name, ()))
        return self._defined[name]


def _bare(name: str) -> str:
    return name.strip(' \t"')


def _built(definition: Sequence[Line]) -> tzinfo | None:
    """The zone of a VTIMEZONE (RFC 5545 section 3.6.5), None if it cannot be used."""
    if not definition:
        return None
    text = "\r\n".join(f"{line.name}{line.rest}" for line in definition[:MOST_LINES])
    try:
        found = Timezone.from_ical(text)
        return found.to_tz(lookup_tzid=False) if isinstance(found, Timezone) else None
    except Exception:  # whatever a stranger's data makes the library raise: it is not known then
        return None
