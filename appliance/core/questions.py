"""Questions about the office, answered in words and as data; nothing changes by them."""

from __future__ import annotations

from appliance.core.model.calendar import CalendarsNamed
from appliance.core.model.ids import Moment
from appliance.core.model.verdict import Refused, refused
from appliance.core.protocol.commands import Reply
from appliance.core.protocol.events_questions import CalendarsAsked, Question, WhyAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on
from appliance.core.why_ring import in_sentences, why_ring

MOST_CALENDARS = 25
"""So many fit into an answer, however long their addresses are."""


def answer(picture: Picture, question: Question, now: Moment) -> Step:
    """Why a member's telephone rings or not; or which calendars are to be read."""
    if question.request is None:
        return picture, []
    if isinstance(question, CalendarsAsked):
        after = calendars_after(picture, question.after)
        return picture, [Reply(question.request, True, "", after)]
    agent = picture.directory.agents.get(question.agent)
    if agent is None:
        known = ", ".join(picture.directory.agents) or "nobody"
        nobody = refused(Refused.NOBODY_KNOWN, who=repr(question.agent), known=known)
        return picture, reply_to(question.request, nobody)
    found = why_ring(picture, agent, now)
    return picture, [Reply(question.request, True, "\n".join(in_sentences(found)), found)]


def calendars_after(picture: Picture, after: str) -> CalendarsNamed:
    """The next calendars by their owners' names, and the office's time zone."""
    directory = picture.directory
    all_named = {name: agent.calendar for name, agent in directory.agents.items() if agent.calendar}
    names = sorted(name for name in all_named if name > after)
    these = {name: all_named[name] for name in names[:MOST_CALENDARS]}
    more, office = len(names) > len(these), directory.office
    return CalendarsNamed(office.time_zone, these, more, office.graph)


RULES = merged(on(WhyAsked, answer), on(CalendarsAsked, answer))
