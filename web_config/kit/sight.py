"""What whoever asks may read of callers: those of all firms, or of the firms that they serve."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import EVERYTHING, NO_CALLS, NOTHING, Sight, sight_of
from appliance.store.troubles import StoreError
from web_config.ground.settings_in_force import directory
from web_config.kit.access import account

NOT_SHOWN = _l("Not shown: you do not serve this firm.")


def sight() -> Sight:
    """Return what whoever asks may read; without settings nobody but a superior reads anything."""
    who = account()
    if who.role.may(Role.SUPERIOR):
        return EVERYTHING
    try:
        return sight_of(directory(), who.role, who.name)
    except StoreError:
        return NO_CALLS if who.role is Role.PARTNER else NOTHING
