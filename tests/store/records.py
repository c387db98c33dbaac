"""Records of one call about a leak, as the core hands them over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from appliance.core.model.ids import (
    CallId,
    CallRecord,
    Disposition,
    Message,
    PresenceRecord,
    Sms,
    SmsId,
    SmsState,
    Status,
    TrailStep,
)
from appliance.core.model.told import Told

MORNING = datetime(2025, 3, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))


def message(id: str = "c1", *, recording: str | None = None, note: str = "") -> Message:
    return Message(
        id=id,
        call=CallId(id),
        client="nordlys",
        caller="+4710000055",
        about="forsikring",
        taken_at=MORNING,
        clock_set=True,
        taken_by=None,
        note=note,
        recording=recording,
        seconds=3.5 if recording else 0.0,
    )


def sms(
    id: str = "c1-sms",
    state: SmsState = SmsState.QUEUED,
    *,
    attempts: int = 0,
    reason: str = "",
    about: str | None = None,
    text: str = "+4710000055 ringte.",
) -> Sms:
    return Sms(SmsId(id), "+4710000101", text, state, attempts, reason, about)


def call(id: str = "c1", *, steps: tuple[Told, ...] = (Told.URGENT, Told.ABUSE)) -> CallRecord:
    trail = tuple(TrailStep(MORNING + timedelta(seconds=n), kind) for n, kind in enumerate(steps))
    return CallRecord(
        id=CallId(id),
        line="nordlys-nb",
        client="nordlys",
        caller=None,
        dialled="+4710000001",
        language="nb",
        started=MORNING,
        ended=MORNING + timedelta(minutes=2),
        clock_set=False,
        about="forsikring",
        agent=None,
        disposition=Disposition.MESSAGE_LEFT,
        note="",
        trail=trail,
    )


def presence(agent: str = "kari", status: Status = Status.AWAY) -> PresenceRecord:
    return PresenceRecord(agent, status, "lunsj", datetime(2025, 3, 3, 11, 30, tzinfo=UTC))
