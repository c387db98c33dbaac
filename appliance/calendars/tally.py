"""What of a calendar was left out and what was put right, counted, for whoever misses a meeting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Events that are `skipped` because they mean nothing, and `mended` ones that are read."""

    skipped: int = 0
    mended: int = 0

    @property
    def words(self) -> str:
        """What was wrong without hindering the rest; "" if nothing was."""
        return " ".join(filter(None, (_skipped(self.skipped), _mended(self.mended))))


def _skipped(count: int) -> str:
    what = "One entry is" if count == 1 else f"{count} entries are"
    return f"{what} malformed and left out." if count else ""


def _mended(count: int) -> str:
    what = "One entry has" if count == 1 else f"{count} entries have"
    return (
        f"{what} something odd in it and is read all the same."
        if count == 1
        else (f"{what} something odd in them and are read all the same." if count else "")
    )
