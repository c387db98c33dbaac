"""Stories as kinds and values; those that an older release kept as English sentences are read."""

from __future__ import annotations

import json
from functools import lru_cache

from sqlite_utils import Database

from appliance.common.sentences import Sentences
from appliance.core.model.told import Cause, Told
from appliance.core.words.nobodys_line import NAMES, Nobodys
from appliance.core.words.spoken import WITHHELD
from appliance.store.migrations import migrations

SENTENCES = {
    "Some steps are left out.": Told.LEFT_OUT,
    "Arrived for %(who)s, known by the dialled number %(any)s.": Told.BY_DIALLED,
    "Arrived for %(who)s, known by the diverting number %(any)s.": Told.BY_DIVERTING,
    "Arrived for %(who)s, known by no number that we know.": Told.BY_NOTHING,
    "The number is registered to %(who)s.": Told.REGISTERED,
    "The firm's rule now: %(rule)s (%(note)s).": Told.RULE_NOTED,
    "The firm's rule now: %(rule)s.": Told.RULE,
    "We are closed (%(why)s).": Told.CLOSED,
    "Chose %(language)s.": Told.LANGUAGE,
    "Pressed %(key)s: %(about)s.": Told.KEY,
    "Pressed %(key)s, which leads nowhere.": Told.WRONG_KEY,
    "No key: %(key)s, %(about)s.": Told.NO_KEY,
    "A prompt was not heard: %(problem)s": Told.PROMPT_UNHEARD,
    "Waits in %(loop)s.": Told.WAITS,
    "Wants to speak to %(who)s.": Told.WANTS_TO_SPEAK,
    "The loop has no hours now.": Told.NO_HOURS,
    "Nobody is logged in.": Told.NOBODY_LOGGED_IN,
    "Nobody is there: away, or in the calendar.": Told.NOBODY_THERE,
    "Nobody's telephone answers.": Told.NO_TELEPHONE,
    "%(n)s callers wait already.": Told.TOO_MANY_WAIT,
    "Has waited too long for this loop.": Told.WAITED_TOO_LONG,
    "Nobody can take the call.": Told.NOBODY_CAN,
    "Nobody answered in time.": Told.NOBODY_ANSWERED,
    "Rang %(who)s.": Told.RANG,
    "The telephone of %(who)s rings.": Told.RINGS,
    "The telephone of %(who)s forwards to %(address)s.": Told.FORWARDS,
    "The caller answered.": Told.CALLER_ANSWERED,
    "%(number)s answered.": Told.NUMBER_ANSWERED,
    "%(who)s answered.": Told.ANSWERED,
    "%(who)s did not take the call: %(why)s.": Told.NOT_TAKEN,
    "%(who)s is not there: %(why)s.": Told.NOT_THERE,
    "Trunk %(trunk)s sends the call to %(address)s.": Told.TRUNK_SENDS,
    "Trunk %(trunk)s failed (%(answer)s): by %(other)s.": Told.TRUNK_FAILED,
    "No sound has come from the caller for %(n)s s: the call ends.": Told.CALLER_SILENT,
    "No sound has come from %(who)s for %(n)s s: the call ends.": Told.SILENT,
    "The talk is recorded, as the caller has heard.": Told.RECORDED,
    "Not recorded: the caller has not heard that it would be.": Told.NOT_RECORDED,
    "The caller was put on hold.": Told.ON_HOLD,
    "The caller is back with the agent.": Told.OFF_HOLD,
    "The agent's telephone holds the call.": Told.TELEPHONE_HOLDS,
    "The agent's telephone is back.": Told.TELEPHONE_BACK,
    "Put through: %(why)s.": Told.PUT_THROUGH,
    "Not put through: %(why)s.": Told.NOT_PUT_THROUGH,
    "Nobody has the number that was pressed.": Told.NOBODY_HAS_NUMBER,
    "%(who)s has no superior here.": Told.NO_SUPERIOR,
    "Transferred to %(who)s.": Told.TRANSFERRED,
    "Asked %(who)s.": Told.ASKED,
    "Handed over to %(who)s.": Told.HANDED_OVER,
    "The trunk does not transfer (%(answer)s): connected by us.": Told.REFER_REFUSED,
    "The trunk has connected the caller.": Told.REFER_DONE,
    "The transfer failed: %(why)s.": Told.TRANSFER_FAILED,
    "Noted: %(how)s.": Told.OUTCOME,
    "Marked the call as urgent.": Told.URGENT,
    "Flagged the call as abuse.": Told.ABUSE,
    "The caller was asked to leave a message.": Told.ASKED_FOR_MESSAGE,
    "The caller spoke for %(n)s s. %(problem)s": Told.SPOKE_LESS,
    "The caller spoke for %(n)s s.": Told.SPOKE,
    "Nothing recorded. %(problem)s": Told.NOTHING_RECORDED_BY,
    "Nothing recorded.": Told.NOTHING_RECORDED,
    "The message is stored.": Told.STORED,
    "Not stored yet: %(problem)s": Told.NOT_STORED,
    "The caller wants to be called back.": Told.WANTS_CALL_BACK,
    "The promise could not be stored.": Told.PROMISE_NOT_STORED,
    "Keeps the place, will be called.": Told.KEEPS_PLACE,
    "Calls the caller back.": Told.CALLS_BACK,
    "%(who)s wants to call %(any)s for %(firm)s.": Told.WANTS_TO_CALL_FOR,
    "%(who)s wants to call %(any)s.": Told.WANTS_TO_CALL,
    "Calls %(any)s.": Told.CALLS,
    "Tries again.": Told.TRIES_AGAIN,
    "%(any)s was not reached: %(why)s.": Told.NOT_REACHED,
    "%(who)s is at the staff line.": Told.AT_STAFF_LINE,
    "A wrong PIN for %(who)s.": Told.WRONG_PIN,
    "A wrong PIN, or a number that nobody has.": Told.WRONG_PIN_OF_NOBODY,
    "%(who)s is locked out for %(n)s minutes.": Told.LOCKED_OUT_FOR,
    "%(who)s is locked out.": Told.LOCKED_OUT,
    "It took too long.": Told.TOOK_TOO_LONG,
    "Status: %(state)s (%(reason)s) until %(end)s.": Told.STATUS_REASON_UNTIL,
    "Status: %(state)s until %(end)s.": Told.STATUS_UNTIL,
    "Status: %(state)s (%(reason)s).": Told.STATUS_REASON,
    "Status: %(state)s.": Told.STATUS,
    "Heard the message %(id)s.": Told.HEARD_MESSAGE,
    "A message could not be fetched: %(problem)s": Told.MESSAGE_NOT_FETCHED,
    "Recorded a greeting for %(line)s.": Told.GREETING_RECORDED,
    "Took away the greeting of %(line)s.": Told.GREETING_TAKEN_AWAY,
    "The caller hung up.": Told.CALLER_LEFT,
    "The one who was called hung up.": Told.CALLED_LEFT,
    "The agent hung up.": Told.AGENT_LEFT,
    "The call reached the longest time that the office allows.": Told.OVER_LIMIT,
    "Ended: %(how)s.": Told.ENDED,
}
"""What the switchboard wrote until stories were kept as kinds; nothing is added here any more."""
ENDINGS = (
    "answered from card|message taken|put through|call back|message left|abandoned|to partner"
    "|refused|staff line|not stated|reached|not reached"
)
WRITTEN = Sentences(
    tuple(SENTENCES),
    {
        **{"key": ".", "n": r"\d+", "address": r"\S+", "how": ENDINGS},
        **{"state": "available|away|logged out", "rule": "answer|message|put through|urgent"},
        "end": r"(?:\d\d\.\d\d )?\d\d:\d\d",
        "number": r"[+\d][\d ]*",
    },
)
CAUSES = {
    "no answer in time": Cause.NO_ANSWER,
    "no sound": Cause.NO_SOUND,
    "no telephone answers": Cause.NO_TELEPHONE,
    "no word in time": Cause.NO_WORD,
    "hours": Cause.HOURS,
    "holiday": Cause.HOLIDAY,
    "busy": Cause.BUSY,
    "nobody has this number": Cause.NO_SUCH_NUMBER,
    "the firm wants its callers answered from the card": Cause.ANSWERED_FROM_CARD,
    "the firm wants a message taken": Cause.MESSAGE_TAKEN,
    "the firm takes only urgent calls, and this one is not marked as urgent": Cause.ONLY_URGENT,
    "the call is urgent": Cause.IS_URGENT,
    "the firm takes its calls now": Cause.TAKES_CALLS,
}
FORWARDED = "forwarded to "
NOBODYS = {
    Nobodys.OUTGOING: Cause.OUTGOING,
    Nobodys.STAFF_LINE: Cause.STAFF_LINE,
    Nobodys.UNKNOWN: Cause.UNKNOWN_LINE,
}
UNNAMED = {name: NOBODYS[kind] for kind, names in NAMES.items() for name in names.values()}
PEOPLE = {"The partner": Cause.PARTNER, **UNNAMED}
"""Some have the office's language."""
NUMBER = {"any": "number"}
"""A number, or what stood in its place; "number" alone is digits."""
CODED = ("how", "rule", "state")


