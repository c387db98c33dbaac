"""What the buttons of the front panel do, pressed or held down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appliance.core.desk.requests import grant
from appliance.core.model.ids import Moment, Status, TimerId
from appliance.core.panel import display
from appliance.core.protocol.commands import DrawCode, StartTimer, TestLamps
from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events import ButtonPressed, PresenceSet
from appliance.core.protocol.events_panel import PowerKept
from appliance.core.staff.presence import staff_now
from appliance.core.state.picture import Picture, PowerState
from appliance.core.state.rules import Step, merged, on
from appliance.core.state.staff import takes_loop_calls

VIEW = TimerId("view")
VIEW_SECONDS = 20.0
"""So long a view stays that a button has chosen."""
HOLD = "hold:"
"""Before the name of a button that was held down for the holding time."""
STATUS = "status:"
"""Before the id of a member of staff who has a button of their own."""

POWER = "power"
"""The fault of a box that cannot switch itself off, until somebody has seen it."""


def pressed(picture: Picture, button: str, now: Moment) -> Step:
    """What a press leads to; a button that means nothing leads to nothing.

    "seen" is pressed on the page, by whoever has looked through the missed calls.
    Held down: "acknowledge" or "power" switches the box off, "lamp_test" or "reset" lets the
    display show a one-time code for the page, for whoever has forgotten the password.
    """
    match button:
        case "acknowledge":
            return _acknowledged(picture), []
        case "seen":
            return replace(picture, missed=0), []
        case "next" | "previous":
            return _viewing(picture, 1 if button == "next" else -1)
        case "status":
            return _my_status(picture, now)
        case "lamp_test":
            return picture, [TestLamps()]
        case "hold:acknowledge" | "hold:power":
            return replace(picture, power=PowerState.ASKED, viewing=""), []
        case "reset" | "hold:reset" | "hold:lamp_test":
            return picture, [DrawCode()]
    if button.startswith(STATUS):
        return _toggled(picture, button.removeprefix(STATUS), now)
    return picture, []


def when_quiet(picture: Picture) -> Step:
    """Switch off when that was asked for and no call is left."""
    if picture.power is PowerState.ASKED and not picture.calls:
        return replace(picture, power=PowerState.OFF), [PowerOff()]
    return picture, []


def kept_on(picture: Picture, reason: str) -> Picture:
    """The picture of a box that could not be switched off."""
    return replace(picture, power=PowerState.ON).with_fault(POWER, reason)


def _acknowledged(picture: Picture) -> Picture:
    """Counters begin anew, and a switching off that waits for calls is taken back."""
    power = PowerState.ON if picture.power is PowerState.ASKED else picture.power
    seen = replace(picture, refused=0, missed=0, ignored=0, unread=0, power=power)
    return seen.with_fault(POWER, "")


def _viewing(picture: Picture, step: int) -> Step:
    """The next view; among the staff, the next person."""
    staff = [display.STAFF + agent for agent in picture.directory.agents]
    if picture.viewing in staff:
        after = staff.index(picture.viewing) + step
        viewing = staff[after] if 0 <= after < len(staff) else ""
    else:
        viewing = display.next_view(picture.viewing, step)
    return _shown(picture, viewing)


def _my_status(picture: Picture, now: Moment) -> Step:
    """Show the staff; with a person chosen there, change whether they are available."""
    if not picture.viewing.startswith(display.STAFF):
        agents: Sequence[str] = tuple(picture.directory.agents)
        return _shown(picture, display.STAFF + agents[0]) if agents else (picture, [])
    agent = picture.viewing.removeprefix(display.STAFF)
    changed, commands = _toggled(picture, agent, now)
    again, timer = _shown(changed, picture.viewing)
    return again, commands + timer


def _toggled(picture: Picture, agent: str, now: Moment) -> Step:
    there = takes_loop_calls(staff_now(picture, now), agent)
    wanted = Status.AWAY if there else Status.AVAILABLE
    picture, _, commands = grant(picture, PresenceSet(agent, wanted), now)
    return picture, commands


def _shown(picture: Picture, viewing: str) -> Step:
    return replace(picture, viewing=viewing), [StartTimer(VIEW, VIEW_SECONDS)]


def _pressed(picture: Picture, event: ButtonPressed, now: Moment) -> Step:
    return pressed(picture, event.button, now)


def _kept_on(picture: Picture, event: PowerKept, now: Moment) -> Step:
    return kept_on(picture, event.reason), []


RULES = merged(on(ButtonPressed, _pressed), on(PowerKept, _kept_on))
