"""What the live page shows besides the front panel: the loops, and how each part of the box is."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.office import Picture
from appliance.core.queue import in_order
from appliance.core.trunk_state import FAULT
from appliance.core.views import LoopView, PartView


def loops(picture: Picture) -> Iterator[LoopView]:
    """Each loop of the settings, its members, who waits, and the longest wait."""
    waiting: dict[str, list[float]] = {}
    for _, phase in in_order(picture.calls.values()):
        waiting.setdefault(phase.loop, []).append(phase.since.wall.timestamp())
    for loop in picture.directory.loops.values():
        since = waiting.get(loop.id, [])
        yield LoopView(loop.id, loop.name, loop.members, len(since), since[0] if since else 0.0)


def parts(picture: Picture) -> Iterator[PartView]:
    """The trunks, then the parts of the box; whatever has a fault says what to do."""
    faults = dict(picture.faults)
    for trunk in picture.directory.every_trunk:
        wrong = faults.pop(f"{FAULT}{trunk.id}", "")
        works = "ok" if trunk.id in picture.trunks_up else "unknown"
        yield PartView(f"{FAULT}{trunk.id}", "fault" if wrong else works, wrong)
    for device, detail in picture.devices.items():
        wrong = faults.pop(device, "")
        yield PartView(device, "fault" if wrong else "ok", wrong or detail)
    yield from (PartView(part, "fault", words) for part, words in faults.items())
