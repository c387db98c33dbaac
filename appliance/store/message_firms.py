"""Which firm a message is for, and whose: what decides who may read it and act upon it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from appliance.store.store import Store


def firms_of_messages(store: Store, messages: Iterable[str | None]) -> dict[str, str | None]:
    """The firm's id of each of these messages; None: of an unknown line. Raises StoreError."""
    wanted = sorted({message for message in messages if message})
    marks = ", ".join("?" * len(wanted))
    rows = store.query(f"SELECT id, client FROM messages WHERE id IN ({marks})", *wanted)
    return {row["id"]: row["client"] or None for row in rows}


@dataclass(frozen=True, slots=True)
class About:
    """What an SMS or a message is about; without a `message` and a `client` it is the office's."""

    message: str | None = None
    client: str | None = None
    caller: str | None = None


def about_message(store: Store, id: str) -> About | None:
    """Whose message this is; None: there is none of this id. Raises StoreError."""
    for row in store.query("SELECT client, caller FROM messages WHERE id = ?", id):
        return About(id, row["client"] or None, row["caller"])
    return None


def about_sms_out(store: Store, id: str) -> About | None:
    """What an SMS of ours is about; None: there is none of this id. Raises StoreError."""
    for row in store.query("SELECT message FROM outbox WHERE id = ?", id):
        return _of_message(store, row["message"])
    return None


def about_sms_in(store: Store, id: str) -> About | None:
    """What an SMS that came in is about; None: there is none of this id. Raises StoreError."""
    for row in store.query("SELECT message, client FROM inbox WHERE id = ?", id):
        found = _of_message(store, row["message"])
        return replace(found, client=row["client"] or found.client)
    return None


def _of_message(store: Store, id: str | None) -> About:
    return (about_message(store, id) if id else None) or About()
