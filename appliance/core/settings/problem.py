"""One thing that is wrong with the settings of an office."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in the settings; a warning does not keep them from taking effect.

    `path` leads to the field as it stands in the document ("menus.main.keys.3.loop").
    """

    path: str
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"
