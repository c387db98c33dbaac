"""Which firm a message is for: what decides who may read the SMS about it."""

from __future__ import annotations

from collections.abc import Iterable

from appliance.store.store import Store


def firms_of_messages(store: Store, messages: Iterable[str | None]) -> dict[str, str | None]:
    """The firm's id of each of these messages; None: of an unknown line. Raises StoreError."""
    wanted = sorted({message for message in messages if message})
    marks = ", ".join("?" * len(wanted))
    rows = store.query(f"SELECT id, client FROM messages WHERE id IN ({marks})", *wanted)
    return {row["id"]: row["client"] or None for row in rows}
