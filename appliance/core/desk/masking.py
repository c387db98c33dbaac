"""Whose callers a person at the page may read, and how those of other firms look (office.md C9)."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import TrailStep
from appliance.core.model.told import PRIVATE, Value
from appliance.core.model.trouble import Reason, Trouble
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.core.settings.directory import Directory
from appliance.core.settings.partner_firms import firms_of_partner, partner_named
from appliance.core.settings.staff_firms import firms_of
from appliance.core.words.numbers import in_story
from appliance.core.words.spoken import WITHHELD

LEAST = 6
"""So many digits are a telephone number, or a national identity number."""
LEFT = 2
"""So many digits stay, so that people can tell two callers apart."""
HIDDEN = "•"


@dataclass(frozen=True, slots=True)
class Sight:
    """The firms whose callers and messages somebody reads; None among them: unknown lines.

    `partner`: whoever looks is this overflow partner, and sees its own calls alone.
    """

    firms: frozenset[str | None] = frozenset()
    everything: bool = False
    partner: str = ""
    own_calls: bool = False

    def covers(self, firm: str | None) -> bool:
        """Whether the callers of this firm (none, or "": of an unknown line) are read in full."""
        return self.everything or (firm or None) in self.firms


EVERYTHING = Sight(everything=True)
NOTHING = Sight()
NO_CALLS = Sight(own_calls=True)
"""What a partner sees while the settings cannot be read."""


def sight_of(directory: Directory, role: Role, name: str) -> Sight:
    """What an account reads: superiors everything, others what their own loops answer for.

    An account belongs to the member of staff, or the partner, whose id is its name.
    """
    if role is Role.PARTNER:
        partner = partner_named(directory, name)
        firms = firms_of_partner(directory, partner) if partner else frozenset()
        return Sight(firms, partner=partner, own_calls=True)
    if role.may(Role.SUPERIOR):
        return EVERYTHING
    for agent in directory.agents:
        if agent.casefold() == name.casefold():
            return Sight(frozenset(firms_of(directory, agent)))
    return NOTHING


def masked(text: str, known: frozenset[str] = frozenset()) -> str:
    """The text with all but the last digits of its numbers hidden; dates and times stay.

    `known`: numbers, as digits alone, that whoever looks reads in full elsewhere.
    """
    shown = list(text)
    for start, end in _numbers(text):
        digits = [at for at in range(start, end) if text[at].isdecimal()]
        if "".join(text[at] for at in digits) in known:
            continue
        for at in digits[:-LEFT] if len(digits) >= LEAST else ():
            shown[at] = HIDDEN
    return "".join(shown)


def masked_caller(caller: str) -> str:
    """A caller as others may read them; whoever calls by a name (`sip:kari.hansen@...`) is hidden.

    That a number is withheld tells of nobody.
    """
    if caller in WITHHELD.values():
        return caller
    return HIDDEN * 3 if _is_name(caller) else masked(caller)


def masked_step(step: TrailStep, caller: str = "") -> TrailStep:
    """A step of a call's story as others may read it: without numbers, notes, or `caller`."""
    private = PRIVATE.get(step.kind)
    values = {
        name: HIDDEN * 3 if name == private else _masked_value(name, said, caller)
        for name, said in step.values.items()
    }
    return replace(step, values=values)


def _masked_value(name: str, said: Value, caller: str) -> Value:
    if isinstance(said, Trouble):
        inner = {each: _masked_value(each, of, caller) for each, of in said.values.items()}
        return replace(said, values=inner)
    return masked_caller(in_story(said)) if name == "number" else masked(_without(said, {caller}))


def _is_name(caller: str) -> bool:
    return any(map(str.isalpha, caller))


def _without(text: str, names: Set[str]) -> str:
    """The text without those who called by a name, the longest first, one within another."""
    for name in sorted(filter(_is_name, names - {*WITHHELD.values()}), key=len, reverse=True):
        text = _without_word(text, name)
    return text


