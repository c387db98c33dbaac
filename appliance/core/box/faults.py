"""Everything that is wrong now, each as a fact and in the part's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from appliance.core.model.calendar import Calendar
from appliance.core.model.ids import Moment
from appliance.core.model.steady_clock import STEADY_DAYS, leap
from appliance.core.model.trouble import Trouble
from appliance.core.settings.directory import Agent
from appliance.core.settings.loops import Loop
from appliance.core.staff.calendar_says import is_late, late_at
from appliance.core.staff.mailbox_secret import days_left
from appliance.core.state.picture import Picture
from appliance.core.state.pin_attempts import MOST_WRONG, locked_out
from appliance.core.state.staff import Staff, available, can_be_rung, takes_loop_calls
from appliance.core.words import faults as fault_words
from appliance.core.words.trouble_details import in_english

AT_ONCE = 50
"""So many calendars are looked at between two looks at the telephone: without the internet all are
late at the same moment."""

CLOCK_LEAPT = (
    "The clock has leapt from {0} to {1}: check the date. Nothing is deleted for its age until it "
    "has gone right for {2} days."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong; `detail` in English, for whoever mends it."""

    trouble: Trouble
    detail: str


class There(NamedTuple):
    """What of its members a loop without anybody is told apart by."""

    available: bool
    can_be_rung: bool
    takes_calls: bool


@dataclass(frozen=True, slots=True)
class LateCalendars:
    """The faults of calendars (one was not read in time, say) by whose they are.

    `turns`: when a calendar may have a fault that has none; nobody's turn is before `next`.
    """

    faults: Mapping[str, Fault] = field(default_factory=dict)
    of: Mapping[str, Calendar] = field(default_factory=dict)
    turns: Mapping[str, datetime] = field(default_factory=dict)
    next: datetime | None = None

    def has_more(self, now: Moment) -> bool:
        """Whether it is somebody's turn."""
        return self.next is not None and self.next <= now.wall


def faults(
    picture: Picture, now: Moment, deserted: Iterable[Fault], late: Iterable[Fault]
) -> Iterator[Fault]:
    """The parts' faults first, then those of the office.

    `deserted` are those of loops, `late` those of calendars and telephones.
    """
    for device, reason in picture.faults.items():
        yield Fault(fault_words.trouble_of_part(device, reason), in_english(reason))
    yield from deserted
    yield from late
    for key, detail, values in _of_the_office(picture, now):
        yield _fault(key, detail, values)


def there(staff: Staff, agent: str) -> There:
    """How far this person is there for a loop."""
    return There(available(staff, agent), can_be_rung(staff, agent), takes_loop_calls(staff, agent))


def deserted(loop: Loop, members: Iterable[There]) -> Fault | None:
    """That none of its members takes the calls of a loop; None where somebody does.

    Nobody is looked at behind the first who does.
    """
    away = list[There]()
    for member in members:
        if member.takes_calls:
            return None
        away.append(member)
    if any(member.can_be_rung for member in away):
        words = f"Nobody of {loop.name} is there by the calendar: callers leave messages."
        return _fault("nobody_there", words, {"loop": loop.name})
    if any(member.available for member in away):
        words = f"No telephone of {loop.name} answers: its callers leave messages."
        return _fault("no_telephones", words, {"loop": loop.name})
    words = f"Nobody is logged in to {loop.name}: its callers leave messages."
    return _fault("nobody", words, {"loop": loop.name})


def late_calendars(
    picture: Picture, now: Moment, known: LateCalendars, agents: Iterable[str]
) -> LateCalendars:
    """What is wrong with calendars, by what is `known`; `agents` may have been read since then.

    Where more than AT_ONCE are late at the same moment, `next` stays before now.
    """
    calendars, due = picture.calendars, list[str]()
    if known.has_more(now):
        over = sorted(agent for agent, turn in known.turns.items() if turn <= now.wall)
        due += over[:AT_ONCE]
    due += [agent for agent in agents if calendars.get(agent) is not known.of.get(agent)]
    if not due:
        return known
    late, turns = dict(known.faults), dict(known.turns)
    for id in due:
        late.pop(id, None)
        turns.pop(id, None)
        agent, calendar = picture.directory.agents.get(id), calendars.get(id)
        if agent and calendar and (fault := _of_calendar(agent, calendar, now)):
            late[id] = fault
        if agent and calendar and (turn := late_at(calendar)) and turn > now.wall:
            turns[id] = turn
    return LateCalendars(late, calendars, turns, min(turns.values(), default=None))


