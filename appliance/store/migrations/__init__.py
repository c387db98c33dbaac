"""The tables of the store, and every step that led to them."""

from __future__ import annotations

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

migrations = Migrations("sentralbord")


@migrations()
def m001_settings(db: Database) -> None:
    """The office's settings: one TOML document per revision, the highest is in force."""
    columns = {
        "revision": int,
        "document": str,
        "author": str,
        "note": str,
        "published_at": str,
    }
    db.table("settings").create(columns, pk="revision", not_null=set(columns), strict=True)


@migrations()
def m002_calls(db: Database) -> None:
    """Closed calls, and the trail of sentences that tells each one's story."""
    calls: dict[str, type] = dict.fromkeys(
        ("id", "line", "client", "caller", "dialled", "language", "started", "ended"), str
    )
    calls |= {"clock_set": int, "about": str, "agent": str, "disposition": str, "note": str}
    known = set(calls) - {"client", "caller", "agent"}
    db.table("calls").create(calls, pk="id", not_null=known, strict=True)
    trail = {"call": str, "step": int, "at": str, "words": str}
    of_call = [ForeignKey("trail", "call", "calls", "id", on_delete="CASCADE")]
    db.table("trail").create(
        trail, pk=("call", "step"), not_null=set(trail), foreign_keys=of_call, strict=True
    )


@migrations()
def m003_messages(db: Database) -> None:
    """What callers want passed on; `recording` names a file of the media folder."""
    columns = {
        "id": str,
        "call": str,
        "client": str,
        "caller": str,
        "about": str,
        "taken_at": str,
        "clock_set": int,
        "taken_by": str,
        "note": str,
        "recording": str,
        "seconds": float,
    }
    known = set(columns) - {"client", "caller", "taken_by", "recording"}
    db.table("messages").create(columns, pk="id", not_null=known, strict=True)


@migrations()
def m004_outbox(db: Database) -> None:
    """Every SMS that was promised, in the order of the promises."""
    columns = {
        "id": str,
        "number": str,
        "text": str,
        "state": str,
        "attempts": int,
        "reason": str,
        "message": str,
    }
    about = [ForeignKey("outbox", "message", "messages", "id", on_delete="SET NULL")]
    db.table("outbox").create(
        columns, pk="id", not_null=set(columns) - {"message"}, foreign_keys=about, strict=True
    )
    db.table("outbox").create_index(["state"])


@migrations()
def m005_presence(db: Database) -> None:
    """The status that each member of staff set last."""
    columns = {"agent": str, "status": str, "reason": str, "since": str}
    db.table("presence").create(columns, pk="agent", not_null=set(columns), strict=True)


@migrations()
def m006_sms_costs_and_reports(db: Database) -> None:
    """What an SMS costs, when it was promised and sent, and which delivery reports are awaited.

    An SMS that had failed before has been seen long ago: it counts as settled.
    """
    outbox = db.table("outbox")
    for name, default in (("priority", 1), ("parts", 0), ("settled", 0)):
        outbox.add_column(name, int, not_null_default=default)
    outbox.add_column("unreported", str, not_null_default="")
    for name in ("promised_at", "sent_at", "answers"):
        outbox.add_column(name, str)
    db.execute("UPDATE outbox SET settled = 1 WHERE state = 'failed'")
    outbox.create_index(["sent_at"])
    outbox.create_index(["number"])


@migrations()
def m007_sms_inbox(db: Database) -> None:
    """Every SMS that came in, in the order in which they came, and who wants no more of ours."""
    columns: dict[str, type] = dict.fromkeys(
        ("id", "number", "text", "sent_at", "received_at", "sender", "agent", "client"), str
    )
    columns |= {"message": str, "problem": str, "handled": int}
    known = set(columns) - {"sent_at", "agent", "client", "message"}
    db.table("inbox").create(columns, pk="id", not_null=known, strict=True)
    db.table("inbox").create_index(["handled"])
    stops = {"number": str, "stopped": int, "since": str}
    db.table("sms_stops").create(stops, pk="number", not_null=set(stops), strict=True)


@migrations()
def m008_presence_until(db: Database) -> None:
    """When a status ends by itself."""
    db.table("presence").add_column("until", str)


@migrations()
def m009_screening_urgency_and_abuse(db: Database) -> None:
    """What a client wanted done with its callers and what was; how urgent; who did what."""
    calls = db.table("calls")
    for name in ("screening", "decision"):
        calls.add_column(name, str, not_null_default="")
    calls.add_column("abuse", int, not_null_default=0)
    calls.add_column("talk_seconds", float, not_null_default=0.0)
    calls.create_index(["started"])
    db.table("messages").add_column("urgency", str, not_null_default="normal")
    db.table("messages").add_column("promised", str, not_null_default="")
    db.table("trail").add_column("who", str, not_null_default="")


@migrations()
def m011_heard_messages_and_greetings(db: Database) -> None:
    """Which spoken messages are done with, and what staff have recorded for a line."""
    for name in ("heard_at", "heard_by"):
        db.table("messages").add_column(name, str)
    columns = {"line": str, "recording": str, "agent": str, "at": str}
    known = set(columns) - {"recording"}
    db.table("greetings").create(columns, pk="line", not_null=known, strict=True)


@migrations()
def m012_calls_that_we_dialled(db: Database) -> None:
    """Whether we dialled a call; its `caller` is then the number that was dialled."""
    db.table("calls").add_column("outgoing", int, not_null_default=0)


@migrations()
def m012_pieces_of_sms(db: Database) -> None:
    """What an SMS that came in was made of, to be known again after a power cut."""
    db.table("inbox").add_column("pieces", str, not_null_default="")
