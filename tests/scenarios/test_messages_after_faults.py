"""Whatever fails inside: what a caller has spoken is kept, and its SMS goes out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from scenarios.test_faults_inside import (
    Planting,
    all_come_to_an_end,
    fails,
    faulty,
    heard_to_its_end,
    plantings,
    to_a_message,
    walked,
)
from support.world import World, office

from appliance.core import amends, house_amends
from appliance.core import call_transitions as calls
from appliance.core.calls import closing, line_greeting, message, recorded_talks
from appliance.core.model.ids import Disposition, InboxSms, LegId, Urgency
from appliance.core.model.talks import CallRecording
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_sms import SmsArrived
from appliance.core.sms import incoming
from appliance.core.state.call import Call

CALLER_LEG = LegId("c1")
NORDLYS_SMS = "+4710000011"
SAID = "+4710000077 ringte til Nordlys Rør 20.11 10:00 om beskjed. Innlest beskjed på 7 sek."


def speaks(world: World) -> None:
    """The caller is heard by the recorder."""
    world.rings()
    heard_to_its_end(world)
    world.presses(CALLER_LEG, "4")
    heard_to_its_end(world)
    heard_to_its_end(world)
    assert world.recording == {CALLER_LEG}


def is_kept(world: World) -> None:
    """The message is on the disk, and its SMS is with the modem."""
    world.happens(seen.DeviceFound("modem"))
    world.disk_takes_all()
    [kept] = world.messages()
    [row] = world.outbox()
    assert (kept.recording, row.message, row.number) == ("/run/c1.wav", "c1", NORDLYS_SMS)
    assert world.modem[-1].number == NORDLYS_SMS
    assert not world.memory


@dataclass
class Spoken(Planting):
    """Remembers what was spoken."""

    spoken: list[str] = field(default_factory=list)

    def happens(self, event: Event) -> list[do.Command]:
        if isinstance(event, seen.RecordingEnded) and event.path:
            self.spoken.append(event.path)
        return super().happens(event)


@pytest.mark.parametrize("amends_hold", [True, False])
def test_wherever_a_fault_is_a_spoken_message_has_its_sms(
    amends_hold: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not amends_hold:
        fails(monkeypatch, amends, "amended")
    heard = 0
    for at, function in plantings("message"):
        world = Spoken(office(), target=at, function=function, faults=[])
        walked(world, to_a_message)
        all_come_to_an_end(world)
        world.happens(seen.DeviceFound("modem"))
        world.disk_takes_all()
        assert [row.recording for row in world.messages()] == world.spoken, (at, function)
        assert [row.message for row in world.outbox()] == ["c1"] * len(world.spoken)
        assert len(world.modem) == len(world.spoken), (at, function)
        assert not world.memory
        heard += len(world.spoken)
    assert heard > 20


def test_after_two_faults_in_a_row_the_sms_says_who_rang_whom_and_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    speaks(world)
    fails(monkeypatch, message, "store")
    fails(monkeypatch, closing, "sms_text")
    world.presses(CALLER_LEG, "#")
    is_kept(world)
    assert world.outbox()[0].text == SAID
    assert world.calls()[0].disposition is Disposition.MESSAGE_LEFT


def test_an_urgent_message_stays_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    world = faulty()
    speaks(world)
    urgent = replace(the_call(world), urgent=True)
    world.switchboard.picture = world.switchboard.picture.with_call(urgent.id, urgent)
    fails(monkeypatch, message, "store")
    fails(monkeypatch, amends, "promised")
    world.presses(CALLER_LEG, "#")
    is_kept(world)
    assert world.messages()[0].urgency is Urgency.URGENT
    assert world.outbox()[0].priority.name == "URGENT"


def test_who_wants_no_sms_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    base = office()
    silent = replace(base.clients["nordlys"], sms_to=None)
    world = faulty(replace(base, clients={**base.clients, "nordlys": silent}))
    speaks(world)
    fails(monkeypatch, message, "store")
    fails(monkeypatch, amends, "promised")
    world.presses(CALLER_LEG, "#")
    world.disk_takes_all()
    assert len(world.messages()) == 1
    assert world.outbox() == []


@pytest.mark.parametrize("how", ["key", "time"])
def test_a_call_that_is_cut_off_while_somebody_speaks_keeps_what_was_spoken(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = faulty()
    speaks(world)
    with monkeypatch.context() as patched:
        fails(patched, calls, "advance")
        fails(patched, amends, "amended")
        if how == "key":
            world.presses(CALLER_LEG, "#")
        else:
            world.passes(200)
    assert not world.legs
    is_kept(world)
    assert not any(world.leftovers().values()), world.leftovers()


def test_the_longest_time_ends_a_message_and_does_not_lose_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    speaks(world)
    with monkeypatch.context() as patched:
        fails(patched, calls, "_over_limit")
        world.timers.pop(f"{CALLER_LEG}:recording")  # type: ignore[call-overload]
        world.passes(the_call(world).directory.office.call_seconds)
    is_kept(world)


def test_where_nothing_was_recorded_the_firm_still_learns_who_rang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    speaks(world)
    world.recording.clear()
    with monkeypatch.context() as patched:
        fails(patched, message, "store")
        world.happens(seen.RecordingEnded(CALLER_LEG, None, 0.0, "no room"))
    world.disk_takes_all()
    assert world.messages()[0].recording is None
    assert world.outbox()[0].number == NORDLYS_SMS


@pytest.mark.parametrize(
    ("module", "rule"), [(line_greeting, "stored"), (house_amends.ledger, "handed_over")]
)
def test_an_sms_that_is_on_the_disk_goes_out_whatever_fails_beside_it(
    module: object, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = faulty()
    speaks(world)
    with monkeypatch.context() as patched:
        fails(patched, module, rule)
        world.presses(CALLER_LEG, "#")
        world.disk_takes_all()
    world.happens(seen.DeviceFound("modem"))
    world.disk_takes_all()
    assert [sms.number for sms in world.modem] == [NORDLYS_SMS]
    heard_to_its_end(world)
    world.disk_takes_all()
    assert not world.switchboard.picture.ledger.pending


def test_a_recorded_talk_whose_rule_fails_is_kept_and_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = office()
    wages = replace(base.loops["wages"], record=True)
    world = faulty(replace(base, loops={**base.loops, "wages": wages}))
    leg = world.rings()
    world.presses(leg, "2")
    world.hears_all(leg)
    agent = world.rung[-1].leg
    world.answers(agent)
    with monkeypatch.context() as patched:
        fails(patched, recorded_talks, "ended")
        world.hangs_up(leg)
    world.presses(agent, "1")
    world.disk_takes_all()
    [row] = [row for row in world.disk.values() if isinstance(row, CallRecording)]
    assert (row.recording, row.seconds) == ("/run/c1-1.wav", 5.0)
    assert not any(world.leftovers().values()), world.leftovers()


def test_a_talk_that_nobody_began_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = faulty()
    fails(monkeypatch, recorded_talks, "ended")
    world.happens(TalkRecorded("c9-1", "/run/c9-1.wav", 3.0))
    assert world.saves == []


def test_an_sms_whose_rule_fails_lies_in_the_inbox_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    event = SmsArrived("in-1", "+4710000055", "FRI", pieces=("p1",))
    with monkeypatch.context() as patched:
        fails(patched, incoming, "_obey")
        world.happens(event)
        world.happens(event)
    assert len(world.saves) == 1
    world.disk_takes_all()
    [kept] = [row for row in world.disk.values() if isinstance(row, InboxSms)]
    assert (kept.text, kept.handled, kept.pieces) == ("FRI", False, ("p1",))
    assert world.switchboard.picture.mail.unhandled == {"in-1"}
    assert do.DeleteSms("in-1") in world.done


def the_call(world: World) -> Call:
    [call] = world.switchboard.picture.calls.values()
    return call
