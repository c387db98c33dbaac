"""Getting in at the staff line: who it is by number, the PIN, and what a wrong one leads to."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, PlayId
from appliance.core.model.told import Told
from appliance.core.protocol.commands_staff import CheckPin
from appliance.core.settings.directory import Directory
from appliance.core.staff_line import menu as staff_menu
from appliance.core.staff_line.speaking import said, say, work
from appliance.core.state import pin_attempts as pin_guard
from appliance.core.state.call import Call, Step, noted
from appliance.core.state.picture import Picture
from appliance.core.state.staff_line import AtStaffLine, StaffStep

MOST_TRIES = 3
"""So many wrong PINs, or questions without an answer, end the call."""

Turn = tuple[Picture, Step]


def greet(call: Call) -> Step:
    """Ask for the PIN of a member whose telephone we know, else for the number first."""
    claimed = known_by(call.directory, call.caller)
    phase = AtStaffLine(StaffStep.PIN, PlayId(""), claimed=claimed)
    return ask_pin(call, phase) if claimed else ask_number(call, phase)


def known_by(directory: Directory, caller: str | None) -> str:
    """The member of staff with a PIN to whom a calling number belongs, or nothing."""
    return directory.index.with_pin.get(caller, "") if caller else ""


def ask_number(call: Call, phase: AtStaffLine) -> Step:
    """Ask who it is."""
    phase = replace(phase, claimed="")
    return say(call, phase, StaffStep.NUMBER, said(call, phase, "number"))


def ask_pin(call: Call, phase: AtStaffLine) -> Step:
    """Ask for the PIN; the star leads to the question for the number."""
    return say(call, phase, StaffStep.PIN, said(call, phase, "pin"))


def number_entered(call: Call, phase: AtStaffLine) -> Step:
    """The number of a member, or of nobody: asked for the PIN all the same."""
    member = call.directory.index.extensions.get(phase.entered)
    return ask_pin(call, replace(phase, claimed=member.id if member else ""))


def pin_entered(picture: Picture, call: Call, phase: AtStaffLine, now: Moment) -> Turn:
    """Have the PIN checked, unless nobody may get in as this person."""
    agent = call.directory.agents.get(phase.claimed)
    if agent is None or not agent.pin:
        call = noted(call, now, Told.WRONG_PIN_OF_NOBODY)
        return picture, _wrong(call, phase)
    if pin_guard.locked(picture.pins, agent.id, now):
        return picture, _wrong(noted(call, now, Told.LOCKED_OUT, who=agent.name), phase)
    picture = replace(picture, pins=pin_guard.tried(picture.pins, agent.id, now))
    check = CheckPin(call.id, agent.pin, phase.entered)
    return picture, work(call, phase, StaffStep.CHECKING, check)


def pin_checked(picture: Picture, call: Call, phase: AtStaffLine, right: bool, now: Moment) -> Turn:
    """In with the right PIN; a wrong one counts."""
    name = call.directory.agents[phase.claimed].name
    if right:
        picture = replace(picture, pins=pin_guard.right(picture.pins, phase.claimed))
        call = noted(replace(call, agent=phase.claimed), now, Told.AT_STAFF_LINE, who=name)
        inside = replace(phase, agent=phase.claimed, tries=0, silent=0)
        return picture, staff_menu.stand(picture, call, inside, now)
    call = noted(call, now, Told.WRONG_PIN, who=name)
    if pin_guard.locked(picture.pins, phase.claimed, now):
        minutes = int(pin_guard.LOCKED_SECONDS // 60)
        call = noted(call, now, Told.LOCKED_OUT_FOR, who=name, n=minutes)
    return picture, _wrong(call, phase)


def _wrong(call: Call, phase: AtStaffLine) -> Step:
    """Again, from the number on; after too many tries the call ends."""
    phase = replace(phase, tries=phase.tries + 1)
    sorry = said(call, phase, "not_right")
    if phase.tries >= MOST_TRIES:
        return say(call, phase, StaffStep.GOODBYE, sorry, said(call, phase, "goodbye"))
    phase = replace(phase, claimed="")
    return say(call, phase, StaffStep.NUMBER, sorry, said(call, phase, "number"))
