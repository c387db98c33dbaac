"""Real telephones (baresip) and a calendar with a meeting in it: loop calls pass her by, direct
calls ring (office.md D4, D6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.baresip import Baresip
from support.calendar_server import CalendarServer, Page
from support.calendars import ics
from support.little_office import AGENT_SAYS, CALLER, NORDLYS, PITCH, office
from support.office_process import OfficeProcess, meeting_now
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually, lamps

from appliance.core.model.calendar import CalendarAccess
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Choice
from appliance.probe.telephone import ProbeCall, Telephone

pytestmark = pytest.mark.peers
ANNA = "/anna.ics"


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Baresip]:
    with Baresip(tmp_path, "anna") as anna:
        yield anna


@pytest.fixture
def bo(tmp_path: Path) -> Iterator[Baresip]:
    with Baresip(tmp_path, "bo") as bo:
        yield bo


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    with CalendarServer() as running:
        running.pages[ANNA] = Page(meeting_now())
        yield running


def settled(anna: Baresip, bo: Baresip, url: str) -> Directory:
    """The little office: Anna's calendar is read, 11 is her extension, 5 her key in the menu."""
    base = office({"anna": anna.address, "bo": bo.address, "cato": nobody("cato")})
    own = replace(base.agents["anna"], calendar=CalendarAccess(url), extension="11")
    main = base.menus["nordlys"]
    in_person = Choice("Anna", loop="wages", agent="anna")
    menus = {**base.menus, "nordlys": replace(main, keys={**main.keys, "5": in_person})}
    return replace(base, agents={**base.agents, "anna": own}, menus=menus)


@pytest.fixture
def box(
    memory: Path, prompts: Path, anna: Baresip, bo: Baresip, server: CalendarServer
) -> Iterator[RunningBox]:
    """The box and its office process, which has told of Anna's meeting."""
    directory = settled(anna, bo, server.url(ANNA))
    with RunningBox(memory, prompts, directory) as box, OfficeProcess(box.process.file):
        box.shows(lambda view: lamps(view).get("anna") == "away")
        yield box


def calls(telephone: Telephone, box: RunningBox, key: str) -> ProbeCall:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE), call.history
    assert call.hear(PITCH["Nordlys."], 0.1, PATIENCE), call.history
    call.press(key)
    return call


def test_a_loop_call_passes_the_meeting_by_and_a_transfer_reaches_it(
    box: RunningBox, telephone: Telephone, anna: Baresip, bo: Baresip
) -> None:
    call = calls(telephone, box, "1")
    bo.is_rung()
    bo.answers()
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    assert anna.times_rung == 0
    for digit in "*211#":
        bo.presses(digit)
    anna.is_rung()
    anna.answers()
    box.shows(lambda view: (lamps(view).get("anna"), lamps(view).get("bo")) == ("busy", "free"))
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    call.hang_up()


def test_a_caller_who_wants_her_in_person_rings_her_in_her_meeting(
    box: RunningBox, telephone: Telephone, anna: Baresip, bo: Baresip
) -> None:
    call = calls(telephone, box, "5")
    anna.is_rung()
    anna.answers()
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    assert bo.times_rung == 0
    call.hang_up()


def test_after_the_meeting_was_taken_out_the_next_loop_call_rings_her(
    box: RunningBox, telephone: Telephone, server: CalendarServer, anna: Baresip, bo: Baresip
) -> None:
    server.pages[ANNA] = Page(ics())
    box.shows(lambda view: lamps(view).get("anna") == "free")
    calls(telephone, box, "1")
    rung = eventually(lambda: [each for each in (anna, bo) if each.times_rung])
    assert rung == [anna], "nobody has waited longer for a call, and she stands first"
