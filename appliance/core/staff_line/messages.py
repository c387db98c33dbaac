"""Hearing spoken messages at the staff line: those of the firms that the member answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appliance.core.model.ids import (
    MessageHeard,
    Moment,
    Prompt,
    Receipt,
    SpokenFile,
    SpokenMessage,
)
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.commands_staff import Discard, FetchMessage
from appliance.core.protocol.events_staff_line import MessageFetched
from appliance.core.settings.staff_firms import firms_of
from appliance.core.staff_line.speaking import (
    Part,
    caller_said,
    language_of,
    said,
    say,
    say_menu,
    work,
)
from appliance.core.state.call import Call, Step, noted
from appliance.core.state.staff_line import AtStaffLine, StaffStep


def fetch(call: Call, phase: AtStaffLine, *, after: str = "") -> Step:
    """Look for the next message."""
    firms = firms_of(call.directory, phase.agent)
    find = FetchMessage(call.id, firms, after)
    return work(call, replace(phase, message=None), StaffStep.LOADING, *discarded(phase), find)


def fetched(call: Call, phase: AtStaffLine, event: MessageFetched, now: Moment) -> Step:
    """Say who rang whom, then what they said; or that there is nothing more."""
    if event.problem:
        call = noted(call, now, Told.MESSAGE_NOT_FETCHED, problem=event.problem)
    if event.message is None:
        return say_menu(call, phase, said(call, phase, "no_messages"))
    return hear(call, replace(phase, message=event.message))


def hear(call: Call, phase: AtStaffLine) -> Step:
    """Say the message from its start."""
    message = phase.message
    assert message
    parts = (*_announced(call, phase, message), SpokenFile(message.file))
    return say(call, phase, StaffStep.MESSAGE, *parts, said(call, phase, "after_message"))


def key_pressed(call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Step:
    """Next, again, or done with; any other key leads to the menu."""
    message = phase.message
    assert message
    if digit == "1":
        return fetch(call, phase, after=message.id)
    if digit == "2":
        return hear(call, phase)
    if digit == "3":
        call = noted(call, now, Told.HEARD_MESSAGE, phase.agent, id=message.id)
        heard = MessageHeard(message.id, phase.agent, now.wall)
        save = Save(Receipt(f"{call.id}:heard"), (heard,))
        return work(call, phase, StaffStep.SAVING, save)
    onward, commands = say_menu(call, phase)
    return onward, [*discarded(phase), *commands]


def heard_stored(call: Call, phase: AtStaffLine, *, stored: bool) -> Step:
    """It is done with: the next one. If the disk refuses, it is still to be done."""
    assert phase.message
    if stored:
        return fetch(call, phase, after=phase.message.id)
    sorry: tuple[Part, ...] = (said(call, phase, "not_stored"), said(call, phase, "after_message"))
    return say(call, phase, StaffStep.MESSAGE, *sorry)


def discarded(phase: AtStaffLine) -> Sequence[Command]:
    """Forget the copy of the message in memory."""
    return [Discard(phase.message.file)] if phase.message else []


def _announced(call: Call, phase: AtStaffLine, message: SpokenMessage) -> tuple[Part, ...]:
    language = language_of(call, phase)
    client = call.directory.clients.get(message.client or "")
    firm = (Prompt(client.name, language),) if client else ()
    return (*firm, said(call, phase, "message_from"), *caller_said(message.caller, language))
