"""How a member of staff stands, as a fact: why a telephone rings or not, and a lamp shows it."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What counts when a telephone is to ring; each is the code of a `Trouble`.

    Values: `end` a time of the office's clock, `span` two of them, `day` a date, `n` a count,
    `number` a caller, `address` a telephone's, `block` the calendar's entry, a fact itself.
    """

    FREE = "standing.free"
    AWAY = "standing.away"
    LOGGED_OUT = "standing.logged_out"
    """With `reason`, `since`, and `until`, each a fact or ""."""
    REASON = "standing.reason"
    SINCE = "standing.since"
    UNTIL = "standing.until"

    NO_CALENDAR = "standing.no_calendar"
    CALENDAR_UNREAD = "standing.calendar_unread"
    NO_TIME = "standing.no_time"
    CALENDAR_READ = "standing.calendar_read"
    ENTRIES_LEFT_OUT = "standing.entries_left_out"
    ENTRIES_MENDED = "standing.entries_mended"
    CALENDAR_TROUBLE = "standing.calendar_trouble"
    ENTRY_AHEAD = "standing.entry_ahead"
    NO_ENTRY = "standing.no_entry"
    KEPT_AWAY = "standing.kept_away"
    OWN_CHOICE = "standing.own_choice"
    OUTSIDE_HOURS = "standing.outside_hours"
    FREE_ALL_DAY = "standing.free_all_day"
    TENTATIVE = "standing.tentative"
    ELSEWHERE = "standing.elsewhere"
    SHOWN_FREE = "standing.shown_free"

    IN_NO_CALL = "standing.in_no_call"
    RUNG = "standing.rung"
    IN_CALL = "standing.in_call"
    DIALS = "standing.dials"
    WRAPS_UP = "standing.wraps_up"
    DECLINED = "standing.declined"

    NO_TRUNK = "standing.no_trunk"
    BY_TRUNK = "standing.by_trunk"
    AT_ADDRESS = "standing.at_address"
    UNANSWERED = "standing.unanswered"
    IN_NO_LOOP = "standing.in_no_loop"
    IN_LOOPS = "standing.in_loops"

    # What a lamp tells

    NO_TELEPHONE_SINCE = "standing.no_telephone_since"
    BUSY_UNTIL = "standing.busy_until"
    BUSY_ALL_DAY = "standing.busy_all_day"
    BUSY_TO_DAY = "standing.busy_to_day"
    OUT_UNTIL = "standing.out_until"
    OUT_ALL_DAY = "standing.out_all_day"
    OUT_TO_DAY = "standing.out_to_day"
    REASON_UNTIL = "standing.reason_until"
    UNTIL_END = "standing.until_end"
