"""How long a caller will wait: from how long calls took lately, and who is there to take them.

With n members at work, all of them in a call, and handling times of mean T, the k-th in the queue
waits k * T / n on average (M/M/n, Erlang 1917: the n calls end at a rate of n / T).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace

from appliance.core.model.ids import CallId, Language, Moment, Prompt
from appliance.core.settings.loops import Loop
from appliance.core.settings.partners import is_partner
from appliance.core.state.call import OUTSIDE, Call, Talking, Waiting, WrappingUp
from appliance.core.state.live_calls import LiveCalls, Places
from appliance.core.state.pace import Handled, Pace
from appliance.core.state.staff import Staff, takes_loop_calls
from appliance.core.words.numerals import cardinal

FEWEST = 5
"""Calls of a loop without which its handling time is a guess, and nothing is said."""
MOST = 30
OLD_SECONDS = 4 * 3600.0
"""Yesterday's calls, and the morning's, tell nothing of now."""

STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 45)
"""The minutes that are said; a time between two of them is rounded up."""
MINUTE = 60.0
AT_ONCE = 45.0
"""Seconds up to which the wait is said to be less than a minute."""


def noted(pace: Pace, call_id: CallId, after: Call | None, now: Moment) -> Pace:
    """The pace after a step of a call (None: it is over)."""
    phase = after.phase if after else None
    before = pace.begun.get(call_id)
    keeper = phase.agent if isinstance(phase, Talking | WrappingUp) else ""
    if before and before[1] != keeper:
        pace = _ended(pace, call_id, *before, now)
        before = None
    ours = after is not None and after.outgoing is not None
    own = keeper and not is_partner(keeper) and not keeper.startswith(OUTSIDE) and not ours
    if own and before is None and isinstance(phase, Talking) and phase.loop:
        begun = {**pace.begun, call_id: (phase.loop, keeper, now.monotonic)}
        return replace(pace, begun=begun)
    return pace


def _ended(pace: Pace, call_id: CallId, loop: str, _: str, since: float, now: Moment) -> Pace:
    begun = {key: value for key, value in pace.begun.items() if key != call_id}
    handled = (*pace.handled.get(loop, ()), Handled(now.monotonic - since, now.monotonic))
    return Pace(begun, {**pace.handled, loop: handled[-MOST:]})


def seconds_to_wait(
    call: Call, calls: LiveCalls, staff: Staff, pace: Pace, now: Moment
) -> float | None:
    """How long a waiting caller will wait yet; None while nobody can honestly say."""
    assert isinstance(call.phase, Waiting)
    loop = call.directory.loops[call.phase.loop]
    there = _there(call, loop, staff)
    recent = [
        h.seconds for h in pace.handled.get(loop.id, ()) if now.monotonic - h.ended < OLD_SECONDS
    ]
    if not there or len(recent) < FEWEST:
        return None
    free = len(there - calls.kept.keys())
    turn = _place(call, calls, there)
    return max(0, turn - free) * (sum(recent) / len(recent)) / len(there)


def _there(call: Call, loop: Loop, staff: Staff) -> set[str]:
    """The members who are at work and may take this loop's calls."""
    members = call.directory.members_of(loop)
    able = (each.id for each in members if not loop.skill or loop.skill in each.skills)
    return {member for member in able if takes_loop_calls(staff, member)}


def _place(call: Call, calls: LiveCalls, there: set[str]) -> int:
    """1 for who is next: whoever waited longer for somebody of the same people comes first."""
    own = calls.place_of(call.id)
    return 1 + sum(bisect_left(places, own) for places in _of_them(call, calls, there))


def _of_them(call: Call, calls: LiveCalls, there: set[str]) -> Iterator[Places]:
    """Who waits in each loop that some of these people are in."""
    index = call.directory.index
    for loop, places in calls.loops.items():
        if not there.isdisjoint(index.member_ids.get(loop, ())):
            yield places


UNKNOWN: Mapping[Language, str] = {
    "da": "Vi ved endnu ikke, hvor længe De kommer til at vente.",
    "nb": "Vi vet ennå ikke hvor lenge du må vente.",
    "sv": "Vi vet ännu inte hur länge du får vänta.",
    "nl": "Wij weten nog niet hoe lang u moet wachten.",
    "en": "We do not know yet how long you will wait.",
}
SOON: Mapping[Language, str] = {
    "da": "Ventetiden er under et minut.",
    "nb": "Ventetiden er under ett minutt.",
    "sv": "Väntetiden är under en minut.",
    "nl": "De wachttijd is minder dan een minuut.",
    "en": "The waiting time is less than a minute.",
}
ABOUT: Mapping[Language, tuple[str, str]] = {
    "da": ("Ventetiden er omkring {n} minut.", "Ventetiden er omkring {n} minutter."),
    "nb": ("Ventetiden er omtrent {n} minutt.", "Ventetiden er omtrent {n} minutter."),
    "sv": ("Väntetiden är ungefär {n} minut.", "Väntetiden är ungefär {n} minuter."),
    "nl": ("De wachttijd is ongeveer {n} minuut.", "De wachttijd is ongeveer {n} minuten."),
    "en": ("The waiting time is about {n} minute.", "The waiting time is about {n} minutes."),
}
LONG: Mapping[Language, str] = {
    "da": "Ventetiden er over {n} minutter.",
    "nb": "Ventetiden er over {n} minutter.",
    "sv": "Väntetiden är över {n} minuter.",
    "nl": "De wachttijd is meer dan {n} minuten.",
    "en": "The waiting time is more than {n} minutes.",
}


def wait_in_words(seconds: float | None, language: Language) -> Prompt:
    """ "The waiting time is about four minutes"; for None that nobody knows yet."""
    return Prompt(_sentence(seconds, language), language)


def wait_prompts(language: Language) -> tuple[Prompt, ...]:
    """Everything that `wait_in_words` may ever say."""
    lengths = (None, 0.0, *(minutes * MINUTE for minutes in STEPS), STEPS[-1] * MINUTE + 1)
    return tuple(wait_in_words(seconds, language) for seconds in lengths)


def _sentence(seconds: float | None, language: Language) -> str:
    if seconds is None:
        return UNKNOWN[language]
    if seconds <= AT_ONCE:
        return SOON[language]
    minutes = next((step for step in STEPS if seconds <= step * MINUTE), None)
    if minutes is None:
        return LONG[language].format(n=cardinal(STEPS[-1], language))
    one, many = ABOUT[language]
    return (one if minutes == 1 else many).format(n=cardinal(minutes, language, minutes=True))
