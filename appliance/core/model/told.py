"""What a step of a call's story can be, as a kind with values: words/trail.py has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from appliance.core.model.trouble import Trouble

Value = str | Trouble
"""A name, a number, a count, words quoted as they came; or what has a code, by its `Cause`."""


class Told(StrEnum):
    """What a step tells; a kind is kept with the call for years, and never means another thing.

    Values: `who` a person, a firm, or an address; `number` a telephone number, "" where it is
    withheld; `n` a count; `how` a disposition, `rule` a screening rule, `state` a status, each by
    its code; `why` a cause; `answer` a status and its phrase (RFC 3261 section 7.2); `problem`
    what a part of the box said.
    """

    TEXT = "text"
    """A sentence of an older release that nobody knows: its `words`, as they were kept."""
    LEFT_OUT = "left_out"

    # How the call came

    BY_DIALLED = "by_dialled"
    BY_DIVERTING = "by_diverting"
    BY_NOTHING = "by_nothing"
    REGISTERED = "registered"
    RULE = "rule"
    RULE_NOTED = "rule_noted"
    CLOSED = "closed"
    LANGUAGE = "language"
    KEY = "key"
    WRONG_KEY = "wrong_key"
    NO_KEY = "no_key"
    PROMPT_UNHEARD = "prompt_unheard"

    # Waiting

    WAITS = "waits"
    """In the `loop`, whose id is `id`."""
    WANTS_TO_SPEAK = "wants_to_speak"
    NO_HOURS = "no_hours"
    NOBODY_LOGGED_IN = "nobody_logged_in"
    NOBODY_THERE = "nobody_there"
    NO_TELEPHONE = "no_telephone"
    TOO_MANY_WAIT = "too_many_wait"
    WAITED_TOO_LONG = "waited_too_long"
    NOBODY_CAN = "nobody_can"
    NOBODY_ANSWERED = "nobody_answered"

    # Telephones

    RANG = "rang"
    RINGS = "rings"
    ANSWERED = "answered"
    NUMBER_ANSWERED = "number_answered"
    CALLER_ANSWERED = "caller_answered"
    NOT_TAKEN = "not_taken"
    NOT_THERE = "not_there"
    FORWARDS = "forwards"
    TRUNK_SENDS = "trunk_sends"
    TRUNK_FAILED = "trunk_failed"
    SILENT = "silent"
    CALLER_SILENT = "caller_silent"

    # In the talk

    RECORDED = "recorded"
    NOT_RECORDED = "not_recorded"
    ON_HOLD = "on_hold"
    OFF_HOLD = "off_hold"
    TELEPHONE_HOLDS = "telephone_holds"
    TELEPHONE_BACK = "telephone_back"
    PUT_THROUGH = "put_through"
    NOT_PUT_THROUGH = "not_put_through"
    NOBODY_HAS_NUMBER = "nobody_has_number"
    NO_SUPERIOR = "no_superior"
    TRANSFERRED = "transferred"
    ASKED = "asked"
    HANDED_OVER = "handed_over"
    REFER_REFUSED = "refer_refused"
    REFER_DONE = "refer_done"
    TRANSFER_FAILED = "transfer_failed"
    OUTCOME = "outcome"
    URGENT = "urgent"
    ABUSE = "abuse"

    # A message, and being called back

    ASKED_FOR_MESSAGE = "asked_for_message"
    SPOKE = "spoke"
    SPOKE_LESS = "spoke_less"
    NOTHING_RECORDED = "nothing_recorded"
    NOTHING_RECORDED_BY = "nothing_recorded_by"
    STORED = "stored"
    NOT_STORED = "not_stored"
    SMS_PROMISED = "sms_promised"
    """It stands in the outbox; what became of it there is no step of the call."""
    WANTS_CALL_BACK = "wants_call_back"
    PROMISE_NOT_STORED = "promise_not_stored"
    KEEPS_PLACE = "keeps_place"
    CALLS_BACK = "calls_back"

    # Calls that we dial

    WANTS_TO_CALL = "wants_to_call"
    WANTS_TO_CALL_FOR = "wants_to_call_for"
    CALLS = "calls"
    TRIES_AGAIN = "tries_again"
    NOT_REACHED = "not_reached"

    # The staff line

    AT_STAFF_LINE = "at_staff_line"
    WRONG_PIN = "wrong_pin"
    WRONG_PIN_OF_NOBODY = "wrong_pin_of_nobody"
    LOCKED_OUT = "locked_out"
    LOCKED_OUT_FOR = "locked_out_for"
    TOOK_TOO_LONG = "took_too_long"
    STATUS = "status"
    STATUS_REASON = "status_reason"
    STATUS_UNTIL = "status_until"
    STATUS_REASON_UNTIL = "status_reason_until"
    HEARD_MESSAGE = "heard_message"
    MESSAGE_NOT_FETCHED = "message_not_fetched"
    GREETING_RECORDED = "greeting_recorded"
    GREETING_TAKEN_AWAY = "greeting_taken_away"

    # The end

    CALLER_LEFT = "caller_left"
    CALLED_LEFT = "called_left"
    AGENT_LEFT = "agent_left"
    OVER_LIMIT = "over_limit"
    ENDED = "ended"

    # What only an imagined call meets

    HEARS = "hears"
    RINGS_AS = "rings_as"
    SPEAKS = "speaks"
    REFUSED_WITH = "refused_with"
    SMS_TO = "sms_to"
    ANY_PIN = "any_pin"
    NO_MESSAGES = "no_messages"


class Cause(StrEnum):
    """Why something did not happen, or who it was that has no name: a value with a code."""

    NO_ANSWER = "no_answer"
    NO_SOUND = "no_sound"
    NO_TELEPHONE = "no_telephone"
    NO_WORD = "no_word"
    BUSY = "busy"
    NO_SUCH_NUMBER = "no_such_number"
    FORWARDED = "forwarded"
    """To `address`."""
    STATUS = "status"
    """The telephone, or whoever carries calls to it, `said` a status and its phrase."""
    HOURS = "hours"
    HOLIDAY = "holiday"
    ANSWERED_FROM_CARD = "answered_from_card"
    MESSAGE_TAKEN = "message_taken"
    ONLY_URGENT = "only_urgent"
    IS_URGENT = "is_urgent"
    TAKES_CALLS = "takes_calls"
    PARTNER = "partner"
    OUTGOING = "outgoing"
    STAFF_LINE = "staff_line"
    UNKNOWN_LINE = "unknown_line"
    WAITING_SOUND = "waiting_sound"
    TONE = "tone"


PRIVATE: Mapping[Told, str] = {
    Told.REGISTERED: "who",
    Told.OUTCOME: "how",
    Told.TEXT: "words",
}
"""The value of a kind that tells, or may tell, more of a caller than a number does."""


def values_of(said: Mapping[str, object]) -> dict[str, Value]:
    """Values as they are kept: what has a code as it is, else as text; what is empty is not."""
    kept = {name: v if isinstance(v, Trouble) else str(v) for name, v in said.items()}
    return {name: value for name, value in kept.items() if value}
