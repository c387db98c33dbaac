"""The sentences of a call's story in the language of whoever reads it.

The switchboard writes them in English, and keeps them so; what is not known here stays English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web_config.languages import N_

SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Arrived for (?P<who>.+), known by the dialled number (?P<number>.+)\.",
     N_("Arrived for %(who)s, known by the dialled number %(number)s.")),
    (r"Arrived for (?P<who>.+), known by the diverting number (?P<number>.+)\.",
     N_("Arrived for %(who)s, known by the diverting number %(number)s.")),
    (r"Arrived for (?P<who>.+), known by no number that we know\.",
     N_("Arrived for %(who)s: no number of it is known.")),
    (r"Pressed (?P<key>.): (?P<about>.+)\.", N_("Pressed %(key)s: %(about)s.")),
    (r"Pressed (?P<key>.), which leads nowhere\.", N_("Pressed %(key)s, which leads nowhere.")),
    (r"No key: (?P<key>.), (?P<about>.+)\.", N_("No key: %(key)s, %(about)s.")),
    (r"Chose (?P<language>.+)\.", N_("Chose the language %(language)s.")),
    (r"Waits in (?P<loop>.+)\.", N_("Waits in %(loop)s.")),
    (r"Rang (?P<who>.+)\.", N_("Rang %(who)s.")),
    (r"The telephone of (?P<who>.+) rings\.", N_("The telephone of %(who)s rings.")),
    (r"(?P<who>.+) answered\.", N_("%(who)s answered.")),
    (r"(?P<who>.+) did not take the call: (?P<why>.+)\.",
     N_("%(who)s did not take the call: %(why)s.")),
    (r"Nobody is logged in\.", N_("Nobody is logged in.")),
    (r"The loop has no hours now\.", N_("The loop has no hours now.")),
    (r"Has waited too long for this loop\.", N_("Has waited too long for this loop.")),
    (r"Nobody can take the call\.", N_("Nobody can take the call.")),
    (r"(?P<n>\d+) callers wait already\.", N_("%(n)s callers wait already.")),
    (r"Some steps are left out\.", N_("Some steps are left out.")),
    (r"The caller hung up\.", N_("The caller hung up.")),
    (r"The agent hung up\.", N_("The agent hung up.")),
    (r"The caller was asked to leave a message\.", N_("The caller was asked to leave a message.")),
    (r"The message is stored\.", N_("The message is stored.")),
    (r"We are closed \((?P<why>.+)\)\.", N_("We are closed (%(why)s).")),
    (r"The caller was put on hold\.", N_("The caller was put on hold.")),
    (r"Transferred to (?P<who>.+)\.", N_("Transferred to %(who)s.")),
    (r"Asked (?P<who>.+)\.", N_("Asked %(who)s.")),
    (r"Handed over to (?P<who>.+)\.", N_("Handed over to %(who)s.")),
    (r"Noted: (?P<what>.+)\.", N_("Noted: %(what)s.")),
    (r"Marked the call as urgent\.", N_("Marked the call as urgent.")),
    (r"Ended: (?P<how>.+)\.", N_("Ended: %(how)s.")),
    (r"Hears: (?P<what>.+)", N_("Hears: %(what)s")),
    (r"Rings (?P<who>.+), shown as (?P<shown>.+)\.", N_("Rings %(who)s, shown as %(shown)s.")),
    (r"Nobody answered in time\.", N_("Nobody answered in time.")),
    (r"The caller spoke for (?P<n>\d+) s\.", N_("The caller spoke for %(n)s s.")),
    (r"The caller wants to be called back\.", N_("The caller wants to be called back.")),
    (r"Keeps the place, will be called\.", N_("Keeps the place, will be called.")),
    (r"Calls the caller back\.", N_("Calls the caller back.")),
    (r"Free\.", N_("Free.")),
    (r"Away \((?P<reason>.+?)\)(?P<times>.*)\.", N_("Away (%(reason)s)%(times)s.")),
    (r"Logged out \((?P<reason>.+?)\)(?P<times>.*)\.", N_("Logged out (%(reason)s)%(times)s.")),
    (r"No calendar is connected: it keeps no calls away\.",
     N_("No calendar is connected: it keeps no calls away.")),
    (r"In no call\.", N_("In no call.")),
    (r"Rings now for (?P<who>.+)\.", N_("Rings now for %(who)s.")),
    (r"In a call with (?P<who>.+)\.", N_("In a call with %(who)s.")),
    (r"Rung at (?P<address>\S+) by the trunk\.", N_("Rung at %(address)s by the trunk.")),
    (r"Rung at (?P<address>\S+)\.", N_("Rung at %(address)s.")),
    (r"Member of no loop: only direct calls come\.",
     N_("Member of no loop: only direct calls come.")),
    (r"Member of (?P<loops>.+)\.", N_("Member of %(loops)s.")),
    (r"rung for (?P<who>.+)", N_("rung for %(who)s")),
    (r"talking to (?P<who>.+)", N_("talking to %(who)s")),
    (r"wrapping up after (?P<who>.+)", N_("wrapping up after %(who)s")),
    (r"Speaks a message\.", N_("Speaks a message.")),
    (r"SMS to (?P<number>\S+): (?P<text>.+)", N_("SMS to %(number)s: %(text)s")),
)  # fmt: skip
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
    number, values = _understood(sentence)
    if number is None:
        return sentence
    known = {name: _known(name, value) for name, value in values}
    words: str = _(SENTENCES[number][1], **known)
    return words


@lru_cache(maxsize=1024)
def _understood(sentence: str) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    for number, (pattern, _message) in enumerate(SENTENCES):
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            return number, tuple(found.groupdict().items())
    return None, ()


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
