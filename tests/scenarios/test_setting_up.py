"""Setting up the box: the one-time code on its display, and what calls bring with them."""

from __future__ import annotations

import pytest
from support.world import CALLER, NORDLYS, World, office

from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_setup import (
    ArrivalsAsked,
    CallDescribed,
    CodeAsked,
    CodeDrawn,
    CodeEntered,
    CodeWithdrawn,
)
from appliance.core.protocol.view import Arrival, Row
from appliance.core.state import one_time_code
from appliance.core.state.setup import MOST_KEPT, ToldBy, number_for_line

CODE = "48219930"
DIVERSION = ("Diversion", "<sip:+4710000001@provider>;reason=unconditional")


def shown(world: World) -> str:
    return " / ".join(row.text for row in world.view.rows)


def with_code() -> World:
    world = World()
    world.happens(CodeAsked("ask"))
    world.happens(CodeDrawn(CODE, ("sentralbord.local", "192.168.1.20")))
    return world


def enter(world: World, code: str) -> tuple[bool, str]:
    world.happens(CodeEntered(code, "enter"))
    return world.replies[-1].ok, world.replies[-1].words


def test_a_new_box_shows_a_code_by_itself_and_one_with_accounts_does_not() -> None:
    world = World()
    assert do.DrawCode() in world.happens(seen.Started(office(), new=True))
    assert do.DrawCode() not in world.happens(seen.Started(office()))


def test_the_display_shows_where_the_page_is_and_the_code() -> None:
    world = with_code()
    assert shown(world) == "Kode til siden / 4821 9930 / sentralbord.local / 192.168.1.20"
    assert world.view.code_shown, "a page knows that these rows are for the display alone"


def test_a_camera_finds_the_page_by_a_qr_code() -> None:
    world = World()
    world.happens(CodeDrawn(CODE, ("192.168.1.20",), "http://192.168.1.20:8080/"))
    assert world.view.rows[0] == Row("http://192.168.1.20:8080/", "qr")


def test_a_call_goes_before_the_code() -> None:
    world = with_code()
    world.presses(world.rings(NORDLYS), "1")
    assert CODE[:4] not in shown(world)
    assert shown(world).startswith("Nordlys")


def test_the_right_code_holds_once() -> None:
    world = with_code()
    assert enter(world, "4821 9930") == (True, "The code is right.")
    assert not world.view.code_shown
    assert CODE[:4] not in shown(world)
    assert not enter(world, CODE)[0]


def test_asking_again_draws_no_second_code() -> None:
    world = with_code()
    assert do.DrawCode() not in world.happens(CodeAsked("again"))
    assert enter(world, CODE)[0]


@pytest.mark.parametrize("code", ["", "４８２１９９３０", "kode", "\ud800", CODE + "0", CODE[:-1]])
def test_whatever_else_is_entered_is_only_wrong(code: str) -> None:
    world = with_code()
    assert enter(world, code) == (False, "That is not the code on the display.")
    assert enter(world, CODE)[0]


def test_five_wrong_codes_shut_nobody_out() -> None:
    """The page slows down whoever guesses; who stands at the box types the code and is in."""
    world = with_code()
    for _ in range(5):
        assert not enter(world, "00000000")[0]
    assert enter(world, CODE)[0]


def test_a_code_that_was_guessed_at_too_often_gives_way_to_another_at_once() -> None:
    world = with_code()
    for _ in range(one_time_code.MOST_TRIES - 1):
        assert do.DrawCode() not in world.happens(CodeEntered("00000000", "enter"))
    world.passes(one_time_code.HOLDS_SECONDS - 60)
    assert do.DrawCode() in world.happens(CodeEntered("00000000", "enter"))
    assert do.DrawCode() not in world.happens(CodeEntered("00000000", "enter")), "one is drawn"
    world.happens(CodeDrawn("11112222", ("sentralbord.local",)))
    assert "1111 2222" in shown(world)
    assert not enter(world, CODE)[0], "the one before holds no more"
    world.passes(61)
    assert not world.view.code_shown, "guesses make no code hold longer"


def test_a_code_that_nobody_uses_is_withdrawn() -> None:
    world = with_code()
    world.passes(one_time_code.HOLDS_SECONDS + 1)
    assert not enter(world, CODE)[0]
    assert not world.view.code_shown


def test_the_page_withdraws_the_code_when_it_is_done() -> None:
    world = with_code()
    world.happens(CodeWithdrawn("done"))
    assert not enter(world, CODE)[0]


def test_the_reset_button_shows_a_code_and_no_other_button_does() -> None:
    world = World()
    assert do.DrawCode() in world.happens(seen.ButtonPressed("reset"))
    assert do.DrawCode() not in world.happens(seen.ButtonPressed("next"))


def test_what_a_call_brings_is_seen_while_somebody_listens() -> None:
    world = World()
    world.happens(ArrivalsAsked(600, "r"))
    leg = world.rings("+4710000000", diverted=("+4710000001",))
    world.happens(CallDescribed(leg, (DIVERSION,), ("PCMA/8000", "telephone-event/8000")))
    world.presses(leg, "1")
    world.presses(leg, "2")
    (came,) = world.view.arrivals
    assert (came.dialled, came.caller, came.line) == ("+4710000000", CALLER, "nordlys")
    assert came.headers == (DIVERSION,)
    assert came.codecs == ("PCMA/8000", "telephone-event/8000")
    assert came.digits == "12"


def test_nothing_is_kept_of_callers_when_nobody_listens() -> None:
    world = World()
    world.rings(leg="before")
    world.happens(ArrivalsAsked(60, "r"))
    assert world.view.arrivals == ()
    world.rings(leg="while")
    assert [came.call for came in world.view.arrivals] == ["while"]
    world.passes(61)
    world.rings(leg="after")
    assert world.view.arrivals == ()


def test_only_the_newest_are_kept() -> None:
    world = World()
    world.happens(ArrivalsAsked(60, "r"))
    for number in range(MOST_KEPT + 2):
        world.rings(leg=f"c{number}")
    assert [came.call for came in world.view.arrivals][:2] == ["c6", "c5"]
    assert len(world.view.arrivals) == MOST_KEPT


def test_the_self_test_is_no_arrival() -> None:
    world = World()
    world.happens(ArrivalsAsked(60, "r"))
    world.happens(seen.SelftestAsked("selftest-1", "sip:t@127.0.0.1:5070", None, 60.0, "t"))
    world.rings("selftest-1")
    assert world.view.arrivals == ()


@pytest.mark.parametrize(
    ("came", "own", "number", "told_by"),
    [
        (("+4710000000", ("+4710000001",), (DIVERSION,)), "", "+4710000001", ToldBy.FORWARDED),
        (("+4710000002", (), ()), "+4710000000", "+4710000002", ToldBy.DIALLED),
        (("+4710000000", ("+4710000003",), ()), "+4710000000", "+4710000003", ToldBy.ADDRESSED),
        (("+4710000002", ("+4710000003",), ()), "+4710000000", "+4710000002", ToldBy.DIALLED),
    ],
    ids=["forwarded", "a number of its own", "by the To header", "To says nothing new"],
)
def test_a_number_for_the_line_is_suggested(
    came: tuple, own: str, number: str, told_by: ToldBy
) -> None:
    dialled, diverted, headers = came
    arrival = Arrival("c1", 0.0, dialled, CALLER, diverted, headers)  # type: ignore[arg-type]
    assert number_for_line(arrival, own) == (number, told_by)
