"""Keys of an analogue line: tone decoder and SIP tell of the same press, which counts once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.world import NORDLYS, STROM, World

from appliance.core.model.ids import LegId
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.state.presses import SAME_PRESS_SECONDS, Press, Presses, heard

LEG = LegId("c1")


def calling() -> World:
    world = World()
    world.rings(NORDLYS)
    return world


def chosen(world: World) -> str:
    return world.switchboard.picture.calls["c1"].about  # type: ignore[index]


def test_a_tone_on_the_line_is_the_callers_key() -> None:
    world = calling()
    world.happens(ToneHeard(NORDLYS, "2"))
    assert chosen(world) == "lønn"
    assert [ring.uri for ring in world.rung] == ["sip:bo@127.0.0.1:5072"]


def test_the_line_is_known_by_its_number_though_the_call_was_forwarded() -> None:
    world = World()
    world.rings("+4710000000", diverted=(NORDLYS,))
    world.happens(ToneHeard(NORDLYS, "2"))
    assert chosen(world) == "lønn"


@pytest.mark.parametrize("sip_first", [True, False])
def test_a_key_that_both_ears_hear_counts_once(sip_first: bool) -> None:
    world = calling()
    ears = [seen.DigitPressed(LEG, "9"), ToneHeard(NORDLYS, "9")]
    menu = world.playing[LEG].play
    for event in ears if sip_first else reversed(ears):
        world.happens(event)
        world.passes(0.2)
    again = world.playing[LEG].play
    assert again != menu, "a wrong key: the menu is said anew"
    world.happens(ToneHeard(NORDLYS, "1"))
    assert chosen(world) == "faktura", "a second wrong key would have led to the default"


def test_the_same_key_after_a_while_is_another_press() -> None:
    world = calling()
    world.happens(ToneHeard(NORDLYS, "9"))
    world.passes(SAME_PRESS_SECONDS + 0.1)
    world.happens(seen.DigitPressed(LEG, "9"))
    assert chosen(world) == "annet", "two wrong keys lead to the default"


def test_a_tone_while_nobody_calls_or_on_another_line_is_nothing() -> None:
    world = World()
    assert world.happens(ToneHeard(NORDLYS, "1")) == []
    world.rings(NORDLYS)
    world.happens(ToneHeard(STROM, "1"))
    assert chosen(world) == ""


def test_with_two_callers_on_the_number_a_tone_reaches_neither() -> None:
    world = calling()
    world.rings(NORDLYS, leg="c2")
    world.happens(ToneHeard(NORDLYS, "1"))
    assert chosen(world) == ""


@given(
    st.lists(st.tuples(st.sampled_from("12"), st.floats(0.2, 3.0)), max_size=12),
    st.lists(st.floats(0.0, 0.19), min_size=12, max_size=12),
    st.booleans(),
)
def test_whatever_is_pressed_each_press_counts_once(
    keys: list[tuple[str, float]], lags: list[float], decoder_late: bool
) -> None:
    at, events = 0.0, []
    for (digit, pause), lag in zip(keys, lags, strict=False):
        at += pause
        events += [(at, digit, not decoder_late), (at + lag, digit, decoder_late)]
    presses = Presses()
    counted = ""
    for when, digit, by_decoder in sorted(events):
        presses, counts = heard(presses, Press(LEG, digit, by_decoder, when))
        counted += digit if counts else ""
    assert counted == "".join(digit for digit, _ in keys)
