"""What is learnt of the staff: which rule takes which event."""

from __future__ import annotations

from appliance.core.protocol.events_calendar import CalendarNotRead, CalendarRead
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.core.staff import calendars, telephones
from appliance.core.state.rules import merged, on

RULES = merged(
    on(CalendarRead, calendars.take),
    on(CalendarNotRead, calendars.take),
    on(TelephoneFound, telephones.found),
)
