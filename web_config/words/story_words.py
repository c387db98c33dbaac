"""The sentences of a call's story in the language of whoever reads it.

The switchboard writes them in English, and keeps them so; what is not known here stays English.
"""

from __future__ import annotations

from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.words.nobodys_line import NAMES
from appliance.core.words.spoken import WITHHELD, worded
from web_config.words import calendar_words, cause_words, trouble_words
from web_config.words.languages import N_
from web_config.words.sentences import Sentences
from web_config.words.trouble_words import reader

KNOWN = Sentences(
    (
        N_("Arrived for %(who)s, known by the dialled number %(number)s."),
        N_("Arrived for %(who)s, known by the diverting number %(number)s."),
        N_("Arrived for %(who)s, known by no number that we know."),
        N_("Pressed %(key)s: %(about)s."),
        N_("Pressed %(key)s, which leads nowhere."),
        N_("No key: %(key)s, %(about)s."),
        N_("Chose %(language)s."),
        N_("Waits in %(loop)s."),
        N_("Wants to speak to %(who)s."),
        N_("Rang %(who)s."),
        N_("The telephone of %(who)s rings."),
        N_("The caller answered."),
        N_("%(who)s answered."),
        N_("%(who)s did not take the call: %(why)s."),
        N_("%(who)s is not there: %(why)s."),
        N_("Nobody is logged in."),
        N_("Nobody's telephone answers."),
        N_("Some steps are left out."),
        N_("The loop has no hours now."),
        N_("Has waited too long for this loop."),
        N_("Nobody can take the call."),
        N_("%(n)s callers wait already."),
        N_("The caller hung up."),
        N_("The agent hung up."),
        N_("The caller was asked to leave a message."),
        N_("The message is stored."),
        N_("Not stored yet: %(problem)s"),
        N_("Nothing recorded. %(problem)s"),
        N_("Nothing recorded."),
        N_("The talk is recorded, as the caller has heard."),
        N_("Not recorded: the caller has not heard that it would be."),
        N_("A prompt was not heard: %(problem)s"),
        N_("The call reached the longest time that the office allows."),
        N_("We are closed (%(why)s)."),
        N_("The number is registered to %(who)s."),
        N_("The firm's rule now: %(rule)s%(more)s."),
        N_("Put through: %(why)s."),
        N_("Not put through: %(why)s."),
        N_("Not put through."),
        N_("The caller was put on hold."),
        N_("The caller is back with the agent."),
        N_("The agent's telephone holds the call."),
        N_("The agent's telephone is back."),
        N_("No sound has come from the caller for %(n)s s: the call ends."),
        N_("No sound has come from %(who)s for %(n)s s: the call ends."),
        N_("Nobody has the number that was pressed."),
        N_("%(who)s has no superior here."),
        N_("Transferred to %(who)s."),
        N_("Asked %(who)s."),
        N_("Handed over to %(who)s."),
        N_("Noted: %(how)s."),
        N_("Marked the call as urgent."),
        N_("Flagged the call as abuse."),
        N_("The telephone of %(who)s forwards to %(address)s."),
        N_("Trunk %(trunk)s sends the call to %(address)s."),
        N_("The trunk does not transfer (%(answer)s): connected by us."),
        N_("The trunk has connected the caller."),
        N_("The transfer failed: %(why)s."),
        N_("Trunk %(trunk)s failed (%(answer)s): by %(other)s."),
        N_("Ended: %(how)s."),
        N_("Hears: %(what)s"),
        N_("Rings %(who)s, shown as %(shown)s."),
        N_("Nobody answered in time."),
        N_("The caller spoke for %(n)s s."),
        N_("The caller wants to be called back."),
        N_("Keeps the place, will be called."),
        N_("Calls the caller back."),
        N_("%(who)s wants to call %(number)s for %(firm)s."),
        N_("%(who)s wants to call %(number)s."),
        N_("Calls %(number)s."),
        N_("Tries again."),
        N_("The one who was called hung up."),
        N_("The promise could not be stored."),
        N_("Not called back in time."),
        N_("Called back when it is their turn."),
        N_("%(number)s was not reached: %(why)s."),
        N_("Free%(times)s."),
        N_("Away (%(reason)s)%(times)s."),
        N_("Away%(times)s."),
        N_("Logged out (%(reason)s)%(times)s."),
        N_("Logged out%(times)s."),
        N_("Status: %(state)s%(times)s."),
        N_("%(who)s is at the staff line."),
        N_("%(who)s is locked out for %(n)s minutes."),
        N_("%(who)s is locked out."),
        N_("A wrong PIN for %(who)s."),
        N_("A wrong PIN, or a number that nobody has."),
        N_("It took too long."),
        N_("Heard the message %(id)s."),
        N_("A message could not be fetched: %(problem)s"),
        N_("Recorded a greeting for %(line)s."),
        N_("Took away the greeting of %(line)s."),
        N_("No calendar is connected: it keeps no calls away."),
        N_("The calendar has not been read yet: it keeps no calls away."),
        N_("The time is not known yet: the calendar keeps no calls away."),
        N_("The calendar was read at %(end)s."),
        N_("Entries of the calendar left out, in which the telephone rings: %(n)s."),
        N_("Entries of the calendar with something odd, read all the same: %(n)s."),
        N_("The calendar cannot be read now: %(problem)s"),
        N_("The calendar keeps no calls away now; the next entry is %(span)s."),
        N_("Nothing stands in the calendar now."),
        N_("No loop calls, only direct ones: %(block)s."),
        N_("In spite of the calendar free by own choice: %(block)s."),
        N_("The entry %(span)s does not count now: it is outside the working hours."),
        N_("The entry %(span)s is shown as free and does not count: show it as busy."),
        N_("The entry %(span)s is tentative and does not count."),
        N_("The entry %(span)s is work elsewhere and does not count."),
        N_("The entry %(span)s is shown as free and does not count."),
        N_("Nobody is there: away, or in the calendar."),
        N_("In no call."),
        N_("Rings now for %(who)s."),
        N_("In a call with %(who)s."),
        N_("Has %(who)s dialled."),
        N_("Wrapping up the call of %(who)s: no call until its outcome is said."),
        N_("Has just not taken the call of %(who)s: is rung for it again soon."),
        N_("%(address)s needs a trunk, and there is none."),
        N_("Rung at %(address)s by the trunk."),
        N_("Rung at %(address)s."),
        N_("Member of no loop: only direct calls come."),
        N_("Member of %(loops)s."),
        N_("rung for %(who)s"),
        N_("talking to %(who)s"),
        N_("calling %(who)s"),
        N_("wrapping up after %(who)s"),
        N_("Speaks a message."),
        N_("Is refused with %(n)s."),
        N_("Any PIN is taken as right here."),
        N_("No messages are looked for here."),
        N_("SMS to %(number)s: %(text)s"),
        N_("until %(end)s"),
        N_("no telephone since %(end)s"),
        N_("Nothing has answered at %(address)s since %(end)s: is the telephone switched on?"),
        N_("calendar until %(end)s"),
        N_("calendar all day"),
        N_("calendar to the end of %(day)s"),
        N_("out of office until %(end)s"),
        N_("out of office all day"),
        N_("out of office to the end of %(day)s"),
        N_("%(reason)s until %(end)s"),
    ),
    {
        **{"key": ".", "n": r"\d+", "address": r"\S+", "more": ".*?"},
        "times": ".*?",
        **{"state": "available|away|logged out", "rule": "answer|message|put through|urgent"},
        "end": r"(?:\d\d\.\d\d )?\d\d:\d\d",
        "span": r"[\d.: -]+",
        "block": "(?:calendar|out of office) .*",
        "day": r"\d\d\.\d\d",
    },
)
WHY = {
    "no answer in time": _l("no answer in time"),
    "no sound": _l("no sound"),
    "no telephone answers": _l("no telephone answers"),
    "hours": _l("opening hours"),
    "holiday": _l("holiday"),
    "no word in time": _l("no word in time"),
    "busy": _l("busy"),
    "nobody has this number": _l("nobody has this number"),
    "the firm wants its callers answered from the card": _l(
        "the firm wants its callers answered from the card"
    ),
    "the firm wants a message taken": _l("the firm wants a message taken"),
    "the firm takes only urgent calls, and this one is not marked as urgent": _l(
        "the firm takes only urgent calls, and this one is not marked as urgent"
    ),
    "the call is urgent": _l("the call is urgent"),
    "the firm takes its calls now": _l("the firm takes its calls now"),
}
FORWARDED = "forwarded to "
STATES = {"available": _l("available"), "away": _l("away"), "logged out": _l("logged out")}
RULES = {
    "answer": _l("answer from the card"),
    "message": _l("take a message"),
    "put through": _l("put through"),
    "urgent": _l("put through only what is urgent"),
}
PEOPLE = {"The partner": _l("The partner")}
UNNAMED = {said: words for words in (WITHHELD, *NAMES.values()) for said in words.values()}
"""What stands for a number or a firm that there is none of; old stories have it in the office's
language."""
SOUNDS = {"(waiting)": _l("the waiting sound"), "(tone)": _l("a tone")}
OUTCOMES = {
    "answered from card": _l("answered from card"),
    "message taken": _l("message taken"),
    "put through": _l("put through"),
    "call back": _l("call back"),
    "message left": _l("message left"),
    "abandoned": _l("abandoned"),
    "to partner": _l("to the partner"),
    "refused": _l("refused"),
    "not stated": _l("not stated"),
    "reached": _l("reached"),
    "not reached": _l("not reached"),
}


