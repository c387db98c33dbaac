"""The command that records a talk."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import LegId


@dataclass(frozen=True, slots=True)
class RecordTalk:
    """Record what a leg and whoever it is bridged with say to each other, until the leg ends.

    While it is bridged with nobody, nothing is recorded. A later RecordTalk for the leg closes
    this one. Gives one TalkRecorded, whose `talk` is the name given here.
    """

    leg: LegId
    talk: str
