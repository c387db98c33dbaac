"""What a status is called, in four languages: the same by SMS, on the display, to colleagues."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language, Status

STATUSES: Mapping[Status, Mapping[Language, str]] = {
    Status.AVAILABLE: {"da": "ledig", "nb": "ledig", "nl": "beschikbaar", "en": "available"},
    Status.AWAY: {"da": "væk", "nb": "borte", "nl": "weg", "en": "away"},
    Status.LOGGED_OUT: {
        "da": "logget ud",
        "nb": "logget ut",
        "nl": "uitgelogd",
        "en": "logged out",
    },
}
"""Never Dutch "vrij": sent by SMS that word means a day off."""
