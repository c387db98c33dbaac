"""A spoken message is done with: somebody has heard it at the page, as at the staff line."""

from __future__ import annotations

from appliance.core.model.ids import MessageHeard, Moment, Receipt
from appliance.core.model.verdict import Granted, granted
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.protocol.replies import reply_to
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step


def done(picture: Picture, event: MessageDone, now: Moment) -> Step:
    """Keep who has heard it and when: the staff line tells it to nobody any more."""
    save = Save(Receipt(f"message-heard:{event.id}"), (MessageHeard(event.id, event.by, now.wall),))
    return picture, [save, *reply_to(event.request, granted(Granted.MESSAGE_HEARD))]
