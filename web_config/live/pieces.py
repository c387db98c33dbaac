"""The pieces of the page: HTML of each lamp, call and fault, drawn once for all viewers."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from secrets import token_hex

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.calls.outcomes import OUTGOING_KEYS
from appliance.core.desk.masking import Sight, masked_view
from appliance.core.model.verdict import Verdict
from appliance.core.panel.lamps import FAULT
from appliance.core.protocol.view import CallView, Lamp, View
from appliance.core.words.spoken import DISPOSITION_KEYS
from web_config.ground.settings_in_force import clock
from web_config.kit.follower import Regions
from web_config.live.display import display_url
from web_config.live.folding import folded
from web_config.live.lamp_words import LAMP_SIGNS, LAMP_WORDS, LINE, link_of, why_of
from web_config.live.live_pieces import live_regions
from web_config.live.partner_pieces import partner_regions
from web_config.words import reply_words, trail_words
from web_config.words.call_words import for_reader
from web_config.words.trail_words import by
from web_config.words.trouble_words import told

STANDS_WORDS = {
    "menu": _l("In the menu"),
    "waiting": _l("Waiting"),
    "ringing": _l("Ringing"),
    "talking": _l("Talking"),
    "message": _l("Leaves a message"),
    "wrap-up": _l("How did it end?"),
}
DISPOSITION_WORDS = {
    "answered_from_card": _l("Answered from card"),
    "message_taken": _l("Message taken"),
    "put_through": _l("Put through"),
    "call_back": _l("Call back"),
    "reached": _l("Reached"),
    "not_reached": _l("Not reached"),
}
CHOICES = [(choice.value, DISPOSITION_WORDS[choice]) for choice in DISPOSITION_KEYS.values()]
OUTGOING_CHOICES = [(each.value, DISPOSITION_WORDS[each]) for each in OUTGOING_KEYS.values()]
WRAP_UP = "wrap-up"
REGIONS = ("display", "faults", "counts", "lamps", "calls", "cards", "loops", "parts")
NEWEST_STEPS = 12
"""So much of a call's story stands on the live page."""
FORM_TOKEN = token_hex(16)
"""Stands in all pieces for the viewer's own form token: pieces are drawn once for all viewers."""
OWN_CALL = f"of-{token_hex(16)}-"
"""Before the id of an agent: the class of what is for that agent's viewers, until it is "mine"."""


