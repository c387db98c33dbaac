"""The settings that hold now, read from the store and kept until there is a new revision."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from appliance.core.protocol.events import Started
from appliance.core.settings.directory import Directory
from appliance.store.started import imagined_start, settings_in_force
from appliance.store.troubles import StoreError
from web_config.ground.stores import store


def directory() -> Directory:
    """Return the newest settings that can be used. Raises StoreError."""
    newest = store().current()
    revision = newest.revision if newest else 0
    kept: dict[int, Directory] = current_app.extensions.setdefault("settings_in_force", {})
    if revision not in kept:
        read = settings_in_force(store(), [])
        kept.clear()
        kept[revision] = read
        return read
    return kept[revision]


def started() -> Started:
    """Return what the switchboard would start with now, for a call that is only thought."""
    return imagined_start(store(), directory())


def office_time(at: datetime | None = None) -> datetime:
    """Return a moment, or now, by the office's clock."""
    zone = ZoneInfo(directory().office.time_zone)
    return at.astimezone(zone) if at else datetime.now(zone)


def clock(at: datetime) -> str:
    """Return the time of day of a moment by the office's clock; UTC where there is no store."""
    try:
        return f"{office_time(at):%H:%M:%S}"
    except StoreError:
        return f"{at:%H:%M:%S}"
