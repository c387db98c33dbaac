"""Whether whoever follows a stream is still logged in, and may still read what they read before."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask, current_app, g

from appliance.core.desk.masking import Sight
from appliance.store.troubles import StoreError
from web_config.ground.sessions import current, still_open
from web_config.kit.access import account
from web_config.kit.sight import sight

ASKED_SECONDS = 1.0
"""So long an answer holds: with many viewers and many changes the store is not asked each time."""


def still_in(sees: Sight) -> Callable[[], bool]:
    """Return what tells this later, outside of the request; False ends the stream for good."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    token, who = current().token, account()
    until = 0.0

    def still() -> bool:
        nonlocal until
        now = time.monotonic()
        if now < until:
            return True
        until = now + ASKED_SECONDS
        with app.app_context():
            try:
                g.account = still_open(token) if token else who
                return bool(g.account) and g.account.role is who.role and sight() == sees
            except StoreError:
                return True  # nor could a log-out be kept; the stream's own end bounds it

    return still
