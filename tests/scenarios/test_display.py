"""The display: the firm largest while it rings, and the other views that a button leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import CALLER, NORDLYS, World, office, with_office

from appliance.core.model.contacts import Contact
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.view import Row
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import PowerState


def texts(world: World) -> list[str]:
    return [row.text for row in world.view.rows]


def with_phrase(phrase: str) -> Directory:
    base = office()
    client = replace(base.clients["nordlys"], phrase=phrase)
    return replace(base, clients={**base.clients, "nordlys": client})


def pressed(world: World, times: int) -> None:
    for _ in range(times):
        world.happens(seen.ButtonPressed("next"))


def test_while_it_rings_the_firm_stands_first_and_largest_with_caller_and_phrase() -> None:
    world = World(with_phrase("Nordlys Rør, du snakker med {agent}"))
    world.presses(world.rings(NORDLYS), "1")
    assert world.view.rows == (
        Row("Nordlys Rør", "huge", scroll=True),
        Row("10 00 00 77"),
        Row("ringer · Anna · faktura", "small", scroll=True),
        Row("Nordlys Rør, du snakker med Anna", "small", scroll=True),
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("da", "ringer"), ("nb", "ringer"), ("sv", "ringer"), ("nl", "gaat over"), ("en", "ringing")],
)
def test_the_display_speaks_the_offices_language(language: str, said: str) -> None:
    world = with_office(language=language)
    world.presses(world.rings(NORDLYS), "1")
    assert texts(world)[2].startswith(said)


def test_a_phrase_and_its_english_form_both_stand_there() -> None:
    world = World(with_phrase("Du snakker med {agent}\nYou are speaking with {agent}\nmore"))
    world.rings(NORDLYS)
    assert texts(world)[3:] == ["Du snakker med ...", "You are speaking with ..."]


def test_while_it_rings_at_somebody_both_greetings_have_their_name() -> None:
    """Office.md D9: "<office>, you are speaking with <name>", and its English form."""
    world = World(with_phrase("Kontoret, du snakker med {agent}\nOffice, you speak with {agent}"))
    world.presses(world.rings(NORDLYS), "1")
    assert texts(world)[3:] == ["Kontoret, du snakker med Anna", "Office, you speak with Anna"]
    world.passes(20)
    assert texts(world)[3:] == ["Kontoret, du snakker med Bo", "Office, you speak with Bo"]


def test_idle_it_shows_the_time_the_office_and_what_waits_for_somebody() -> None:
    world = World()
    assert texts(world)[:2] == ["10:00", "Fjordkontoret"]
    world.hangs_up(world.rings())
    world.disk_takes_all()
    assert texts(world) == ["10:00", "1 tapte anrop", "Fjordkontoret"]
    world.happens(seen.ButtonPressed("acknowledge"))
    assert texts(world) == ["10:00", "Fjordkontoret"]


def test_missed_calls_are_seen_to_on_the_page_and_nothing_else_is() -> None:
    """The button of the box takes back a switching off as well; that on the page does not."""
    world = World()
    world.hangs_up(world.rings())
    world.disk_takes_all()
    assert world.view.missed == 1
    world.rings()
    world.happens(seen.ButtonPressed("hold:power"))
    world.happens(seen.ButtonPressed("seen"))
    assert world.view.missed == 0
    assert world.switchboard.picture.power is PowerState.ASKED


def test_a_fault_is_seen_at_once_when_nobody_calls() -> None:
    world = World()
    world.happens(seen.DeviceLost("modem", "Plug the modem in."))
    said = "SMS går ikke ut: sjekk modem, antenne og SIM-kort."
    assert (world.view.faults, world.view.details) == ((said,), ("Plug the modem in.",))
    assert world.view.rows[1:3] == (
        Row("SMS går ikke ut", "invert", scroll=True),
        Row("sjekk modem, antenne og SIM-kort.", "small", scroll=True),
    )


def test_a_box_that_does_not_know_the_time_says_so() -> None:
    world = World()
    moment = replace(world.now(), clock_set=False)
    world.switchboard.handle(seen.DeviceFound("oled"), moment)
    (show,) = world.switchboard.look(moment)
    assert show.view.rows[0].text == "klokken mangler"  # type: ignore[union-attr]


def test_the_button_leads_to_the_waiting_with_the_longest_wait() -> None:
    world = World()
    for call in ("c1", "c2"):
        world.presses(world.rings(leg=call), "2")
    world.answers(world.rung[0].leg)
    world.passes(42)
    pressed(world, 1)
    assert texts(world) == ["1 venter", "lengst 0:42", "Lønn"]


def test_nobody_waits() -> None:
    world = World()
    pressed(world, 1)
    assert texts(world) == ["Ingen venter"]


def test_the_button_leads_to_what_is_owed_and_to_the_faults() -> None:
    world = World()
    world.hangs_up(world.rings())
    pressed(world, 2)
    assert texts(world) == ["1 tapte anrop"]
    pressed(world, 1)
    assert texts(world) == ["Alt i orden"]
    world.happens(seen.DeviceLost("modem", "Plug the modem in."))
    assert texts(world) == ["SMS går ikke ut", "sjekk modem, antenne og SIM-kort."]
    for button in ("next", "previous", "status"):
        world.happens(seen.DeviceLost(f"button {button}", "It is stuck."))
    assert texts(world)[2:] == [
        "Knappen next sitter fast",
        "få den opp igjen.",
        "feil i alt: 4",
    ]


def test_the_parts_of_the_box_are_a_view_too() -> None:
    world = World()
    world.happens(seen.DeviceFound("modem", "Fiktiv Mobil good signal"))
    pressed(world, 4)
    world.happens(seen.DeviceFound("oled"))
    world.happens(seen.TrunkUp("trunk"))
    assert texts(world) == ["modem: Fiktiv Mobil godt signal", "ok: trunk, skjerm"]


def test_who_talks_needs_no_phrase_but_whose_number_it_is() -> None:
    base = with_phrase("Nordlys Rør, du snakker med {agent}")
    world = World(replace(base, contacts={"a": Contact("a", CALLER, "Åshild Bø")}))
    world.presses(world.rings(NORDLYS), "1")
    world.answers(world.rung[0].leg)
    assert texts(world)[2:] == ["snakker · Anna · faktura", "registrert på Åshild Bø"]


def test_a_box_on_which_nothing_is_settled_says_where_its_page_is() -> None:
    world = World(Directory(office().office))
    assert texts(world) == ["Ikke satt opp"]
    world.happens(seen.DeviceFound("address", "192.168.1.20"))
    assert texts(world)[:2] == ["Ikke satt opp", "192.168.1.20"]


def test_a_chosen_view_gives_way_after_a_while_and_all_views_come_round() -> None:
    world = World()
    pressed(world, 1)
    world.passes(20)
    assert texts(world)[0] == "10:00"
    first = texts(world)
    pressed(world, 6)
    assert texts(world) == first
    world.happens(seen.ButtonPressed("previous"))
    assert texts(world)[0] == "10:00"


def test_a_call_comes_up_by_itself_over_any_view() -> None:
    world = World()
    pressed(world, 3)
    world.rings(NORDLYS)
    assert texts(world)[0] == "Nordlys Rør"


def test_a_button_tests_the_lamps() -> None:
    world = World()
    world.happens(seen.ButtonPressed("lamp_test"))
    assert world.done[-1] == do.TestLamps()