class Pieces:
    """Draws the regions of the page with the application's templates."""

    def __init__(self, app: Flask) -> None:
        self._app, self._templates = app, app.jinja_env

    def of(self, view: View | None, words: Verdict | str, language: str, sight: Sight) -> Regions:
        """Return the regions for a view; for none, the words why, and all others empty."""
        with self._app.app_context(), force_locale(language):
            return self._of(view and masked_view(view, sight), words, sight)

    def _of(self, view: View | None, words: Verdict | str, sight: Sight) -> Regions:
        if view is None:
            return {
                "notice": [("down", self._draw("live/notice", words=reply_words.told(words)))],
                **dict.fromkeys(("calls",) if sight.own_calls else REGIONS, ()),
            }
        if sight.own_calls:
            return partner_regions(view, self._draw, sight, CHOICES)
        less = folded(view)
        regions = live_regions(less.view, view.lamps, self._draw, sight)
        if less.loops:
            more = _("and %(count)s loops more, in which nobody waits", count=less.loops)
            regions["loops"].append(self._more(more))
        return {
            "notice": [],
            "display": [("display", self._display(view))],
            "faults": [
                (said, self._draw("live/fault", words=said)) for said in map(told, view.troubles)
            ],
            "counts": [("counts", self._draw("live/counts", view=view))],
            "lamps": [*self._lamps(less.view), *self._more_staff(less.staff)],
            "calls": [
                *self._calls(less.view.calls, view.lamps, sight),
                *self._more_callers(less.callers),
            ],
            **regions,
        }

    def _display(self, view: View) -> str:
        if view.code_shown:  # whoever reads the code must stand at the box
            return self._draw("live/display", url="", rows=[_("The display shows a code.")])
        # The display is the office's, and speaks its language to everybody.
        rows = tuple((row.text, row.size, row.scroll) for row in view.rows)
        said = [row.text for row in view.rows]
        return self._draw("live/display", url=display_url(rows), rows=said, language=view.language)

    def _lamps(self, view: View) -> Iterable[tuple[str, str]]:
        unnamed = {f"{LINE}{c.client}": for_reader(c).client for c in view.calls if c.nobodys}
        for lamp in (*view.lamps, *view.signals):
            if lamp.agent == FAULT:
                lamp = _fault_lamp(lamp, view)
            lamp = replace(lamp, name=unnamed.get(lamp.agent, lamp.name))
            word = LAMP_WORDS.get(lamp.pattern, lamp.pattern)
            sign = LAMP_SIGNS.get(lamp.pattern, "?")
            facts = {"word": word, "sign": sign, "why": why_of(lamp), "link": link_of(lamp)}
            yield lamp.agent, self._draw("live/lamp", lamp=lamp, **facts)

    def _more_staff(self, quiet: Iterable[tuple[str, int]]) -> Iterable[tuple[str, str]]:
        """Draw how many more there are of the staff."""
        told = ", ".join(f"{LAMP_WORDS.get(pattern, pattern)} {many}" for pattern, many in quiet)
        if told:
            yield self._more(_("and more of the staff: %(told)s", told=told), "/why/")

    def _more_callers(self, many: int) -> Iterable[tuple[str, str]]:
        if many:
            yield self._more(_("and %(count)s callers more, whom nobody has yet", count=many))

    def _more(self, words: str, link: str = "") -> tuple[str, str]:
        return "more", self._draw("live/more", words=words, link=link)

    def _calls(
        self, calls: tuple[CallView, ...], lamps: tuple[Lamp, ...], sight: Sight
    ) -> Iterable[tuple[str, str]]:
        """Draw the calls; those that wait for somebody to say how they ended come first."""
        if not calls:
            yield "", self._draw("live/quiet", words=_("No calls."))
        names = {lamp.agent: lamp.name for lamp in lamps}
        for call in sorted(calls, key=lambda call: call.stands != WRAP_UP):
            choices = _choices(call)
            stands = STANDS_WORDS.get(call.stands, call.stands)
            steps = call.trail[-NEWEST_STEPS:]
            told = [(clock(s.at), by(trail_words.told(s), names.get(s.who, s.who))) for s in steps]
            facts = asdict(replace(for_reader(call), trail=())) | {
                "stands": stands,
                "at": call.stands,
                "story": told,
            }
            facts["own_call"] = f"{OWN_CALL}{call.agent_id};"
            facts["served"] = sight.covers(call.client_id)
            yield call.call, self._draw("live/call", **facts, choices=choices)

    def _draw(self, piece: str, **values: object) -> str:
        values["form_token"] = FORM_TOKEN
        return self._templates.get_template(f"{piece}.html").render(values).strip()


def _choices(call: CallView) -> list[tuple[str, object]]:
    """How somebody may say that the call ended, as soon as it has."""
    if call.stands != WRAP_UP:
        return []
    return list(OUTGOING_CHOICES if call.outgoing else CHOICES)


def personal(html: str, token: str, own: Iterable[str]) -> str:
    """Return a piece for one viewer: with their form token, and what their agents may press."""
    html = html.replace(FORM_TOKEN, token)
    for agent in own:
        html = html.replace(f"{OWN_CALL}{agent};", "mine")
    return html


def _fault_lamp(lamp: Lamp, view: View) -> Lamp:
    """Return the lamp for faults in the reader's words, with the first fault."""
    first = told(view.troubles[0]) if view.troubles else ""
    return replace(lamp, name=_("Fault"), why=first)
