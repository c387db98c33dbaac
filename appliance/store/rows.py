"""Records of the core as rows of the store, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from appliance.common.foreign_json import object_in
from appliance.common.story_json import bare, step_of
from appliance.core.model.calendar import CalendarRecord, Entry, Shown
from appliance.core.model.ids import (
    CallRecord,
    Message,
    PresenceRecord,
    Record,
    Sms,
    SmsId,
    SmsPriority,
    SmsState,
    Status,
    TrailStep,
)
from appliance.core.model.talks import CallRecording
from appliance.core.model.time_of_day import YEARS

Row = dict[str, Any]


def row_of(record: Record) -> Row:
    """One column per field; a call's trail has rows of its own, and a recording a new place."""
    apart = {"trail"} if isinstance(record, CallRecord) else set[str]()
    if isinstance(record, Message | CallRecording):
        apart = {"recording"}
    return {
        field.name: _stored(getattr(record, field.name))
        for field in fields(record)
        if field.name not in apart
    }


def trail_rows(record: CallRecord) -> list[Row]:
    """The steps of a call, numbered from 1."""
    return [
        {
            "call": _stored(record.id),
            "step": number,
            "at": instant(step.at),
            "kind": step.kind.value,
            "facts": _stored(json.dumps(bare(step.values), ensure_ascii=False)),
            "who": step.who,
        }
        for number, step in enumerate(record.trail, 1)
    ]


def step_in(row: Mapping[str, Any]) -> TrailStep:
    """The step of a row; what is no longer JSON, or never was ours, is a step without values."""
    at = datetime.fromisoformat(row["at"])
    try:
        return step_of(at, row["kind"], object_in(row["facts"]), row["who"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return step_of(at, row["kind"], {}, row["who"])


def sms_of(row: Mapping[str, Any]) -> Sms:
    """The SMS of a row. Raises ValueError for a state that does not exist."""
    return Sms(
        id=SmsId(row["id"]),
        number=row["number"],
        text=row["text"],
        state=SmsState(row["state"]),
        attempts=row["attempts"],
        reason=row["reason"],
        message=row["message"],
        priority=SmsPriority(row.get("priority", SmsPriority.NORMAL)),
        promised_at=_time(row.get("promised_at")),
        sent_at=_time(row.get("sent_at")),
        parts=row.get("parts", 0),
        unreported=tuple(map(int, row.get("unreported", "").split())),
        answers=row.get("answers"),
        settled=bool(row.get("settled", 0)),
    )


def presence_of(row: Mapping[str, Any]) -> PresenceRecord:
    """The presence of a row. Raises ValueError for a status that does not exist."""
    return PresenceRecord(
        agent=row["agent"],
        status=Status(row["status"]),
        reason=row["reason"],
        since=datetime.fromisoformat(row["since"]),
        until=_end(row.get("until")),
    )


def calendar_row(record: CalendarRecord) -> Row:
    """A calendar as a row; its entries as JSON."""
    entries = [
        [instant(e.begins), instant(e.ends), e.shown.value, e.all_day] for e in record.entries
    ]
    read_at = instant(record.read_at) if record.read_at else None
    return {"agent": record.agent, "read_at": read_at, "entries": json.dumps(entries)}


def calendar_of(row: Mapping[str, Any]) -> CalendarRecord:
    """The calendar of a row. Raises ValueError for what is no entry."""
    entries = tuple(
        Entry(datetime.fromisoformat(b), datetime.fromisoformat(e), Shown(shown), bool(all_day))
        for b, e, shown, all_day in json.loads(row["entries"])
    )
    return CalendarRecord(row["agent"], entries, _time(row["read_at"]))


def instant(at: datetime) -> str:
    """An aware time as UTC in ISO 8601, so that rows sort. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"{at} names no time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _end(stored: str | None) -> datetime | None:
    """The end of a status; None where it lies so far away that no clock can be set against it."""
    end = _time(stored)
    return end if end and end.year in YEARS else None


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    text = value.value if isinstance(value, Enum) else value
    # Bytes of a SIP header that are no UTF-8 come as lone surrogates, which SQLite refuses.
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else text
