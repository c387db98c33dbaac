"""The commands usage, why and route, as somebody types them, on a box that does not run."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tomli_w
from click.testing import CliRunner, Result
from support.world import NORDLYS, STAFF, rich_office

from appliance.commands import main
from appliance.common.pin_hash import hashed
from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    Message,
    PresenceRecord,
    Sms,
    SmsId,
    SmsState,
    Status,
)
from appliance.device import read_device
from appliance.settings.document import write
from appliance.store.store import Store

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def call(id: str, client: str | None, talked: float) -> CallRecord:
    return CallRecord(
        id=CallId(id),
        line="nordlys",
        client=client,
        caller=None,
        dialled=NORDLYS,
        language="nb",
        started=MORNING,
        ended=MORNING + timedelta(minutes=3),
        clock_set=True,
        about="",
        agent="anna",
        disposition=Disposition.ANSWERED_FROM_CARD,
        note="",
        trail=(),
        talk_seconds=talked,
    )


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A box with the pretend world's rich office, some calls, and Bo on holiday."""
    file = tmp_path / "device.toml"
    folders = {"data": str(tmp_path / "data"), "runtime": str(tmp_path / "run")}
    file.write_text(tomli_w.dumps({"folders": folders}))
    device = read_device(file)
    device.folders.data.mkdir()
    base = rich_office()
    pin = hashed("8402")
    staff = {name: replace(agent, pin=pin) for name, agent in base.agents.items()}
    with Store(device.database, device.media) as store:
        store.migrate()
        store.publish(write(replace(base, agents=staff)), author="test")
        store.save([call("a", "nordlys", 61.0), call("b", "nordlys", 0.0), call("c", "gone", 5.0)])
        store.save([PresenceRecord("bo", Status.LOGGED_OUT, "ferie", MORNING)])
    return file