@migrations()
def m080_stories_as_facts(db: Database) -> None:
    """A kind and values (JSON) for each step; a sentence that nobody knows stays as it is."""
    db.table("trail").add_column("kind", str, not_null_default=Told.TEXT)
    db.table("trail").add_column("facts", str, not_null_default="{}")
    db.register_function(lambda words: fact(words)[0], name="kind_of_step")
    db.register_function(lambda words: fact(words)[1], name="facts_of_step")
    db.execute("UPDATE trail SET kind = kind_of_step(words), facts = facts_of_step(words)")
    db.execute("ALTER TABLE trail DROP COLUMN words")


@lru_cache(maxsize=4096)
def fact(words: str) -> tuple[str, str]:
    """The kind of a sentence, and its values as JSON."""
    if not (found := WRITTEN.understood(words)):
        return Told.TEXT, json.dumps({"words": words}, ensure_ascii=False)
    source, filled = found
    values = {NUMBER.get(name, name): _value(name, said) for name, said in filled.items()}
    kept = {name: value for name, value in values.items() if value}
    return SENTENCES[source], json.dumps(kept, ensure_ascii=False)


def _value(name: str, said: str) -> object:
    if name in CODED:
        return said.replace(" ", "_")
    if name == "who" and said in PEOPLE:
        return _coded(PEOPLE[said])
    if name in NUMBER and said in WITHHELD.values():
        return ""
    return _cause(said) if name == "why" else said


def _cause(said: str) -> object:
    if said.startswith(FORWARDED):
        return _coded(Cause.FORWARDED, address=said.removeprefix(FORWARDED))
    return _coded(CAUSES[said]) if said in CAUSES else _coded(Cause.STATUS, said=said)


def _coded(code: Cause, **values: str) -> object:
    return {"code": code, "values": values}
