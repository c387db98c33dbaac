"""Why a telephone rings or not, and a lamp shows what it shows, in the language of whoever reads.

The switchboard says it in English; what is not known here stays English.
"""

from __future__ import annotations

from functools import lru_cache

from flask_babel import gettext as _

from appliance.common.sentences import Sentences
from appliance.core.words.spoken import WITHHELD, worded
from web_config.words import calendar_words, trouble_words
from web_config.words.languages import N_
from web_config.words.trouble_words import reader

KNOWN = Sentences(
    (
        N_("Free%(times)s."),
        N_("Away (%(reason)s)%(times)s."),
        N_("Away%(times)s."),
        N_("Logged out (%(reason)s)%(times)s."),
        N_("Logged out%(times)s."),
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
        **{"n": r"\d+", "address": r"\S+", "times": ".*?"},
        "end": r"(?:\d\d\.\d\d )?\d\d:\d\d",
        "span": r"[\d.: -]+",
        "block": "(?:calendar|out of office) .*",
        "day": r"\d\d\.\d\d",
    },
)


def in_words(sentence: str) -> str:
    """Return what is said of a telephone or a lamp in the reader's language."""
    found = _understood(sentence)
    if found is None:
        return sentence
    source, values = found
    return str(_(source, **{name: _known(name, value) for name, value in values.items()}))


_understood = lru_cache(maxsize=1024)(KNOWN.understood)


def _known(name: str, value: str) -> str:
    match name:
        case "who" if value in WITHHELD.values():
            return worded(WITHHELD, reader())
        case "block":
            return in_words(value)
        case "problem":
            return calendar_words.in_words(value) or trouble_words.in_words(value)
        case "times":
            since, until = str(_(" since %(at)s", at="\0")), str(_(" until %(at)s", at="\0"))
            known = value.replace(" since ", since.rstrip("\0"))
            return known.replace(" until ", until.rstrip("\0"))
    return value
