"""A view goes over the socket and comes back the same, a call's story included."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from appliance.control import view_line
from appliance.control.peer import encoded
from appliance.control.view_line import ViewLines, packed, unpacked
from appliance.core.model.ids import CallId, TrailStep
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import Arrival, CallView, Lamp, LoopView, PartView, Row, View

WHY = Trouble(Cause.STATUS, {"said": "486 Busy Here"})
STEP = TrailStep(
    datetime(2026, 11, 20, 10, 0, 0, 250000, UTC),
    Told.NOT_TAKEN,
    {"who": "Anna", "why": WHY},
    "anna",
)
VIEW = View(
    rows=(Row("Hage", "huge"),),
    lamps=(Lamp("anna", "Anna", "free", ""),),
    calls=(
        replace(
            CallView("c1", "Hage", "1", "", "ringing", "Anna", "hage"),
            language="nb",
            since=5.5,
            trail=(STEP,),
        ),
    ),
    loops=(LoopView("sales", "Salg", ("anna",), 1, 5.5),),
    parts=(PartView("modem", "fault", "Plug it in."),),
    arrivals=(Arrival(CallId("c1"), 5.5, "1", None, ("2",), (("To", "x"),), ("PCMA/8000",)),),
    code_shown=True,
)


def test_a_view_comes_back_as_it_was():
    assert unpacked(json.loads(json.dumps(packed(VIEW)))) == VIEW


def test_a_line_is_the_whole_view_however_little_of_it_has_changed() -> None:
    lines = ViewLines()
    lamps = (Lamp("anna", "Anna", "free", ""), Lamp("bo", "Bø", "busy", "talking \ud800"))
    shown = [
        VIEW,
        replace(VIEW, lamps=lamps),
        replace(VIEW, lamps=(lamps[1], Lamp("anna", "Anna", "away", "")), calls=()),
        replace(VIEW, lamps=lamps[::-1], lights={"anna": "free"}, waiting=3),
    ]
    for view in shown:
        assert json.loads(lines.line_of(view)) == json.loads(encoded({"view": packed(view)}))


def test_what_stood_in_the_view_before_is_not_turned_into_json_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, asked = ViewLines(), []
    lamps = tuple(Lamp(f"a{n}", "", "free", "") for n in range(100))
    lines.line_of(replace(VIEW, lamps=lamps))
    monkeypatch.setattr(view_line, "_piece", lambda each: asked.append(each) or "{}")
    changed = Lamp("a7", "", "busy", "")
    lines.line_of(replace(VIEW, lamps=(*lamps[:7], changed, *lamps[8:])))
    assert asked == [changed]
