"""A step of every kind that a real call could tell, and stories as older releases kept them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.words.trail import SENTENCES, places
from appliance.store.migrations import migrations

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
VALUES: dict[str, Value] = {
    "who": "Anna",
    "number": "10 00 00 77",
    "n": "12",
    "how": "message_left",
    "rule": "put_through",
    "state": "logged_out",
    "why": Trouble(Cause.NO_ANSWER),
    "answer": "486 Busy Here",
    "problem": "odd",
    "end": "22.11 14:00",
    "key": "#",
    "address": "4711",
}
IMAGINED = frozenset(
    {
        *(Told.HEARS, Told.RINGS_AS, Told.SPEAKS, Told.REFUSED_WITH),
        *(Told.SMS_TO, Told.ANY_PIN, Told.NO_MESSAGES, Told.TEXT),
    }
)
"""What no real call tells."""


NEWER = frozenset({Told.SMS_PROMISED})
"""What no release told that kept its stories as sentences."""


def a_step(kind: Told) -> TrailStep:
    """The step with something in each place."""
    named = {name: VALUES.get(name, "nordlys") for name in places(SENTENCES[kind])}
    return TrailStep(AT, kind, named)


STEPS = tuple(a_step(kind) for kind in Told if kind not in IMAGINED | NEWER)


def older_store(file: Path, sentences: list[str]) -> None:
    """A database of the release before stories were facts, with one call that tells these."""
    db = Database(file)
    migrations.apply(db, stop_before="m080_stories_as_facts")
    call = dict.fromkeys(("line", "dialled", "language", "about", "note"), "")
    times = {"started": AT.isoformat(), "ended": AT.isoformat()}
    more = {"id": "c1", "clock_set": 1, "disposition": "message_left"}
    db.table("calls").insert({**call, **times, **more})
    rows = [
        {"call": "c1", "step": at, "at": AT.isoformat(), "words": words, "who": "anna"}
        for at, words in enumerate(sentences, 1)
    ]
    db.table("trail").insert_all(rows)
    db.conn.close()
