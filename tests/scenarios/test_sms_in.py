"""An SMS that comes in: stored, then deleted; status words, answers of clients, STOP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.world import World, office

from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.model.ids import (
    InboxSms,
    PresenceRecord,
    Sms,
    SmsHistory,
    SmsId,
    SmsSender,
    SmsState,
    SmsStop,
    Status,
)
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen
from appliance.core.protocol.events_calendar import CalendarRead
from appliance.core.settings.directory import Directory

ANNA, BO = "+4710000071", "+4510000072"
NORDLYS_SMS = "+4710000011"
STRANGER = "+4710000066"


def with_mobiles() -> Directory:
    base = office()
    agents = {
        **base.agents,
        "anna": replace(base.agents["anna"], mobile=ANNA),
        "bo": replace(base.agents["bo"], mobile=BO, language="da"),
    }
    return replace(base, agents=agents)


@pytest.fixture
def world() -> World:
    world = World(with_mobiles())
    world.happens(seen.DeviceFound("modem"))
    return world


def comes(world: World, text: str, number: str = ANNA, **more: object) -> InboxSms:
    """An SMS comes in and the disk takes it."""
    event = sms_seen.SmsArrived(f"in-{len(world.done)}", number, text, **more)  # type: ignore[arg-type]
    world.happens(event)
    world.disk_takes_all()
    row = world.disk[f"InboxSms:{event.id}"]
    assert isinstance(row, InboxSms)
    return row


def answer(world: World) -> str:
    """The reply that goes out, taken by the network."""
    sms = world.modem.pop()
    assert world.modem == []
    world.happens(sms_seen.SmsSent(sms.sms))
    world.disk_takes_all()
    return sms.text


def deleted(world: World) -> list[str]:
    return [command.id for command in world.done if isinstance(command, do.DeleteSms)]


def status(world: World, agent: str = "anna") -> Status:
    return world.switchboard.picture.staff[agent].status


# Stored, then deleted


def test_the_modem_forgets_it_only_when_the_disk_has_it(world: World) -> None:
    event = sms_seen.SmsArrived("in-1", STRANGER, "Hei")
    world.happens(event)
    assert deleted(world) == []
    world.disk_is_full()
    world.happens(event)  # the modem tells it again
    assert deleted(world) == []
    world.passes(20)
    world.disk_takes_all()
    assert deleted(world) == ["in-1"]
    assert isinstance(world.disk["InboxSms:in-1"], InboxSms)


def test_one_that_is_told_again_is_deleted_and_has_no_effect(world: World) -> None:
    row = comes(world, "FRI")
    assert answer(world)
    world.happens(seen.PresenceSet("anna", Status.AVAILABLE, request="r"))
    world.happens(sms_seen.SmsArrived(row.id, ANNA, "FRI"))
    assert deleted(world) == [row.id, row.id]
    assert (status(world), world.modem) == (Status.AVAILABLE, [])


def test_one_that_was_stored_before_a_power_cut_has_no_second_effect() -> None:
    world = World()
    world.happens(seen.Started(with_mobiles(), sms=SmsHistory(seen=("in-1",))))
    world.happens(sms_seen.SmsArrived("in-1", ANNA, "FRI"))
    assert deleted(world) == ["in-1"]
    assert world.saves == []


def test_at_the_start_the_modem_hears_which_pieces_are_on_the_disk() -> None:
    """The power may have gone as they were being deleted: what is left of them is known."""
    world = World()
    world.happens(sms_seen.SmsArrived("in-1", ANNA, "Hei", pieces=("p1", "p2")))
    world.disk_takes_all()
    row = world.disk["InboxSms:in-1"]
    assert isinstance(row, InboxSms)
    assert row.pieces == ("p1", "p2")
    world.happens(seen.Started(with_mobiles(), sms=SmsHistory(pieces=row.pieces)))
    told = [command for command in world.done if isinstance(command, do.RememberSms)]
    assert told[-1] == do.RememberSms(("p1", "p2"))


# Staff


def test_away_until_two_is_confirmed_and_ends_at_two(world: World) -> None:
    row = comes(world, "MØTE TIL 14")
    assert (row.sender, row.agent, row.handled) == (SmsSender.STAFF, "anna", True)
    assert answer(world) == "Anna: borte (møte) til 14:00."
    assert world.lamp("anna") == "away"
    world.passes(4 * 3600 - 60)
    assert status(world) is Status.AWAY
    world.passes(61)
    assert (status(world), world.lamp("anna")) == (Status.AVAILABLE, "free")
    world.disk_takes_all()
    record = world.disk["PresenceRecord:presence:anna"]
    assert isinstance(record, PresenceRecord)
    assert (record.status, record.until) == (Status.AVAILABLE, None)


def test_everybody_is_answered_in_their_own_language(world: World) -> None:
    comes(world, "møde 30 min", BO)
    assert answer(world) == "Bo: væk (møde) til 10:30."
    comes(world, "LEDIG", BO)
    assert answer(world) == "Bo: ledig."
    comes(world, "FRI", BO)
    assert answer(world) == "Bo: logget ud (fri)."
    comes(world, "STATUS", BO)
    assert answer(world) == "Bo: logget ud (fri)."
    assert status(world, "bo") is Status.LOGGED_OUT


def test_a_swede_who_writes_ledig_is_asked_for_a_plainer_word() -> None:
    base = with_mobiles()
    swede = replace(base.agents["anna"], language="sv")
    world = World(replace(base, agents={**base.agents, "anna": swede}))
    world.happens(seen.DeviceFound("modem"))
    comes(world, "SEMESTER")
    assert answer(world) == "Anna: utloggad (semester)."
    row = comes(world, "ledig")
    assert (row.handled, world.view.inbox, status(world)) == (False, 1, Status.LOGGED_OUT)
    assert "TILLGÄNGLIG" in answer(world)
    comes(world, "TILLGÄNGLIG")
    assert answer(world) == "Anna: tillgänglig."


def test_the_end_of_a_status_survives_a_restart(world: World) -> None:
    comes(world, "MØTE TIL 14")
    until = world.now().wall + timedelta(hours=4)
    record = PresenceRecord("anna", Status.AWAY, "møte", world.now().wall, until)
    again = World(with_mobiles())
    again.happens(seen.Started(with_mobiles(), presences=(record,)))
    again.passes(4 * 3600 + 61)
    assert status(again) is Status.AVAILABLE


def test_a_status_that_the_desk_sets_has_no_old_end(world: World) -> None:
    comes(world, "MØTE TIL 14")
    world.happens(seen.PresenceSet("anna", Status.LOGGED_OUT, "ferie", request="r"))
    world.passes(5 * 3600)
    assert status(world) is Status.LOGGED_OUT


def test_what_staff_write_besides_goes_to_the_desk(world: World) -> None:
    row = comes(world, "Jeg blir ti minutter forsinket")
    assert (row.sender, row.handled, world.view.inbox) == (SmsSender.STAFF, False, 1)
    assert "MØTE TIL 14" in answer(world)
    assert "anna" not in world.switchboard.picture.staff


def test_half_a_text_changes_nothing(world: World) -> None:
    row = comes(world, "FRI", problem="part 2 of 2 is missing")
    assert (row.handled, row.problem) == (False, "part 2 of 2 is missing")
    assert "anna" not in world.switchboard.picture.staff
    assert world.modem == []


def test_a_status_word_from_anybody_else_changes_nothing(world: World) -> None:
    for number in (STRANGER, NORDLYS_SMS, "TELENOR", ""):
        row = comes(world, "FRI", number)
        assert not row.handled
    assert world.switchboard.picture.staff == {}
    assert world.modem == []


def test_without_a_clock_the_status_holds_until_it_is_changed(world: World) -> None:
    moment = replace(world.now(), clock_set=False)
    world.now = lambda: moment  # type: ignore[method-assign]
    comes(world, "MØTE TIL 14")
    assert "klokke er ikke stilt" in answer(world)
    assert world.switchboard.picture.staff["anna"].until is None


# Clients and strangers


def test_a_clients_answer_is_tied_to_the_last_message(world: World) -> None:
    for call in ("c1", "c2"):
        world.presses(world.rings(leg=call), "1")
        leg = world.rung[-1].leg
        world.answers(leg)
        world.hangs_up(call)  # type: ignore[arg-type]
        world.presses(leg, "2")
        world.disk_takes_all()
    row = comes(world, "Takk, vi kommer", NORDLYS_SMS)
    assert (row.sender, row.client, row.message) == (SmsSender.CLIENT, "nordlys", "c2")
    assert world.view.inbox == 1


def test_the_last_message_is_known_after_a_restart() -> None:
    world = World()
    history = SmsHistory(last_messages=((NORDLYS_SMS, "c9"),))
    world.happens(seen.Started(with_mobiles(), sms=history))
    assert comes(world, "Takk", NORDLYS_SMS).message == "c9"


def test_a_stranger_goes_to_the_desk_and_is_no_fault(world: World) -> None:
    row = comes(world, "Hei, er dette Nordlys?", STRANGER)
    assert row.sender is SmsSender.UNKNOWN
    assert (world.view.inbox, world.view.faults, world.modem) == (1, (), [])
    assert any("1 SMS å lese" in row.text for row in world.view.rows)
    world.happens(sms_seen.SmsRead(row.id, request="r"))
    world.disk_takes_all()
    assert (world.view.inbox, world.replies[-1].ok) == (0, True)
    world.happens(sms_seen.SmsRead(row.id, request="r"))
    assert not world.replies[-1].ok


# STOP


def asks(world: World, number: str, sms: str) -> None:
    world.happens(sms_seen.SmsAsked(SmsId(sms), number, "Hei", request=sms))
    world.disk_takes_all()


def test_stop_is_confirmed_kept_and_heeded(world: World) -> None:
    comes(world, "STOPP", STRANGER)
    assert "ikke flere SMS" in answer(world)
    assert isinstance(next(r for r in world.disk.values() if isinstance(r, SmsStop)), SmsStop)
    asks(world, STRANGER, "a")
    assert not world.replies[-1].ok
    comes(world, "START", STRANGER)
    assert "får SMS igjen" in answer(world)
    asks(world, STRANGER, "b")
    assert world.modem[-1].text == "Hei"


def test_stop_holds_for_what_waits_already_and_after_a_restart(world: World) -> None:
    history = SmsHistory(stopped=(NORDLYS_SMS,))
    waiting = Sms(SmsId("s1"), NORDLYS_SMS, "Noen ringte")
    world.happens(seen.Started(with_mobiles(), (waiting,), sms=history))
    world.happens(seen.DeviceFound("modem"))
    world.disk_takes_all()
    row = next(row for row in world.outbox() if row.id == "s1")
    assert (row.state, world.modem) == (SmsState.FAILED, [])
    assert "STOP" in row.reason


def test_staff_who_said_stop_still_get_their_confirmations(world: World) -> None:
    comes(world, "STOP")
    assert answer(world)
    comes(world, "LEDIG")
    assert answer(world) == "Anna: ledig."


def test_stop_twice_is_answered_once(world: World) -> None:
    comes(world, "STOP", STRANGER)
    assert answer(world)
    comes(world, "stop", STRANGER)
    assert world.modem == []


def test_a_name_or_a_short_code_is_never_answered(world: World) -> None:
    for number in ("TELENOR", "1999", ""):
        comes(world, "STOP", number)
    assert world.modem == []


def test_an_sms_never_changes_settings(world: World) -> None:
    before = world.switchboard.picture.directory
    for number in (ANNA, NORDLYS_SMS, STRANGER):
        for text in ("FRI", "STOP", "START", "settings import", "[office]\nname='x'", "x" * 500):
            comes(world, text, number)
    assert world.switchboard.picture.directory is before
    loads = [c for c in world.done if isinstance(c, do.LoadSettings)]
    assert loads == []


def test_a_status_tells_what_the_calendar_keeps_away() -> None:
    base = with_mobiles()
    access = CalendarAccess("https://calendar.example.org/anna.ics")
    agents = {**base.agents, "anna": replace(base.agents["anna"], calendar=access)}
    world = World(replace(base, agents=agents))
    world.happens(seen.DeviceFound("modem"))
    now = world.now().wall
    meeting = Entry(now, now + timedelta(hours=2), Shown.BUSY)
    world.happens(CalendarRead("anna", (meeting,), now))
    comes(world, "STATUS")
    assert answer(world) == "Anna: ledig (kalender til 12:00)."
    comes(world, "LEDIG")
    assert answer(world) == "Anna: ledig til 12:00.", "in spite of the calendar, until it ends"
