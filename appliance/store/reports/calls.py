"""Closed calls as the page reads them: their stories, page by page, and counts per client."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import TrailStep
from appliance.core.model.written_number import mended
from appliance.store.rows import Row, step_in
from appliance.store.store import Store

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls: of a client's id, with these digits in the caller's number, and begun before
    that of a row of the table (0: from the newest on)."""

    client: str = ""
    caller: str = ""
    before: int = 0


class CallHistory:
    """Reads the closed calls; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted) -> list[Row]:
        """Up to PAGE calls, those that began last first, each with its `trail` and its `row`.

        A call is written down when it ends: rows are in the order of the ends.
        """
        where, values = _condition(wanted)
        order = "started DESC, rowid DESC"
        sql = f"SELECT rowid AS row, * FROM calls WHERE {where} ORDER BY {order} LIMIT ?"
        calls = self._store.query(sql, *values, PAGE)
        stories = self._stories([call["id"] for call in calls])
        return [call | {"trail": stories.get(call["id"], [])} for call in calls]

    def _stories(self, calls: list[str]) -> dict[str, list[TrailStep]]:
        if not calls:
            return {}
        marks = ", ".join("?" * len(calls))
        columns = "call, at, kind, facts, who"
        sql = f"SELECT {columns} FROM trail WHERE call IN ({marks}) ORDER BY call, step"
        found: dict[str, list[TrailStep]] = {}
        for step in self._store.query(sql, *calls):
            found.setdefault(step["call"], []).append(step_in(step))
        return found


_WHOLE = 8


def _digits(written: str) -> str:
    """What callers' numbers have of it; in E.164 none begins with a 0."""
    digits = "".join(c for c in mended(written) if c.isascii() and c.isdigit())
    return digits.lstrip("0") if len(digits) >= _WHOLE else digits


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    conditions: list[str] = ["1"]
    values: list[object] = []
    if wanted.client:
        conditions.append("client = ?")
        values.append(wanted.client)
    if digits := _digits(wanted.caller):
        conditions.append("caller LIKE ?")
        values.append(f"%{digits}%")
    if wanted.before:
        conditions.append("(started, rowid) < (SELECT started, rowid FROM calls WHERE rowid = ?)")
        values.append(wanted.before)
    return " AND ".join(conditions), values
