"""An SMS on its way out: priorities, limits, quiet hours, expiry, and the delivery report."""

from __future__ import annotations

import pytest
from support.world import World, office, with_office

from appliance.core.model.ids import Sms, SmsFailure, SmsHistory, SmsId, SmsPriority, SmsState
from appliance.core.panel.display import line_rows
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen

KARI, TOM = "+4710000011", "+4710000012"
DAY = 86400


@pytest.fixture
def world() -> World:
    return World()


def asks(world: World, text: str = "Hei", number: str = KARI, **more: object) -> str:
    """The desk writes an SMS; gives the id of its row."""
    asks.count += 1  # type: ignore[attr-defined]
    name = f"a{asks.count}"  # type: ignore[attr-defined]
    world.happens(sms_seen.SmsAsked(SmsId(name), number, text, request=name, **more))  # type: ignore[arg-type]
    return f"desk-{name}"


asks.count = 0  # type: ignore[attr-defined]


def with_modem(world: World) -> World:
    world.happens(seen.DeviceFound("modem"))
    return world


def row(world: World, sms: str) -> Sms:
    return next(row for row in world.outbox() if row.id == sms)


def sent(world: World, *references: int) -> str:
    """The modem has sent what it was given."""
    sms = world.modem.pop()
    world.happens(sms_seen.SmsSent(sms.sms, references))
    world.disk_takes_all()
    return sms.text


def all_sent(world: World) -> list[str]:
    world.disk_takes_all()
    texts = []
    while world.modem:
        texts.append(sent(world))
    return texts


# The desk


def test_the_desk_hears_that_it_is_taken_when_the_disk_has_it_and_what_it_costs(
    world: World,
) -> None:
    sms = asks(world, "Chloë kommer")
    assert world.replies == []
    world.disk_takes_all()
    assert (world.replies[-1].ok, row(world, sms).state) == (True, SmsState.QUEUED)
    assert "1 SMS (Unicode, because of ë)" in world.replies[-1].words


def test_what_the_disk_does_not_take_is_never_sent(world: World) -> None:
    with_modem(world)
    asks(world)
    world.disk_is_full()
    assert not world.replies[-1].ok
    assert "not sent" in world.replies[-1].words
    world.passes(100)
    world.disk_takes_all()
    assert (world.modem, world.outbox(), world.view.unsent) == ([], [], 0)


def test_asking_twice_sends_once(world: World) -> None:
    with_modem(world)
    for request in ("r1", "r2"):
        world.happens(sms_seen.SmsAsked(SmsId("x"), KARI, "Hei", request=request))
        world.disk_takes_all()
    assert [reply.ok for reply in world.replies] == [True, True]
    assert all_sent(world) == ["Hei"]
    again = World()
    again.happens(seen.Started(office(), sms=SmsHistory(asked=("desk-x",))))
    again.happens(sms_seen.SmsAsked(SmsId("x"), KARI, "Hei", request="r3"))
    again.disk_takes_all()
    assert (again.replies[-1].ok, again.outbox()) == (True, [])


