"""The view, carried on: only what has changed is drawn anew, however large the office is.

`front.view` says what is to be seen; what this keeps of it is always equal to that.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from appliance.core.box.faults import (
    Fault,
    LateCalendars,
    There,
    deserted,
    late_calendars,
    silent,
    there,
)
from appliance.core.model.ids import CallId, Moment
from appliance.core.panel import live
from appliance.core.panel import view as front
from appliance.core.panel.lamps import line_lamp, line_of
from appliance.core.protocol.view import CallView, Lamp, LoopView, View
from appliance.core.settings.directory import Directory
from appliance.core.staff.presence import staff_known
from appliance.core.state.live_calls import LiveCalls
from appliance.core.state.picture import Picture
from appliance.core.state.staff import Staff

AT_ONCE = 50
"""So many lamps are drawn between two looks at the telephone: at midnight all of them change."""

Ranked = tuple[int, int, CallView]
"""A call's urgency, its number among those that came, and how it is shown."""

NO_LAMP = Lamp("", "", "", "")


class Screen:
    """What was shown last, in its parts."""

    def __init__(self) -> None:
        self._shown_by: tuple[object, ...] = ()
        self._directory: Directory | None = None

    def view(self, picture: Picture, now: Moment) -> View | None:
        """The whole picture as it is to be shown now; `picture.unseen` has changed.

        None where something is left to be drawn: what was shown before holds until the next look.
        """
        by, before = _drawn_by(now), self._shown_by
        anew = picture.unseen.all or not before or picture.directory is not self._directory
        self._shown_by = ()  # a fault in between leaves nothing half drawn
        if anew:
            self._begin(picture.directory)
        self._draw_calls(picture.calls, picture.calls if anew else {*picture.unseen.calls})
        self._draw_loops(picture)
        everybody = picture.directory.agents if anew or by != before else ()
        self._undrawn |= dict.fromkeys(everybody or picture.unseen.agents)
        agents = list(self._undrawn)[:AT_ONCE]
        self._draw_staff(picture, agents, now)
        if by[1:] != before[1:]:
            self._late = LateCalendars()
        self._look_for_late_calendars(picture, everybody or agents, now)
        unfinished = self._undrawn or self._late.has_more(now)
        view = None if unfinished else self._whole(picture, now)
        self._shown_by = by
        return view

    def _begin(self, directory: Directory) -> None:
        self._directory = directory
        self._calls: dict[CallId, Ranked] = {}
        self._order: list[tuple[int, int]] = []
        self._views: list[CallView] = []
        self._lines: dict[str, list[Ranked]] = {}
        self._heads: list[tuple[int, int, Lamp]] = []
        self._shown_calls: tuple[CallView, ...] = ()
        self._lamps: dict[str, Lamp] = dict.fromkeys(directory.agents, NO_LAMP)
        self._shown_lamps: tuple[Lamp, ...] = ()
        self._lit = False
        self._patterns: dict[str, str] = {}
        self._loops: dict[str, LoopView] = {}
        self._shown_loops: tuple[LoopView, ...] = ()
        self._turned = {*directory.loops}
        self._undrawn: dict[str, None] = {}
        self._there: dict[str, There] = {}
        self._perhaps_alone = {*directory.loops}
        self._alone: dict[str, Fault] = {}
        self._places = {loop: at for at, loop in enumerate(directory.loops)}
        self._late, self._shown_late = LateCalendars(), tuple[Fault, ...]()
        self._silent: dict[str, Fault] = {}
        self._seats = {agent: at for at, agent in enumerate(directory.agents)}

    # Calls, and the lines that have them

    def _draw_calls(self, calls: LiveCalls, changed: Iterable[CallId]) -> None:
        for id in changed:
            if before := self._calls.pop(id, None):
                self._take_out(before)
            if call := calls.get(id):
                view = front.call_view(call)
                self._put_in(id, (front.urgency(view), calls.number(id), view))
            self._shown_calls = ()
        if not self._shown_calls:
            self._shown_calls = tuple(self._views)

    def _put_in(self, id: CallId, shown: Ranked) -> None:
        self._calls[id] = shown
        at = bisect_left(self._order, shown[:2])
        self._order.insert(at, shown[:2])
        self._views.insert(at, shown[2])
        self._turned.add(shown[2].loop)
        if (line := line_of(shown[2])) is not None:
            self._with_head(line, lambda own: insort(own, shown))

    def _take_out(self, shown: Ranked) -> None:
        at = bisect_left(self._order, shown[:2])
        del self._order[at], self._views[at]
        self._turned.add(shown[2].loop)
        if (line := line_of(shown[2])) is not None:
            self._with_head(line, lambda own: _remove(own, shown))

    def _with_head(self, line: str, change: Callable[[list[Ranked]], None]) -> None:
        """Change the calls of a line; its lamp shows the most urgent of them."""
        own = self._lines.pop(line, [])
        if own:
            _remove(self._heads, own[0])
        change(own)
        if own:
            self._lines[line] = own
            insort(self._heads, (*own[0][:2], line_lamp(own[0][2])))

    # Loops

    def _draw_loops(self, picture: Picture) -> None:
        turned = self._turned & self._places.keys()
        self._turned = set()
        for id in sorted(turned, key=self._places.__getitem__):
            self._loops[id] = live.loop_view(picture, picture.directory.loops[id])
        if turned:
            self._shown_loops = tuple(self._loops.values())

    # Staff

    def _draw_staff(self, picture: Picture, agents: Iterable[str], now: Moment) -> None:
        staff = staff_known(picture)
        for id in agents:
            del self._undrawn[id]
            if agent := picture.directory.agents.get(id):
                lamp = front.lamp_of(picture, staff, agent, now)
                self._lit = self._lit or lamp != self._lamps[id]
                self._lamps[id], self._patterns[id] = lamp, lamp.pattern
                self._silent.pop(id, None)
                if fault := silent(picture, agent):
                    self._silent[id] = fault
        self._note_who_is_there(picture, staff, agents)
        if not self._undrawn:
            self._shown_lamps = tuple(self._lamps.values()) if self._lit else self._shown_lamps
            self._lit = False
            self._look_for_the_deserted(picture, staff)

    def _note_who_is_there(self, picture: Picture, staff: Staff, agents: Iterable[str]) -> None:
        """Somebody has come or gone: their loops are to be looked at again."""
        for agent in agents:
            standing = there(staff, agent)
            if self._there.get(agent) != standing:
                self._perhaps_alone |= {loop.id for loop in picture.directory.loops_of(agent)}
            self._there[agent] = standing

    def _look_for_the_deserted(self, picture: Picture, staff: Staff) -> None:
        members = picture.directory.index.member_ids
        for id in self._perhaps_alone:
            self._alone.pop(id, None)
            theirs = (self._there.get(each) or there(staff, each) for each in members[id])
            if fault := deserted(picture.directory.loops[id], theirs):
                self._alone[id] = fault
        self._perhaps_alone = set()

    def _look_for_late_calendars(
        self, picture: Picture, agents: Iterable[str], now: Moment
    ) -> None:
        before = self._late
        self._late = late_calendars(picture, now, before, agents)
        if self._late is not before:
            self._shown_late = _ordered(self._late.faults, self._seats)

    # All of it

    def _whole(self, picture: Picture, now: Moment) -> View:
        parts = front.Parts(
            calls=self._shown_calls,
            lamps=self._shown_lamps,
            lines=tuple([lamp for _, _, lamp in self._heads]),
            loops=self._shown_loops,
            deserted=_ordered(self._alone, self._places),
            late=(*self._shown_late, *_ordered(self._silent, self._seats)),
            patterns=self._patterns,
        )
        return front.composed(picture, parts, now)


def _drawn_by(now: Moment) -> tuple[object, ...]:
    """What all of a view is drawn by: another day or another clock draws it anew."""
    return now.wall.date(), now.wall.tzinfo, now.clock_set


def _ordered(faults: Mapping[str, Fault], order: Mapping[str, int]) -> tuple[Fault, ...]:
    return tuple([faults[id] for id in sorted(faults, key=order.__getitem__)])


def _remove(ranked: list[Any], each: Any) -> None:
    del ranked[bisect_left(ranked, each[:2])]