def outcome(disposition: str) -> str:
    """Return how a call ended, in words."""
    words = disposition.replace("_", " ")
    return str(OUTCOMES.get(words, words))


def story(sentence: str) -> str:
    """Return a sentence of a story in the reader's language."""
    found = _understood(sentence)
    if found is None:
        return sentence
    source, values = found
    return str(_(source, **{name: _known(name, value) for name, value in values.items()}))


def by(words: str, who: str) -> str:
    """Return a step of a story with who of the staff did it, unless it says so itself."""
    return f"{words} ({who})" if who and who not in words else words


_understood = lru_cache(maxsize=1024)(KNOWN.understood)


TABLES = {"why": WHY, "what": SOUNDS, "state": STATES, "rule": RULES, "who": PEOPLE}
"""By the name of what is filled in: what stands there in English, and what the page calls it."""


def _known(name: str, value: str) -> str:
    match name:
        case "how":
            return outcome(value)
        case "who" | "number" if value in UNNAMED:
            return worded(UNNAMED[value], reader())
        case "block":
            return story(value)
        case "problem":
            return calendar_words.in_words(value) or trouble_words.in_words(value)
        case "answer":
            return cause_words.of_provider(value)
        case "why" if value.startswith(FORWARDED):
            return str(_("forwarded to %(address)s", address=value.removeprefix(FORWARDED)))
        case "why" if value not in WHY:
            return cause_words.of_telephone(value)
        case "times":
            since, until = str(_(" since %(at)s", at="\0")), str(_(" until %(at)s", at="\0"))
            known = value.replace(" since ", since.rstrip("\0"))
            return known.replace(" until ", until.rstrip("\0"))
    return str(TABLES.get(name, {}).get(value, value))
