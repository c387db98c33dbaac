"""Everything that is wrong now, each in a sentence for the office and in the part's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appliance.core import fault_words
from appliance.core.calendar_answer import is_late
from appliance.core.model import Moment
from appliance.core.office import Picture
from appliance.core.pin_guard import MOST_WRONG, locked_out
from appliance.core.presence import staff_now
from appliance.core.staff import available, can_be_rung, takes_loop_calls


@dataclass(frozen=True, slots=True)
class Fault:
    """`sentence` in the office's language; `detail` in English, for whoever mends it."""

    sentence: str
    detail: str


def faults(picture: Picture, now: Moment) -> Iterator[Fault]:
    """The parts' faults first, then those of the office."""
    language = picture.directory.office.language
    for device, reason in picture.faults.items():
        yield Fault(fault_words.of_part(device, reason, language), reason)
    for key, detail, values in _of_the_office(picture, now):
        yield Fault(fault_words.of_office(key, language, **values), detail)


def _of_the_office(picture: Picture, now: Moment) -> Iterator[tuple[str, str, dict[str, object]]]:
    staff = staff_now(picture, now)
    for loop in picture.directory.loops.values():
        members = [each.id for each in picture.directory.members_of(loop)]
        if any(takes_loop_calls(staff, member) for member in members):
            continue
        if any(can_be_rung(staff, member) for member in members):
            words = f"Nobody of {loop.name} is there by the calendar: callers leave messages."
            yield "nobody_there", words, {"loop": loop.name}
        elif any(available(staff, member) for member in members):
            words = f"No telephone of {loop.name} answers: its callers leave messages."
            yield "no_telephones", words, {"loop": loop.name}
        else:
            words = f"Nobody is logged in to {loop.name}: its callers leave messages."
            yield "nobody", words, {"loop": loop.name}
    yield from _calendars(picture, now)
    yield from _telephones(picture)
    for agent, until in locked_out(picture.pins, now):
        known = picture.directory.agents.get(agent)
        name = known.name if known else agent
        said = f"The staff line is locked for {agent} until {until:%H:%M}: {MOST_WRONG} wrong PINs."
        yield "locked", said, {"name": name, "until": f"{until:%H:%M}"}
    if count := len(picture.ledger.refused):
        words = f"{count} records wait for the disk: {picture.ledger.reason}"
        yield "records", words, {"n": count}
    for key, count, words in _counted(picture):
        if count:
            yield key, words.format(n=count), {"n": count}


def _calendars(picture: Picture, now: Moment) -> Iterator[tuple[str, str, dict[str, object]]]:
    for agent in picture.directory.agents.values():
        calendar = picture.calendars.get(agent.id)
        if agent.calendar and calendar and is_late(calendar, now):
            read = calendar.read_at and calendar.read_at.astimezone(now.wall.tzinfo)
            since = f" since {read:%d.%m %H:%M}" if read else ""
            words = f"The calendar of {agent.name} has not been read{since}: {calendar.trouble}"
            yield "calendar", words.rstrip(": "), {"name": agent.name}
        elif agent.calendar and calendar and calendar.skipped:
            words = f"{calendar.skipped} entries in the calendar of {agent.name} mean nothing."
            yield "calendar_skipped", words, {"name": agent.name, "n": calendar.skipped}


def _telephones(picture: Picture) -> Iterator[tuple[str, str, dict[str, object]]]:
    for agent in picture.directory.agents.values():
        if available(picture.staff, agent.id) and not can_be_rung(picture.staff, agent.id):
            words = f"Nothing answers at the telephone of {agent.name} ({agent.address})."
            yield "telephone", words, {"name": agent.name}


def _counted(picture: Picture) -> Iterator[tuple[str, int, str]]:
    outbox = picture.outbox
    yield "busy", picture.refused, "{n} calls found every line busy."
    strangers = "{n} calls or probes from unknown addresses were ignored."
    yield "strangers", picture.ignored, strangers
    used_up = "The SMS of this day are used up (office.sms_per_day): the rest waits."
    yield "used_up", int(outbox.used_up), used_up
    yield "failed", len(outbox.failed), "{n} SMS failed: see 'sentralbord sms list'."
    maybe = "{n} SMS may have been sent: decide with 'sentralbord sms list'."
    yield "maybe", len(outbox.doubtful), maybe
