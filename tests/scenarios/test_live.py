"""What the live page is told: loops and the longest wait, the parts, each call's story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.world import NORDLYS, World, office

from appliance.core.model.ids import Status
from appliance.core.model.trouble import Trouble, TrunkTrouble
from appliance.core.protocol import events as seen
from appliance.core.protocol.view import LoopView, PartView, View
from appliance.core.settings.trunks import Trunk
from appliance.core.words.trail import in_english


def loop(view: View, name: str) -> LoopView:
    return next(loop for loop in view.loops if loop.loop == name)


def part(view: View, name: str) -> PartView:
    return next(part for part in view.parts if part.part == name)


def test_a_loop_tells_who_waits_and_since_when() -> None:
    world = World()
    world.happens(seen.PresenceSet("anna", Status.AWAY, "lunsj"))
    assert loop(world.view, "wages").waiting == 0
    first = world.rings(leg="c1")
    world.presses(first, "2")
    began = world.now().wall.timestamp()
    world.passes(3)
    world.presses(world.rings(leg="c2"), "2")
    assert loop(world.view, "wages") == LoopView("wages", "Lønn", ("bo",), 2, began)
    assert {call.loop for call in world.view.calls} == {"wages"}


def test_a_trunk_is_connecting_until_it_speaks_then_well_or_ill() -> None:
    world = World()
    assert part(world.view, "trunk trunk").state == "connecting"
    world.happens(seen.TrunkUp("trunk"))
    assert part(world.view, "trunk trunk").state == "ok"
    values = {"trunk": "trunk", "host": "sip.example.org", "answer": "403 Forbidden"}
    world.happens(seen.TrunkDown("trunk", Trouble(TrunkTrouble.REFUSED, values)))
    refused = "Trunk trunk: sip.example.org refuses the user name or the password (403 Forbidden)."
    words = "trunk avviser brukernavn eller passord: rett dem."
    fact = Trouble(TrunkTrouble.REFUSED, {**values, "name": "trunk"})
    assert part(world.view, "trunk trunk") == PartView("trunk trunk", "fault", words, fact)
    assert world.view.troubles == (fact,)
    assert world.view.details == (refused,), "the installer finds the trunk's own words"


def test_a_trunk_that_is_changed_connects_anew_and_the_others_stand_as_they_did() -> None:
    spare = Trunk("sip.example.com", id="spare")
    here = replace(office(), trunks={"spare": spare})
    world = World(here)
    world.happens(seen.TrunkUp("trunk"))
    world.happens(seen.TrunkUp("spare"))
    assert here.trunk is not None
    elsewhere = replace(here.trunk, registrar="192.0.2.9", host="192.0.2.9")
    world.happens(seen.SettingsChanged(replace(here, trunk=elsewhere)))
    assert part(world.view, "trunk trunk").state == "connecting"
    assert part(world.view, "trunk spare").state == "ok"
    refused = "Trunk trunk: 192.0.2.9 does not answer."
    world.happens(seen.TrunkDown("trunk", refused))
    assert part(world.view, "trunk trunk").state == "fault"
    world.happens(seen.SettingsChanged(here))
    assert part(world.view, "trunk trunk").state == "connecting"


def test_the_modem_says_its_network_or_what_to_do() -> None:
    world = World()
    world.happens(seen.DeviceFound("modem", "Telenett 4G"))
    assert part(world.view, "modem") == PartView("modem", "ok", "Telenett 4G")
    world.happens(seen.DeviceLost("modem", "The modem was unplugged: check its cable and power."))
    words = "Modemet mangler: sjekk kabel og strøm."
    lost = part(world.view, "modem")
    assert (lost.words, lost.trouble and lost.trouble.code) == (words, "modem.cable")


def test_a_call_carries_its_story_its_firm_and_its_language() -> None:
    world = World()
    world.presses(world.rings(NORDLYS), "1")
    (call,) = world.view.calls
    assert (call.client_id, call.language) == ("nordlys", "nb")
    assert [in_english(step) for step in call.trail][-1] == "Rang Anna."
    assert call.since == world.now().wall.timestamp()


def test_a_lamp_tells_until_when_somebody_is_away() -> None:
    world = World()
    now = world.now().wall
    for end, words in ((now.replace(hour=14), "14:00"), (now + timedelta(days=2), "22.11 10:00")):
        world.happens(seen.PresenceSet("anna", Status.AWAY, "lunsj", until=end))
        assert [lamp.why for lamp in world.view.lamps if lamp.agent == "anna"] == [
            f"away: lunsj until {words}"
        ]
    world.happens(seen.PresenceSet("anna", Status.AWAY, until=now.replace(hour=14)))
    assert [lamp.why for lamp in world.view.lamps if lamp.agent == "anna"] == ["away: until 14:00"]
