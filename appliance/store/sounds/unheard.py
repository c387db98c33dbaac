"""What the store knows of spoken messages and greetings, for the staff line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from appliance.core.model.ids import SpokenMessage
from appliance.store.rows import Row

Query = Callable[..., list[Row]]


def next_spoken(
    query: Query, media: Path, firms: Sequence[str | None], after: str
) -> SpokenMessage | None:
    """The newest spoken message for these firms that nobody has heard, older than `after`.

    The pluses keep SQLite from the order of the rows: it goes by the index of the unheard ones.
    """
    named = [firm for firm in firms if firm is not None]
    places = ", ".join("?" * len(named))
    own = f"client IN ({places})" + (" OR client IS NULL" if None in firms else "")
    before = "AND +rowid < (SELECT rowid FROM messages WHERE id = ?)" if after else ""
    rows = query(
        f"SELECT * FROM messages WHERE recording IS NOT NULL AND heard_at IS NULL "
        f"AND ({own}) {before} ORDER BY +rowid DESC LIMIT 1",
        *named,
        *([after] if after else []),
    )
    return next((_spoken(media, row) for row in rows), None)


def greetings(query: Query, media: Path) -> dict[str, Path]:
    """The recording that each line has, if it has one."""
    rows = query("SELECT line, recording FROM greetings WHERE recording IS NOT NULL")
    return {row["line"]: media / row["recording"] for row in rows}


def _spoken(media: Path, row: Row) -> SpokenMessage:
    return SpokenMessage(
        id=row["id"],
        client=row["client"],
        caller=row["caller"],
        taken_at=datetime.fromisoformat(row["taken_at"]),
        file=str(media / row["recording"]),
    )