@pytest.mark.parametrize(
    ("number", "text", "words"),
    [
        ("10000011", "Hei", "country code"),
        ("+47", "Hei", "4 to 15"),
        (KARI, "  ", "empty"),
        (KARI, "x" * 153 * 256, "too long"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(
    world: World, number: str, text: str, words: str
) -> None:
    asks(world, text, number)
    assert not world.replies[-1].ok
    assert words in world.replies[-1].words
    assert world.saves == []


# Order and limits


def test_urgent_ones_go_first_then_the_oldest(world: World) -> None:
    asks(world, "one")
    asks(world, "two")
    asks(world, "fire", urgent=True)
    world.disk_takes_all()
    with_modem(world)
    assert all_sent(world) == ["fire", "one", "two"]


def test_one_that_failed_keeps_its_place(world: World) -> None:
    with_modem(world)
    for text in ("one", "two", "three"):
        asks(world, text)
    world.disk_takes_all()
    world.happens(sms_seen.SmsFailed(world.modem.pop().sms, "congestion", retryable=True))
    world.disk_takes_all()
    assert world.modem[-1].text == "two"
    world.passes(20)
    assert all_sent(world) == ["two", "one", "three"]


def test_each_class_of_failure_has_its_own_pause(world: World) -> None:
    pauses = {SmsFailure.NETWORK: 15, SmsFailure.MODEM: 30, SmsFailure.SIM: 300}
    for failure, pause in pauses.items():
        world = with_modem(World())
        asks(world)
        world.disk_takes_all()
        world.happens(sms_seen.SmsFailed(world.modem.pop().sms, "no", True, failure))
        world.disk_takes_all()
        world.passes(pause - 1)
        assert world.modem == [], failure
        world.passes(2)
        world.disk_takes_all()
        assert len(world.modem) == 1


def test_a_modem_that_was_not_ready_is_no_attempt_and_its_return_ends_the_pause(
    world: World,
) -> None:
    with_modem(world)
    sms = asks(world)
    world.disk_takes_all()
    world.happens(seen.DeviceLost("modem", "unplugged"))
    not_ready = sms_seen.SmsFailed(SmsId(sms), "not ready", True, SmsFailure.NOT_READY)
    world.modem.clear()
    world.happens(not_ready)
    world.disk_takes_all()
    assert (row(world, sms).attempts, world.modem) == (0, [])
    with_modem(world)
    assert all_sent(world) == ["Hei"]


def test_a_day_has_so_many_sms_and_the_panel_says_when_they_are_used_up() -> None:
    world = with_modem(with_office(sms_per_day=3))
    for text in ("one", "x" * 161, "three"):
        asks(world, text)
    assert len(all_sent(world)) == 2
    assert any("used up" in fault for fault in world.view.details)
    world.passes(DAY)
    assert all_sent(world) == ["three"]
    assert world.view.faults == ()


def test_one_number_gets_so_many_a_day_and_others_are_not_kept_waiting() -> None:
    world = with_modem(with_office(sms_per_recipient=2))
    for n in range(4):
        asks(world, f"kari {n}")
    asks(world, "tom", TOM)
    assert all_sent(world) == ["kari 0", "kari 1", "tom"]
    assert world.view.faults == ()
    world.passes(DAY)
    assert all_sent(world) == ["kari 2", "kari 3"]


def test_the_parts_of_the_day_are_known_after_a_restart() -> None:
    world = World(with_office(sms_per_day=3).directory)
    world.happens(seen.Started(world.directory, sms=SmsHistory(spent=((KARI, 2), (TOM, 1)))))
    with_modem(world)
    asks(world)
    assert all_sent(world) == []


def test_in_quiet_hours_only_the_urgent_goes_out() -> None:
    world = with_modem(with_office(sms_quiet="09:00-12:00"))  # it is ten
    asks(world, "good morning")
    asks(world, "the house is on fire", urgent=True)
    assert all_sent(world) == ["the house is on fire"]
    world.passes(2 * 3600 - 60)
    assert all_sent(world) == []
    world.passes(61)
    assert all_sent(world) == ["good morning"]


def test_quiet_hours_may_lie_across_midnight() -> None:
    world = with_modem(with_office(sms_quiet="22:00-07:00"))
    asks(world, "day")
    assert all_sent(world) == ["day"]
    world.passes(13 * 3600)  # eleven at night
    asks(world, "night")
    assert all_sent(world) == []
    world.passes(8 * 3600 + 60)
    assert all_sent(world) == ["night"]


def test_what_could_not_be_sent_in_two_days_has_failed(world: World) -> None:
    sms = asks(world)
    world.disk_takes_all()
    world.passes(2 * DAY - 60)
    assert row(world, sms).state is SmsState.QUEUED
    world.passes(200)
    world.disk_takes_all()
    assert row(world, sms).state is SmsState.FAILED
    assert "48 hours" in row(world, sms).reason
    with_modem(world)
    assert all_sent(world) == []
    world.happens(sms_seen.SmsSettled(SmsId(sms), again=True, request="r"))
    assert all_sent(world) == ["Hei"]


def test_what_the_modem_has_is_not_given_up(world: World) -> None:
    with_modem(world)
    asks(world, "under way")
    world.disk_takes_all()
    asks(world, "behind it")
    world.passes(3 * DAY)
    world.disk_takes_all()
    assert [sms.text for sms in world.modem] == ["under way"]
    sent(world)
    assert world.modem == []


def test_a_day_without_a_network_loses_nothing(world: World) -> None:
    for n in range(5):
        asks(world, f"{n}")
    for _ in range(24):
        with_modem(world)
        world.happens(seen.DeviceLost("modem", "no network"))
        for sms in world.modem[:]:
            world.modem.remove(sms)
            world.happens(sms_seen.SmsFailed(sms.sms, "not ready", True, SmsFailure.NOT_READY))
        world.disk_takes_all()
        world.passes(3600)
    with_modem(world)
    assert sorted(all_sent(world)) == ["0", "1", "2", "3", "4"]


def test_simpler_letters_only_where_the_settings_allow_it() -> None:
    for allowed, text in ((False, "Chloë"), (True, "Chloe")):
        world = with_modem(with_office(sms_transliterate=allowed))
        asks(world, "Chloë")
        assert all_sent(world) == [text]


# Delivery reports


def test_an_sms_is_delivered_when_every_part_is(world: World) -> None:
    with_modem(world)
    sms = asks(world, "x" * 200)
    world.disk_takes_all()
    sent(world, 255, 0)
    assert (row(world, sms).state, row(world, sms).unreported) == (SmsState.SENT, (255, 0))
    world.happens(sms_seen.SmsDelivered(KARI, 0))
    world.disk_takes_all()
    assert row(world, sms).state is SmsState.SENT
    world.happens(sms_seen.SmsDelivered(KARI, 255))
    world.disk_takes_all()
    assert row(world, sms).state is SmsState.DELIVERED
    assert world.switchboard.picture.outbox.sent == {}
    assert world.view.delivered == 1
    shown = line_rows(world.switchboard.picture, (), world.now())
    assert any("1 SMS levert" in line.text for line in shown)


def test_a_report_that_comes_before_the_disk_is_done_is_not_lost(world: World) -> None:
    with_modem(world)
    sms = asks(world)
    world.disk_takes_all()
    world.happens(sms_seen.SmsSent(world.modem.pop().sms, (7,)))
    world.happens(sms_seen.SmsDelivered(KARI, 7))
    world.disk_takes_all()
    assert row(world, sms).state is SmsState.DELIVERED


def test_a_report_is_matched_by_reference_and_number(world: World) -> None:
    with_modem(world)
    for number in (KARI, TOM):
        asks(world, f"to {number}", number)
        world.disk_takes_all()
        sent(world, 7)
    strangers = [("+4710000099", 7), (KARI, 8), ("11", 7), ("", 7)]
    for number, reference in strangers:
        world.happens(sms_seen.SmsDelivered(number, reference))
    assert world.saves == []
    world.happens(sms_seen.SmsDelivered("10000012", 7))  # without its country code
    world.disk_takes_all()
    states = {row.number: row.state for row in world.outbox()}
    assert states == {KARI: SmsState.SENT, TOM: SmsState.DELIVERED}


def test_a_message_that_nobody_got_is_a_fault(world: World) -> None:
    with_modem(world)
    sms = asks(world)
    world.disk_takes_all()
    sent(world, 7)
    world.happens(sms_seen.SmsNotDelivered(KARI, 7, "The telephone was off for too long."))
    world.disk_takes_all()
    assert (row(world, sms).state, row(world, sms).reason) == (
        SmsState.FAILED,
        "The telephone was off for too long.",
    )
    assert any("failed" in fault for fault in world.view.details)


def test_a_report_after_a_restart_finds_its_sms(world: World) -> None:
    row_of_yesterday = Sms(
        SmsId("a"), KARI, "A", SmsState.SENT, sent_at=world.now().wall, unreported=(7,)
    )
    world.happens(seen.Started(office(), sms=SmsHistory(awaiting=(row_of_yesterday,))))
    assert world.view.unsent == 0
    world.happens(sms_seen.SmsDelivered(KARI, 7))
    world.disk_takes_all()
    assert row(world, "a").state is SmsState.DELIVERED


def test_reports_are_not_awaited_for_ever(world: World) -> None:
    with_modem(world)
    asks(world)
    world.disk_takes_all()
    sent(world, 7)
    world.passes(3 * DAY + 120)
    assert world.switchboard.picture.outbox.sent == {}


# Ten thousand


def test_ten_thousand_rows_do_not_slow_other_events() -> None:
    """Nothing is looked at again while nothing changes, whatever holds the rows back."""
    rows = [Sms(SmsId(f"s{n}"), KARI, "x", SmsState.QUEUED) for n in range(10_000)]
    world = with_office(sms_per_recipient=1)
    world.happens(seen.Started(world.directory, tuple(rows)))
    with_modem(world)
    assert len(all_sent(world)) == 1
    outbox = world.switchboard.picture.outbox
    assert outbox.looked
    world.happens(seen.ButtonPressed("acknowledge"))
    assert world.switchboard.picture.outbox is not None
    assert world.switchboard.picture.outbox.lanes is outbox.lanes
    assert world.view.unsent == 9_999


def test_priorities_survive_the_start() -> None:
    rows = (
        Sms(SmsId("bulk"), KARI, "bulk", priority=SmsPriority.BULK),
        Sms(SmsId("normal"), KARI, "normal"),
        Sms(SmsId("urgent"), KARI, "urgent", priority=SmsPriority.URGENT),
    )
    world = World()
    world.happens(seen.Started(office(), rows))
    with_modem(world)
    assert all_sent(world) == ["urgent", "normal", "bulk"]
