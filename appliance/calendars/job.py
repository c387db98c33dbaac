"""What the reading process is asked and what it answers: one JSON object in, one out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from appliance.common.foreign_json import object_in
from appliance.core.model.calendar import CalendarAccess, Entry, GraphApp, Shown


@dataclass(frozen=True, slots=True)
class Job:
    """A calendar to be read: around `now`, on the clock of the office.

    `marks` came with what is known already; then only what is new is read. A mailbox is asked
    for as `graph`, with the access `token` that Microsoft gave before, if it is still good.
    """

    access: CalendarAccess
    zone: ZoneInfo
    now: datetime
    marks: Mapping[str, str] = field(default_factory=dict)
    graph: GraphApp | None = None
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The entries of a calendar; None if nothing has changed since the marks came.

    `words` tell what was wrong with some of its entries: so many were `skipped`, so many `mended`.
    """

    entries: tuple[Entry, ...] | None
    words: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    skipped: int = 0
    mended: int = 0


def job_written(job: Job) -> bytes:
    """The job as a line of JSON; it holds the secrets."""
    access = job.access
    return json.dumps(
        {
            "url": access.url,
            "user": access.user,
            "password": access.password,
            "mailbox": access.mailbox,
            "zone": job.zone.key,
            "now": job.now.isoformat(),
            "marks": dict(job.marks),
            "graph": asdict(job.graph) if job.graph else None,
            "token": job.token,
        }
    ).encode()


def job_read(line: bytes) -> Job:
    """The job that was written."""
    said = object_in(line)
    access = CalendarAccess(said["url"], said["user"], said["password"], mailbox=said["mailbox"])
    graph = GraphApp(**said["graph"]) if said["graph"] else None
    now = datetime.fromisoformat(said["now"])
    return Job(access, ZoneInfo(said["zone"]), now, said["marks"], graph, said["token"])


def outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """The outcome as it goes over a pipe."""
    entries = None if outcome.entries is None else [entry_fields(each) for each in outcome.entries]
    return {
        "entries": entries,
        "words": outcome.words,
        "marks": dict(outcome.marks),
        "skipped": outcome.skipped,
        "mended": outcome.mended,
    }


def outcome_read(said: Mapping[str, Any]) -> Outcome:
    """The outcome that was written; raises ValueError, TypeError, KeyError for what is none."""
    entries = said["entries"]
    found = None if entries is None else tuple(map(entry_of_fields, entries))
    return Outcome(found, said["words"], said["marks"], said["skipped"], said["mended"])


def entry_fields(entry: Entry) -> dict[str, Any]:
    """An entry as it goes over a socket."""
    return {
        "begins": entry.begins.isoformat(),
        "ends": entry.ends.isoformat(),
        "shown": entry.shown.value,
        "all_day": entry.all_day,
    }


def entry_of_fields(said: Mapping[str, Any]) -> Entry:
    """The entry of such fields."""
    begins, ends = (datetime.fromisoformat(said[name]) for name in ("begins", "ends"))
    return Entry(begins, ends, Shown(said["shown"]), said["all_day"])
