"""What the live page shows besides the front panel: the loops, and how each part of the box is."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.display import detail_of
from appliance.core.fault_words import of_part
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
        members = tuple(each.id for each in picture.directory.members_of(loop))
        yield LoopView(loop.id, loop.name, members, len(since), since[0] if since else 0.0)


def parts(picture: Picture) -> Iterator[PartView]:
    """The trunks, then the parts of the box; a fault says what to do in the office's language."""
    faults = dict(picture.faults)
    for trunk in picture.directory.every_trunk:
        trunk_part = f"{FAULT}{trunk.id}"
        wrong = faults.pop(trunk_part, "")
        works = "ok" if trunk.id in picture.trunks_up else "connecting"
        yield _lost(picture, trunk_part, wrong) if wrong else PartView(trunk_part, works, "")
    for device in picture.devices:
        wrong, well = faults.pop(device, ""), PartView(device, "ok", detail_of(picture, device))
        yield _lost(picture, device, wrong) if wrong else well
    yield from (_lost(picture, part, reason) for part, reason in faults.items())


def _lost(picture: Picture, part: str, reason: str) -> PartView:
    return PartView(part, "fault", of_part(part, reason, picture.directory.office.language))
