"""Recorded talks: only where the settings say so, and only after the caller heard it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.world import NORDLYS, STROM, World, office

from appliance.core.model.ids import LegId, Moment, Prompt, Status
from appliance.core.model.talks import CallRecording, RecordingsExpired
from appliance.core.prompts import every_prompt
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.settings.directory import Directory
from appliance.core.words.trail import in_english

NOTICE = "Samtalen blir tatt opp."


def with_wages(**changes: object) -> Directory:
    base = office()
    wages = replace(base.loops["wages"], **{"record": True, **changes})  # type: ignore[arg-type]
    dials = replace(base.office, outgoing=("1",))
    return replace(base, office=dials, loops={**base.loops, "wages": wages})


def kept(world: World) -> list[CallRecording]:
    world.disk_takes_all()
    return [row for row in world.disk.values() if isinstance(row, CallRecording)]


def talks(world: World, leg: LegId, key: str = "2") -> LegId:
    """The caller presses a key, hears what there is to hear, and somebody answers."""
    world.presses(leg, key)
    if world.hears(leg) != "waiting":
        world.hears_all(leg)
    agent = world.rung[-1].leg
    world.answers(agent)
    assert frozenset((leg, agent)) in world.bridges
    return agent


def test_where_the_settings_say_nothing_nothing_is_recorded_or_told() -> None:
    world = World()
    leg = world.rings()
    world.presses(leg, "2")
    assert world.hears(leg) == "waiting"
    world.answers(world.rung[0].leg)
    assert world.talks == {}
    assert not any("tatt opp" in prompt.text for prompt in every_prompt(office()))


def test_the_caller_hears_it_before_anybody_is_rung_and_then_the_talk_is_recorded() -> None:
    world = World(with_wages())
    leg = world.rings()
    world.presses(leg, "2")
    assert world.hears(leg) == NOTICE
    assert world.rung == []

    world.hears_all(leg)
    assert world.hears(leg) == "waiting"
    assert world.talks == {}
    world.answers(world.rung[0].leg)
    assert list(world.talks) == [leg]


def test_the_recording_is_kept_with_the_call() -> None:
    world = World(with_wages())
    leg = world.rings()
    agent = talks(world, leg)
    world.hangs_up(leg)
    world.presses(agent, "1")
    (row,) = kept(world)
    assert (row.call, row.part, row.line, row.client) == (leg, 1, "nordlys", "nordlys")
    assert (row.agent, row.caller, row.seconds) == ("bo", "+4710000077", 5.0)
    assert row.recording == "/run/c1-1.wav"
    (call,) = world.calls()
    assert any("is recorded" in in_english(step) for step in call.trail)
    assert not any(world.leftovers().values())


def test_a_line_may_say_so_for_all_its_loops_and_only_its_own_callers() -> None:
    base = office()
    line = replace(base.lines["nordlys"], record=True)
    world = World(replace(base, lines={**base.lines, "nordlys": line}))
    leg = world.rings(NORDLYS)
    talks(world, leg, "3")
    assert list(world.talks) == [leg]
    other = world.rings(STROM, leg="c2")
    world.presses(other, "2")
    assert world.hears(other) == "waiting"


def test_the_office_may_say_it_in_its_own_words() -> None:
    base = with_wages()
    own = replace(base.office, record_prompts={"nb": "Vi tar opp for opplæring."})
    directory = replace(base, office=own)
    world = World(directory)
    leg = world.rings()
    world.presses(leg, "2")
    assert world.hears(leg) == "Vi tar opp for opplæring."
    ready = every_prompt(directory)
    assert {
        Prompt("Vi tar opp for opplæring.", "nb"),
        Prompt("Samtalen bliver optaget.", "da"),
    } <= {*ready}


def test_a_notice_that_cannot_be_played_has_told_nobody_and_nothing_is_recorded() -> None:
    world = World(with_wages())
    leg = world.rings()
    world.presses(leg, "2")
    play = world.playing.pop(leg)
    world.happens(seen.PromptEnded(leg, play.play, "it is not there"))
    agent = world.rung[0].leg
    world.answers(agent)
    assert world.talks == {}
    world.hangs_up(leg)
    world.presses(agent, "1")
    world.disk_takes_all()
    assert any("Not recorded" in in_english(step) for step in world.calls()[0].trail)


def test_who_is_told_once_is_not_told_again_and_a_transfer_goes_on_being_recorded() -> None:
    base = with_wages()
    agents = {
        name: replace(agent, extension=str(21 + at))
        for at, (name, agent) in enumerate(base.agents.items())
    }
    world = World(replace(base, agents=agents))
    leg = world.rings()
    agent = talks(world, leg)
    for key in "*224#":
        world.presses(agent, key)
    assert world.hears(leg) == "waiting"
    assert list(world.talks) == [leg]
    world.answers(world.rung[-1].leg)
    assert [command for command in world.done if isinstance(command, RecordTalk)] == [
        RecordTalk(leg, "c1-1")
    ]


def test_nobody_logged_in_takes_a_message_at_once_and_no_talk_is_recorded() -> None:
    world = World(with_wages())
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    leg = world.rings()
    world.presses(leg, "2")
    assert "beskjed" in world.hears(leg)
    assert world.talks == {}


def test_a_place_that_is_to_be_announced_does_not_cut_the_notice_short() -> None:
    world = World(with_wages(announce_seconds=1.0))
    leg = world.rings()
    world.presses(leg, "2")
    world.passes(1.5)
    assert world.hears(leg) == NOTICE


def test_the_offer_to_be_called_back_follows_the_notice_and_that_call_is_recorded() -> None:
    world = World(with_wages(call_back=True, wait_seconds=600.0))
    busy = world.rings(leg="c0")
    agent = talks(world, busy)
    leg = world.rings()
    world.presses(leg, "2")
    assert world.hears(leg).startswith(f"{NOTICE} Trykk en")
    world.hears_all(leg)
    world.presses(leg, "1")
    world.disk_takes_all()
    world.hears_all(leg)
    world.hangs_up(busy)
    world.presses(agent, "1")
    bo = world.rung[-1].leg
    world.answers(bo)
    world.presses(bo, "1")
    back = world.rung[-1].leg
    world.answers(back)
    assert list(world.talks) == [back]


def test_a_long_talk_is_kept_in_parts_so_that_the_memory_never_fills() -> None:
    world = World(with_wages())
    leg = world.rings()
    agent = talks(world, leg)
    world.passes(1500)
    world.hangs_up(leg)
    world.presses(agent, "1")
    assert [(row.id, row.part) for row in kept(world)] == [("c1-1", 1), ("c1-2", 2), ("c1-3", 3)]
    assert not any(world.leftovers().values())


def test_a_failing_disk_harms_no_call_and_has_the_recording_when_it_is_back() -> None:
    world = World(with_wages())
    leg = world.rings()
    agent = talks(world, leg)
    world.passes(700)
    world.disk_is_full()
    assert frozenset((leg, agent)) in world.bridges
    world.hangs_up(leg)
    world.presses(agent, "1")
    world.disk_is_full()
    assert any("wait for the disk" in fault for fault in world.view.details)
    world.passes(20)
    assert {row.part for row in kept(world)} == {1, 2}
    assert len(world.calls()) == 1


def test_memory_without_room_is_shown_and_the_talk_goes_on() -> None:
    world = World(with_wages())
    leg = world.rings()
    agent = talks(world, leg)
    world.talks.clear()
    world.happens(TalkRecorded("c1-1", None, 0.0, "there is no room left in memory."))
    assert frozenset((leg, agent)) in world.bridges
    assert any("A talk was not recorded" in fault for fault in world.view.details)
    assert "En samtale ble ikke tatt opp: se loggen." in world.view.faults
    (row,) = kept(world)
    assert (row.recording, row.problem) == (None, "there is no room left in memory.")


def test_a_caller_who_hangs_up_as_the_agent_answers_leaves_nothing() -> None:
    world = World(with_wages())
    leg = world.rings()
    world.presses(leg, "2")
    world.hears_all(leg)
    del world.legs[leg], world.playing[leg]
    agent = world.rung[0].leg
    world.answers(agent)
    world.happens(seen.LegEnded(leg))
    world.presses(agent, "1")
    assert kept(world) == []
    assert not any("not recorded" in fault for fault in world.view.details)
    assert not any(world.leftovers().values())


def swept(world: World) -> list[RecordingsExpired]:
    return [
        record
        for save in world.done
        for record in getattr(save, "records", ())
        if isinstance(record, RecordingsExpired)
    ]


def test_once_a_day_what_is_too_old_is_deleted() -> None:
    base = office()
    world = World(replace(base, office=replace(base.office, record_days=14)))
    world.passes(60)
    (first,) = swept(world)
    assert first.before == world.now().wall - timedelta(days=14)
    world.passes(3600)
    assert swept(world) == [first]
    world.passes(24 * 3600)
    assert len(swept(world)) == 2


def test_a_clock_that_is_not_set_deletes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    known = world.now
    monkeypatch.setattr(
        world, "now", lambda: Moment(known().monotonic, known().wall, clock_set=False)
    )
    world.passes(3600)
    assert swept(world) == []
