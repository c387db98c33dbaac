"""Recorded talks on their way to the disk, and from there to their end: kept for so many days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Receipt
from appliance.core.model.steady_clock import DaySeen, is_steady, with_today
from appliance.core.model.talks import CallRecording, RecordingsExpired
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.state.call import Call
from appliance.core.state.picture import Picture

FAULT = "recording"


def begun(picture: Picture, call: Call | None, commands: list[Command], now: Moment) -> Picture:
    """Remember whose talks are recorded from now on: the call may be over before the file is."""
    started = [command for command in commands if isinstance(command, RecordTalk)]
    if not started or call is None:
        return picture
    rows = {command.talk: _row(call, command.talk, now) for command in started}
    return changed(picture, talks={**picture.talks, **rows})


def _row(call: Call, talk: str, now: Moment) -> CallRecording:
    return CallRecording(
        id=talk,
        call=call.id,
        part=call.recorded_parts,
        line=call.line.id if call.line else "",
        client=call.client.id if call.client else None,
        caller=call.caller,
        agent=call.agent,
        started=now.wall,
        clock_set=now.clock_set,
    )


def ended(picture: Picture, event: TalkRecorded) -> tuple[Picture, list[Command]]:
    """A file is closed: keep it. What was not recorded is kept as such, and shown."""
    row = picture.talks.get(event.talk)
    if row is None:
        return picture, []
    talks = {name: other for name, other in picture.talks.items() if name != event.talk}
    if event.path is None and not event.problem:
        return changed(picture, talks=talks), []
    fault = f"A talk was not recorded: {event.problem}" if event.problem else ""
    picture = changed(picture, talks=talks).with_fault(FAULT, fault)
    row = replace(row, recording=event.path, seconds=event.seconds, problem=event.problem)
    return picture, [Save(Receipt(f"{event.talk}:talk"), (row,))]


def expire(picture: Picture, now: Moment) -> tuple[Picture, list[Command]]:
    """Once a day, what the office keeps no longer is deleted; never by a clock that is not set.

    Nor by one that has leapt (steady_clock.py); the day is noted for that.
    """
    today = now.wall.date()
    if not now.clock_set or picture.recordings_swept == today:
        return picture, []
    days = with_today(picture.days_seen, today)
    before = now.wall - timedelta(days=picture.directory.office.record_days)
    old = (RecordingsExpired(before),) if is_steady(days) else ()
    picture = changed(picture, recordings_swept=today, days_seen=days)
    return picture, [Save(Receipt(f"recordings:{today}"), (DaySeen(today), *old))]
