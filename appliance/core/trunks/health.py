"""How the trunks fare: faults on the panel, and what was dropped at the door."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.protocol.commands import UseTrunks
from appliance.core.protocol.events import RequestsUnread, StrangersIgnored, TrunkDown, TrunkUp
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import Picture

FAULT = "trunk "
"""How the names of the trunks' faults begin."""
CARRIER = "carrier "
"""How those of trunks begin that have failed a call; new settings may have mended that."""


def use(picture: Picture, before: Directory, directory: Directory) -> tuple[Picture, UseTrunks]:
    """Take the trunks of new settings into use; `before` are those until now.

    Faults of trunks that are gone are forgotten; a changed one is neither up nor down until it
    has registered or failed.
    """
    kept = {f"{FAULT}{trunk.id}" for trunk in directory.every_trunk}
    ours = (f for f in picture.faults if f.startswith((FAULT, CARRIER)))
    gone = [fault for fault in ours if fault not in kept]
    for fault in gone:
        picture = picture.with_fault(fault, "")
    as_before = {trunk.id for trunk in directory.every_trunk if trunk in before.every_trunk}
    changed = {trunk.id for trunk in directory.every_trunk} - as_before
    for trunk in changed:  # what was said of it before says nothing about what it is now
        picture = picture.with_fault(f"{FAULT}{trunk}", "")
    picture = replace(picture, trunks_up=picture.trunks_up & as_before)
    return picture, UseTrunks(directory.every_trunk, directory.neighbours)


Told = TrunkUp | TrunkDown | StrangersIgnored | RequestsUnread


def told(picture: Picture, event: Told) -> Picture:
    """The picture after a word from the trunks or from the door."""
    match event:
        case TrunkUp(trunk=trunk):
            up = picture.trunks_up | {trunk}
            return replace(picture, trunks_up=up).with_fault(f"{FAULT}{trunk}", "")
        case TrunkDown(trunk=trunk, reason=reason):
            picture = replace(picture, trunks_up=picture.trunks_up - {trunk})
            known = {each.id for each in picture.directory.every_trunk}
            return picture.with_fault(f"{FAULT}{trunk}", reason) if trunk in known else picture
        case StrangersIgnored(packets=packets):
            return replace(picture, ignored=picture.ignored + packets)
        case RequestsUnread(requests=requests, last=last):
            return replace(picture, unread=picture.unread + requests, unread_last=last)
