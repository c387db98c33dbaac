"""New settings that make the switchboard fail: when the box goes back to those before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.core.model.ids import Moment
from appliance.core.model.trial import NoteFailure
from appliance.core.model.verdict import Refused, refused
from appliance.core.protocol.events import Event, SettingsChanged, Started
from appliance.core.protocol.events_box import RuleFailed
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step

MOST_FAILURES = 2
WITHIN_SECONDS = 60.0
YOUNG = timedelta(days=1)
"""So long after their publication settings are to blame; later it is more likely something else."""
REFUSED = refused(Refused.FAULT_INSIDE)
"""What somebody hears who asked for something that failed."""
WENT_BACK = "Returned by itself: the switchboard failed twice within a minute."


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure with `revision` in force, noted at `at` (monotonic seconds), worth `times`."""

    revision: int
    at: float
    times: int = 1


def failed(picture: Picture, event: RuleFailed, now: Moment) -> Step:
    """A picture of the office could not be drawn: it is shown, and counted against the settings."""
    return with_fault(picture, "look"), [NoteFailure()]


def with_fault(picture: Picture, about: str) -> Picture:
    """The picture in which it is seen that something has failed, and at what."""
    return picture.with_fault("switchboard", f"A fault inside at {about}: see the log.")


def failures(event: Event) -> int:
    """How many failures one counts for: settings that cannot even be taken over fail for good."""
    return MOST_FAILURES if isinstance(event, Started | SettingsChanged) else 1


def goes_back(failures: Iterable[Failure], revision: int, now: float) -> bool:
    """Whether a revision has failed so often within a minute that the one before shall hold."""
    recent = (
        failure.times
        for failure in failures
        if failure.revision == revision and 0 <= now - failure.at <= WITHIN_SECONDS
    )
    return sum(recent) >= MOST_FAILURES


def is_young(published_at: datetime, now: datetime) -> bool:
    """Whether settings are new enough to be to blame (both aware); also if a clock went back."""
    return now - published_at < YOUNG
