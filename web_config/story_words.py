"""The sentences of a call's story in the language of whoever reads it.

The switchboard writes them in English, and keeps them so; what is not known here stays English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

SENTENCES: tuple[tuple[str, Any], ...] = (
    (r"Arrived for (?P<who>.+), known by the dialled number (?P<number>.+)\.",
     _l("Arrived for %(who)s, known by the dialled number %(number)s.")),
    (r"Arrived for (?P<who>.+), known by the diverting number (?P<number>.+)\.",
     _l("Arrived for %(who)s, known by the diverting number %(number)s.")),
    (r"Arrived for (?P<who>.+), known by no number that we know\.",
     _l("Arrived for %(who)s: no number of it is known.")),
    (r"Pressed (?P<key>.): (?P<about>.+)\.", _l("Pressed %(key)s: %(about)s.")),
    (r"Pressed (?P<key>.), which leads nowhere\.", _l("Pressed %(key)s, which leads nowhere.")),
    (r"No key: (?P<key>.), (?P<about>.+)\.", _l("No key: %(key)s, %(about)s.")),
    (r"Chose (?P<language>.+)\.", _l("Chose the language %(language)s.")),
    (r"Waits in (?P<loop>.+)\.", _l("Waits in %(loop)s.")),
    (r"Rang (?P<who>.+)\.", _l("Rang %(who)s.")),
    (r"The telephone of (?P<who>.+) rings\.", _l("The telephone of %(who)s rings.")),
    (r"(?P<who>.+) answered\.", _l("%(who)s answered.")),
    (r"(?P<who>.+) did not take the call: (?P<why>.+)\.",
     _l("%(who)s did not take the call: %(why)s.")),
    (r"Nobody is logged in\.", _l("Nobody is logged in.")),
    (r"Nobody can take the call\.", _l("Nobody can take the call.")),
    (r"(?P<n>\d+) callers wait already\.", _l("%(n)s callers wait already.")),
    (r"The caller hung up\.", _l("The caller hung up.")),
    (r"The agent hung up\.", _l("The agent hung up.")),
    (r"The caller was asked to leave a message\.", _l("The caller was asked to leave a message.")),
    (r"The message is stored\.", _l("The message is stored.")),
    (r"We are closed \((?P<why>.+)\)\.", _l("We are closed (%(why)s).")),
    (r"The caller was put on hold\.", _l("The caller was put on hold.")),
    (r"Transferred to (?P<who>.+)\.", _l("Transferred to %(who)s.")),
    (r"Asked (?P<who>.+)\.", _l("Asked %(who)s.")),
    (r"Handed over to (?P<who>.+)\.", _l("Handed over to %(who)s.")),
    (r"Noted: (?P<what>.+)\.", _l("Noted: %(what)s.")),
    (r"Marked the call as urgent\.", _l("Marked the call as urgent.")),
    (r"Ended: (?P<how>.+)\.", _l("Ended: %(how)s.")),
    (r"Hears: (?P<what>.+)", _l("Hears: %(what)s")),
    (r"Rings (?P<who>.+), shown as (?P<shown>.+)\.", _l("Rings %(who)s, shown as %(shown)s.")),
    (r"Speaks a message\.", _l("Speaks a message.")),
    (r"SMS to (?P<number>\S+): (?P<text>.+)", _l("SMS to %(number)s: %(text)s")),
)  # fmt: skip
WHY = {
    "no answer in time": _l("no answer in time"),
    "hours": _l("opening hours"),
    "holiday": _l("holiday"),
}
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
    return str(SENTENCES[number][1]) if not known else _filled(SENTENCES[number][1], known)


def _filled(message: Any, values: dict[str, str]) -> str:
    # A lazy string fills its own placeholders only when it is made.
    return _(str(message._args[0]), **values)


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
    return value
