"""Every view of the panel against golden pictures: every language, two sizes of display.

`python tests/showcase/test_views.py` draws the golden pictures anew; look at them before you
commit them. See tests/hardware/test_picture.py for the pixels that are forgiven.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops

from appliance.commands import main
from appliance.core.words.spoken import LANGUAGES
from appliance.showcase.moments import MOMENTS, view_of
from appliance.showcase.pictures import HEIGHTS, WIDTH, display, place, sheet
from hardware.layout import arrange

GOLDEN = Path(__file__).parent / "golden"
DOCS = Path(__file__).parents[2] / "docs"
FORGIVEN_PIXELS = 4


def golden(name: str, language: str, height: int) -> Image.Image:
    left, top = place(language, height)
    with Image.open(GOLDEN / f"{name}.png") as whole:
        return whole.crop((left, top, left + WIDTH, top + height)).convert("1")


def difference(drawn: Image.Image, expected: Image.Image) -> Image.Image:
    """White as it should be, red what is drawn too much, blue what is missing; four times."""
    red, blue = drawn.convert("L"), expected.convert("L")
    merged = Image.merge("RGB", (red, ImageChops.darker(red, blue), blue))
    return merged.resize((merged.width * 4, merged.height * 4), Image.Resampling.NEAREST)


def differing_pixels(drawn: Image.Image, expected: Image.Image) -> int:
    apart = ImageChops.difference(drawn.convert("L"), expected.convert("L"))
    return sum(apart.histogram()[1:])


@pytest.mark.parametrize("height", HEIGHTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MOMENTS)
def test_the_view_looks_as_it_was_approved(
    name: str, language: str, height: int, tmp_path: Path
) -> None:
    drawn, expected = display(name, language, height), golden(name, language, height)
    if differing_pixels(drawn, expected) > FORGIVEN_PIXELS:
        apart = tmp_path / f"{name}-{language}-{WIDTH}x{height}-difference.png"
        difference(drawn, expected).save(apart)
        pytest.fail(f"{name} in {language} looks otherwise: see {apart}")


def test_a_difference_is_a_picture_that_shows_where() -> None:
    drawn, expected = Image.new("1", (128, 64)), Image.new("1", (128, 64))
    drawn.putpixel((3, 2), 255)
    expected.putpixel((9, 5), 255)
    shown = difference(drawn, expected)
    assert shown.getpixel((13, 9)) == (255, 0, 0)
    assert shown.getpixel((37, 21)) == (0, 0, 255)
    assert differing_pixels(drawn, expected) == 2


@pytest.mark.parametrize("name", MOMENTS)
def test_the_languages_are_told_apart_and_no_view_is_dark(name: str) -> None:
    texts = {language: view_of(name, language).rows for language in LANGUAGES}
    assert texts["en"] != texts["nb"]
    for language in LANGUAGES:
        assert display(name, language, 64).getbbox()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_may_not_move_are_not_shortened(language: str) -> None:
    """What the stop hook leaves on the display stands still: it must fit."""
    for name in ("off", "restarting", "switching-off", "not-set-up"):
        rows = [(row.text, row.size) for row in view_of(name, language).rows]
        for height in HEIGHTS:
            lines = arrange(rows, WIDTH - 1, height - 1)
            assert {line.text for line in lines} <= {text for text, _ in rows}


@pytest.mark.parametrize("name", MOMENTS)
def test_every_view_is_in_the_documentation(name: str) -> None:
    text = (DOCS / "panel.md").read_text(encoding="utf-8")
    for picture in (f"panel/{name}.png", f"panel/{name}-languages.png"):
        assert picture in text
        assert (DOCS / picture).is_file()


def test_the_documentation_names_no_picture_that_is_not_there() -> None:
    text = (DOCS / "panel.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\((panel/[^)]+\.png)\)", text))
    assert {path.relative_to(DOCS).as_posix() for path in (DOCS / "panel").iterdir()} == named


@pytest.mark.parametrize(("size", "display_height"), [("128x64", 256), ("128x32", 128)])
def test_the_command_draws_a_view_without_a_switchboard(
    tmp_path: Path, size: str, display_height: int
) -> None:
    png = tmp_path / "ringing.png"
    asked = ["panel", "show", "ringing", "--png", str(png), "--language", "da", "--size", size]
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, done.output) == (0, "")
    with Image.open(png) as plate:
        assert plate.mode == "RGBA"
        assert plate.height == display_height + 302


def test_a_view_that_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["panel", "show", "coffee", "--png", str(tmp_path / "x.png")])
    assert done.exit_code == 2
    assert "'coffee' is not one of" in done.output


def test_a_picture_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "x.png"
    done = CliRunner().invoke(main, ["panel", "show", "idle", "--png", str(nowhere)])
    assert done.exit_code == 1
    assert "cannot be written: No such file" in done.output


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for moment in MOMENTS:
        sheet(moment).save(GOLDEN / f"{moment}.png", optimize=True)
