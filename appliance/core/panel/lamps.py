"""What each lamp of the front panel shows: staff, lines, and whether there is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from appliance.core.model.ids import Language
from appliance.core.protocol.view import CallView, Lamp
from appliance.core.words.display import FAULT_LAMP
from appliance.core.words.spoken import worded

FAULT = "fault"
LINE = "line:"
"""Before a firm's name: the lamp of its lines."""
LINE_PATTERNS = {"talking": "busy", "wrap-up": "wrap_up"}
"""How a line's lamp shows where its call stands; elsewhere it rings."""


def signals(calls: Iterable[CallView], faults: Sequence[str], language: Language) -> Iterator[Lamp]:
    """The lamps that burn besides those of the staff: lines that have a call, and the fault.

    Of several calls on a line the first, which is the most urgent, counts.
    """
    yield from line_lamps(calls)
    yield from fault_lamp(faults, language)


def line_lamps(calls: Iterable[CallView]) -> Iterator[Lamp]:
    """The lamps of the lines that have a call."""
    lines: dict[str, Lamp] = {}
    for call in calls:
        if (line := line_of(call)) is not None and line not in lines:
            lines[line] = line_lamp(call)
    yield from lines.values()


def line_of(call: CallView) -> str | None:
    """Whose line a call has; None where it is in nobody's name."""
    return None if call.outgoing and not call.client_id else call.client


def line_lamp(call: CallView) -> Lamp:
    """The lamp of the line that has this call."""
    pattern = LINE_PATTERNS.get(call.stands, "ringing")
    return Lamp(f"{LINE}{call.client}", call.client, pattern, "")


def fault_lamp(faults: Sequence[str], language: Language) -> Iterator[Lamp]:
    """The lamp that says that something is wrong, if anything is."""
    if faults:
        yield Lamp(FAULT, worded(FAULT_LAMP, language), FAULT, faults[0])


def lights(lamps: Iterable[Lamp]) -> Mapping[str, str]:
    """Lamp as device.toml names it -> pattern."""
    return {lamp.agent: lamp.pattern for lamp in lamps}
