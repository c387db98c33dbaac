"""The lamps in eyes that do not tell red from green, by simulation.

Matrices for full protanopia and deuteranopia, on linear RGB: G. M. Machado, M. M. Oliveira,
L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, severity 1.0.
"""

from itertools import combinations

import pytest

from hardware.front_plate import DARK_LAMP, LAMP_COLOURS, PLATE
from hardware.lamps import PATTERNS, PERIOD, levels

EYES = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
PALETTE = {(False, False): DARK_LAMP, **LAMP_COLOURS}
CLEARLY = 10.0
"""Steps of CIE L*; about 1 is just seen side by side."""


def linear(level):
    """sRGB to linear (IEC 61966-2-1)."""
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def lightness(colour, eyes):
    """CIE L* of a colour as these eyes see it."""
    light = [linear(level) for level in colour]
    seen = [sum(a * b for a, b in zip(row, light, strict=True)) for row in EYES[eyes]]
    red, green, blue = (min(1.0, max(0.0, level)) for level in seen)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    if luminance <= 216 / 24389:
        return luminance * 24389 / 27
    return 116 * luminance ** (1 / 3) - 16


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
