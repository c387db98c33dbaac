"""Statuses that were set until a time: whoever was away is available again."""

from __future__ import annotations

from appliance.core.model.ids import Moment, PresenceRecord, Receipt, TimerId
from appliance.core.protocol.commands import Command, Save, StartTimer
from appliance.core.state import staff
from appliance.core.state.picture import Picture

AT_ONCE = 50
"""Of all who come back from lunch in the same minute; in between, callers are heard."""
MORE = TimerId("statuses")


def ended(picture: Picture, now: Moment) -> tuple[Picture, list[Command]]:
    """Those whose time is over, AT_ONCE of them; the others are seen to at once after that."""
    every = staff.ended(picture.staff, now)
    if not every:
        return picture, []
    over = staff.available_again(picture.staff, every[:AT_ONCE], now)
    saves: list[Command] = [
        Save(
            Receipt(f"presence:{agent}"),
            (PresenceRecord(agent, member.status, member.reason, now.wall),),
        )
        for agent, member in over.items()
    ]
    more = [StartTimer(MORE, 0.0)] if len(over) < len(every) else []
    return picture.with_staff(over), [*saves, *more]
