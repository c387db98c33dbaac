"""A backup whose database is not what it seems: none of it runs, and none of it fills the box."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backup.boxes import FakeBox
from backup.forging import bent, holding, refused

pytestmark = pytest.mark.usefixtures("unchanged")

Forge = Callable[[bytes], Path]
WRITABLE = "PRAGMA writable_schema=ON"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
AS_VIEW = (
    "ALTER TABLE {table} RENAME TO hidden",
    "CREATE VIEW {table} AS SELECT * FROM hidden",
)


def made_otherwise(table: str, old: str, new: str) -> tuple[str, ...]:
    """The table with other words in what makes it."""
    change = f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}'"
    return WRITABLE, change


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        ([*AS_VIEW], "index idx_outbox"),
        (["CREATE TABLE more (x)"], "table more"),
        (["CREATE INDEX more ON calls (note)"], "index more"),
        (["CREATE VIRTUAL TABLE more USING fts5 (x)"], "more"),
        (["ALTER TABLE calls ADD COLUMN more TEXT"], "table calls"),
        (["ALTER TABLE calls ADD COLUMN more BLOB AS (zeroblob(1000000000))"], "table calls"),
        (made_otherwise("presence", ") STRICT", ", CHECK (since < 1)) STRICT"), "table presence"),
        (made_otherwise("presence", " STRICT", ""), "table presence"),
        (made_otherwise("presence", '"status" TEXT NOT NULL', '"status" TEXT'), "table presence"),
        (
            ["CREATE TRIGGER ours BEFORE UPDATE ON outbox BEGIN DELETE FROM accounts; END"],
            "trigger",
        ),
        (["CREATE TRIGGER ours BEFORE DELETE ON sessions BEGIN SELECT 1; END"], "trigger ours"),
        ([f'CREATE VIEW "{"a" * 500}" AS SELECT 1'], "view a{35}[.]"),
        (['CREATE VIEW "a\n\x1b[2J" AS SELECT 1'], r"view a\\n\\x1b\[2J"),
        ([f"CREATE VIEW v{number} AS SELECT 1" for number in range(9)], "view v2, [.][.][.]"),
    ],
)
def test_a_database_that_is_made_in_another_way(
    new: FakeBox, old: FakeBox, forge: Forge, tmp_path: Path, statements: list[str], name: str
) -> None:
    told = [each.format(table="outbox") if "{table}" in each else each for each in statements]
    database = bent(old, told, tmp_path / "bent.db")
    refused(new, forge(holding({"sentralbord.db": database})), f"makes it: .*{name}")


@pytest.mark.parametrize(
    "view",
    [
        f"CREATE VIEW _sqlite_migrations AS {ENDLESS} i AS id, 'x' AS migration_set, 'y' AS name, "
        "'' AS applied_at FROM n",
        "CREATE VIEW _sqlite_migrations AS SELECT * FROM settings",
    ],
)
def test_the_list_of_steps_is_no_endless_view(
    new: FakeBox, old: FakeBox, forge: Forge, tmp_path: Path, view: str
) -> None:
    statements = ("ALTER TABLE _sqlite_migrations RENAME TO hidden", view)
    database = bent(old, statements, tmp_path / "bent.db")
    refused(new, forge(holding({"sentralbord.db": database})), "table _sqlite_migrations")


def test_an_older_database_is_not_migrated_by_its_own_triggers(
    new: FakeBox, old: FakeBox, forge: Forge, tmp_path: Path
) -> None:
    """The step that narrows the indexes is still to come; another would run before it."""
    statements = (
        "DELETE FROM _sqlite_migrations WHERE name = 'm070_days_seen'",
        "DROP TABLE days_seen",
        f"CREATE TRIGGER endless AFTER INSERT ON _sqlite_migrations BEGIN {ENDLESS} i FROM n; END",
    )
    database = bent(old, statements, tmp_path / "bent.db")
    refused(new, forge(holding({"sentralbord.db": database})), "trigger endless")


MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100001)"


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        (f"{MANY} INSERT INTO sms_stops SELECT '+47' || i, 1, '' FROM n", "sms_stops"),
        (f"{MANY} INSERT INTO days_seen (day) SELECT '2026-01-01' FROM n", "days_seen"),
        (
            f"{MANY} INSERT INTO outbox (id, number, text, state, attempts, reason) "
            "SELECT 'n' || i, '+4710000001', 'x', 'queued', 0, '' FROM n",
            "outbox",
        ),
        (
            f"{MANY} INSERT INTO calendars SELECT 'n' || i, '', hex(zeroblob(5000000)) FROM n "
            "LIMIT 14",
            "calendars",
        ),
        ("INSERT INTO sms_stops VALUES (hex(zeroblob(20000000)), 1, '')", "a row of more than"),
    ],
)
def test_more_than_any_office_has(
    new: FakeBox, old: FakeBox, forge: Forge, tmp_path: Path, statement: str, table: str
) -> None:
    database = bent(old, [statement], tmp_path / "bent.db")
    refused(new, forge(holding({"sentralbord.db": database})), f"more than any office has: {table}")


@pytest.mark.parametrize("name", ["/etc/hostname", "../../evil.wav", "..", "", "a/b.wav", "a\x00b"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE messages SET recording = '{name}'",
        "INSERT INTO greetings VALUES ('main', '{name}', 'kari', '2026-01-01T00:00:00')",
    ],
)
def test_a_row_names_no_file_outside_the_recordings(
    new: FakeBox, old: FakeBox, forge: Forge, tmp_path: Path, statement: str, name: str
) -> None:
    said = statement.format(name=name.replace("\x00", "' || char(0) || '"))
    database = bent(old, [said], tmp_path / "bent.db")
    refused(new, forge(holding({"sentralbord.db": database})), "names a recording '.*elsewhere")


WATCHED = """
import re, sys
from pathlib import Path
from appliance.store.snapshot import make_fit
from appliance.store.troubles import StoreError
held = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
before = held()
try:
    make_fit(Path(sys.argv[1]))
except StoreError as error:
    print(held() - before, error)
"""


def test_a_schema_of_many_views_takes_no_memory(old: FakeBox, tmp_path: Path) -> None:
    """Twenty megabytes of views were read into two hundred of memory."""
    views = (
        f"{MANY.replace('100001', '200000')} INSERT INTO sqlite_master SELECT 'view', 'v' || i, "
        "'v' || i, 0, 'CREATE VIEW v' || i || ' AS SELECT 1 AS a, 2 AS b, 3 AS c' FROM n"
    )
    file = tmp_path / "bent.db"
    bent(old, (WRITABLE, views), file)
    ended = subprocess.run([sys.executable, "-c", WATCHED, file], capture_output=True, text=True)
    told = re.match(r"(\d+) (.*)", ended.stdout)
    assert told, ended.stderr
    assert "more than any office has: its tables" in told[2]
    assert int(told[1]) < 20_000, "kB beside what the program takes by itself"
