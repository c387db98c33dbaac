"""A telephone or a trunk that sends a call elsewhere: followed where the rules allow, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.events import LegEnded
from appliance.core.settings.directory import Directory
from appliance.core.settings.trunks import Trunk
from appliance.core.words.trail import in_english

CALLER = LegId("c1")
MOBILE = "+4710000044"


def anna_and_bo(**changes: object) -> Directory:
    base = office()
    agents = {
        name: replace(agent, extension=f"2{n}")
        for n, (name, agent) in enumerate(base.agents.items())
    }
    made = replace(base, agents=agents)
    return replace(made, office=replace(base.office, **changes))  # type: ignore[arg-type]


def forwards(world: World, ring: Ring, *to: str, code: int = 302) -> None:
    del world.legs[ring.leg]
    ways = tuple(filter(None, to))
    world.happens(LegEnded(ring.leg, code, "Moved Temporarily", forwards=ways))


def fails(world: World, ring: Ring, code: int) -> None:
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, code, ""))


def anna_forwards(world: World, *to: str, code: int = 302) -> Ring:
    """A caller waits for Anna's loop; she is rung, and her telephone says this."""
    world.presses(world.rings(), "1")
    ring = world.rung[-1]
    forwards(world, ring, *to, code=code)
    return world.rung[-1]


def trail(world: World) -> list[str]:
    return [in_english(step) for step in world.view.calls[0].trail]


@pytest.mark.parametrize("code", [301, 302])
def test_a_number_that_staff_may_dial_is_followed(code: int) -> None:
    """Given staff may dial 1..., when Anna forwards to such a number, then the trunk rings it."""
    world = World(anna_and_bo(outgoing=("1",)))
    ring = anna_forwards(world, f"sip:{MOBILE}@192.0.2.9", code=code)
    assert (ring.uri, ring.trunk) == (f"sip:{MOBILE}@127.0.0.1:5090", "trunk")
    assert ring.leg == world.rung[-2].leg
    assert "The telephone of Anna forwards to +4710000044." in trail(world)
    world.answers(ring.leg)
    assert frozenset((CALLER, ring.leg)) in world.bridges


def test_a_number_that_the_settings_know_is_followed() -> None:
    base = anna_and_bo()
    known = replace(base, contacts={"anna": Contact("anna", MOBILE, "Anna hjemme")})
    assert anna_forwards(World(known), f"tel:{MOBILE}").trunk == "trunk"
    assert anna_forwards(World(known), "sip:10000044;phone-context=x@h").trunk == "trunk"


@pytest.mark.parametrize(
    "to",
    [
        f"sip:{MOBILE}@192.0.2.9",  # nobody may dial it
        "sip:+88212345678@h",
        "sip:112@h",
        "sip:anna@evil.example",
        "sip:+4710000001@h",  # our own line: the call would come back
        "nonsense",
        "",
    ],
)
def test_what_the_rules_do_not_allow_is_told_and_not_followed(to: str) -> None:
    world = World(anna_and_bo())
    ring = anna_forwards(world, to)
    assert "bo" in ring.uri, "the next one is rung"
    if to:
        assert any("did not take the call: forwarded to" in words for words in trail(world))
    assert not any("487" in words for words in trail(world))


def test_a_colleague_is_followed_by_address_and_by_extension() -> None:
    for to in ("sip:dag@127.0.0.1:5074;transport=udp", "sip:23@192.0.2.9"):
        ring = anna_forwards(World(anna_and_bo()), to)
        assert (ring.uri, ring.trunk) == ("sip:dag@127.0.0.1:5074", "")


def test_nobody_is_sent_round_in_a_circle() -> None:
    """Given Anna forwards to Dag, and Dag to Anna, then Bo is rung."""
    world = World(anna_and_bo())
    dag = anna_forwards(world, "sip:dag@127.0.0.1:5074")
    forwards(world, dag, "sip:anna@127.0.0.1:5071")
    assert "bo" in world.rung[-1].uri


def test_of_several_addresses_the_first_that_may_be_rung_is_followed() -> None:
    """Given the best is a number that nobody may dial, then the next best is rung."""
    world = World(anna_and_bo())
    ring = anna_forwards(world, f"sip:{MOBILE}@h", "nonsense", "sip:dag@127.0.0.1:5074")
    assert ring.uri == "sip:dag@127.0.0.1:5074"
    assert "The telephone of Anna forwards to dag." in trail(world)


