"""What becomes of a calendar that was read, or not: taken over, kept on the disk, forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from appliance.core.model.calendar import Calendar, CalendarRecord, Entry
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Receipt
from appliance.core.model.verdict import Granted, Refused, granted, refused
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.events_calendar import CalendarEvent, CalendarNotRead, CalendarRead
from appliance.core.protocol.replies import reply_to
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import Picture

KEEP_EVERY = timedelta(hours=1)
"""So often a calendar that has not changed is written again, so that its age survives."""

Step = tuple[Picture, list[Command]]


def take(picture: Picture, event: CalendarEvent, now: Moment) -> Step:
    """Take over what was read; what could not be read stays as it was."""
    agent = picture.directory.agents.get(event.agent)
    if agent is None or agent.calendar is None:
        verdict = refused(Refused.NO_CALENDAR, who=repr(event.agent))
        return picture, reply_to(event.request, verdict)
    before = picture.calendars.get(agent.id, Calendar())
    match event:
        case CalendarNotRead(reason=reason):
            after, saves = replace(before, trouble=reason), list[Command]()
        case CalendarRead():
            after, saves = _read(agent.id, before, event)
    picture = picture.with_calendar(agent.id, after)
    noted = granted(Granted.CALENDAR_NOTED, who=agent.name)
    return picture, [*saves, *reply_to(event.request, noted)]


def _read(agent: str, before: Calendar, event: CalendarRead) -> tuple[Calendar, list[Command]]:
    entries = tuple(sorted(map(_in_utc, event.entries), key=lambda entry: entry.begins))
    before = replace(before, skipped=event.skipped, mended=event.mended)
    if entries == before.entries and not _is_old(before.saved_at, event.read_at):
        return replace(before, read_at=event.read_at, trouble=""), []
    record = CalendarRecord(agent, entries, event.read_at)
    after = replace(
        before,
        entries=entries,
        read_at=event.read_at,
        trouble="",
        saved_at=event.read_at,
        awaited_since=None,
    )
    return after, [Save(Receipt(f"calendar:{agent}"), (record,))]


def _in_utc(entry: Entry) -> Entry:
    """In one zone times are compared quickly."""
    begins, ends = entry.begins.astimezone(UTC), entry.ends.astimezone(UTC)
    return replace(entry, begins=begins, ends=ends)


def _is_old(saved_at: datetime | None, read_at: datetime) -> bool:
    return saved_at is None or abs(read_at - saved_at) >= KEEP_EVERY


def from_records(records: Iterable[CalendarRecord]) -> dict[str, Calendar]:
    """The calendars as they were last read before the box stopped."""
    return {r.agent: Calendar(r.entries, r.read_at, saved_at=r.read_at) for r in records}


def named_by(directory: Directory, picture: Picture, now: Moment) -> Step:
    """The calendars that the settings name; others are forgotten for good, new ones awaited."""
    named = [id for id, agent in directory.agents.items() if agent.calendar]
    gone = sorted(picture.calendars.keys() - set(named))
    awaited = Calendar(awaited_since=now.wall)
    calendars = {agent: picture.calendars.get(agent, awaited) for agent in named}
    forget = Save(Receipt("calendar:forgotten"), tuple(CalendarRecord(id) for id in gone))
    return changed(picture, calendars=calendars), [forget] if gone else []
