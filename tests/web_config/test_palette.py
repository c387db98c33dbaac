"""The lamps of the page in both themes, in eyes that do not tell red from green."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from support.colour_vision import CLEARLY, EYES, contrast, lightness

import web_config

CSS = (Path(web_config.__file__).parent / "static" / "base.css").read_text(encoding="utf-8")
LAMPS = ("green", "amber", "red")
GRAPHICS, TEXT = 3.0, 4.5
"""Least contrasts of graphics and of text (WCAG 2.2, criteria 1.4.11 and 1.4.3)."""


def variables(block):
    found = re.findall(r"--([a-z-]+): #([0-9a-f]{6})", block)
    return {name: tuple(bytes.fromhex(value)) for name, value in found}


LIGHT = variables(CSS.partition("@media")[0])
DARK = {**LIGHT, **variables(CSS.partition("prefers-color-scheme: dark")[2].partition("}")[0])}
THEMES = {"light": LIGHT, "dark": DARK}


@pytest.fixture(params=THEMES)
def theme(request):
    return THEMES[request.param]


def test_both_themes_were_found():
    assert {*LAMPS, "paper", "ground"} <= set(LIGHT)
    assert all(LIGHT[name] != DARK[name] for name in (*LAMPS, "paper"))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(LAMPS, 2)))
def test_two_colours_of_a_lamp_differ_in_lightness(theme, eyes, one, other):
    assert abs(lightness(theme[one], eyes) - lightness(theme[other], eyes)) >= CLEARLY


@pytest.mark.parametrize("lamp", LAMPS)
def test_a_lamp_stands_out_from_its_card(theme, lamp):
    assert contrast(theme[lamp], theme["paper"]) >= GRAPHICS


@pytest.mark.parametrize("ink", ["green", "red", "amber-ink", "soft", "ink"])
def test_the_words_beside_it_can_be_read(theme, ink):
    assert contrast(theme[ink], theme["paper"]) >= TEXT
