"""The route simulator: what a call would meet, key by key, and whose telephone would ring (F6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from appliance.common.numbers import as_known
from appliance.core.model.ids import LegId
from appliance.core.model.time_of_day import day_and_time
from appliance.core.protocol.events import CallArrived
from appliance.core.route import RouteStep, imagine
from appliance.core.settings.directory import Directory
from appliance.core.staff.hunting import Reach, Why
from web_config.ground.arguments import within
from web_config.ground.settings_in_force import directory, office_time, started
from web_config.kit.access import Role, requires
from web_config.words import trouble_words
from web_config.words.trail_words import told

blueprint = Blueprint("simulator", __name__, url_prefix="/route")

MOST_KEYS = 20
KEYS = frozenset("0123456789*#")
MINUTE = "%Y-%m-%dT%H:%M"
"""What <input type=datetime-local> sends."""

WHYS: dict[Why, Any] = {
    Why.FIRST: _l("rings first"),
    Why.ALL: _l("rings, as all free telephones of the loop do"),
    Why.LATER: _l("rings if those before do not answer"),
    Why.LANGUAGE: _l("does not ring while others speak the caller's language"),
    Why.AWAY: _l("does not ring: away"),
    Why.LOGGED_OUT: _l("does not ring: logged out"),
    Why.CALENDAR: _l("does not ring: the calendar keeps loop calls away"),
    Why.SKILL: _l("does not ring: has not the skill that the loop asks for"),
    Why.RINGING: _l("does not ring: is rung for another call"),
    Why.BUSY: _l("does not ring: in a call"),
    Why.WRAP_UP: _l("does not ring: in wrap-up"),
    Why.NO_TELEPHONE: _l("does not ring: no telephone answers"),
    Why.HOURS: _l("does not ring: callers of the loop go elsewhere at this time"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the simulator; `line` is the id of a line, or a number."""

    line: str
    at: datetime
    caller: str = ""
    keys: str = ""
    diverted: str = ""

    def link(self, keys: str) -> str:
        """Return the address of the same question with other keys."""
        return url_for(
            "simulator.page",
            line=self.line,
            at=self.at.strftime(MINUTE),
            caller=self.caller,
            diverted=self.diverted,
            keys=keys,
            _anchor="way",
        )


@blueprint.get("/")
@requires(Role.VIEWER)
def page() -> str:
    """Show the form, and the way of the call that it describes."""
    office = directory()
    asked = asked_of(office)
    steps = way(office, asked) if asked.line else []
    return render_template(
        "why/simulator.html",
        asked=asked,
        at=asked.at.strftime(MINUTE),
        lines=[(line.id, f"{line.number} · {line.id}") for line in office.lines.values()],
        steps=steps,
    )


def asked_of(office: Directory) -> Question:
    """Return the question in the request; the first line, now, where it says nothing."""
    told = request.args
    first = next(iter(office.lines), "")
    keys = "".join(key for key in told.get("keys", "") if key in KEYS)[:MOST_KEYS]
    return Question(
        line=told.get("number", "").strip() or told.get("line", first),
        at=_time(told.get("at", ""), ZoneInfo(office.office.time_zone)),
        caller=told.get("caller", "").strip(),
        keys=keys,
        diverted=told.get("diverted", "").strip(),
    )


def _time(written: str, zone: ZoneInfo) -> datetime:
    now = office_time().replace(second=0, microsecond=0)
    read = day_and_time(written, now.date())
    return read.replace(tzinfo=zone) if read and within(read.date()) == read.date() else now


def way(office: Directory, asked: Question) -> list[dict[str, Any]]:
    """Return the steps of the imagined call as the page shows them."""
    country = office.office.country
    known = office.lines.get(asked.line)
    call = CallArrived(
        leg=LegId("imagined"),
        dialled=known.number if known else as_known(asked.line, country),
        caller=as_known(asked.caller, country) if asked.caller else None,
        diverted=(as_known(asked.diverted, country),) if asked.diverted else (),
    )
    return [_shown(asked, step) for step in imagine(started(), call, asked.at, asked.keys)]


def _shown(asked: Question, step: RouteStep) -> dict[str, Any]:
    taken = asked.keys[len(step.pressed) : len(step.pressed) + 1]
    return {
        "at": f"{int(step.seconds) // 60}:{step.seconds % 60:04.1f}",
        "words": told(step),
        "reason": step.reason,
        "choices": [
            (key, label, asked.link(step.pressed + key), key == taken)
            for key, label in step.choices
        ],
        "silent": asked.link(step.pressed) if step.choices else "",
        "silence": not taken,
        "reached": [_reached(each) for each in step.reached],
    }


def _reached(each: Reach) -> dict[str, Any]:
    detail = trouble_words.detail(each.block) if each.block else each.detail
    words = f"{WHYS[each.why]} ({detail})" if detail else str(WHYS[each.why])
    return {"name": each.name, "rings": each.rings, "why": words}
