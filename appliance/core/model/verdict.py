"""What the switchboard says to whoever asked it for something: granted or refused, as a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Granted(StrEnum):
    """What was done, or is under way."""

    PRESENCE = "presence"
    OUTCOME = "outcome"
    SMS_AGAIN = "sms_again"
    SMS_LEFT = "sms_left"
    SMS_TAKEN = "sms_taken"
    SMS_TAKEN_ALREADY = "sms_taken_already"
    SMS_READ = "sms_read"
    MESSAGE_HEARD = "message_heard"
    TEST_LINE = "test_line"
    SETTINGS_HOLD = "settings_hold"
    SETTINGS_STAY = "settings_stay"
    CODE_SHOWN = "code_shown"
    CODE_DRAWN = "code_drawn"
    CODE_WITHDRAWN = "code_withdrawn"
    CODE_RIGHT = "code_right"
    LISTENING = "listening"
    RESTARTING = "restarting"
    CALENDAR_NOTED = "calendar_noted"
    RINGS = "rings"
    ON_HOLD = "on_hold"
    OFF_HOLD = "off_hold"
    SUPERIOR_CALLED = "superior_called"
    FLAGGED_AS_ABUSE = "flagged_as_abuse"
    MARKED_AS_URGENT = "marked_as_urgent"


class Refused(StrEnum):
    """Why something was not done."""

    FAULT_INSIDE = "fault_inside"
    NO_ANSWER = "no_answer"
    TOO_MANY_PROGRAMS = "too_many_programs"
    TOO_MANY_REQUESTS = "too_many_requests"
    STOPPED_FIRST = "stopped_first"
    STOPPED_LISTENING = "stopped_listening"
    NO_SWITCHBOARD = "no_switchboard"
    NO_ANSWER_WITHIN = "no_answer_within"
    CONNECTION_BROKE = "connection_broke"
    NO_VIEW = "no_view"
    NO_SOCKET = "no_socket"
    NOBODY_THERE = "nobody_there"
    NO_RIGHT = "no_right"
    NOT_REACHED = "not_reached"
    NOBODY_KNOWN = "nobody_known"
    NOBODY = "nobody"
    NO_FIRM = "no_firm"
    NO_CALENDAR = "no_calendar"
    SAY_WHY = "say_why"
    CALL_CLOSED = "call_closed"
    CALL_NOT_YOURS = "call_not_yours"
    OUTCOME_DOES_NOT_FIT = "outcome_does_not_fit"
    SMS_DECIDED = "sms_decided"
    SMS_GONE = "sms_gone"
    SMS_BEING_WRITTEN = "sms_being_written"
    SMS_NOT_STORED = "sms_not_stored"
    SMS_TO_NO_NUMBER = "sms_to_no_number"
    SMS_TO_ODD_LENGTH = "sms_to_odd_length"
    SMS_EMPTY = "sms_empty"
    SMS_STOPPED = "sms_stopped"
    SMS_TOO_LONG = "sms_too_long"
    CALL_UNDER_WAY = "call_under_way"
    CALLS_UNDER_WAY = "calls_under_way"
    SETTINGS_BROKEN = "settings_broken"
    NO_TRIAL = "no_trial"
    TRIAL_RETURNS = "trial_returns"
    NO_CODE = "no_code"
    CODE_WRONG = "code_wrong"
    NO_TRUNK = "no_trunk"
    NO_NUMBER = "no_number"
    SHORT_NUMBER = "short_number"
    NUMBER_NOT_ALLOWED = "number_not_allowed"
    OWN_NUMBER = "own_number"
    OUTCOME_MISSING = "outcome_missing"
    HAS_A_CALL = "has_a_call"
    SWITCHING_OFF = "switching_off"
    LINES_IN_USE = "lines_in_use"
    LINES_OUT_IN_USE = "lines_out_in_use"
    TOO_OFTEN = "too_often"
    NOBODY_TALKS = "nobody_talks"
    NOT_YOUR_TALK = "not_your_talk"
    NO_SUPERIOR = "no_superior"
    ASKED_ALREADY = "asked_already"


Code = Granted | Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """`values` are names, counts, and words quoted as they came; see words/verdicts.py."""

    code: Code
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was granted."""
        return isinstance(self.code, Granted)


def granted(code: Granted, **values: object) -> Verdict:
    """It is done."""
    return Verdict(code, {name: str(value) for name, value in values.items()})


def refused(code: Refused, **values: object) -> Verdict:
    """It is not done, and why."""
    return Verdict(code, {name: str(value) for name, value in values.items()})