def _without_word(text: str, name: str) -> str:
    """The text with `name` hidden where it stands by itself, and not within a longer word."""
    parts = text.split(name)
    shown = parts[:1]
    for at in range(1, len(parts)):
        within = parts[at - 1][-1:].isalnum() or parts[at][:1].isalnum()
        shown += [name if within else HIDDEN * 3, parts[at]]
    return "".join(shown)


def masked_view(view: View, sight: Sight) -> View:
    """The live view as somebody with this sight may see it."""
    if sight.everything:
        return view
    if sight.own_calls:
        return _of_partner(view, sight.partner)
    foreign = [call for call in view.calls if not sight.covers(call.client_id)]
    names = {call.caller for call in foreign}
    others = {call.registered for call in foreign} - {""}
    callers = (call.caller for call in view.calls if sight.covers(call.client_id))
    own = frozenset("".join(filter(str.isdecimal, caller)) for caller in callers)
    return replace(
        view,
        lamps=tuple(_masked_lamp(lamp, sight) for lamp in view.lamps),
        rows=tuple(_masked_row(row, others, names, own) for row in view.rows),
        faults=tuple(map(masked, view.faults)),
        troubles=tuple(map(_masked_trouble, view.troubles)),
        calls=tuple(c if sight.covers(c.client_id) else _masked_call(c) for c in view.calls),
        arrivals=(),
    )


def _of_partner(view: View, partner: str) -> View:
    """The calls that ring at this partner or are theirs, without what we do with them."""
    own = (call for call in view.calls if partner and call.partner == partner)
    calls = tuple(replace(call, agent="", loop="", trail=()) for call in own)
    return View(calls=calls, language=view.language)


def _masked_trouble(trouble: Trouble) -> Trouble:
    return replace(trouble, values={name: _hidden(said) for name, said in trouble.values.items()})


def _hidden(said: Reason) -> Reason:
    return _masked_trouble(said) if isinstance(said, Trouble) else masked(said)


def _masked_call(call: CallView) -> CallView:
    trail = tuple(masked_step(step, call.caller) for step in call.trail)
    caller, registered = masked_caller(call.caller), HIDDEN * 3 if call.registered else ""
    return replace(call, caller=caller, registered=registered, trail=trail, note="", promised="")


def _masked_row(row: Row, registered: set[str], names: set[str], own: frozenset[str]) -> Row:
    """A row of the display without numbers and without the callers of others."""
    text = _without(row.text, names)
    for name in registered:
        text = text.replace(name, HIDDEN * 3)
    return replace(row, text=masked(text, own))


def _masked_lamp(lamp: Lamp, sight: Sight) -> Lamp:
    """A lamp whose caller is hidden if the call is for a firm that `sight` does not cover."""
    caller = lamp.caller if sight.covers(lamp.client_id) else masked_caller(lamp.caller)
    fact = lamp.fact and _masked_trouble(lamp.fact)
    return replace(lamp, why=masked(lamp.why), caller=caller, fact=fact)


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where groups of digits stand, with single spaces between them."""
    end = 0
    for start in range(len(text)):
        if start >= end and text[start].isdecimal():
            end = _end(text, start)
            yield _without_date(text, start, end)


def _end(text: str, start: int) -> int:
    at = start
    while text[at : at + 1].isdecimal() or (text[at : at + 1] == " " and _digit(text, at + 1)):
        at += 1
    return at


def _without_date(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what belongs to a date or a time before and behind: "11.2026 10 00 00 77 12:30"."""
    if _digit(text, start - 2) and text[start - 1] in ".:":
        space = text.find(" ", start, end)
        start = end if space < 0 else space
    if text[end : end + 1] in (".", ":") and _digit(text, end + 1):
        end = max(start, text.rfind(" ", start, end))
    return start, end


def _digit(text: str, at: int) -> bool:
    return at >= 0 and text[at : at + 1].isdecimal()
