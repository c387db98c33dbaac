"""No question that the box or its page asks again and again looks through a table of years.

A million rows are asked about by SQLite's own plan: "SCAN" names a table that is read whole. A scan
in the order of the rows that stops at its LIMIT is none where every row is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from appliance.core.model.ids import SmsState
from appliance.store.reports.calls import CallHistory, Wanted
from appliance.store.reports.spoken import SpokenMessages
from appliance.store.reports.usage import usage
from appliance.store.store import UNSENT, Store

GROWING = ("calls", "trail", "messages", "outbox", "inbox")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Store, list[str]]]:
    """A store, and every statement that it is asked."""
    with Store(tmp_path / "db", tmp_path / "media") as store:
        store.migrate()
        statements: list[str] = []
        store._db.conn.set_trace_callback(statements.append)
        yield store, statements
        store._db.conn.set_trace_callback(None)


QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "the SMS that are owed": lambda store: store.unsent(),
    "the SMS of the page that are owed": lambda store: store.outbox(100, owed=True),
    "the SMS that nobody has read": lambda store: store.inbox(100, unread=True),
    "what a start must know of SMS": lambda store: store.sms_history(NOON, NOON),
    "the recordings of messages": lambda store: store.ownerless_recordings(),
    "the next spoken message": lambda store: store.next_spoken(["f1", None], ""),
    "the next spoken message but one": lambda store: store.next_spoken(["f1"], "m1"),
    "the messages that nobody has heard": lambda store: SpokenMessages(store).unheard(),
    "the messages that were heard": lambda store: SpokenMessages(store).heard(0),
    "older messages that were heard": lambda store: SpokenMessages(store).heard(77),
    "one spoken message": lambda store: SpokenMessages(store).one("m1"),
    "the messages of some calls": lambda store: SpokenMessages(store).of_calls(["c1", "c2"]),
    "the calls of a firm": lambda store: CallHistory(store).page(Wanted(client="f1")),
    "older calls of a firm": lambda store: CallHistory(store).page(Wanted("f1", "", 77)),
    "the usage of a month": lambda store: usage(store.query, NOON, NOON),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_that_grows_is_read_whole(question: str, asked: tuple[Store, list[str]]) -> None:
    store, statements = asked
    QUESTIONS[question](store)
    selects = [each for each in statements if each.lstrip().startswith(("SELECT", "WITH"))]
    assert selects
    assert [scan for each in selects for scan in scans(store, each)] == []


@pytest.mark.parametrize("wanted", [Wanted(), Wanted("f1"), Wanted("f1", "", 77)])
def test_a_page_of_calls_is_found_in_its_order(
    wanted: Wanted, asked: tuple[Store, list[str]]
) -> None:
    """Sorting all calls of years, to show thirty of them, takes a small computer seconds."""
    store, statements = asked
    CallHistory(store).page(wanted)
    (page,) = [each for each in statements if " FROM calls WHERE " in each]
    plan = store.query(f"EXPLAIN QUERY PLAN {page}")
    assert not [row for row in plan if "TEMP B-TREE" in row["detail"]]


def scans(store: Store, statement: str) -> list[str]:
    """The tables that grow and are read whole, each with its statement."""
    store._db.conn.set_trace_callback(None)
    plan = [row["detail"] for row in store.query(f"EXPLAIN QUERY PLAN {statement}")]
    whole = [step for step in plan if step.startswith("SCAN") and step.split()[1] in GROWING]
    narrow = (" USING INDEX few_", " USING COVERING INDEX few_")
    found = [step for step in whole if not any(part in step for part in narrow)]
    return [f"{step}: {statement}" for step in found if "WHERE" in statement]


def test_what_is_owed_on_the_page_is_every_state_but_sent_and_delivered() -> None:
    assert set(UNSENT) == set(SmsState) - {SmsState.SENT, SmsState.DELIVERED}
