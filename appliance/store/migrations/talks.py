"""The table of recorded talks."""

from __future__ import annotations

from sqlite_utils import Database

from appliance.store.migrations import migrations


@migrations()
def m030_call_recordings(db: Database) -> None:
    """Parts of recorded talks; `recording` names a file of the media folder's `calls`.

    A talk is recorded before its call closes, so that `call` may name a row that is still to come.
    """
    texts = ("id", "call", "line", "client", "caller", "agent", "started", "recording", "problem")
    columns: dict[str, type] = dict.fromkeys(texts, str)
    columns |= {"part": int, "clock_set": int, "seconds": float}
    known = set(columns) - {"client", "caller", "agent", "recording"}
    db.table("call_recordings").create(columns, pk="id", not_null=known, strict=True)
    for name in ("call", "started"):
        db.table("call_recordings").create_index([name])
