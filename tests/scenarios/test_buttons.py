"""The buttons of the front panel: status, views, switching off, and the way back into the page."""

from __future__ import annotations

from support.world import NORDLYS, World, office

from appliance.core.model.ids import Status
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events_panel import PowerKept


def press(world: World, *buttons: str) -> list[do.Command]:
    return [c for button in buttons for c in world.happens(seen.ButtonPressed(button))]


def texts(world: World) -> list[str]:
    return [row.text for row in world.view.rows]


def test_my_status_is_chosen_among_the_staff_and_changed_by_the_same_button() -> None:
    world = World()
    press(world, "status")
    assert texts(world)[:2] == ["Anna", "ledig"]
    press(world, "next", "status")
    assert texts(world)[:2] == ["Bo", "borte"]
    assert world.lamp("bo") == "away"
    world.disk_takes_all()
    assert "PresenceRecord:presence:bo" in world.disk
    press(world, "status")
    assert (world.lamp("bo"), texts(world)[1]) == ("free", "ledig")


def test_beyond_the_last_of_the_staff_the_office_is_shown_again() -> None:
    world = World()
    press(world, "status", *["next"] * len(office().agents))
    assert texts(world)[0] == "10:00"
    press(world, "status", "previous")
    assert texts(world)[0] == "10:00"


def test_who_has_a_button_of_their_own_needs_no_choosing() -> None:
    world = World()
    press(world, "status:anna")
    assert world.switchboard.picture.staff["anna"].status is Status.AWAY
    assert world.lamp("anna") == "away"


def test_a_status_that_nobody_changes_goes_from_the_display() -> None:
    world = World()
    press(world, "status")
    world.passes(20)
    assert texts(world)[0] == "10:00"


def test_held_down_the_box_switches_off_at_once_when_nobody_talks() -> None:
    world = World()
    assert PowerOff() in press(world, "hold:acknowledge")
    assert texts(world) == ["Slår av", "La strømmen stå på."]
    assert PowerOff() not in press(world, "next"), "it is asked for once"


def test_switching_off_waits_for_the_calls() -> None:
    world = World()
    leg = world.rings(NORDLYS)
    assert PowerOff() not in press(world, "hold:power")
    assert texts(world) == ["Slår av", "venter på samtaler: 1", "kvitter: angre"]
    world.hangs_up(leg)
    assert PowerOff() in world.done
    assert texts(world)[1] == "La strømmen stå på."


def test_switching_off_is_taken_back_while_it_waits() -> None:
    world = World()
    leg = world.rings(NORDLYS)
    press(world, "hold:power", "acknowledge")
    assert texts(world)[0] == "Nordlys Rør"
    world.hangs_up(leg)
    assert PowerOff() not in world.done


def test_a_box_that_cannot_switch_itself_off_says_so_and_goes_on() -> None:
    world = World()
    press(world, "hold:power")
    world.happens(PowerKept("device.toml names no command."))
    assert world.view.faults == ("Boksen kan ikke slå seg av selv: spør installatøren.",)
    assert world.view.details == ("device.toml names no command.",)
    assert texts(world)[0] == "10:00"
    press(world, "acknowledge")
    assert world.view.faults == ()
    assert PowerOff() in press(world, "hold:power"), "and may be asked again"


def test_the_lamp_test_held_down_brings_the_code_for_a_forgotten_password() -> None:
    world = World()
    assert press(world, "hold:lamp_test") == [do.DrawCode()]
    assert press(world, "lamp_test") == [do.TestLamps()]


def test_a_button_without_a_meaning_does_nothing() -> None:
    world = World()
    before = world.view
    assert press(world, "hold:next", "coffee", "status:nobody") == []
    assert world.view == before
