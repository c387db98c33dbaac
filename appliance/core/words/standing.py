"""What each thing is called that keeps a telephone from ringing, or lets it ring."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.standing import Standing
from appliance.core.words.source import N_

STANDING: Mapping[str, str] = {
    Standing.FREE: N_("Free%(since)s%(until)s."),
    Standing.AWAY: N_("Away%(reason)s%(since)s%(until)s."),
    Standing.LOGGED_OUT: N_("Logged out%(reason)s%(since)s%(until)s."),
    Standing.REASON: " (%(said)s)",
    Standing.SINCE: N_(" since %(at)s"),
    Standing.UNTIL: N_(" until %(at)s"),
    Standing.NO_CALENDAR: N_("No calendar is connected: it keeps no calls away."),
    Standing.CALENDAR_UNREAD: N_("The calendar has not been read yet: it keeps no calls away."),
    Standing.NO_TIME: N_("The time is not known yet: the calendar keeps no calls away."),
    Standing.CALENDAR_READ: N_("The calendar was read at %(end)s."),
    Standing.ENTRIES_LEFT_OUT: N_(
        "Entries of the calendar left out, in which the telephone rings: %(n)s."
    ),
    Standing.ENTRIES_MENDED: N_(
        "Entries of the calendar with something odd, read all the same: %(n)s."
    ),
    Standing.CALENDAR_TROUBLE: N_("The calendar cannot be read now: %(problem)s"),
    Standing.ENTRY_AHEAD: N_("The calendar keeps no calls away now; the next entry is %(span)s."),
    Standing.NO_ENTRY: N_("Nothing stands in the calendar now."),
    Standing.KEPT_AWAY: N_("No loop calls, only direct ones: %(block)s."),
    Standing.OWN_CHOICE: N_("In spite of the calendar free by own choice: %(block)s."),
    Standing.OUTSIDE_HOURS: N_(
        "The entry %(span)s does not count now: it is outside the working hours."
    ),
    Standing.FREE_ALL_DAY: N_(
        "The entry %(span)s is shown as free and does not count: show it as busy."
    ),
    Standing.TENTATIVE: N_("The entry %(span)s is tentative and does not count."),
    Standing.ELSEWHERE: N_("The entry %(span)s is work elsewhere and does not count."),
    Standing.SHOWN_FREE: N_("The entry %(span)s is shown as free and does not count."),
    Standing.IN_NO_CALL: N_("In no call."),
    Standing.RUNG: N_("Rings now for %(number)s."),
    Standing.IN_CALL: N_("In a call with %(number)s."),
    Standing.DIALS: N_("Has %(number)s dialled."),
    Standing.WRAPS_UP: N_("Wrapping up the call of %(number)s: no call until its outcome is said."),
    Standing.DECLINED: N_("Has just not taken the call of %(number)s: is rung for it again soon."),
    Standing.NO_TRUNK: N_("%(address)s needs a trunk, and there is none."),
    Standing.BY_TRUNK: N_("Rung at %(address)s by the trunk."),
    Standing.AT_ADDRESS: N_("Rung at %(address)s."),
    Standing.UNANSWERED: N_(
        "Nothing has answered at %(address)s since %(end)s: is the telephone switched on?"
    ),
    Standing.IN_NO_LOOP: N_("Member of no loop: only direct calls come."),
    Standing.IN_LOOPS: N_("Member of %(loops)s."),
    Standing.NO_TELEPHONE_SINCE: N_("no telephone since %(end)s"),
    Standing.BUSY_UNTIL: N_("calendar until %(end)s"),
    Standing.BUSY_ALL_DAY: N_("calendar all day"),
    Standing.BUSY_TO_DAY: N_("calendar to the end of %(day)s"),
    Standing.OUT_UNTIL: N_("out of office until %(end)s"),
    Standing.OUT_ALL_DAY: N_("out of office all day"),
    Standing.OUT_TO_DAY: N_("out of office to the end of %(day)s"),
    Standing.REASON_UNTIL: N_("%(reason)s until %(end)s"),
    Standing.UNTIL_END: N_("until %(end)s"),
}
