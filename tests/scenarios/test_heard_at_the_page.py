"""A spoken message that was heard at the page is done with, as one that was heard by telephone."""

from __future__ import annotations

from support.world import World, office

from appliance.core.model.ids import MessageHeard
from appliance.core.protocol.commands import Reply, Save
from appliance.core.protocol.events_desk import MessageDone


def test_who_has_heard_it_is_kept_on_the_disk() -> None:
    world = World(office())
    done = world.happens(MessageDone("c7", "kari", request="r"))
    saves = [command.records for command in done if isinstance(command, Save)]
    assert saves == [(MessageHeard("c7", "kari", world.now().wall),)]
    (reply,) = [command for command in done if isinstance(command, Reply)]
    assert (reply.request, reply.ok, reply.words) == ("r", True, "The message is marked as heard.")
