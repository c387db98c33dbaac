"""The office of the soak: everything that a call can meet is switched on, and times are short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from support.little_office import NORDLYS, OWN, office

from appliance.core.model.ids import Strategy
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import LanguageKey, Line
from appliance.core.settings.loops import Overflow
from appliance.core.settings.trunks import Trunk

COUNTS = "counts.json"
"""Where the box writes what it holds, beside its device.toml."""
MOST_CALLS = 24
ENGLISH, TONES = "+4710000005", "+4710000006"


def soak_office(desks: Mapping[str, str], trunk: str) -> Directory:
    """Desks by agent; numbers outside the house are dialled at `trunk` (host:port)."""
    base = office(desks, ring=1.0, wait=3.0, wrap_up=0.5, message=2.0, max_calls=MOST_CALLS)
    agents = {
        name: replace(agent, extension=str(21 + at), superior="bo", confirm=name == "bo")
        for at, (name, agent) in enumerate(base.agents.items())
    }
    loops = {
        "invoices": replace(base.loops["invoices"], strategy=Strategy.ALL, call_back=True),
        "wages": replace(base.loops["wages"], whisper=True, overflow=Overflow(1.5, loop="other")),
        "other": replace(base.loops["other"], overflow=Overflow(2.0, number="+4710000088")),
    }
    return replace(
        base,
        office=replace(
            base.office,
            max_outgoing=64,
            outgoing=("1",),
            sms_per_recipient=100000,
            sms_per_day=100000,
        ),
        agents=agents,
        loops=loops,
        lines={**base.lines, **_more_lines(base.lines["nordlys"])},
        trunk=Trunk(trunk, OWN),
    )


def _more_lines(line: Line) -> dict[str, Line]:
    asks = LanguageKey("en", skip_menu=True)
    english = replace(line, id="english", number=ENGLISH, language_prompt="English: nine.")
    return {
        "english": replace(english, languages={"9": asks}),
        "tones": replace(line, id="tones", number=TONES, digits="in-band"),
    }


LINES = (NORDLYS, ENGLISH)
