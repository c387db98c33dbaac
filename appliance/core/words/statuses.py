"""What a status is called, in every language: the same by SMS, on the display, to colleagues."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.ids import Language, Status

STATUSES: Mapping[Status, Mapping[Language, str]] = {
    Status.AVAILABLE: {
        "da": "ledig",
        "nb": "ledig",
        "sv": "tillgänglig",
        "nl": "beschikbaar",
        "en": "available",
    },
    Status.AWAY: {"da": "væk", "nb": "borte", "sv": "borta", "nl": "weg", "en": "away"},
    Status.LOGGED_OUT: {
        "da": "logget ud",
        "nb": "logget ut",
        "sv": "utloggad",
        "nl": "uitgelogd",
        "en": "logged out",
    },
}
"""Never Dutch "vrij" or Swedish "ledig": sent by SMS such a word means a day off."""
