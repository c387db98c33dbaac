"""A view goes over the socket and comes back the same, a call's story included."""

import json
from datetime import UTC, datetime

from appliance.control.view_line import packed, unpacked
from appliance.core.model import CallId, TrailStep
from appliance.core.views import Arrival, CallView, Lamp, LoopView, PartView, Row, View

STEP = TrailStep(datetime(2026, 11, 20, 10, 0, 0, 250000, UTC), "Rang Anna.", "anna")
VIEW = View(
    rows=(Row("Hage", "huge"),),
    lamps=(Lamp("anna", "Anna", "free", ""),),
    calls=(CallView("c1", "Hage", "1", "", "ringing", "Anna", "hage", "nb", 5.5, "", (STEP,)),),
    loops=(LoopView("sales", "Salg", ("anna",), 1, 5.5),),
    parts=(PartView("modem", "fault", "Plug it in."),),
    arrivals=(Arrival(CallId("c1"), 5.5, "1", None, ("2",), (("To", "x"),), ("PCMA/8000",)),),
    code_shown=True,
)


def test_a_view_comes_back_as_it_was():
    assert unpacked(json.loads(json.dumps(packed(VIEW)))) == VIEW
