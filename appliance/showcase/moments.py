"""The moments that the front panel has a view for, each played on a stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from appliance.core.model.ids import Language, SmsId, Status
from appliance.core.panel import display_box
from appliance.core.protocol.events import (
    ButtonPressed,
    DeviceFound,
    DeviceLost,
    LegEnded,
    PresenceSet,
    TrunkUp,
)
from appliance.core.protocol.events_setup import CodeDrawn
from appliance.core.protocol.events_sms import SmsAsked
from appliance.core.protocol.view import View
from appliance.core.settings.directory import neutral
from appliance.showcase.office import CALLER, FOREIGN, LINE, LONG_LINE, OTHER, directory
from appliance.showcase.stage import Stage

ADDRESS = "192.168.1.20"


def view_of(name: str, language: Language) -> View:
    """The panel in one of MOMENTS, in an office of this language."""
    if name in BARE:
        office = replace(neutral(), office=replace(neutral().office, language=language))
        stage = Stage(office)
        stage.happens(DeviceFound("address", ADDRESS))
        return BARE[name](stage)
    stage = Stage(directory(language))
    stage.happens(
        DeviceFound("modem", "Fjordmobil good signal"),
        DeviceFound("address", ADDRESS),
        TrunkUp("trunk"),
        PresenceSet("a5", Status.AWAY),
        PresenceSet("a6", Status.LOGGED_OUT, "-"),
    )
    return MOMENTS[name](stage)


def _idle(stage: Stage) -> View:
    return stage.looks()


def _missed(stage: Stage) -> View:
    for caller in (CALLER, OTHER):
        stage.happens(LegEnded(stage.rings(LINE, caller)))
    stage.happens(SmsAsked(SmsId("s"), CALLER, "?"))
    return stage.looks()


def _owed(stage: Stage) -> View:
    _missed(stage)
    return _after(stage, "next", "next")


def _menu(stage: Stage) -> View:
    stage.rings()
    return stage.looks()


def _ringing(stage: Stage) -> View:
    stage.rings(LINE, CALLER, "1")
    return stage.looks()


def _ringing_long(stage: Stage) -> View:
    stage.rings(LONG_LINE, FOREIGN, "2")
    return stage.looks()


def _withheld(stage: Stage) -> View:
    stage.rings(LINE, None, "1")
    return stage.looks()


def _in_call(stage: Stage) -> View:
    stage.rings(LINE, CALLER, "1")
    stage.is_answered()
    return stage.looks()


def _wrap_up(stage: Stage) -> View:
    leg = stage.rings(LINE, CALLER, "1")
    agent = stage.is_answered()
    stage.happens(LegEnded(leg), LegEnded(agent))
    return stage.looks()


def _busy_hour(stage: Stage) -> View:
    for number, caller in ((LINE, CALLER), (LONG_LINE, OTHER), (LINE, FOREIGN)):
        stage.rings(number, caller, "1")
        stage.is_answered()
    stage.rings(LINE, OTHER, "1")
    stage.passes(48)
    stage.rings(LINE, FOREIGN, "1")
    stage.passes(13)
    return stage.looks()


def _waiting(stage: Stage) -> View:
    _busy_hour(stage)
    return _after(stage, "next")


def _nobody_waits(stage: Stage) -> View:
    return _after(stage, "next")


def _fault(stage: Stage) -> View:
    stage.happens(DeviceLost("modem", "The modem finds no mobile network."))
    return stage.looks()


def _faults(stage: Stage) -> View:
    stage.happens(
        DeviceLost("panel 0x20", "The lamp chip at 0x20 does not answer."),
        DeviceLost("button status", "The button 'status' is stuck."),
        DeviceLost("trunk trunk", "The registrar does not answer."),
    )
    return _after(stage, "next", "next", "next")


def _parts(stage: Stage) -> View:
    stage.happens(DeviceFound("speech"), DeviceFound("oled"), DeviceFound("panel"))
    return _after(stage, "next", "next", "next", "next")


def _status(stage: Stage) -> View:
    return _after(stage, "status", "next", "status")


def _no_time(stage: Stage) -> View:
    stage.forgets_the_time()
    return stage.looks()


def _switching_off(stage: Stage) -> View:
    return _after(stage, "hold:power")


def _switching_off_later(stage: Stage) -> View:
    _in_call(stage)
    return _after(stage, "hold:power")


def _off(stage: Stage) -> View:
    return _dark(stage, display_box.safe_rows)


def _restarting(stage: Stage) -> View:
    return _dark(stage, display_box.restarting_rows)


def _dark(stage: Stage, rows: Callable[[Language], display_box.Rows]) -> View:
    """The switchboard has died: its lamps are out."""
    return stage.shows(rows=tuple(rows(stage.looks().language)), lamps=(), signals=(), lights={})


def _after(stage: Stage, *buttons: str) -> View:
    stage.happens(*map(ButtonPressed, buttons))
    return stage.looks()


def _first_boot(stage: Stage) -> View:
    url = f"http://{ADDRESS}:8080/"
    stage.happens(CodeDrawn("48219930", ("sentralbord.local", ADDRESS), url))
    return stage.looks()


BARE: Mapping[str, Callable[[Stage], View]] = {"first-boot": _first_boot, "not-set-up": _idle}
"""Moments of a box on which nothing has been settled yet."""

MOMENTS: Mapping[str, Callable[[Stage], View]] = {
    "idle": _idle,
    "missed": _missed,
    "owed": _owed,
    "menu": _menu,
    "ringing": _ringing,
    "ringing-long": _ringing_long,
    "withheld": _withheld,
    "in-call": _in_call,
    "wrap-up": _wrap_up,
    "busy-hour": _busy_hour,
    "waiting": _waiting,
    "nobody-waits": _nobody_waits,
    "status": _status,
    "parts": _parts,
    "fault": _fault,
    "faults": _faults,
    "no-time": _no_time,
    **BARE,
    "switching-off": _switching_off,
    "switching-off-later": _switching_off_later,
    "off": _off,
    "restarting": _restarting,
}
