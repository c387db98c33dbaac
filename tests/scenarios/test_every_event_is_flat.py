"""Every kind of event takes as much work in an office of hundreds of firms and staff as in a small.

The work is counted in steps of the interpreter: see test_a_large_office.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest
from scenarios.test_a_large_office import FLAT, Work
from support.large_office import MEMBERS, Size, caller, large_office, number_of
from support.world import World

from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.model.ids import Disposition, LegId, PlayId, Receipt, SmsId, Status, TimerId
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_box as box
from appliance.core.protocol import events_calendar as calendar
from appliance.core.protocol import events_desk as desk
from appliance.core.protocol import events_leg as leg
from appliance.core.protocol import events_panel as panel
from appliance.core.protocol import events_setup as setup
from appliance.core.protocol import events_sms as sms
from appliance.core.protocol.events_desk import InCall
from appliance.core.protocol.events_questions import CalendarsAsked, WhyAsked
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.core.protocol.events_telephones import TelephoneFound

SMALL = Size(20, MEMBERS, 1)
"""Everybody is in few loops with ten lines each, as in the larger ones: the answers are as long."""
SIZES = {
    "50": Size(50, 50, 50),
    "500": Size(500, 500, 500),
    "500 in every loop": Size(20, 500, 1, members=500),
}
TALKS, MENU = LegId("talks"), LegId("menu")


def scene(size: Size, waiting: int = 0) -> World:
    """One caller talks with an agent, one is in the menu; everybody's calendar has been read."""
    office = large_office(size)
    access = CalendarAccess("https://127.0.0.1/calendar.ics")
    staff = {id: replace(agent, calendar=access) for id, agent in office.agents.items()}
    world = World(replace(office, agents=staff))
    for id in staff:
        tomorrow = entry(world, timedelta(days=1))
        world.happens(calendar.CalendarRead(id, (tomorrow,), world.now().wall))
    world.happens(sms.SmsAsked(SmsId("desk-9"), caller(0), "Come.", request="r"))
    world.disk_takes_all()
    world.rings(number_of(0), caller(0), TALKS)
    world.presses(TALKS, "1")
    world.answers(next(each for each in world.legs if world.legs[each] == "ringing"))
    world.rings(number_of(0), caller(0), MENU)
    for n in range(waiting):
        world.presses(world.rings(number_of(1), caller(1 + n), f"w{n}"), "1")
        for ringing in [each for each in world.legs if world.legs[each] == "ringing"]:
            world.answers(LegId(ringing))
    return world


def agent_leg(world: World) -> LegId:
    return world.rung[0].leg


def handed(world: World, n: int) -> Receipt:
    """The receipt of an SMS that the disk has and has not answered for."""
    world.happens(sms.SmsAsked(SmsId(f"handed-{n}"), caller(0), "Come.", request="r"))
    return world.saves.pop().receipt


def entry(world: World, later: timedelta = timedelta(0)) -> Entry:
    wall = world.now().wall + later
    return Entry(wall, wall + timedelta(hours=1), Shown.BUSY)


