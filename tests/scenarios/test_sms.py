"""The SMS that was promised: sent once, tried again, or left to a person to decide."""

from __future__ import annotations

import pytest
from support.world import World, office

from appliance.core.model.ids import Disposition, Sms, SmsId, SmsState
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen


@pytest.fixture
def world() -> World:
    return World()


def promise(world: World, call: str = "c1") -> None:
    """A call that ends with a message to the client."""
    world.presses(world.rings(leg=call), "1")
    leg = world.rung[-1].leg
    world.answers(leg)
    world.hangs_up(call)
    world.presses(leg, "2")
    world.disk_takes_all()


def state(world: World, sms: str = "c1-sms") -> SmsState:
    return next(row.state for row in world.outbox() if row.id == sms)


def test_without_a_modem_the_sms_waits_and_is_sent_when_the_modem_comes(world: World) -> None:
    promise(world)
    assert world.modem == []
    assert world.view.unsent == 1

    world.happens(seen.DeviceFound("modem", "Fiktiv Mobil"))
    world.disk_takes_all()
    (sending,) = world.modem
    assert sending.number == "+4710000011"


def test_the_disk_says_sending_before_the_modem_hears_of_it(world: World) -> None:
    world.happens(seen.DeviceFound("modem"))
    world.presses(world.rings(), "1")
    leg = world.rung[-1].leg
    world.answers(leg)
    world.hangs_up("c1")
    world.presses(leg, "2")
    assert world.modem == []
    world.disk_takes_all()
    assert len(world.modem) == 1
    assert state(world) is SmsState.SENDING


def sending(world: World) -> None:
    world.happens(seen.DeviceFound("modem"))
    promise(world)
    assert len(world.modem) == 1


def test_sent_is_remembered_and_nothing_is_left_unsent(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsSent(SmsId("c1-sms")))
    world.disk_takes_all()

    assert state(world) is SmsState.SENT
    assert world.view.unsent == 0


def test_a_busy_network_is_tried_again_later_and_later(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsFailed(SmsId("c1-sms"), "CMS 42: congestion", retryable=True))
    world.disk_takes_all()
    assert len(world.modem) == 1
    world.passes(15)
    world.disk_takes_all()
    assert len(world.modem) == 2

    world.happens(sms_seen.SmsFailed(SmsId("c1-sms"), "CMS 42: congestion", retryable=True))
    world.disk_takes_all()
    world.passes(29)
    assert len(world.modem) == 2
    world.passes(2)
    world.disk_takes_all()
    assert len(world.modem) == 3


def test_a_refused_number_is_a_fault_on_the_panel(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsFailed(SmsId("c1-sms"), "CMS 1: no such number", retryable=False))
    world.disk_takes_all()

    assert state(world) is SmsState.FAILED
    assert world.view.faults


def test_in_doubt_it_is_never_sent_again_by_itself(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsUncertain(SmsId("c1-sms"), "no answer"))
    world.disk_takes_all()
    world.passes(100_000)

    assert state(world) is SmsState.MAYBE
    assert len(world.modem) == 1
    assert any("may have been sent" in fault for fault in world.view.details)


def test_a_person_has_it_sent_again(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsUncertain(SmsId("c1-sms"), "no answer"))
    world.disk_takes_all()
    world.happens(sms_seen.SmsSettled(SmsId("c1-sms"), again=True, request="r"))
    world.disk_takes_all()

    assert world.replies[-1].ok
    assert len(world.modem) == 2


def test_a_person_leaves_it(world: World) -> None:
    sending(world)
    world.happens(sms_seen.SmsUncertain(SmsId("c1-sms"), "no answer"))
    world.disk_takes_all()
    world.happens(sms_seen.SmsSettled(SmsId("c1-sms"), again=False, request="r"))
    world.disk_takes_all()

    assert state(world) is SmsState.FAILED
    assert world.view.faults == ()


def test_one_sms_at_a_time(world: World) -> None:
    sending(world)
    promise(world, "c2")
    assert len(world.modem) == 1
    world.happens(sms_seen.SmsSent(SmsId("c1-sms")))
    world.disk_takes_all()
    assert [sms.sms for sms in world.modem] == ["c1-sms", "c2-sms"]


def test_after_a_power_cut_what_was_queued_is_sent_and_what_was_under_way_is_in_doubt() -> None:
    world = World()
    rows = (
        Sms(SmsId("a"), "+4710000011", "A", SmsState.QUEUED),
        Sms(SmsId("b"), "+4710000011", "B", SmsState.SENDING),
        Sms(SmsId("c"), "+4710000011", "C", SmsState.MAYBE),
    )
    world.happens(seen.Started(office(), rows))
    world.happens(seen.DeviceFound("modem"))
    world.disk_takes_all()

    assert [sms.sms for sms in world.modem] == ["a"]
    assert state(world, "b") is SmsState.MAYBE
    assert world.view.unsent == 3


def test_call_back_is_kept_for_the_desk_without_an_sms(world: World) -> None:
    world.presses(world.rings(), "1")
    leg = world.rung[-1].leg
    world.answers(leg)
    world.hangs_up("c1")
    world.presses(leg, "4")
    world.disk_takes_all()

    assert world.calls()[0].disposition is Disposition.CALL_BACK
    assert len(world.messages()) == 1
    assert world.outbox() == []
