"""The pieces of the page: HTML of each lamp, call and fault, drawn once for all viewers."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from secrets import token_hex

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.core.masking import Sight, masked_view
from appliance.core.views import CallView, View
from appliance.core.wording import DISPOSITION_KEYS
from web_config.display import display_url
from web_config.follower import Regions
from web_config.in_force import clock
from web_config.lamp_words import LAMP_SIGNS, LAMP_WORDS, link_of, why_of
from web_config.live_pieces import live_regions
from web_config.partner_pieces import partner_regions
from web_config.reply_words import in_words
from web_config.story_words import story

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
}
CHOICES = [(choice.value, DISPOSITION_WORDS[choice]) for choice in DISPOSITION_KEYS.values()]
WRAP_UP = "wrap-up"
REGIONS = ("display", "faults", "counts", "lamps", "calls", "cards", "loops", "parts")
NEWEST_STEPS = 12
"""So much of a call's story stands on the live page."""
FORM_TOKEN = token_hex(16)
"""Stands in all pieces for the viewer's own form token: pieces are drawn once for all viewers."""


class Pieces:
    """Draws the regions of the page with the application's templates."""

    def __init__(self, app: Flask) -> None:
        self._app, self._templates = app, app.jinja_env

    def of(self, view: View | None, words: str, language: str, sight: Sight) -> Regions:
        """Return the regions for a view; for none, the words why, and all others empty."""
        with self._app.app_context(), force_locale(language):
            return self._of(view and masked_view(view, sight), words, sight)

    def _of(self, view: View | None, words: str, sight: Sight) -> Regions:
        if view is None:
            return {
                "notice": [("down", self._draw("notice", words=in_words(words)))],
                **dict.fromkeys(("calls",) if sight.own_calls else REGIONS, ()),
            }
        if sight.own_calls:
            return partner_regions(view, self._draw, sight, CHOICES)
        return {
            "notice": [],
            "display": [("display", self._display(view))],
            "faults": [(fault, self._draw("fault", words=fault)) for fault in view.faults],
            "counts": [("counts", self._draw("counts", view=view))],
            "lamps": list(self._lamps(view)),
            "calls": list(self._calls(view.calls)),
            **live_regions(view, self._draw, sight),
        }

    def _display(self, view: View) -> str:
        if view.code_shown:  # whoever reads the code must stand at the box
            return self._draw("display", url="", rows=[_("The display shows a code.")])
        rows = tuple((row.text, row.size, row.scroll) for row in view.rows)
        return self._draw("display", url=display_url(rows), rows=[row.text for row in view.rows])

    def _lamps(self, view: View) -> Iterable[tuple[str, str]]:
        for lamp in (*view.lamps, *view.signals):
            word = LAMP_WORDS.get(lamp.pattern, lamp.pattern)
            sign = LAMP_SIGNS.get(lamp.pattern, "?")
            facts = {"word": word, "sign": sign, "why": why_of(lamp), "link": link_of(lamp)}
            yield lamp.agent, self._draw("lamp", lamp=lamp, **facts)

    def _calls(self, calls: tuple[CallView, ...]) -> Iterable[tuple[str, str]]:
        """Draw the calls; those that wait for somebody to say how they ended come first."""
        if not calls:
            yield "", self._draw("quiet", words=_("No calls."))
        for call in sorted(calls, key=lambda call: call.stands != WRAP_UP):
            choices = CHOICES if call.stands == WRAP_UP else []
            stands = STANDS_WORDS.get(call.stands, call.stands)
            told = [(clock(step.at), story(step.words)) for step in call.trail[-NEWEST_STEPS:]]
            facts = asdict(replace(call, trail=())) | {"stands": stands, "story": told}
            yield call.call, self._draw("call", **facts, choices=choices)

    def _draw(self, piece: str, **values: object) -> str:
        values["form_token"] = FORM_TOKEN
        return self._templates.get_template(f"pieces/{piece}.html").render(values).strip()
