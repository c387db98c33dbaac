"""What each kind of a story's step is called: English, and in the catalogues of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from appliance.core.model.ids import Disposition, Status
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.settings.screening import Rule
from appliance.core.words.numbers import in_story
from appliance.core.words.source import N_
from appliance.core.words.trouble_details import Quote, Translate

SENTENCES: Mapping[Told, str] = {
    Told.TEXT: "%(words)s",
    Told.LEFT_OUT: N_("Some steps are left out."),
    Told.BY_DIALLED: N_("Arrived for %(who)s, known by the dialled number %(number)s."),
    Told.BY_DIVERTING: N_("Arrived for %(who)s, known by the diverting number %(number)s."),
    Told.BY_NOTHING: N_("Arrived for %(who)s, known by no number that we know."),
    Told.REGISTERED: N_("The number is registered to %(who)s."),
    Told.RULE: N_("The firm's rule now: %(rule)s."),
    Told.RULE_NOTED: N_("The firm's rule now: %(rule)s (%(note)s)."),
    Told.CLOSED: N_("We are closed (%(why)s)."),
    Told.LANGUAGE: N_("Chose %(language)s."),
    Told.KEY: N_("Pressed %(key)s: %(about)s."),
    Told.WRONG_KEY: N_("Pressed %(key)s, which leads nowhere."),
    Told.NO_KEY: N_("No key: %(key)s, %(about)s."),
    Told.PROMPT_UNHEARD: N_("A prompt was not heard: %(problem)s"),
    Told.WAITS: N_("Waits in %(loop)s."),
    Told.WANTS_TO_SPEAK: N_("Wants to speak to %(who)s."),
    Told.NO_HOURS: N_("The loop has no hours now."),
    Told.NOBODY_LOGGED_IN: N_("Nobody is logged in."),
    Told.NOBODY_THERE: N_("Nobody is there: away, or in the calendar."),
    Told.NO_TELEPHONE: N_("Nobody's telephone answers."),
    Told.TOO_MANY_WAIT: N_("%(n)s callers wait already."),
    Told.WAITED_TOO_LONG: N_("Has waited too long for this loop."),
    Told.NOBODY_CAN: N_("Nobody can take the call."),
    Told.NOBODY_ANSWERED: N_("Nobody answered in time."),
    Told.RANG: N_("Rang %(who)s."),
    Told.RINGS: N_("The telephone of %(who)s rings."),
    Told.ANSWERED: N_("%(who)s answered."),
    Told.NUMBER_ANSWERED: N_("%(number)s answered."),
    Told.CALLER_ANSWERED: N_("The caller answered."),
    Told.NOT_TAKEN: N_("%(who)s did not take the call: %(why)s."),
    Told.NOT_THERE: N_("%(who)s is not there: %(why)s."),
    Told.FORWARDS: N_("The telephone of %(who)s forwards to %(address)s."),
    Told.TRUNK_SENDS: N_("Trunk %(trunk)s sends the call to %(address)s."),
    Told.TRUNK_FAILED: N_("Trunk %(trunk)s failed (%(answer)s): by %(other)s."),
    Told.SILENT: N_("No sound has come from %(who)s for %(n)s s: the call ends."),
    Told.CALLER_SILENT: N_("No sound has come from the caller for %(n)s s: the call ends."),
    Told.RECORDED: N_("The talk is recorded, as the caller has heard."),
    Told.NOT_RECORDED: N_("Not recorded: the caller has not heard that it would be."),
    Told.ON_HOLD: N_("The caller was put on hold."),
    Told.OFF_HOLD: N_("The caller is back with the agent."),
    Told.TELEPHONE_HOLDS: N_("The agent's telephone holds the call."),
    Told.TELEPHONE_BACK: N_("The agent's telephone is back."),
    Told.PUT_THROUGH: N_("Put through: %(why)s."),
    Told.NOT_PUT_THROUGH: N_("Not put through: %(why)s."),
    Told.NOBODY_HAS_NUMBER: N_("Nobody has the number that was pressed."),
    Told.NO_SUPERIOR: N_("%(who)s has no superior here."),
    Told.TRANSFERRED: N_("Transferred to %(who)s."),
    Told.ASKED: N_("Asked %(who)s."),
    Told.HANDED_OVER: N_("Handed over to %(who)s."),
    Told.REFER_REFUSED: N_("The trunk does not transfer (%(answer)s): connected by us."),
    Told.REFER_DONE: N_("The trunk has connected the caller."),
    Told.TRANSFER_FAILED: N_("The transfer failed: %(why)s."),
    Told.OUTCOME: N_("Noted: %(how)s."),
    Told.URGENT: N_("Marked the call as urgent."),
    Told.ABUSE: N_("Flagged the call as abuse."),
    Told.ASKED_FOR_MESSAGE: N_("The caller was asked to leave a message."),
    Told.SPOKE: N_("The caller spoke for %(n)s s."),
    Told.SPOKE_LESS: N_("The caller spoke for %(n)s s. %(problem)s"),
    Told.NOTHING_RECORDED: N_("Nothing recorded."),
    Told.NOTHING_RECORDED_BY: N_("Nothing recorded. %(problem)s"),
    Told.STORED: N_("The message is stored."),
    Told.NOT_STORED: N_("Not stored yet: %(problem)s"),
    Told.SMS_PROMISED: N_("An SMS to %(number)s is promised."),
    Told.WANTS_CALL_BACK: N_("The caller wants to be called back."),
    Told.PROMISE_NOT_STORED: N_("The promise could not be stored."),
    Told.KEEPS_PLACE: N_("Keeps the place, will be called."),
    Told.CALLS_BACK: N_("Calls the caller back."),
    Told.WANTS_TO_CALL: N_("%(who)s wants to call %(number)s."),
    Told.WANTS_TO_CALL_FOR: N_("%(who)s wants to call %(number)s for %(firm)s."),
    Told.CALLS: N_("Calls %(number)s."),
    Told.TRIES_AGAIN: N_("Tries again."),
    Told.NOT_REACHED: N_("%(number)s was not reached: %(why)s."),
    Told.AT_STAFF_LINE: N_("%(who)s is at the staff line."),
    Told.WRONG_PIN: N_("A wrong PIN for %(who)s."),
    Told.WRONG_PIN_OF_NOBODY: N_("A wrong PIN, or a number that nobody has."),
    Told.LOCKED_OUT: N_("%(who)s is locked out."),
    Told.LOCKED_OUT_FOR: N_("%(who)s is locked out for %(n)s minutes."),
    Told.TOOK_TOO_LONG: N_("It took too long."),
    Told.STATUS: N_("Status: %(state)s."),
    Told.STATUS_REASON: N_("Status: %(state)s (%(reason)s)."),
    Told.STATUS_UNTIL: N_("Status: %(state)s until %(end)s."),
    Told.STATUS_REASON_UNTIL: N_("Status: %(state)s (%(reason)s) until %(end)s."),
    Told.HEARD_MESSAGE: N_("Heard the message %(id)s."),
    Told.MESSAGE_NOT_FETCHED: N_("A message could not be fetched: %(problem)s"),
    Told.GREETING_RECORDED: N_("Recorded a greeting for %(line)s."),
    Told.GREETING_TAKEN_AWAY: N_("Took away the greeting of %(line)s."),
    Told.CALLER_LEFT: N_("The caller hung up."),
    Told.CALLED_LEFT: N_("The one who was called hung up."),
    Told.AGENT_LEFT: N_("The agent hung up."),
    Told.OVER_LIMIT: N_("The call reached the longest time that the office allows."),
    Told.ENDED: N_("Ended: %(how)s."),
    Told.HEARS: N_("Hears: %(what)s"),
    Told.RINGS_AS: N_("Rings %(who)s, shown as %(shown)s."),
    Told.SPEAKS: N_("Speaks a message."),
    Told.REFUSED_WITH: N_("Is refused with %(n)s."),
    Told.SMS_TO: N_("SMS to %(number)s: %(text)s"),
    Told.ANY_PIN: N_("Any PIN is taken as right here."),
    Told.NO_MESSAGES: N_("No messages are looked for here."),
}

CAUSES: Mapping[str, str] = {
    Cause.NO_ANSWER: N_("no answer in time"),
    Cause.NO_SOUND: N_("no sound"),
    Cause.NO_TELEPHONE: N_("no telephone answers"),
    Cause.NO_WORD: N_("no word in time"),
    Cause.BUSY: N_("busy"),
    Cause.NO_SUCH_NUMBER: N_("nobody has this number"),
    Cause.FORWARDED: N_("forwarded to %(address)s"),
    Cause.STATUS: "%(said)s",
    Cause.HOURS: N_("opening hours"),
    Cause.HOLIDAY: N_("holiday"),
    Cause.ANSWERED_FROM_CARD: N_("the firm wants its callers answered from the card"),
    Cause.MESSAGE_TAKEN: N_("the firm wants a message taken"),
    Cause.ONLY_URGENT: N_("the firm takes only urgent calls, and this one is not marked as urgent"),
    Cause.IS_URGENT: N_("the call is urgent"),
    Cause.TAKES_CALLS: N_("the firm takes its calls now"),
    Cause.PARTNER: N_("The partner"),
    Cause.OUTGOING: N_("Outgoing"),
    Cause.STAFF_LINE: N_("Staff line"),
    Cause.UNKNOWN_LINE: N_("Unknown line"),
    Cause.WAITING_SOUND: N_("the waiting sound"),
    Cause.TONE: N_("a tone"),
}

OUTCOMES: Mapping[str, str] = {
    Disposition.ANSWERED_FROM_CARD: N_("answered from card"),
    Disposition.MESSAGE_TAKEN: N_("message taken"),
    Disposition.PUT_THROUGH: N_("put through"),
    Disposition.CALL_BACK: N_("call back"),
    Disposition.MESSAGE_LEFT: N_("message left"),
    Disposition.ABANDONED: N_("abandoned"),
    Disposition.TO_PARTNER: N_("to the partner"),
    Disposition.REFUSED: N_("refused"),
    Disposition.STAFF_LINE: N_("staff line"),
    Disposition.NOT_STATED: N_("not stated"),
    Disposition.REACHED: N_("reached"),
    Disposition.NOT_REACHED: N_("not reached"),
}
RULES: Mapping[str, str] = {
    Rule.ANSWER: N_("answer from the card"),
    Rule.MESSAGE: N_("take a message"),
    Rule.PUT_THROUGH: N_("put through"),
    Rule.URGENT: N_("put through only what is urgent"),
}
STATES: Mapping[str, str] = {
    Status.AVAILABLE: N_("available"),
    Status.AWAY: N_("away"),
    Status.LOGGED_OUT: N_("logged out"),
}
NOTES = (
    N_("Called back when it is their turn."),
    N_("Not called back in time."),
    N_("The agent hung up."),
)
"""What the box itself notes at the end of a call."""
CODES: Mapping[str, Mapping[str, str]] = {"how": OUTCOMES, "rule": RULES, "state": STATES}
"""Name of a value -> what each of its codes is called."""


class Tells(Protocol):
    """A step of a call's story, real or imagined."""

    @property
    def kind(self) -> Told:
        """What it tells."""

    @property
    def values(self) -> Mapping[str, Value]:
        """What is filled in, by its name."""


