"""Questions about the office, answered in words and as data; nothing changes by them."""

from __future__ import annotations

from appliance.core.commands import Command, Reply
from appliance.core.model import Moment
from appliance.core.office import Picture
from appliance.core.question_events import Question
from appliance.core.why_ring import in_sentences, why_ring


def answer(picture: Picture, question: Question, now: Moment) -> list[Command]:
    """Why a member's telephone rings or not."""
    if question.request is None:
        return []
    agent = picture.directory.agents.get(question.agent)
    if agent is None:
        known = ", ".join(picture.directory.agents) or "nobody"
        words = f"There is nobody called {question.agent!r} in the settings: {known}."
        return [Reply(question.request, False, words)]
    found = why_ring(picture, agent, now)
    return [Reply(question.request, True, "\n".join(in_sentences(found)), found)]
