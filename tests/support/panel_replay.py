"""A front panel rebuilt from what the drivers sent: levels of pins, and chips fed byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image
from support.running_box import eventually

from hardware.emulated.mcp23017 import EmulatedMcp23017
from hardware.emulated.ssd1306 import EmulatedSsd1306
from hardware.emulated.trace import PinChanged, Transferred, read_trace
from hardware.picture import ORBIT, render
from hardware.scroll import STEP_SECONDS

OLED = 0x3C
MOST_STEPS = 100
"""Steps of moving rows that are looked for: 20 s of them."""


class ReplayedPanel:
    """Chips of the test's own, which get the very bytes and levels that real ones would get."""

    def __init__(self, trace: Path, chips: Sequence[int], oled: int = OLED) -> None:
        self._path = trace
        self._read = 0
        self.chips = {address: EmulatedMcp23017() for address in chips}
        self.oled = EmulatedSsd1306()
        self._on_bus: dict[int, Any] = {oled: self.oled, **self.chips}
        self.pins: dict[str, bool] = {}
        self.edges: list[PinChanged] = []
        self.transfers: list[Transferred] = []

    def catch_up(self) -> None:
        """Take in what was sent since the last time."""
        sent = list(read_trace(self._path)) if self._path.exists() else []
        for each in sent[self._read :]:
            if isinstance(each, PinChanged):
                self.pins[each.name] = each.high
                self.edges.append(each)
            else:
                self.transfers.append(each)
                if each.written:
                    self._on_bus[each.address].write(each.written)
        self._read = len(sent)

    def levels(self, *places: str) -> list[bool | None]:
        """The levels of pins ("GPIO5", low until they change) and of chips' pins ("0x20 A0")."""
        of_chips = {
            f"{address:#04x} {name}": level
            for address, chip in self.chips.items()
            for name, level in chip.pins().items()
        }
        return [({**self.pins, **of_chips}).get(place, False) for place in places]

    def comes_to(self, looks_so: Callable[[], object]) -> None:
        """Wait until what was sent makes it look so."""

        def look() -> bool:
            self.catch_up()
            return bool(looks_so())

        eventually(look)

    def shows(self, rows: Callable[[], Sequence[Mapping[str, Any]]]) -> None:
        """Wait until the glass shows the rows that the switchboard tells of at that moment."""

        def look() -> bool:
            texts = tuple((row["text"], row["size"], row["scroll"]) for row in rows())
            return self._glass() in pictures(texts)

        self.comes_to(look)

    def _glass(self) -> bytes | None:
        picture: Image.Image | None = self.oled.picture()
        return picture.tobytes() if picture else None


@lru_cache(maxsize=16)
def pictures(rows: tuple[tuple[str, str, bool], ...]) -> frozenset[bytes]:
    """Every picture that these rows may be, wherever the orbit and moving rows are."""
    return frozenset(
        render(rows, shift=shift, elapsed=step * STEP_SECONDS).tobytes()
        for shift in ORBIT
        for step in range(MOST_STEPS)
    )
