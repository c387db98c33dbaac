"""Setting how a member of staff stands: what holds from then on, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appliance.core.model.ids import Moment, PresenceRecord, Status
from appliance.core.protocol.events import PresenceSet
from appliance.core.staff.presence import blocked_now
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER


def with_presence(
    picture: Picture, wanted: PresenceSet, now: Moment
) -> tuple[Picture, PresenceRecord]:
    """The office in which this person stands so, and the record of it."""
    member = replace(
        picture.staff.get(wanted.agent, STRANGER),
        status=wanted.status,
        reason=wanted.reason,
        since=now.wall,
        idle_since=now.monotonic,
        until=wanted.until,
        no_telephone=None,  # whoever stands at it may have switched it on
    )
    if wanted.status is Status.AVAILABLE and wanted.until is None:
        member = replace(member, until=_overruled_until(picture, wanted.agent, now))
    picture = picture.with_staff({wanted.agent: member})
    record = PresenceRecord(wanted.agent, wanted.status, wanted.reason, now.wall, member.until)
    return picture, record


def _overruled_until(picture: Picture, agent: str, now: Moment) -> datetime | None:
    """Who says in the middle of an appointment that they are free, is so until its end."""
    blocked = blocked_now(picture, agent, now)
    return blocked.until if blocked else None
