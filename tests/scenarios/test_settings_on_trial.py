"""New settings whose trunk does not come up go back by themselves; a person may keep them."""

from __future__ import annotations

from dataclasses import replace

from support.world import World, office

from appliance.core.model.trial import ReturnTo, Trial, TrialConfirmed, TrialRecord, TrialState
from appliance.core.protocol.commands import Command, Reply, Save
from appliance.core.protocol.events import (
    SettingsBroken,
    SettingsChanged,
    Started,
    TrunkDown,
    TrunkUp,
)
from appliance.core.settings.trunks import Trunk

MOVED = replace(office(), trunk=Trunk("sip.example.net", registrar="sip.example.net", user="100"))
TRIAL = Trial(revision=2, previous=1)


def returns(world: World) -> list[ReturnTo]:
    return [command for command in world.done if isinstance(command, ReturnTo)]


def states(world: World) -> list[TrialState]:
    saves = [command for command in world.done if isinstance(command, Save)]
    records = [record for save in saves for record in save.records]
    return [record.state for record in records if isinstance(record, TrialRecord)]


def on_trial() -> World:
    world = World()
    world.happens(SettingsChanged(MOVED, trial=TRIAL))
    return world


def answered(commands: list[Command]) -> list[bool]:
    return [command.ok for command in commands if isinstance(command, Reply)]


def test_a_trunk_that_registers_within_a_minute_keeps_the_settings() -> None:
    world = on_trial()
    world.passes(59)
    world.happens(TrunkUp("trunk"))
    world.passes(5)
    assert returns(world) == []
    assert states(world) == [TrialState.OPEN, TrialState.KEPT]


def test_a_trunk_that_does_not_register_brings_the_old_settings_back() -> None:
    world = on_trial()
    world.happens(TrunkDown("trunk", "Trunk trunk: refuses the password."))
    world.passes(59)
    assert returns(world) == []
    world.passes(1)
    (back,) = returns(world)
    assert (back.trial.revision, back.trial.previous) == (2, 1)
    world.happens(SettingsChanged(office(), returned=back.note))
    assert world.switchboard.picture.faults["settings"] == back.note
    assert world.switchboard.picture.trial is None


def test_silence_is_no_registration() -> None:
    world = on_trial()
    world.passes(60)
    assert len(returns(world)) == 1


def test_a_person_keeps_the_settings_although_the_trunk_is_down() -> None:
    world = on_trial()
    assert answered(world.happens(TrialConfirmed("r1"))) == [True]
    world.passes(120)
    assert returns(world) == []
    assert states(world)[-1] is TrialState.CONFIRMED
    assert answered(world.happens(TrialConfirmed("r2"))) == [False]


def test_settings_that_leave_the_trunks_alone_are_kept_at_once() -> None:
    world = World()
    world.happens(TrunkDown("trunk", "Trunk trunk: no answer."))
    world.happens(SettingsChanged(replace(office(), announcements={}), trial=TRIAL))
    world.passes(120)
    assert returns(world) == []
    assert states(world) == [TrialState.KEPT]


def test_a_trunk_that_was_down_before_and_stays_as_it_is_is_not_waited_for() -> None:
    world = World(replace(office(), trunks={"spare": Trunk("spare.example.net", id="spare")}))
    world.happens(TrunkDown("spare", "Trunk spare: no answer."))
    spare = world.switchboard.picture.directory.trunks
    world.happens(SettingsChanged(replace(MOVED, trunks=spare), trial=TRIAL))
    world.happens(TrunkUp("trunk"))
    world.passes(60)
    assert returns(world) == []


def test_a_registered_trunk_that_is_lost_by_the_change_of_another_counts() -> None:
    other = {"spare": Trunk("spare.example.net", id="spare")}
    world = World(replace(office(), trunks=other))
    world.happens(TrunkUp("spare"))
    world.happens(SettingsChanged(replace(MOVED, trunks=other), trial=TRIAL))
    world.happens(TrunkUp("trunk"))
    world.happens(TrunkDown("spare", "Trunk spare: no answer."))
    world.passes(60)
    assert "spare" in returns(world)[0].note


def test_a_restart_in_the_middle_of_a_trial_begins_its_minute_anew() -> None:
    world = World()
    world.happens(Started(MOVED, trial=replace(TRIAL, watched=("trunk",))))
    world.passes(60)
    assert len(returns(world)) == 1


def test_a_disk_that_refuses_the_way_back_is_asked_again() -> None:
    world = on_trial()
    world.passes(60)
    world.happens(SettingsBroken("the disk is full"))
    world.passes(10)
    assert len(returns(world)) == 2


def test_a_call_in_progress_does_not_notice_the_way_back() -> None:
    world = World()
    leg = world.rings()
    world.happens(SettingsChanged(MOVED, trial=TRIAL))
    world.passes(60)
    world.happens(SettingsChanged(office(), returned="back"))
    world.presses(leg, "4")
    assert leg in world.legs
