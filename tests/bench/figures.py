"""What was measured: samples, their median, p95, and maximum, beside the goal."""

from __future__ import annotations

import json
import math
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

Statistic = Literal["median", "p95", "max"]
KEPT = 2000
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: `goal` is a limit for `judged_by`; None is told without judging. `note` says how."""

    name: str
    unit: str
    samples: tuple[float, ...]
    goal: float | None = None
    judged_by: Statistic = "p95"
    note: str = ""

    @property
    def median(self) -> float:
        """The middle sample; NaN where there is none."""
        return statistics.median(self.samples) if self.samples else math.nan

    @property
    def p95(self) -> float:
        """The sample that 95 % do not exceed (nearest rank)."""
        return nearest_rank(self.samples, 0.95)

    @property
    def max(self) -> float:
        """The largest sample."""
        return max(self.samples, default=math.nan)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal. Without samples it is not met."""
        if self.goal is None:
            return None
        return bool(
            {"median": self.median, "p95": self.p95, "max": self.max}[self.judged_by] <= self.goal
        )

    def as_dict(self) -> dict[str, object]:
        """The row for JSON, with every sample unless there are thousands."""
        return {
            "name": self.name,
            "unit": self.unit,
            "n": len(self.samples),
            "median": _or_none(self.median),
            "p95": _or_none(self.p95),
            "max": _or_none(self.max),
            "goal": self.goal,
            "judged_by": self.judged_by if self.goal is not None else None,
            "met": self.met,
            "note": self.note,
            "samples": [round(s, 4) for s in self.samples] if len(self.samples) <= KEPT else None,
        }


def nearest_rank(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` of all do not exceed; NaN for none."""
    if not samples:
        return math.nan
    return sorted(samples)[max(0, math.ceil(share * len(samples)) - 1)]


def milliseconds(nanoseconds: Sequence[int]) -> tuple[float, ...]:
    """Samples in ms."""
    return tuple(sample / NS_PER_MS for sample in nanoseconds)


def show(figures: Sequence[Figure], footnotes: Sequence[str]) -> None:
    """Print the table, then how the figures were taken."""
    table = Table("measured", "unit", "n", "median", "p95", "max", "goal", "")
    for column in table.columns[2:7]:
        column.justify = "right"
    for figure in figures:
        table.add_row(figure.name, figure.unit, str(len(figure.samples)), *_cells(figure))
    console = Console(width=max(110, Console().width))
    console.print(table)
    for note in (*(f"{f.name}: {f.note}" for f in figures if f.note), *footnotes):
        console.print(f"- {note}", highlight=False, markup=False)


def _cells(figure: Figure) -> tuple[str, ...]:
    numbers = (f"{number:.4g}" for number in (figure.median, figure.p95, figure.max))
    goal = "" if figure.goal is None else f"{figure.judged_by} <= {figure.goal:g}"
    judged = {None: "", True: "[green]met[/green]", False: "[bold red]NOT MET[/bold red]"}
    return (*numbers, goal, judged[figure.met])


def write(path: Path, figures: Sequence[Figure], footnotes: Sequence[str], quick: bool) -> None:
    """Write everything as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "quick": quick,
        "figures": [figure.as_dict() for figure in figures],
        "notes": list(footnotes),
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 4)
