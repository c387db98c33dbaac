"""The self-test against a switchboard that works, and against ones that do not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from probe.fake_office import FakeOffice
from rich.console import Console

from appliance.probe import scenes
from appliance.selftest import Report, Step, run_selftest


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANSWER_SECONDS", "TALK_SECONDS", "MESSAGE_SECONDS"):
        monkeypatch.setattr(scenes, name, 1.0)


def steps_of(report: Report) -> dict[str, Step]:
    return {step.name: step for step in report.steps}


def failure_of(report: Report) -> Step:
    return next(step for step in report.steps if not step.ok)


def test_a_working_switchboard_passes_every_step() -> None:
    with FakeOffice() as office:
        report = run_selftest(
            office.telephone.uri, office.ask, lambda seconds: "Somebody rang", sms_to="+4710000077"
        )
    assert report.ok, report.verdict
    assert len(report.steps) == 17
    assert report.verdict == "The switchboard works: all 17 steps went well."
    assert steps_of(report)["SMS goes out of the modem"].detail == "Somebody rang"
    assert office.asked[0].sms_to == "+4710000077"
    assert office.asked[0].number.startswith("selftest-")
    assert json.loads(report.as_json())["steps"][0]["ok"] is True


def test_without_a_modem_no_sms_is_waited_for() -> None:
    with FakeOffice() as office:
        report = run_selftest(office.telephone.uri, office.ask)
    assert report.ok, report.verdict
    assert "SMS goes out of the modem" not in steps_of(report)


def test_an_sms_that_never_comes_is_a_failure() -> None:
    with FakeOffice() as office:
        report = run_selftest(office.telephone.uri, office.ask, lambda seconds: None)
    assert failure_of(report).name == "SMS goes out of the modem"
    assert "modem" in report.verdict


@pytest.mark.parametrize(
    ("fault", "step", "hint"),
    [
        ({"mark": ""}, "agent sees number and mark", "`mark`"),
        ({"rings_agent": False}, "key 1 rings the agent", "within 1 s"),
        ({"bridges": False}, "caller hears the agent", "none with the 660 Hz tone"),
        ({"refuses": 404}, "call is answered", "404"),
    ],
)
def test_a_fault_is_named_with_a_hint(fault: dict[str, Any], step: str, hint: str) -> None:
    with FakeOffice(takes_messages=False, **fault) as office:
        report = run_selftest(office.telephone.uri, office.ask)
    assert failure_of(report).name == step
    assert hint in report.verdict
    # The message is tried all the same, and fails on its own account here.
    assert not steps_of(report).get("second call is answered", failure_of(report)).ok


def test_a_switchboard_that_gives_no_line_ends_it() -> None:
    report = run_selftest("sip:127.0.0.1:9", lambda wanted: "the office is closed")
    assert len(report.steps) == 1
    assert report.verdict.endswith("The switchboard gives no test line: the office is closed")


def test_the_table_shows_brackets_as_they_are() -> None:
    report = run_selftest("sip:127.0.0.1:9", lambda wanted: "see [sip] in device.toml")
    shown = io.StringIO()
    Console(file=shown, width=200).print(report.table())
    assert "see [sip] in device.toml" in shown.getvalue()