def run(box: Path, *words: str) -> Result:
    done = CliRunner().invoke(main, ["--device", str(box), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_usage_tells_every_client_also_the_quiet_and_the_gone(box: Path) -> None:
    done = run(box, "usage", "--from", "2026-11-01", "--to", "2026-11-30")
    assert done.stdout.splitlines() == [
        "Nordlys Rør: 2 calls, 1 answered, 2 minutes, 0 messages, 0 SMS",
        "Café Strøm: 0 calls, 0 answered, 0 minutes, 0 messages, 0 SMS",
        "gone: 1 call, 1 answered, 1 minute, 0 messages, 0 SMS",
    ]


def test_usage_as_a_table_for_the_bill(box: Path) -> None:
    done = run(box, "usage", "--from", "2026-11-20", "--to", "2026-11-20", "--csv")
    first, *_ = csv.DictReader(done.stdout.splitlines())
    assert (first["name"], first["client"], first["calls"]) == ("Nordlys Rør", "nordlys", "2")
    assert (first["minutes"], first["talk_seconds"]) == ("2", "61.0")


def test_a_firm_that_is_named_like_a_formula_is_not_calculated(box: Path) -> None:
    device = read_device(box)
    with Store(device.database, device.media) as store:
        formula = "=HYPERLINK('http://192.0.2.1')"
        store.save([call("d", formula, 5.0)])
    done = run(box, "usage", "--from", "2026-11-20", "--to", "2026-11-20", "--csv")
    named = [row["name"] for row in csv.DictReader(done.stdout.splitlines())]
    assert f"'{formula}" in named
    assert formula not in named


def test_usage_wants_days_in_order(box: Path) -> None:
    assert run(box, "usage", "--from", "2026-11-20", "--to", "2026-11-19").exit_code == 1
    assert "is no day" in run(box, "usage", "--from", "yesterday", "--to", "2026-11-19").output


def test_why_without_a_running_box_tells_how_it_would_start(box: Path) -> None:
    done = run(box, "why", "bo")
    assert "The switchboard is not running" in done.stderr
    assert "NO  Logged out (ferie) since 20.11 10:00." in done.stdout
    answer = json.loads(run(box, "why", "bo", "--json").stdout)
    assert answer["rings"] is False
    assert {each["loop"]: each["why"] for each in answer["loops"]} == {
        "invoices": "logged_out",
        "wages": "logged_out",
    }
    assert run(box, "why", "nobody").exit_code == 1


def test_route_says_whose_telephone_rings_and_why_the_others_do_not(box: Path) -> None:
    done = run(box, "route", "--line", "nordlys", "--at", "2026-11-20T10:30", "--keys", "x,1")
    assert "Anna rings together with the others who are free." in done.stdout
    assert "Bo does not ring: logged out (ferie)." in done.stdout


def test_a_line_that_there_is_not_is_no_unknown_number(box: Path) -> None:
    done = run(box, "route", "--line", "nordlis")
    assert done.exit_code == 1
    assert "There is no line 'nordlis' in the settings; did you mean 'nordlys'?" in done.output
    assert "known by no number" in run(box, "route", "--line", "+4799999999").output


def test_an_sms_that_failed_is_listed_behind_however_many_that_were_sent(box: Path) -> None:
    """The panel says that one was not sent; the list is where it is found."""
    assert run(box, "sms", "list").output == "Every SMS is sent, or settled.\n"
    assert run(box, "sms", "inbox", "--all").output == "No SMS came in yet.\n"
    device = read_device(box)
    failed = Sms(SmsId("failed"), "+4710000011", "Hei", SmsState.FAILED, reason="no such number")
    sent = [Sms(SmsId(f"s{n}"), "+4710000012", "Hei", SmsState.SENT) for n in range(60)]
    with Store(device.database, device.media) as store:
        store.save([failed, *sent])
    (line,) = run(box, "sms", "list").output.splitlines()
    assert line.startswith("failed  failed")
    assert len(run(box, "sms", "list", "--all").output.splitlines()) == 50


def message(id: str, client: str | None) -> Message:
    return Message(id, CallId(id), client, None, "", MORNING, True, "anna")


def test_the_outbox_tells_when_for_which_firm_and_what_was_written(box: Path) -> None:
    device = read_device(box)
    rows = [
        Sms(SmsId("a"), "+4710000011", "Kari ringte.\n\x1b[2JTakk", message="m1"),
        Sms(SmsId("b"), "+4710000012", "Hei", SmsState.FAILED, reason="no network", message="m2"),
        Sms(SmsId("c"), "+4710000013", "Hallo", SmsState.SENT, parts=2),
    ]
    times = [
        replace(rows[0], promised_at=MORNING),
        replace(rows[1], promised_at=None),
        replace(rows[2], promised_at=MORNING, sent_at=MORNING + timedelta(minutes=90)),
    ]
    with Store(device.database, device.media) as store:
        store.save([message("m1", "nordlys"), message("m2", "gone"), *times])
    assert run(box, "sms", "list", "--all").output.splitlines() == [
        "c  sent      2026-11-20 11:30  +4710000013  -  2 SMS: Hallo",
        "b  failed    -                 +4710000012  gone  ? SMS [no network]: Hei",
        "a  queued    2026-11-20 10:00  +4710000011  Nordlys Rør  ? SMS: Kari ringte.  [2JTakk",
    ]


def test_route_as_data(box: Path) -> None:
    done = run(
        box, "route", "--line", "nordlys", "--at", "2026-11-20T10:30", "--keys", "x1", "--json"
    )
    steps = json.loads(done.stdout)
    joined = next(step for step in steps if step["reached"])
    assert [(each["agent"], each["why"]) for each in joined["reached"]] == [
        ("anna", "all"),
        ("bo", "logged_out"),
    ]
    assert any(["1", "faktura"] in step["choices"] for step in steps)


def test_route_goes_through_the_staff_line_and_changes_nothing(box: Path) -> None:
    done = run(box, "route", "--line", STAFF, "--keys", "21#9999#1#")
    assert "Any PIN is taken as right here." in done.stdout
    assert "Status: available." in done.stdout
    assert "9999" not in done.stdout
    assert done.stdout.splitlines()[-1].endswith("Ended: staff line.")
    device = read_device(box)
    with Store(device.database, device.media) as store:
        assert [each.status for each in store.presences()] == [Status.LOGGED_OUT]