EVENTS: dict[type, Callable[[World, int], seen.Event]] = {
    seen.CallArrived: lambda w, n: seen.CallArrived(LegId(f"c{n}"), number_of(0), caller(0)),
    seen.DigitPressed: lambda w, n: seen.DigitPressed(MENU, "9"),
    seen.PromptEnded: lambda w, n: seen.PromptEnded(MENU, PlayId("p")),
    seen.RecordingEnded: lambda w, n: seen.RecordingEnded(MENU, None, 0.0),
    seen.LegRinging: lambda w, n: seen.LegRinging(agent_leg(w)),
    seen.LegAnswered: lambda w, n: seen.LegAnswered(agent_leg(w)),
    seen.LegEnded: lambda w, n: seen.LegEnded(MENU if n else TALKS),
    seen.TimerFired: lambda w, n: seen.TimerFired(TimerId("minute")),
    seen.ButtonPressed: lambda w, n: seen.ButtonPressed("a"),
    seen.DeviceFound: lambda w, n: seen.DeviceFound("modem"),
    seen.DeviceLost: lambda w, n: seen.DeviceLost("modem", "It is gone."),
    seen.TrunkUp: lambda w, n: seen.TrunkUp("trunk"),
    seen.TrunkDown: lambda w, n: seen.TrunkDown("trunk", "It is silent."),
    seen.StrangersIgnored: lambda w, n: seen.StrangersIgnored(5 + n),
    seen.RequestsUnread: lambda w, n: seen.RequestsUnread(5 + n, "what"),
    seen.PresenceSet: lambda w, n: seen.PresenceSet("a3", (Status.AWAY, Status.AVAILABLE)[n]),
    seen.DispositionChosen: lambda w, n: seen.DispositionChosen(
        next(iter(w.switchboard.picture.calls)), next(iter(Disposition))
    ),
    seen.Saved: lambda w, n: seen.Saved(handed(w, n)),
    seen.SaveFailed: lambda w, n: seen.SaveFailed(handed(w, n), "The disk is full."),
    seen.SettingsBroken: lambda w, n: seen.SettingsBroken("No."),
    box.Expired: lambda w, n: box.Expired(),
    calendar.CalendarRead: lambda w, n: calendar.CalendarRead("a3", (entry(w),), w.now().wall),
    calendar.CalendarNotRead: lambda w, n: calendar.CalendarNotRead("a3", "Nobody answers."),
    desk.DialAsked: lambda w, n: desk.DialAsked(f"a{3 + n}", "+4720000777", request="r"),
    desk.InCallAsked: lambda w, n: desk.InCallAsked(
        next(iter(w.switchboard.picture.calls)), next(iter(InCall)), "a0"
    ),
    desk.MessageDone: lambda w, n: desk.MessageDone(f"m{n}", "kari"),
    leg.LegHeld: lambda w, n: leg.LegHeld(agent_leg(w)),
    leg.LegResumed: lambda w, n: leg.LegResumed(agent_leg(w)),
    leg.LegSilent: lambda w, n: leg.LegSilent(MENU, 60.0),
    leg.Referred: lambda w, n: leg.Referred(MENU, False, 405),
    panel.ToneHeard: lambda w, n: panel.ToneHeard("1", "1"),
    panel.PowerKept: lambda w, n: panel.PowerKept("A caller talks."),
    setup.CodeAsked: lambda w, n: setup.CodeAsked(),
    setup.CodeDrawn: lambda w, n: setup.CodeDrawn("123456"),
    setup.CodeEntered: lambda w, n: setup.CodeEntered("123456"),
    setup.CodeWithdrawn: lambda w, n: setup.CodeWithdrawn(),
    setup.ArrivalsAsked: lambda w, n: setup.ArrivalsAsked(60.0),
    setup.CallDescribed: lambda w, n: setup.CallDescribed(MENU, (), ()),
    sms.SmsArrived: lambda w, n: sms.SmsArrived(f"i{n}", caller(0), "Ring me."),
    sms.ClockHint: lambda w, n: sms.ClockHint(w.now().wall),
    sms.SmsAsked: lambda w, n: sms.SmsAsked(SmsId(f"desk-{n}"), caller(0), "Come."),
    sms.SmsRead: lambda w, n: sms.SmsRead("i0"),
    sms.SmsSent: lambda w, n: sms.SmsSent(SmsId("desk-9")),
    sms.SmsFailed: lambda w, n: sms.SmsFailed(SmsId("desk-9"), "No.", retryable=True),
    sms.SmsUncertain: lambda w, n: sms.SmsUncertain(SmsId("desk-9"), "No."),
    sms.SmsSettled: lambda w, n: sms.SmsSettled(SmsId("desk-9"), again=True),
    sms.SmsDelivered: lambda w, n: sms.SmsDelivered(caller(0), 1),
    sms.SmsNotDelivered: lambda w, n: sms.SmsNotDelivered(caller(0), 1, "No."),
    WhyAsked: lambda w, n: WhyAsked("a3", "r"),
    TalkRecorded: lambda w, n: TalkRecorded("t", None, 0.0),
    PinChecked: lambda w, n: PinChecked(next(iter(w.switchboard.picture.calls)), right=True),
    MessageFetched: lambda w, n: MessageFetched(next(iter(w.switchboard.picture.calls)), None),
    TelephoneFound: lambda w, n: TelephoneFound("a3"),
    TrialConfirmed: lambda w, n: TrialConfirmed(),
}
NOT_COUNTED = {
    *(seen.Started, seen.SettingsChanged, seen.SettingsPublished),
    *(seen.SelftestAsked, box.RestartAsked, box.RuleFailed, sms.ModemAsked, sms.ModemAnswered),
    CalendarsAsked,
}
"""New settings are looked through once, CalendarsAsked asks for everybody; the others only pass
something on, or end everything."""

BY_MEMBER = {WhyAsked}
"""Every other member of the loops is looked at, once."""


@cache
def work(kind: type, size: Size, waiting: int = 0) -> int:
    """What the second such event takes: the first may make what lasts."""
    world, count = scene(size, waiting), Work()
    world.happens(EVENTS[kind](world, 0))
    event = EVENTS[kind](world, 1)
    with count.counted():
        world.happens(event)
    return count.steps


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_takes_as_much_work_in_an_office_of_any_size(kind: type, size: str) -> None:
    members = SIZES[size].members / SMALL.members if kind in BY_MEMBER else 1.0
    assert work(kind, SIZES[size]) <= FLAT * members * work(kind, SMALL)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_takes_as_much_work_with_200_who_wait(kind: type) -> None:
    assert work(kind, SMALL, 210) <= FLAT * work(kind, SMALL, 10)


def test_every_kind_of_event_is_counted_or_named() -> None:
    assert {*EVENTS} | NOT_COUNTED == {*kinds(seen.Event)}


def kinds(union: object) -> list[type]:
    """The classes of a union of unions."""
    inner = get_args(union)
    return [kind for each in inner for kind in kinds(each)] if inner else [union]  # type: ignore[list-item]