@pytest.mark.parametrize("code", [302, 404, 480, 486, 503])
def test_the_next_address_is_rung_where_the_best_one_fails(code: int) -> None:
    world = World(anna_and_bo(outgoing=("1",)))
    dag = anna_forwards(world, "sip:dag@127.0.0.1:5074", "sip:112@h", f"sip:{MOBILE}@h")
    assert "dag" in dag.uri
    fails(world, dag, code)
    assert world.rung[-1].uri == f"sip:{MOBILE}@127.0.0.1:5090"
    fails(world, world.rung[-1], 486)
    assert "bo" in world.rung[-1].uri, "Anna has no other address"


def test_whoever_declines_for_all_their_telephones_is_rung_at_no_other() -> None:
    world = World(anna_and_bo(outgoing=("1",)))
    fails(world, anna_forwards(world, "sip:dag@127.0.0.1:5074", f"sip:{MOBILE}@h"), 603)
    assert "bo" in world.rung[-1].uri


def test_who_answered_at_the_best_address_and_hangs_up_is_rung_at_no_other() -> None:
    world = World(anna_and_bo(outgoing=("1",)))
    ring = anna_forwards(world, "sip:dag@127.0.0.1:5074", f"sip:{MOBILE}@h")
    world.answers(ring.leg)
    count = len(world.rung)
    world.hangs_up(ring.leg)
    assert len(world.rung) == count


def test_no_more_calls_go_out_than_the_office_allows() -> None:
    world = World(anna_and_bo(outgoing=("1",), max_outgoing=1))
    anna_forwards(world, f"sip:{MOBILE}@h")
    world.rings(leg="c2", caller="+4710000078")
    world.presses(LegId("c2"), "1")
    assert "bo" in world.rung[-1].uri
    forwards(world, world.rung[-1], "sip:+4710000045@h")
    assert world.rung[-1].uri.startswith("sip:bo"), "it is told, not followed"


def test_a_leg_that_has_ended_counts_no_longer() -> None:
    world = World(anna_and_bo(outgoing=("1",), max_outgoing=1))
    ring = anna_forwards(world, f"sip:{MOBILE}@h")
    world.hangs_up(ring.leg, 486)
    assert not world.switchboard.picture.calls[CALLER].forwarded  # type: ignore[index]


def cato_alone(**changes: object) -> World:
    """Cato is reached by a number, through the first of two trunks."""
    base = anna_and_bo(**changes)
    loops = {**base.loops, "other": replace(base.loops["other"], members=("cato",))}
    second = Trunk("second.example", id="second", user="20000002", password="x")
    return World(replace(base, loops=loops, trunks={"second": second}))


def test_a_trunks_redirect_to_another_gateway_is_followed() -> None:
    """Given the same number at another host, then that host is rung, once."""
    world = cato_alone()
    world.presses(world.rings(), "3")
    forwards(world, world.rung[-1], "sip:+4710000055@192.0.2.7:5062")
    ring = world.rung[-1]
    assert (ring.uri, ring.trunk) == ("sip:+4710000055@192.0.2.7:5062", "trunk")
    count = len(world.rung)
    forwards(world, ring, "sip:+4710000055@192.0.2.8")
    assert len(world.rung) == count
    assert world.view.faults == ()


def test_a_trunks_redirect_to_another_number_obeys_the_rules() -> None:
    for outgoing, uri in ((("1",), f"sip:{MOBILE}@127.0.0.1:5090"), ((), "sip:+4710000055@")):
        world = cato_alone(outgoing=outgoing)
        world.presses(world.rings(), "3")
        forwards(world, world.rung[-1], f"sip:{MOBILE}@192.0.2.7")
        assert world.rung[-1].uri.startswith(uri)


def test_a_trunk_may_name_several_gateways_which_are_tried_in_order() -> None:
    """Given three, of which the second is not allowed, then a gateway that fails blames nobody."""
    world = cato_alone()
    world.presses(world.rings(), "3")
    ways = ("sip:+4710000055@192.0.2.7", "sip:+88212345678@192.0.2.8", "sip:+4710000055@192.0.2.9")
    forwards(world, world.rung[-1], *ways)
    assert world.rung[-1].uri == ways[0]
    fails(world, world.rung[-1], 503)
    assert (world.rung[-1].uri, world.rung[-1].trunk) == (ways[2], "trunk")
    assert world.view.faults == ()
    fails(world, world.rung[-1], 404)
    assert world.rung[-1].trunk == "second"


def test_a_wrong_route_tries_the_next_trunk_and_blames_nobody() -> None:
    world = cato_alone()
    world.presses(world.rings(), "3")
    ring = world.rung[-1]
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, 404, "Not Found"))
    assert world.rung[-1].trunk == "second"
    assert world.view.faults == ()
    count = len(world.rung)
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, 404, "Not Found"))
    assert len(world.rung) == count
