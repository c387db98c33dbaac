"""What each verdict of the switchboard is called in English, and in the catalogues of the page."""

from __future__ import annotations

from collections.abc import Mapping

from appliance.core.model.verdict import Code, Granted, Refused, Verdict
from appliance.core.words.source import N_

GRANTED: Mapping[Code, str] = {
    Granted.PRESENCE: "%(who)s is %(status)s.",
    Granted.OUTCOME: "The outcome is kept.",
    Granted.SMS_AGAIN: "The SMS is sent again.",
    Granted.SMS_LEFT: "The SMS is left as it is.",
    Granted.SMS_TAKEN: "The SMS is taken: %(price)s.",
    Granted.SMS_TAKEN_ALREADY: "This SMS is taken already.",
    Granted.SMS_READ: "The SMS is marked as read.",
    Granted.MESSAGE_HEARD: "The message is marked as heard.",
    Granted.TEST_LINE: "The test line is open.",
    Granted.SETTINGS_HOLD: "The settings hold now.",
    Granted.SETTINGS_STAY: "The settings stay.",
    Granted.CODE_SHOWN: "The display of the box shows a code.",
    Granted.CODE_DRAWN: "",
    Granted.CODE_WITHDRAWN: "The code holds no more.",
    Granted.CODE_RIGHT: "The code is right.",
    Granted.LISTENING: "Calls are listened to.",
    Granted.RESTARTING: "The switchboard starts anew.",
    Granted.CALENDAR_NOTED: "Noted for %(who)s.",
    Granted.RINGS: N_("The telephone of %(who)s rings."),
    Granted.ON_HOLD: N_("The caller is on hold."),
    Granted.OFF_HOLD: N_("The caller is back with the agent."),
    Granted.SUPERIOR_CALLED: N_("The superior is called."),
    Granted.FLAGGED_AS_ABUSE: N_("The call is flagged as abuse."),
    Granted.MARKED_AS_URGENT: N_("The call is marked as urgent."),
}
"""Those without a mark are told by commands alone: the page says them in words of its own."""

REFUSED: Mapping[Code, str] = {
    Refused.FAULT_INSIDE: N_("A fault inside: see the log."),
    Refused.NO_ANSWER: N_("the switchboard did not answer"),
    Refused.TOO_MANY_PROGRAMS: N_("too many programs use the control socket: close one of them"),
    Refused.TOO_MANY_REQUESTS: N_("too many requests at once: wait for the answers"),
    Refused.STOPPED_FIRST: N_("the switchboard stopped before it answered"),
    Refused.STOPPED_LISTENING: N_("the switchboard stopped listening"),
    Refused.NO_SWITCHBOARD: N_("what answers at the control socket is no switchboard"),
    Refused.NO_ANSWER_WITHIN: N_("no answer came within %(n)s s"),
    Refused.CONNECTION_BROKE: N_("the connection to the switchboard broke"),
    Refused.NO_VIEW: N_("what came is no view"),
    Refused.NO_SOCKET: N_(
        "the switchboard is not running (no socket at %(path)s): start it with `sentralbord run`"
    ),
    Refused.NOBODY_THERE: N_(
        "the switchboard is not running (nobody answers at %(path)s): "
        "start it with `sentralbord run`"
    ),
    Refused.NO_RIGHT: N_("you may not use %(path)s: ask to be put into the group that owns it"),
    Refused.NOT_REACHED: N_("the switchboard cannot be reached at %(path)s: %(why)s"),
    Refused.NOBODY_KNOWN: N_("There is nobody called %(who)s in the settings: %(known)s."),
    Refused.NOBODY: N_("There is nobody called %(who)s in the settings."),
    Refused.NO_FIRM: N_("There is no firm called %(who)s in the settings."),
    Refused.NO_CALENDAR: N_("The settings name no calendar of %(who)s."),
    Refused.SAY_WHY: N_("Say why: holiday, day off, or leave."),
    Refused.CALL_CLOSED: N_("This call is closed already, or nobody has answered it yet."),
    Refused.CALL_NOT_YOURS: N_("This call is not yours."),
    Refused.OUTCOME_DOES_NOT_FIT: N_("This outcome does not fit this call."),
    Refused.SMS_DECIDED: N_("There is no such SMS that waits for a decision."),
    Refused.SMS_GONE: N_("There is no such SMS that waits."),
    Refused.SMS_BEING_WRITTEN: N_("This SMS is just being written to the disk. Try again."),
    Refused.SMS_NOT_STORED: N_("The SMS is not sent, because it could not be stored: %(problem)s"),
    Refused.SMS_TO_NO_NUMBER: N_("Write the number with + and the country code."),
    Refused.SMS_TO_ODD_LENGTH: N_("The number must have 4 to 15 digits."),
    Refused.SMS_EMPTY: N_("The SMS is empty."),
    Refused.SMS_STOPPED: N_("This number has asked for no more SMS (STOP)."),
    Refused.SMS_TOO_LONG: N_("The text is too long: %(n)s SMS."),
    Refused.CALL_UNDER_WAY: N_(
        "A call is under way, and a restart would cut off who speaks. Try again later."
    ),
    Refused.CALLS_UNDER_WAY: N_(
        "%(n)s calls are under way, and a restart would cut off who speaks. Try again later."
    ),
    Refused.SETTINGS_BROKEN: N_("The settings stay as they were: %(problem)s"),
    Refused.NO_TRIAL: N_("No settings are on trial."),
    Refused.TRIAL_RETURNS: N_("The settings are just going back to those before."),
    Refused.NO_CODE: N_("No code holds now: ask for a new one."),
    Refused.CODE_WRONG: N_("That is not the code on the display."),
    Refused.NO_TRUNK: N_("There is no trunk to dial by."),
    Refused.NO_NUMBER: N_(
        "This is no number that can be dialled: write it with + and the country code."
    ),
    Refused.SHORT_NUMBER: N_(
        "Numbers this short, emergency numbers too, are not dialled by the box: "
        "dial them on your own telephone."
    ),
    Refused.NUMBER_NOT_ALLOWED: N_(
        "The settings do not let the office dial this number: it stands neither in them "
        "nor among the numbers that staff may dial."
    ),
    Refused.OWN_NUMBER: N_("This number is our own: the call would come back to the box."),
    Refused.OUTCOME_MISSING: N_("First say how the last call of %(who)s ended."),
    Refused.HAS_A_CALL: N_("%(who)s has a call already."),
    Refused.SWITCHING_OFF: N_("The box is switching off."),
    Refused.LINES_IN_USE: N_("All lines of the box are in use. Try again in a moment."),
    Refused.LINES_OUT_IN_USE: N_("All lines out are in use. Try again in a moment."),
    Refused.TOO_OFTEN: N_("So many calls in so short a time are not dialled. Wait a while."),
    Refused.NOBODY_TALKS: N_("Nobody talks in this call now."),
    Refused.NOT_YOUR_TALK: N_("Only who talks in the call, or a superior, may do this."),
    Refused.NO_SUPERIOR: N_("%(who)s has no superior here."),
    Refused.ASKED_ALREADY: N_("Somebody is asked already."),
}

SENTENCES: Mapping[Code, str] = {**GRANTED, **REFUSED}
"""By the code, which goes over the socket as its text; no two of them are alike."""


def in_english(verdict: Verdict) -> str:
    """The sentence of a verdict, for the command line."""
    return SENTENCES[verdict.code] % verdict.values
