"""A spoken message is done with: somebody has heard it at the page, as at the staff line."""

from __future__ import annotations

from appliance.core.model.ids import MessageHeard, Moment, Receipt
from appliance.core.model.verdict import Granted, granted
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.protocol.replies import reply_to


def done(event: MessageDone, now: Moment) -> list[Command]:
    """Keep who has heard it and when: the staff line tells it to nobody any more."""
    save = Save(Receipt(f"message-heard:{event.id}"), (MessageHeard(event.id, event.by, now.wall),))
    return [save, *reply_to(event.request, granted(Granted.MESSAGE_HEARD))]
