"""What the live page shows besides the front panel: the loops, and how each part of the box is."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.model.trouble import Reason
from appliance.core.protocol.view import LoopView, PartView
from appliance.core.settings.loops import Loop
from appliance.core.state.picture import Picture
from appliance.core.trunks.health import FAULT
from appliance.core.words.faults import told, trouble_of_part


def loops(picture: Picture) -> Iterator[LoopView]:
    """Each loop of the settings, its members, who waits, and the longest wait."""
    return (loop_view(picture, loop) for loop in picture.directory.loops.values())


def loop_view(picture: Picture, loop: Loop) -> LoopView:
    """One loop, as it is told."""
    waiting = picture.calls.loops.get(loop.id, ())
    first = picture.calls.waiting(waiting[0].call) if waiting else None
    since = first[1].since.wall.timestamp() if first else 0.0
    members = picture.directory.index.member_ids[loop.id]
    return LoopView(loop.id, loop.name, members, len(waiting), since)


def parts(picture: Picture) -> Iterator[PartView]:
    """The trunks, then the parts of the box; a fault says what to do in the office's language."""
    faults = dict(picture.faults)
    for trunk in picture.directory.every_trunk:
        trunk_part = f"{FAULT}{trunk.id}"
        wrong: Reason = faults.pop(trunk_part, "")
        works = "ok" if trunk.id in picture.trunks_up else "connecting"
        yield _lost(picture, trunk_part, wrong) if wrong else PartView(trunk_part, works, "")
    for device in picture.devices:
        wrong, well = faults.pop(device, ""), PartView(device, "ok", picture.devices[device])
        yield _lost(picture, device, wrong) if wrong else well
    yield from (_lost(picture, part, reason) for part, reason in faults.items())


def _lost(picture: Picture, part: str, reason: Reason) -> PartView:
    trouble = trouble_of_part(part, reason)
    words = told(trouble, picture.directory.office.language)
    return PartView(part, "fault", words, trouble)