def silent(picture: Picture, agent: Agent) -> Fault | None:
    """That nothing is heard of the telephone of somebody who is at work."""
    if not available(picture.staff, agent.id) or can_be_rung(picture.staff, agent.id):
        return None
    words = f"Nothing answers at the telephone of {agent.name} ({agent.address})."
    return _fault("telephone", words, {"name": agent.name})


def _of_calendar(agent: Agent, calendar: Calendar, now: Moment) -> Fault | None:
    if agent.calendar is None:
        return None
    if not is_late(calendar, now):
        many, words = calendar.skipped, f" entries in the calendar of {agent.name} mean nothing."
        values = {"name": agent.name, "n": many}
        return _fault("calendar_skipped", f"{many}{words}", values) if many else None
    read = calendar.read_at and calendar.read_at.astimezone(now.wall.tzinfo)
    since = f" since {read:%d.%m %H:%M}" if read else ""
    words = f"The calendar of {agent.name} has not been read{since}: {calendar.trouble}"
    return _fault("calendar", words.rstrip(": "), {"name": agent.name})


def _fault(key: str, detail: str, values: Mapping[str, object]) -> Fault:
    return Fault(fault_words.trouble_of_office(key, **values), detail)


def _of_the_office(picture: Picture, now: Moment) -> Iterator[tuple[str, str, dict[str, object]]]:
    for agent, until in locked_out(picture.pins, now):
        known = picture.directory.agents.get(agent)
        name = known.name if known else agent
        said = f"The staff line is locked for {agent} until {until:%H:%M}: {MOST_WRONG} wrong PINs."
        yield "locked", said, {"name": name, "until": f"{until:%H:%M}"}
    if leapt := leap(picture.days_seen):
        yield "clock_leapt", CLOCK_LEAPT.format(*leapt, STEADY_DAYS), {"to": leapt[1]}
    if (left := days_left(picture.directory.office, now)) is not None:
        yield _secret_ends(date.fromisoformat(picture.directory.office.graph_secret_until), left)
    if count := len(picture.ledger.refused):
        words = f"{count} records wait for the disk: {picture.ledger.reason}"
        yield "records", words, {"n": count}
    for key, count, words in _counted(picture):
        if count:
            yield key, words.format(n=count), {"n": count}


def _secret_ends(day: date, left: int) -> tuple[str, str, dict[str, object]]:
    if left < 0:
        words = "The secret by which mailboxes are read ended on {day}: make a new one (Entra)."
        return "secret_over", words.format(day=f"{day:%d.%m.%Y}"), {"day": f"{day:%d.%m}"}
    words = "The secret by which mailboxes are read ends on {day}: make a new one (Entra)."
    return "secret_ends", words.format(day=f"{day:%d.%m.%Y}"), {"day": f"{day:%d.%m}"}


def _counted(picture: Picture) -> Iterator[tuple[str, int, str]]:
    outbox = picture.outbox
    yield "busy", picture.refused, "{n} calls found every line busy."
    strangers = "{n} calls or probes from unknown addresses were ignored."
    yield "strangers", picture.ignored, strangers
    last = picture.unread_last.replace("{", "(").replace("}", ")")
    unread = "{n} calls could not be read and were refused; the last: "
    yield "unread", picture.unread, unread + last
    used_up = "The SMS of this day are used up (office.sms_per_day): the rest waits."
    yield "used_up", int(outbox.used_up), used_up
    yield "failed", len(outbox.failed), "{n} SMS failed: see 'sentralbord sms list'."
    maybe = "{n} SMS may have been sent: decide with 'sentralbord sms list'."
    yield "maybe", len(outbox.doubtful), maybe
