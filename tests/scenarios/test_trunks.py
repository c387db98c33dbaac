"""Trunks as the office meets them: what the panel says, and by which one a call goes out."""

from __future__ import annotations

from dataclasses import replace

from support.world import World, office

from appliance.core.protocol.commands import UseTrunks
from appliance.core.protocol.events import (
    ButtonPressed,
    RequestsUnread,
    SettingsChanged,
    StrangersIgnored,
    TrunkDown,
    TrunkUp,
)
from appliance.core.settings.trunks import Trunk

ACCOUNT = Trunk("sip.example.net", id="provider", user="10000001", password="secret")


def trunks_of(world: World) -> UseTrunks:
    return [command for command in world.done if isinstance(command, UseTrunks)][-1]


def test_the_trunks_of_new_settings_are_taken_into_use() -> None:
    world = World()
    assert [trunk.id for trunk in trunks_of(world).trunks] == ["trunk"]
    assert trunks_of(world).neighbours[0] == "sip:anna@127.0.0.1:5071"
    world.happens(SettingsChanged(replace(office(), trunks={"provider": ACCOUNT})))
    assert [trunk.id for trunk in trunks_of(world).trunks] == ["trunk", "provider"]


def test_a_trunk_that_fails_stands_on_the_panel_until_it_works() -> None:
    world = World()
    world.happens(TrunkDown("trunk", "Trunk trunk: no answer."))
    assert "Trunk trunk: no answer." in world.view.details
    world.happens(TrunkUp("trunk"))
    assert world.view.faults == ()


def test_a_trunk_that_is_gone_is_no_fault() -> None:
    world = World()
    world.happens(TrunkDown("trunk", "Trunk trunk: no answer."))
    world.happens(SettingsChanged(replace(office(), trunk=None, trunks={"provider": ACCOUNT})))
    world.happens(TrunkDown("trunk", "Trunk trunk: a last word that came late."))
    assert world.view.faults == ()
    assert "secret" not in repr(world.done)


def test_a_call_goes_out_by_the_only_trunk_as_its_user() -> None:
    world = World(replace(office(), trunk=None, trunks={"provider": ACCOUNT}))
    world.presses(world.rings(), "3")
    anna = world.rung[-1]
    world.hangs_up(anna.leg, 486)
    cato = world.rung[-1]
    assert (cato.uri, cato.trunk) == ("sip:+4710000055@sip.example.net", "provider")
    assert cato.from_user == "10000001"
    assert anna.trunk == ""


def test_calls_that_cannot_be_read_are_told_of_until_somebody_has_seen_it() -> None:
    world = World()
    world.happens(RequestsUnread(2, "INVITE from 192.0.2.7:5060: 400 Unreadable {From}"))
    world.happens(RequestsUnread(1, "INVITE from 192.0.2.8:5060: 400 Unreadable CSeq"))
    words = "3 calls could not be read and were refused; the last: "
    assert world.view.details == (f"{words}INVITE from 192.0.2.8:5060: 400 Unreadable CSeq",)
    assert world.view.faults == ("3 anrop kunne ikke leses og ble avvist.",)
    world.happens(ButtonPressed("acknowledge"))
    assert world.view.faults == ()


def test_ignored_strangers_are_counted_until_somebody_has_seen_it() -> None:
    world = World()
    world.happens(StrangersIgnored(40))
    world.happens(StrangersIgnored(2))
    assert world.view.details == ("42 calls or probes from unknown addresses were ignored.",)
    world.happens(ButtonPressed("acknowledge"))
    assert world.view.faults == ()
