"""The commands `sentralbord calendar show` and `check`, as an installer types them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, event, ics, reading
from support.graph_server import APP, MAILBOX, GraphServer, meeting_now
from support.little_office import document, office
from support.ports import nobody

from appliance.calendars.job import Outcome
from appliance.commands import main
from appliance.commands.calendar import report
from appliance.core.model.calendar import CalendarAccess
from appliance.core.settings.directory import Agent, Directory, Hours
from appliance.store.store import Store

PATH = "/5ecret/anna.ics"


def staffed(access: CalendarAccess | None, hours: str | None = None) -> Directory:
    directory = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    anna = replace(directory.agents["anna"], calendar=access, hours=hours)
    return replace(
        directory,
        agents={**directory.agents, "anna": anna},
        hours={"day": Hours("day", {"mon": ("08:00-16:00",), "wed": ("08:00-16:00",)})},
    )


def lines(*events: str, anna: Agent | None = None, days: int = 7) -> list[str]:
    """What is said of a calendar on that Wednesday in Oslo."""
    directory = staffed(CalendarAccess("https://calendar.example/"), hours="day")
    read = reading(*events)
    told = report(
        directory, anna or directory.agents["anna"], Outcome(read.entries, read.words), NOW, days
    )
    return [" ".join(line.split()) for line in told]


def test_each_entry_is_told_with_what_it_does() -> None:
    told = lines(
        event("DTSTART:20260325T100000", "DURATION:PT2H"),
        event("DTSTART:20260325T130000", "DURATION:PT1H", "STATUS:TENTATIVE"),
        event("DTSTART;VALUE=DATE:20260326", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
        event("DTSTART;VALUE=DATE:20260327", "DTEND;VALUE=DATE:20260329", "TRANSP:TRANSPARENT"),
        event("DTSTART:20260330T220000", "DURATION:PT4H"),
        event("DTSTART:20260410T100000", "DURATION:PT1H"),
        event("DTSTART:broken"),
    )
    assert told == [
        "Wed 25.03 10:00-12:00 busy keeps loop calls away",
        "Wed 25.03 13:00-14:00 tentative rings",
        "Thu 26.03 all day out of office keeps loop calls away within the working hours",
        "Fri 27.03 to Sat 28.03 all day free rings: shown as free, as Outlook does unless "
        "another status is chosen",
        "Mon 30.03 22:00-Tue 31.03 02:00 busy keeps loop calls away",
        "And 1 more within four weeks.",
        "One entry is malformed and left out.",
        "Direct calls come in any case. Titles, places and people are not read.",
    ]


def test_tentative_counts_for_whom_it_is_said() -> None:
    access = CalendarAccess("https://calendar.example/", tentative=True)
    anna = replace(staffed(access).agents["anna"])
    maybe = event("DTSTART:20260325T130000", "DURATION:PT1H", "STATUS:TENTATIVE")
    assert lines(maybe, anna=anna)[0] == "Wed 25.03 13:00-14:00 tentative keeps loop calls away"


def test_an_empty_calendar_says_so() -> None:
    assert lines(days=2)[0] == "Nothing stands in this calendar until 26.03."


@pytest.fixture
def box(tmp_path: Path) -> Path:
    device = tmp_path / "device.toml"
    device.write_text(f'[folders]\ndata = "{tmp_path}"\nruntime = "{tmp_path}"\n')
    return device


def settle(box: Path, access: CalendarAccess | None) -> None:
    with Store(box.with_name("sentralbord.db"), box.with_name("media")) as store:
        store.migrate()
        store.publish(document(staffed(access)), author="test")


def run(box: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["calendar", *words, "--device", str(box)], input=typed)


def tomorrow() -> str:
    """A meeting of tomorrow at ten, by the office's clock."""
    day = datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(1)
    return event(f"DTSTART:{day:%Y%m%d}T100000", "DURATION:PT1H")


def test_show_reads_the_calendar_that_the_settings_name(box: Path) -> None:
    with CalendarServer() as server:
        server.pages[PATH] = Page(ics(tomorrow()))
        settle(box, CalendarAccess(server.url(PATH)))
        said = run(box, "show", "anna")
    assert said.exit_code == 0, said.output
    assert "10:00-11:00           busy               keeps loop calls away\n" in said.output


def test_show_says_what_is_wrong_without_the_address(box: Path) -> None:
    with CalendarServer() as server:
        settle(box, CalendarAccess(server.url(PATH)))
        said = run(box, "show", "anna")
    assert said.exit_code == 1
    assert said.output.startswith("Error: 127.0.0.1 has no calendar at this address")
    assert "5ecret" not in said.output


def test_show_of_nobody_and_of_nothing(box: Path) -> None:
    settle(box, None)
    assert "nobody called 'doris'" in run(box, "show", "doris").output
    assert "name no calendar of Anna" in run(box, "show", "anna").output


def test_check_on_a_new_box_leaves_no_store_behind(box: Path) -> None:
    with CalendarServer() as server:
        server.pages[PATH] = Page(ics(tomorrow()))
        assert run(box, "check", server.url(PATH)).exit_code == 0
    assert not box.with_name("sentralbord.db").exists()


def test_check_asks_for_the_address_and_the_password(box: Path) -> None:
    with CalendarServer() as server:
        server.pages[PATH] = Page(ics(tomorrow()), user="kari")
        url = server.url(PATH)
        assert "asks for a user" in run(box, "check", url).output
        said = run(box, "check", "--user", "kari", typed=f"{url}\nblåbær\n")
    assert said.exit_code == 0, said.output
    assert "keeps loop calls away" in said.output
    assert "5ecret" not in said.output
    assert "blåbær" not in said.output


@pytest.mark.parametrize("may_see", ["events", "free and busy times"])
def test_show_reads_the_mailbox_that_the_settings_name(
    box: Path, monkeypatch: pytest.MonkeyPatch, may_see: str
) -> None:
    bare = staffed(CalendarAccess(mailbox=MAILBOX))
    app = {"graph_tenant": APP.tenant, "graph_client": APP.client, "graph_secret": APP.secret}
    with Store(box.with_name("sentralbord.db"), box.with_name("media")) as store:
        store.migrate()
        settled = replace(bare, office=replace(bare.office, **app))
        store.publish(document(settled), author="test")
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        meeting = meeting_now()
        server.events = [meeting]
        if may_see != "events":
            server.view_refusal = 403
            server.schedule = {"scheduleItems": [{**meeting, "status": "busy"}]}
        said = run(box, "show", "anna")
        server.aadsts = 7000222
        expired = run(box, "show", "anna")
    assert said.exit_code == 0, said.output
    assert "keeps loop calls away" in said.output
    assert expired.exit_code == 1
    assert expired.output.startswith("Error: The secret of the app has expired: make a new one")
    assert APP.secret not in said.output + expired.output


def test_a_mailbox_is_tried_with_the_app_of_the_settings(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = staffed(None)
    app = {"graph_tenant": APP.tenant, "graph_client": APP.client, "graph_secret": APP.secret}
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        server.events = [meeting_now()]
        settle(box, None)
        assert "needs the app that was registered" in run(box, "check", "--mailbox", MAILBOX).output
        with Store(box.with_name("sentralbord.db"), box.with_name("media")) as store:
            settled = replace(bare, office=replace(bare.office, **app))
            store.publish(document(settled), author="test")
        said = run(box, "check", "--mailbox", MAILBOX)
        unknown = run(box, "check", "--mailbox", "nobody@example.com")
    assert "keeps loop calls away" in said.output
    assert said.exit_code == 0
    assert "no such mailbox" in unknown.output
    assert unknown.exit_code == 1