def in_english(step: Tells) -> str:
    """The sentence of a step, for the command line."""
    return sentence(step.kind, step.values, _filled, _quoted)


def sentence(kind: Told, values: Mapping[str, Value], translate: Translate, quote: Quote) -> str:
    """The sentence of a kind; words quoted as they came, and numbers, are `quote`'s to say."""
    return _told(SENTENCES[kind], values, translate, quote)


def _told(source: str, values: Mapping[str, Value], translate: Translate, quote: Quote) -> str:
    """A source filled in; what is missing, as a withheld number, is as if it were empty."""
    filled = {name: _value(name, values.get(name, ""), translate, quote) for name in places(source)}
    return translate(source, **filled)


def places(source: str) -> Iterator[str]:
    """The names of what is filled in there."""
    return (piece.partition(")")[0] for piece in source.split("%(")[1:])


def _value(name: str, said: Value, translate: Translate, quote: Quote) -> str:
    if isinstance(said, Trouble):
        source = CAUSES.get(said.code)
        return _told(source, said.values, translate, quote) if source else said.code
    if said in CODES.get(name, ()):
        return translate(CODES[name][said])
    return quote(name, said)


def _filled(source: str, **values: str) -> str:
    return source % values


def _quoted(name: str, said: str) -> str:
    return in_story(said) if name == "number" else said
