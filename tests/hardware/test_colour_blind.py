"""The lamps in eyes that do not tell red from green, by simulation."""

from itertools import combinations

import pytest
from support.colour_vision import CLEARLY, EYES, lightness

from hardware.front_plate import DARK_LAMP, LAMP_COLOURS, PLATE
from hardware.lamps import PATTERNS, PERIOD, levels

PALETTE = {(False, False): DARK_LAMP, **LAMP_COLOURS}


def rhythm(pattern):
    return tuple(any(levels(pattern, tick)) for tick in range(PERIOD))


def colour(pattern):
    """What a lamp burns in when it burns."""
    return next((at for tick in range(PERIOD) if any(at := levels(pattern, tick))), (False, False))


def test_the_simulation_keeps_greys_and_brings_red_and_green_together():
    for eyes in EYES:
        assert lightness((255, 255, 255), eyes) == pytest.approx(100, abs=0.01)
        assert lightness((0, 0, 0), eyes) == pytest.approx(0, abs=0.01)
    assert lightness((255, 0, 0), "protanopia") < lightness((255, 0, 0), "usual") - 10


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(PALETTE, 2)))
def test_two_colours_of_a_lamp_differ_in_lightness(eyes, one, other):
    difference = lightness(PALETTE[one], eyes) - lightness(PALETTE[other], eyes)
    assert abs(difference) >= CLEARLY


@pytest.mark.parametrize(("one", "other"), list(combinations(PATTERNS, 2)))
def test_two_states_differ_in_rhythm_and_where_they_differ_in_colour_in_lightness(one, other):
    assert rhythm(one) != rhythm(other)
    if colour(one) != colour(other):
        for eyes in EYES:
            lights = [lightness(PALETTE[colour(pattern)], eyes) for pattern in (one, other)]
            assert abs(lights[0] - lights[1]) >= CLEARLY


@pytest.mark.parametrize("eyes", EYES)
def test_every_burning_lamp_stands_out_from_the_plate(eyes):
    for burning in LAMP_COLOURS.values():
        assert lightness(burning, eyes) - lightness(PLATE, eyes) >= 2 * CLEARLY
