"""When new settings stay and when the box goes back by itself to those before."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, Receipt, TimerId
from appliance.core.model.trial import ReturnTo, Trial, TrialRecord, TrialState
from appliance.core.model.verdict import Granted, Refused, Verdict, granted
from appliance.core.model.verdict import refused as refused_as
from appliance.core.protocol.commands import Command, Save, StartTimer, StopTimer
from appliance.core.protocol.events import RequestsUnread, StrangersIgnored, TrunkDown, TrunkUp
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on
from appliance.core.trunks import health
from appliance.core.trunks.health import FAULT, Told

TRIAL = TimerId("trial")
TRIAL_SECONDS = 60.0
AGAIN_SECONDS = 10.0
"""How soon the store is asked again to go back if the disk has refused."""


def begin(picture: Picture, before: Directory | None, trial: Trial | None) -> Step:
    """Put the settings that have just been taken over on trial; `before` are those until now.

    None as `before`: the box has started in the middle of a trial.
    """
    if picture.trial and trial and picture.trial.revision == trial.revision:
        return picture, []  # the same settings were loaded once more: their minute goes on
    stop: list[Command] = [StopTimer(TRIAL)] if picture.trial else []
    if trial is None:
        return replace(picture, trial=None), stop
    trial = _watching(picture, before, trial)
    if not trial.watched:
        return replace(picture, trial=None), [*stop, _save(trial, TrialState.KEPT)]
    picture = replace(picture, trial=trial)
    return picture, [StartTimer(TRIAL, TRIAL_SECONDS), _save(trial, TrialState.OPEN)]


def told(picture: Picture, event: Told) -> Picture:
    """Remember which trunks have been up since the trial began."""
    trial = picture.trial
    if trial is None or isinstance(event, StrangersIgnored | RequestsUnread):
        return picture
    one = frozenset((event.trunk,))
    heard = trial.heard | one if isinstance(event, TrunkUp) else trial.heard - one
    return replace(picture, trial=replace(trial, heard=heard))


def over(picture: Picture) -> Step:
    """The time of the trial is over: the settings stay, or the store is told to go back."""
    trial = picture.trial
    if trial is None:
        return picture, []
    missing = missing_trunks(picture, trial)
    if not missing:
        return replace(picture, trial=None), [_save(trial, TrialState.KEPT)]
    note = f"Returned by itself: no registration of {', '.join(missing)} within a minute."
    return replace(picture, trial=replace(trial, returning=True)), [ReturnTo(trial, note)]


def confirmed(picture: Picture) -> tuple[Picture, Verdict, list[Command]]:
    """A person wants the settings to stay: granted unless there is nothing on trial."""
    trial = picture.trial
    if trial is None:
        return picture, refused_as(Refused.NO_TRIAL), []
    if trial.returning:
        return picture, refused_as(Refused.TRIAL_RETURNS), []
    commands: list[Command] = [StopTimer(TRIAL), _save(trial, TrialState.CONFIRMED)]
    return replace(picture, trial=None), granted(Granted.SETTINGS_STAY), commands


def refused(picture: Picture) -> list[Command]:
    """The disk has not taken something: if it was the way back, try again."""
    if picture.trial and picture.trial.returning:
        return [StartTimer(TRIAL, AGAIN_SECONDS)]
    return []


def missing_trunks(picture: Picture, trial: Trial) -> tuple[str, ...]:
    """The watched trunks that are not there: reported down, or new and never heard of."""
    in_use = {trunk.id for trunk in picture.directory.every_trunk}
    return tuple(
        name for name in trial.watched or () if name in in_use and not _is_up(picture, trial, name)
    )


def _is_up(picture: Picture, trial: Trial, name: str) -> bool:
    return name in trial.heard and f"{FAULT}{name}" not in picture.faults


def _watching(picture: Picture, before: Directory | None, trial: Trial) -> Trial:
    """The trial with the trunks that must be there: none where no trunk is touched.

    A trunk that was down before and stays as it is proves nothing against the new settings.
    """
    now = picture.directory.every_trunk
    if before is None:
        return replace(trial, watched=trial.watched or tuple(trunk.id for trunk in now))
    if now == before.every_trunk:
        return replace(trial, watched=())
    unchanged = {trunk.id for trunk in now if trunk in before.every_trunk}
    up = frozenset(name for name in unchanged if f"{FAULT}{name}" not in picture.faults)
    watched = tuple(t.id for t in now if t.id not in unchanged or t.id in up)
    return replace(trial, watched=watched, heard=up)


def _save(trial: Trial, state: TrialState) -> Save:
    record = TrialRecord(trial.revision, state, trial.watched)
    return Save(Receipt(f"trial:{trial.revision}"), (record,))


def _of_trunks(picture: Picture, event: Told, now: Moment) -> Step:
    return told(health.told(picture, event), event), []


RULES = merged(
    on(TrunkUp, _of_trunks),
    on(TrunkDown, _of_trunks),
    on(StrangersIgnored, _of_trunks),
    on(RequestsUnread, _of_trunks),
)
