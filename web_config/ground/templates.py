"""The templates of the rooms: each keeps its own in ROOM/templates/ROOM/, as "ROOM/name.html"."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemLoader

ROOMS = Path(__file__).parents[1]


def folders() -> list[Path]:
    """Return where templates are looked for: one folder of each room that has any."""
    return sorted(ROOMS.glob("*/templates"))


def files() -> list[Path]:
    """Return every template of every room."""
    return [path for folder in folders() for path in sorted(folder.rglob("*.html"))]


def find_in_rooms(app: Flask) -> None:
    """Let `app` find the templates where their rooms keep them."""
    app.jinja_loader = FileSystemLoader(folders())
