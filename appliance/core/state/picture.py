"""The one immutable picture of the office: settings, calls, staff, promises, and faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from appliance.core.model.calendar import Calendar
from appliance.core.model.frozen import changed
from appliance.core.model.ids import CallId, LegId, Moment, Receipt
from appliance.core.model.talks import CallRecording
from appliance.core.model.trial import Trial
from appliance.core.model.trouble import Reason
from appliance.core.model.verdict import Verdict
from appliance.core.settings.directory import Directory
from appliance.core.state.attempts import WayOut
from appliance.core.state.blocks import Blocks
from appliance.core.state.call import Call
from appliance.core.state.hunting_order import Hunting
from appliance.core.state.inbox import Mail
from appliance.core.state.live_calls import LiveCalls
from appliance.core.state.one_time_code import Door
from appliance.core.state.outbox import Outbox
from appliance.core.state.pace import Pace
from appliance.core.state.pending_saves import Ledger
from appliance.core.state.pin_attempts import Guard
from appliance.core.state.presses import Presses
from appliance.core.state.readiness import Readiness
from appliance.core.state.setup import Listening
from appliance.core.state.staff import STRANGER, Member
from appliance.core.state.stirred import ALL, Stirred
from appliance.core.state.test_line import TestLine


class PowerState(StrEnum):
    """Whether the box stays on: ASKED waits for the calls to end, OFF is on its way down."""

    ON = "on"
    ASKED = "asked"
    OFF = "off"


@dataclass(frozen=True)
class Picture:
    """Everything that the switchboard knows.

    `faults`: device -> what is wrong with it; `devices`: device -> a sentence.
    """

    directory: Directory
    calls: LiveCalls = field(default_factory=LiveCalls)
    staff: Mapping[str, Member] = field(default_factory=dict)
    outbox: Outbox = field(default_factory=Outbox)
    mail: Mail = field(default_factory=Mail)
    ledger: Ledger = field(default_factory=Ledger)
    faults: Mapping[str, Reason] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    test_lines: tuple[TestLine, ...] = ()
    trial: Trial | None = None
    """Settings that go back by themselves if their trunks do not come up."""
    awaited: Mapping[Receipt, tuple[str | None, Verdict]] = field(default_factory=dict)
    """Requests that are answered when the disk has something: receipt -> request and verdict."""
    missed: int = 0
    """Calls that nobody answered, until somebody acknowledges them at the panel."""
    pins: Guard = field(default_factory=dict)
    """How often each person's PIN was wrong at the staff line, and who is locked out."""
    viewing: str = ""
    """The view of the display that a button chose; none: the most urgent."""
    refused: int = 0
    """Calls that found every line of the box busy, since it started."""
    door: Door = field(default_factory=Door)
    """The one-time code that the display may show."""
    listening: Listening = field(default_factory=Listening)
    """What calls bring with them, while somebody sets up a line."""
    way_out: WayOut = field(default_factory=WayOut)
    trunks_up: frozenset[str] = frozenset()
    """The trunks by which calls can come and go, as they said themselves."""
    cut_short: Mapping[LegId, Call] = field(default_factory=dict)
    """Calls that a fault ended while a message was spoken, until its recording has come."""
    talks: Mapping[str, CallRecording] = field(default_factory=dict)
    """The talks that are being recorded, by the name of the recording."""
    recordings_swept: date | None = None
    """The day on which old recordings were deleted last."""
    days_seen: tuple[date, ...] = ()
    """The days that the clock has told last: see steady_clock.py."""
    expired_on: date | None = None
    """The day on which the last of what was too old was deleted."""
    dialled: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Member of staff -> when (monotonic) they had numbers dialled, of the last hour."""
    pace: Pace = field(default_factory=Pace)
    """How fast the loops are served."""
    ignored: int = 0
    """Packets from unknown addresses that were dropped unanswered, since it started."""
    readiness: Readiness = field(default_factory=Readiness)
    """Of what can be said."""
    unread: int = 0
    """Requests that were refused because they cannot be read, since somebody has looked."""
    unread_last: str = ""
    """The last of them: from where, and what it lacked."""
    power: PowerState = PowerState.ON
    presses: Presses = field(default_factory=Presses)
    """Keys that may be heard once more, by the other ear."""
    rung_out: Mapping[LegId, str] = field(default_factory=dict)
    """Telephones that have rung their whole time: leg -> agent, until it is known how it ended."""
    doubted: Mapping[str, str] = field(default_factory=dict)
    """Telephones that were asked whether they are there: agent -> address, until they answer."""
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    """The calendars of the staff, as they were read last."""
    blocks: Blocks = field(default_factory=Blocks)
    """What calendars say of now."""
    unserved: Stirred = ALL
    """What has changed since it was looked at who is rung next."""
    hunting: Hunting = field(default_factory=Hunting)
    """Who of each loop was to be rung first when it was looked at."""
    crowded: bool = False
    """Whether somebody waits who gets less than they could, as the trunk carries no more."""
    unseen: Stirred = ALL
    """What has changed since the office was shown."""

    def with_call(self, call_id: CallId, call: Call | None) -> Picture:
        """The picture in which this call stands so, or (None) is over."""
        calls = self.calls.having(call_id, call)
        agents = (*self.calls.kept_by(call_id), *calls.kept_by(call_id))
        unserved = self.unserved.also((call_id,), agents)
        unseen = self.unseen.also((call_id,), agents)
        return changed(self, calls=calls, unserved=unserved, unseen=unseen)

    def with_member(self, agent: str, member: Member) -> Picture:
        """The picture in which this person stands so."""
        return self.with_staff({agent: member})

    def with_idle(self, agent: str | None, now: Moment) -> Picture:
        """The picture in which this person has just become free of a call."""
        if agent is None:
            return self
        member = changed(self.staff.get(agent, STRANGER), idle_since=now.monotonic)
        return self.with_member(agent, member)

    def with_rung(self, agent: str, now: Moment) -> Picture:
        """The picture in which this person's telephone has just been rung."""
        member = changed(self.staff.get(agent, STRANGER), rung_at=now.monotonic)
        return self.with_member(agent, member)

    def with_staff(self, members: Mapping[str, Member]) -> Picture:
        """The picture in which these people stand so."""
        said = [agent for agent in members if self._says_otherwise(agent, members[agent])]
        blocks = self.blocks.asked_anew(said) if said else self.blocks
        staff = {**self.staff, **members}
        return changed(self.stirred(tuple(members)), staff=staff, blocks=blocks)

    def with_calendar(self, agent: str, calendar: Calendar) -> Picture:
        """The picture with what was read in this person's calendar."""
        blocks = self.blocks.asked_anew((agent,))
        calendars = {**self.calendars, agent: calendar}
        unseen = self.unseen.also((), (agent,))
        return changed(self, calendars=calendars, blocks=blocks, unseen=unseen)

    def stirred(self, agents: tuple[str, ...]) -> Picture:
        """The picture in which these people are to be looked at again."""
        unserved, unseen = self.unserved.also((), agents), self.unseen.also((), agents)
        return changed(self, unserved=unserved, unseen=unseen)

    def _says_otherwise(self, agent: str, member: Member) -> bool:
        """Whether a calendar may count otherwise by what this person has said."""
        before = self.staff.get(agent, STRANGER)
        said = (before.status, before.until) != (member.status, member.until)
        return said and agent in self.calendars

    def with_fault(self, device: str, reason: Reason) -> Picture:
        """The picture with a fault that is shown, or ("") healed."""
        faults = {key: value for key, value in self.faults.items() if key != device}
        if reason:
            faults[device] = reason
        return changed(self, faults=faults)
