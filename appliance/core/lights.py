"""What each lamp of the front panel shows: staff, lines, and whether there is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from appliance.core.views import CallView, Lamp

FAULT = "fault"
LINE = "line:"
"""Before a firm's name: the lamp of its lines."""
LINE_PATTERNS = {"talking": "busy", "wrap-up": "wrap_up"}
"""How a line's lamp shows where its call stands; elsewhere it rings."""


def lights(
    staff: Iterable[Lamp], calls: Iterable[CallView], faults: Iterable[str]
) -> Mapping[str, str]:
    """Lamp -> pattern; of several calls on a line the first, which is the most urgent, counts."""
    shown: dict[str, str] = {}
    for call in calls:
        shown.setdefault(f"{LINE}{call.client}", LINE_PATTERNS.get(call.stands, "ringing"))
    shown |= {lamp.agent: lamp.pattern for lamp in staff}
    return shown | ({FAULT: "fault"} if any(faults) else {})
