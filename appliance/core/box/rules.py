"""What the box itself does: which rule takes which event."""

from __future__ import annotations

from appliance.core.box import crash_guard, restart, retention, setup, trial
from appliance.core.protocol.events_box import Expired, RestartAsked, RuleFailed
from appliance.core.state.rules import merged, on

RULES = merged(
    setup.RULES,
    trial.RULES,
    on(RestartAsked, restart.restarted),
    on(Expired, retention.expired),
    on(RuleFailed, crash_guard.failed),
)
