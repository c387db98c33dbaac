"""One picture of the front panel for a terminal: the display in braille, and a lamp per name."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from PIL import Image
from rich import box
from rich.align import Align
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from hardware.lamps import PATTERNS, PERIOD, levels
from hardware.picture import render

PanelView = Mapping[str, Any]
"""A view as the control socket sends it: "oled" rows, "lamps", "faults", and "status"."""

WINDOW: Final = (66, 18)
"""Letters and lines of the display's window: 128 by 64 pixels in braille, and a border."""

PIXELS: Final = "#b2daff on #06080c"
LAMP_STYLES: Final = {
    (True, False): "bright_red",
    (False, True): "bright_green",
    (True, True): "bright_yellow",
    (False, False): "grey37",
}
MANY: Final = 10
"""With more lamps than this there are three columns, and the reasons are left out for room."""

FAULTS_SHOWN: Final = 3

# A braille cell is 2 dots wide and 4 high; each dot's bit in U+2800 (Unicode chart 2800).
DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def frame(view: PanelView, tick: int, picture: bool = True) -> RenderableType:
    """Return the whole panel as it looks at `tick` (100 ms steps, see hardware.lamps).

    Without `picture` the display's rows are plain text, for a window that is too small.
    """
    rows = tuple((clean(text), *looks) for text, *looks in view.get("oled", ()))
    parts = [header(view), display(rows) if picture else display_text(rows)]
    parts += [lamp_table(view.get("lamps", ()), tick), legend()]
    parts += [
        Align.center(Text(f"⚠ {fault}", "bold bright_red")) for fault in fault_sentences(view)
    ]
    parts.append(Align.center(Text("Ctrl-C ends", "dim")))
    return Group(*parts)


def picture_fits(view: PanelView, width: int, height: int) -> bool:
    """Whether a window of so many letters has room for the picture besides the lamps."""
    lamps = len(view.get("lamps", ()))
    others = 4 + -(-lamps // columns(lamps)) + len(fault_sentences(view))
    return width >= WINDOW[0] and height >= WINDOW[1] + others


def clean(text: object) -> str:
    """Return text without control characters: a caller's name must not steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in str(text))


def header(view: PanelView) -> RenderableType:
    """Where to call, where to look, and how many wait."""
    status = view.get("status", {})
    parts = [
        Text(f"{label} ", "dim").append(clean(status[key]), "not dim cyan")
        for label, key in (("call", "sip"), ("web", "web"))
        if status.get(key)
    ]
    if status.get("waiting"):
        parts.append(Text(f"{status['waiting']} waiting", "bold bright_yellow"))
    return Align.center(Text("   ").join(parts))


def display(rows: tuple[tuple[Any, ...], ...]) -> RenderableType:
    """The display in its window."""
    picture = Text(braille_text(rows), PIXELS, no_wrap=True, overflow="crop")
    window = Panel.fit(
        picture, title="Sentralbord", box=box.ROUNDED, padding=0, border_style="grey50"
    )
    return Align.center(window)


def display_text(rows: tuple[tuple[Any, ...], ...]) -> RenderableType:
    """The display's rows as plain text."""
    return Align.center(Text("\n".join(text for text, *_ in rows), PIXELS))


@lru_cache(maxsize=4)
def braille_text(rows: tuple[tuple[Any, ...], ...]) -> str:
    """Return the display's picture in braille; remembered, because lamps blink under it."""
    return "\n".join(braille(render(rows)))


def braille(picture: Image.Image) -> list[str]:
    """Return a picture of mode "1" as lines of braille, 2 by 4 pixels a letter."""
    width, height = picture.size
    lit = picture.convert("L").tobytes()
    return [
        "".join(braille_cell(lit, width, x, y) for x in range(0, width, 2))
        for y in range(0, height, 4)
    ]


def braille_cell(lit: bytes, width: int, x: int, y: int) -> str:
    """Return the letter for the 2 by 4 pixels from (x, y)."""
    bits = 0
    for down, dots in enumerate(DOTS):
        for right, dot in enumerate(dots):
            if lit[(y + down) * width + x + right]:
                bits |= dot
    return chr(0x2800 + bits)


def lamp_table(lamps: Sequence[Mapping[str, str]], tick: int) -> RenderableType:
    """The lamps in columns, read downwards."""
    count = columns(len(lamps))
    height = -(-len(lamps) // count)
    table = Table.grid(padding=(0, 1))
    for _ in range(count):
        table.add_column(min_width=WINDOW[0] // count - 1, no_wrap=True, overflow="ellipsis")
    texts = [lamp_text(lamp, tick, with_why=len(lamps) <= MANY) for lamp in lamps]
    for row in range(height):
        table.add_row(*texts[row::height])
    return Align.center(table)


def columns(lamps: int) -> int:
    """Return in how many columns so many lamps are shown."""
    return 2 if lamps <= MANY else 3


def lamp_text(lamp: Mapping[str, str], tick: int, with_why: bool) -> Text:
    """One lamp: its light, the name, the word of its state, and why."""
    pattern = lamp["pattern"]
    burning = levels(pattern, tick)
    text = Text("● " if any(burning) else "○ ", LAMP_STYLES[burning])
    text.append(clean(lamp["name"]), "bold default")
    text.append(f" {word(pattern)}", steady_style(pattern))
    said = why_of(lamp).removeprefix(f"{word(pattern)}: ")
    if with_why and said:
        text.append(f" {said}", "dim default")
    return text


def why_of(lamp: Mapping[str, str]) -> str:
    """Return why a lamp shows what it shows, with the caller whom it is about."""
    return clean(f"{lamp.get('why', '')} {lamp.get('caller', '')}".strip())


def word(pattern: str) -> str:
    """Return the word that a person reads for a pattern."""
    return pattern.replace("_", " ")


def steady_style(pattern: str) -> str:
    """Return the colour of a pattern without its rhythm."""
    return LAMP_STYLES[levels(pattern, 0)]


def legend() -> RenderableType:
    """Every pattern's colour and rhythm, two ticks a letter."""
    table = Table.grid(padding=(0, 2))
    texts = [legend_text(pattern) for pattern in PATTERNS]
    for start in range(0, len(texts), 4):
        table.add_row(*texts[start : start + 4])
    return Align.center(table)


def legend_text(pattern: str) -> Text:
    """One pattern's rhythm and word."""
    rhythm = "".join("▪" if any(levels(pattern, t)) else "·" for t in range(0, PERIOD, 2))
    return Text(rhythm, steady_style(pattern)).append(f" {word(pattern)}", "dim default")


def fault_sentences(view: PanelView) -> list[str]:
    """Return the first faults, and how many more there are."""
    faults = [clean(fault) for fault in view.get("faults", ())]
    more = len(faults) - FAULTS_SHOWN
    return faults[:FAULTS_SHOWN] + ([f"and {more} more"] if more > 0 else [])
