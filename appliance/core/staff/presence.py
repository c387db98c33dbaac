"""Is this person there for a loop's callers, why not, until when: what calendars make of it.

The calendar blocks the calls of loops only (office.md D6): whoever is called directly is rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from appliance.core.model.calendar import Calendar, Entry, Shown
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Status, TimerId
from appliance.core.settings.directory import Agent, Directory, Hours
from appliance.core.settings.hours import WEEKDAYS, closed_at, within
from appliance.core.state.blocks import Blocks, StaffNow
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER, Blocked, Member, Staff

MOST_ADJOINING = 20
"""So many entries one after another are looked at for the end of it all."""
KEEPS_AWAY = (Shown.BUSY, Shown.OUT_OF_OFFICE)
TURNED = TimerId("turned")
"""Fires at once where a look has seen that somebody is there again, for who waits."""
AT_ONCE = 50
"""So many calendars are asked between two looks at the telephone: hundreds of meetings begin at
the same moment, and a caller shall not wait for them."""


def staff_now(picture: Picture, now: Moment) -> Staff:
    """Everybody as they stand now: what they have set, and what keeps loop calls from them."""
    return staff_known(with_calendars(picture, now))


def staff_known(picture: Picture) -> Staff:
    """Everybody as they stood when calendars were asked last."""
    blocked = picture.blocks.known
    return StaffNow(picture.staff, blocked) if blocked else picture.staff


def with_calendars(picture: Picture, now: Moment) -> Picture:
    """The picture that knows what calendars say of now; only those are asked who may differ.

    Where more than AT_ONCE may, the blocks do not `hold` yet and the next look asks on. By new
    settings all are asked at once, for nothing of what was known may be so.
    """
    before = picture.blocks
    if before.hold(picture.directory, now):
        return picture
    anew = before.directory is not picture.directory
    due = sorted(picture.calendars if anew else _due(picture, now))
    asked = due if anew else due[:AT_ONCE]
    known, until = ({}, {}) if anew else (dict(before.known), dict(before.until))
    for agent in asked:
        known.pop(agent, None)
        if blocked := blocked_now(picture, agent, now):
            known[agent] = blocked
        until[agent] = _asked_again(picture, agent, now)
    left = frozenset(due[len(asked) :])
    blocks = Blocks(known, until, min(until.values(), default=None), left, now, picture.directory)
    turned = [
        agent for agent in {**before.known, **known} if before.known.get(agent) != known.get(agent)
    ]
    return changed(picture.stirred(tuple(turned)), blocks=blocks)


def _due(picture: Picture, now: Moment) -> Iterable[str]:
    """Who is to be asked; by another clock everybody."""
    blocks = picture.blocks
    if not blocks.knows(picture.directory, now):
        return {*picture.calendars, *blocks.until}
    over = (agent for agent, until in blocks.until.items() if until <= now.wall)
    return blocks.stale.union(over) if blocks.next and blocks.next <= now.wall else blocks.stale


def _asked_again(picture: Picture, agent: str, now: Moment) -> datetime:
    """When this person's calendar may say something else, or the same in other words."""
    at, hours = now.wall, picture.directory.agents.get(agent)
    midnight = datetime.combine(at.date() + timedelta(days=1), time(0), at.tzinfo)
    calendar = picture.calendars.get(agent, Calendar())
    times = [midnight, *_turns(calendar, at)]
    if (until := picture.staff.get(agent, STRANGER).until) and at < until:
        times.append(until)
    named = picture.directory.hours.get(hours.hours or "") if hours else None
    times += _bounds(named, at) if named else ()
    return min(times)


def _turns(calendar: Calendar, at: datetime) -> Iterator[datetime]:
    """When the entries of now end, and the next one begins."""
    instant = at.astimezone(UTC)
    for entry in calendar.entries:
        if entry.begins > instant:
            yield entry.begins
            return
        if instant < entry.ends:
            yield entry.ends


def _bounds(hours: Hours, at: datetime) -> Iterator[datetime]:
    """When the working hours of this day begin and end, as far as it is still to come."""
    for span in hours.weekly.get(WEEKDAYS[at.weekday()], ()):
        for bound in span.split("-"):
            turn = datetime.combine(at.date(), time.fromisoformat(bound), at.tzinfo)
            if turn > at:
                yield turn


def blocked_now(picture: Picture, agent: str, now: Moment) -> Blocked | None:
    """What in this person's calendar keeps loop calls away now, unless they overrule it."""
    known, calendar = picture.directory.agents.get(agent), picture.calendars.get(agent)
    if known is None or calendar is None or not now.clock_set:
        return None
    if overrules(picture.staff.get(agent, STRANGER), now):
        return None
    return blocked_at(picture.directory, known, calendar, now.wall)


def overrules(member: Member, now: Moment) -> bool:
    """Whether this person has said in the middle of an appointment that they are there."""
    until = member.until if member.status is Status.AVAILABLE else None
    return until is not None and now.wall < until


def blocked_at(
    directory: Directory, agent: Agent, calendar: Calendar, at: datetime
) -> Blocked | None:
    """What keeps loop calls away at a time (of the office's zone), and until when it does."""
    first = _counting(directory, agent, calendar, at)
    if first is None:
        return None
    until = at
    for _ in range(MOST_ADJOINING):
        entry = _counting(directory, agent, calendar, until)
        if entry is None:
            break
        until = _stops_counting(directory, agent, entry, until)
    return Blocked(first, until, at)


def entries_at(calendar: Calendar, at: datetime) -> Iterator[Entry]:
    """What stands in a calendar at a time."""
    instant = at.astimezone(UTC)
    for entry in calendar.entries:
        if entry.begins > instant:
            return  # so are all that follow
        if instant < entry.ends:
            yield entry


def counts(directory: Directory, agent: Agent, entry: Entry, at: datetime) -> bool:
    """Whether an entry keeps loop calls away at a time within it.

    What stands for the whole day counts within the person's working hours (office.md D5).
    """
    tentative = agent.calendar and agent.calendar.tentative and entry.shown is Shown.TENTATIVE
    if entry.shown not in KEEPS_AWAY and not tentative:
        return False
    return not (entry.all_day and closed_at(directory, agent.hours, at))


def _counting(directory: Directory, agent: Agent, calendar: Calendar, at: datetime) -> Entry | None:
    """Of the entries that keep calls away at a time the one that ends last."""
    found = (e for e in entries_at(calendar, at) if counts(directory, agent, e, at))
    return max(found, key=lambda entry: entry.ends, default=None)


def _stops_counting(directory: Directory, agent: Agent, entry: Entry, at: datetime) -> datetime:
    ends = entry.ends.astimezone(at.tzinfo)
    hours = directory.hours.get(agent.hours or "")
    if not entry.all_day or hours is None:
        return ends
    for span in hours.weekly.get(WEEKDAYS[at.weekday()], ()):
        closes = time.fromisoformat(span.split("-")[1])
        if within(span, at.time()) and closes != time(0):
            return min(ends, datetime.combine(at.date(), closes, at.tzinfo))
    return ends
