"""New settings on trial: what goes back to the revision before if a trunk does not come up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TrialState(StrEnum):
    """Where a trial stands."""

    OPEN = "open"
    KEPT = "kept"
    """Every trunk was there at the end of the trial."""
    CONFIRMED = "confirmed"
    """A person has said that the settings shall stay."""
    RETURNED = "returned"
    """A trunk was not there, or the switchboard failed: the revision before is in force again."""
    REPLACED = "replaced"
    """Another revision was published meanwhile, which has a trial of its own."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A revision on trial. `previous` is where it goes back to.

    `watched` are the ids of the trunks that must be there at its end; None: not known yet.
    `heard` are those of them that have been up since it began. `returning`: the store has been
    told to go back.
    """

    revision: int
    previous: int
    watched: tuple[str, ...] | None = None
    heard: frozenset[str] = frozenset()
    returning: bool = False


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """How a trial stands, as the store keeps it."""

    revision: int
    state: TrialState
    watched: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TrialConfirmed:
    """A person wants the settings that are on trial to stay."""

    request: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """Publish the revision before `trial` anew; answer SettingsChanged or SettingsBroken."""

    trial: Trial
    note: str


@dataclass(frozen=True, slots=True)
class NoteFailure:
    """Note a failure of the switchboard; answer SettingsChanged if the box goes back for it."""

    times: int = 1
