"""Draws the pictures of docs/panel.md: `python -m appliance.showcase docs/panel`."""

from __future__ import annotations

import sys
from pathlib import Path

from appliance.showcase.moments import MOMENTS, view_of
from appliance.showcase.pictures import coloured, plate, sheet

COLOURS = 64
LANGUAGE = "en"


def main(folder: Path) -> None:
    """Write a front plate and a sheet of all languages for every moment."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MOMENTS:
        looks = plate(view_of(name, LANGUAGE)).quantize(COLOURS)
        looks.save(folder / f"{name}.png", optimize=True)
        coloured(sheet(name)).save(folder / f"{name}-languages.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
