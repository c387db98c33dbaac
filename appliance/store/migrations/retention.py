"""The table of the figures that outlive the calls and SMS that they were counted from."""

from __future__ import annotations

from sqlite_utils import Database

from appliance.store.migrations import migrations


@migrations()
def m050_usage_days(db: Database) -> None:
    """What each client has used on a day whose calls or SMS are deleted, in part or all of them.

    `day` is its first moment by the office's clock, in UTC; `client` is "" for unknown lines.
    """
    figures: dict[str, type] = dict.fromkeys(
        ("calls", "answered", "messages", "abandoned", "minutes", "sms_parts", "abuse", "outgoing"),
        int,
    )
    columns = {"day": str, "client": str, **figures, "seconds": float, "talk_seconds": float}
    db.table("usage_days").create(
        columns,
        pk=("day", "client"),
        not_null=set(columns),
        defaults=dict.fromkeys(set(columns) - {"day", "client"}, 0),
        strict=True,
    )
    for table, column in (
        ("messages", "taken_at"),
        ("inbox", "received_at"),
        ("outbox", "message"),
    ):
        db.table(table).create_index([column])
