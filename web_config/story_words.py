"""The sentences of a call's story in the language of whoever reads it.

The switchboard writes them in English, and keeps them so; what is not known here stays English.
"""

from __future__ import annotations

from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web_config.languages import N_
from web_config.sentences import Sentences

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
        N_("Rang %(who)s."),
        N_("The telephone of %(who)s rings."),
        N_("%(who)s answered."),
        N_("%(who)s did not take the call: %(why)s."),
        N_("Nobody is logged in."),
        N_("Some steps are left out."),
        N_("The loop has no hours now."),
        N_("Has waited too long for this loop."),
        N_("Nobody can take the call."),
        N_("%(n)s callers wait already."),
        N_("The caller hung up."),
        N_("The agent hung up."),
        N_("The caller was asked to leave a message."),
        N_("The message is stored."),
        N_("We are closed (%(why)s)."),
        N_("The caller was put on hold."),
        N_("Transferred to %(who)s."),
        N_("Asked %(who)s."),
        N_("Handed over to %(who)s."),
        N_("Noted: %(what)s."),
        N_("Marked the call as urgent."),
        N_("Ended: %(how)s."),
        N_("Hears: %(what)s"),
        N_("Rings %(who)s, shown as %(shown)s."),
        N_("Nobody answered in time."),
        N_("The caller spoke for %(n)s s."),
        N_("The caller wants to be called back."),
        N_("Keeps the place, will be called."),
        N_("Calls the caller back."),
        N_("Free."),
        N_("Away (%(reason)s)%(times)s."),
        N_("Logged out (%(reason)s)%(times)s."),
        N_("No calendar is connected: it keeps no calls away."),
        N_("In no call."),
        N_("Rings now for %(who)s."),
        N_("In a call with %(who)s."),
        N_("Rung at %(address)s by the trunk."),
        N_("Rung at %(address)s."),
        N_("Member of no loop: only direct calls come."),
        N_("Member of %(loops)s."),
        N_("rung for %(who)s"),
        N_("talking to %(who)s"),
        N_("wrapping up after %(who)s"),
        N_("Speaks a message."),
        N_("SMS to %(number)s: %(text)s"),
        N_("until %(end)s"),
        N_("%(reason)s until %(end)s"),
    ),
    {
        "key": ".",
        "n": r"\d+",
        "address": r"\S+",
        "times": ".*?",
        "end": r"(?:\d\d\.\d\d )?\d\d:\d\d",
    },
)
WHY = {
    "no answer in time": _l("no answer in time"),
    "hours": _l("opening hours"),
    "holiday": _l("holiday"),
}
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


_understood = lru_cache(maxsize=1024)(KNOWN.understood)


def _known(name: str, value: str) -> str:
    match name:
        case "why":
            return str(WHY.get(value, value))
        case "how":
            return outcome(value)
        case "times":
            since, until = str(_(" since %(at)s", at="\0")), str(_(" until %(at)s", at="\0"))
            known = value.replace(" since ", since.rstrip("\0"))
            return known.replace(" until ", until.rstrip("\0"))
        case "what":
            return str(SOUNDS.get(value, value))
    return value
