"""A trunk that is congested after its 100, or after it has rung: the next one carries the call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.world import World, office
from telephony.box import Box
from telephony.far_end import FarEnd

from appliance.core.model.ids import Strategy
from appliance.core.protocol.commands import HangUp, Ring, UseTrunks
from appliance.core.protocol.events import LegEnded, LegRinging
from appliance.core.settings.trunks import Trunk


@pytest.fixture
def second_end(box: Box) -> Iterator[FarEnd]:
    with FarEnd(box.telephony.sip_uri) as far_end:
        yield far_end


def trunk_at(far_end: FarEnd, name: str) -> Trunk:
    return Trunk(f"127.0.0.1:{far_end.sip.getsockname()[1]}", "+4710000002", id=name)


def world(*trunks: Trunk) -> World:
    """Cato alone takes the calls of the third loop, and is reached by a number."""
    base = office()
    cato_alone = replace(base.loops["other"], members=("cato",), strategy=Strategy.FIXED)
    loops = {**base.loops, "other": cato_alone}
    main = replace(trunks[0], id=base.trunk.id)
    more = {trunk.id: trunk for trunk in trunks[1:]}
    return World(replace(base, loops=loops, trunk=main, trunks=more))


def rung_by(world: World, box: Box, far_end: FarEnd) -> tuple[Ring, str]:
    ring = world.rung[-1]
    box.do(ring)
    box.poll_for(0.05)
    return ring, far_end.next_invite()


@pytest.mark.parametrize("before", [(100,), (100, 183)])
@pytest.mark.parametrize("code", [500, 503])
def test_the_second_trunk_carries_the_same_call(
    box: Box, far_end: FarEnd, second_end: FarEnd, before: tuple[int, ...], code: int
) -> None:
    here = world(trunk_at(far_end, "trunk"), trunk_at(second_end, "second"))
    box.do(UseTrunks(tuple(here.directory.every_trunk)))
    here.presses(here.rings(), "3")
    first, invite = rung_by(here, box, far_end)
    for provisional in before:
        far_end.say_to(invite, provisional, tag="first" if provisional > 100 else "")
        box.poll_for(0.02)
    for event in box.all(LegRinging):
        here.happens(event)
    far_end.say_to(invite, code, tag="first")
    ended = box.wait(LegEnded)
    assert (ended.code, ended.silent) == (code, False)
    del here.legs[first.leg]
    here.happens(ended)
    second, _ = rung_by(here, box, second_end)
    assert (second.leg, second.trunk) == (first.leg, "second")
    box.do(HangUp(second.leg))
