"""The office's time zone, in which every date and time of the page is meant."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from appliance.common.problems import SettingsError
from appliance.settings.document import parsed
from appliance.store.troubles import StoreError
from web_config.ground.stores import store

NEUTRAL = "Europe/Oslo"


def zone() -> ZoneInfo:
    """Return the zone of the settings in force; the one of a new box while there are none."""
    try:
        revision = store().current()
    except StoreError:
        return ZoneInfo(NEUTRAL)
    return _zone_of(revision.revision, revision.document) if revision else ZoneInfo(NEUTRAL)


@lru_cache(maxsize=4)
def _zone_of(_revision: int, document: str) -> ZoneInfo:
    try:
        name = parsed(document).get("office", {}).get("time_zone", NEUTRAL)
        return ZoneInfo(name)
    except (SettingsError, ZoneInfoNotFoundError, AttributeError, TypeError, ValueError):
        return ZoneInfo(NEUTRAL)
