"""How long calls, messages, and SMS are kept: what is older is deleted, a little at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment
from appliance.core.model.steady_clock import is_steady
from appliance.core.protocol.commands import Command
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.events_box import Expired
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step


def minute_passed(picture: Picture, now: Moment) -> tuple[Picture, list[Command]]:
    """Once a day what is too old begins to go, a step a minute; never by a clock that is not set.

    Nor by one that has leapt (steady_clock.py).

    In steps, so that no caller's message waits for the disk behind years of old calls.
    """
    today = now.wall.date()
    if not now.clock_set or picture.expired_on == today or not is_steady(picture.days_seen):
        return picture, []
    office = picture.directory.office
    expire = Expire(
        _limit(office.calls_days, now),
        _limit(office.messages_days, now),
        _limit(office.sms_days, now),
        office.time_zone,
    )
    if not (expire.calls or expire.messages or expire.sms):
        return picture, []
    return changed(picture, expired_on=today), [expire]


def expired(picture: Picture, event: Expired, now: Moment) -> Step:
    """Go on at the next minute, or rest until tomorrow."""
    return (changed(picture, expired_on=None) if event.more else picture), []


def _limit(days: int, now: Moment) -> datetime | None:
    """What is older than so many days goes; 0: nothing ever does."""
    return now.wall - timedelta(days=days) if days else None
