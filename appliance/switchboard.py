"""The only wiring: every object of the switchboard is built, joined, and let go here."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from importlib.metadata import version

from appliance.backup.restoring import finish_restore
from appliance.backup.schedule import standing_problem, utc_now
from appliance.backup.troubles import BackupError
from appliance.common.sole_user import sole_user
from appliance.control import ControlError, ControlServer
from appliance.control.requests import OFFICE
from appliance.core.model.trial import NoteFailure, ReturnTo
from appliance.core.prompts import every_prompt
from appliance.core.protocol import commands as do
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import DeviceLost
from appliance.core.switchboard import Switchboard
from appliance.device import Device
from appliance.engine.clock import Clock
from appliance.engine.loop import Inbox, Loop, Performer
from appliance.engine.vouchers import vouchers
from appliance.engine.watchdog import Watchdog
from appliance.parts import Parts
from appliance.parts.staff_line import StaffPart
from appliance.speech.box_library import library_of
from appliance.speech.greetings import staged
from appliance.speech.library import PromptLibrary
from appliance.speech.preparer import Preparer
from appliance.store.started import NOTHING_PUBLISHED, note_begin, note_end, read_started
from appliance.store.troubles import part_with
from appliance.store.writer import Writer
from appliance.telephony.config import SipConfig, TelephonyError
from appliance.telephony.endpoint import Telephony

log = logging.getLogger(__name__)

OFFICE_GROUP = "sentralbord-office"
"""Whose office process may use its socket (systemd/sentralbord.sysusers)."""
NO_FAULT_OF_SETTINGS = (TelephonyError, ControlError, OSError)
STORE = (do.Save, do.LoadSettings, ReturnTo, NoteFailure, Expire)
TELEPHONE = (
    do.Answer,
    do.Reject,
    do.Play,
    do.StopPlaying,
    do.Ring,
    do.UseTrunks,
    do.Refer,
    LookFor,
    do.Bridge,
    do.Part,
    do.Record,
    RecordTalk,
    do.StopRecording,
    do.HangUp,
)


def run(device: Device) -> bool:
    """Be the switchboard until SIGTERM or SIGINT; True if it was asked to start anew.

    Raises TelephonyError or ControlError with a sentence if it cannot be.
    """
    told, again = threading.Event(), threading.Event()
    when_told_to_stop(told.set)  # an exception might be lost in the middle of an import
    make_ready(device)
    with ExitStack() as house:
        house.enter_context(sole_user(device.folders.data, "Another switchboard"))
        inbox, library = Inbox(), library_of(device)
        telephony = started_telephony(device, library, inbox)
        house.callback(telephony.stop)
        house.push(partial(ended, device))
        begin(device, library, inbox)

        writer = Writer(device.database, device.media, inbox.put, on_death=die)
        control = ControlServer(device.control, inbox.put, facts(device, telephony.sip_uri))
        office = office_socket(device, inbox)
        speech = Preparer(library, inbox.put)
        staff = StaffPart(device, inbox.put)
        for part in (writer, control, office, speech, staff):
            part.start()
            house.callback(part.stop)
        parts = Parts(device, inbox.put)
        house.callback(parts.close)

        loop = Loop(
            Switchboard(),
            telephony,
            inbox,
            {
                **dict.fromkeys(TELEPHONE, telephony.perform),
                **staff.performers,
                **parts.performers,
                **dict.fromkeys(STORE, writer.perform),
                do.Prepare: speech.perform,
                do.Show: partial(both, control.perform, parts.show),
                do.Reply: partial(both, control.perform, office.perform),
                do.Restart: lambda _: start_anew(loop, again),
            },
            Clock(partial(vouchers, trusted=device.clock.trusted)),
            Watchdog(),
        )
        when_told_to_stop(loop.stop, told)
        log.info("answering at %s", telephony.sip_uri)
        loop.run()
    return again.is_set()


def make_ready(device: Device) -> None:
    """Settle how this process treats its threads, and make the folders that it writes to."""
    threading.excepthook = lambda dead: die(dead.exc_value or RuntimeError(str(dead.exc_type)))
    sys.setswitchinterval(0.0002)  # a busy thread beside the loop costs a caller the interval
    for folder in (device.folders.data, device.recordings):
        folder.mkdir(parents=True, exist_ok=True)


def started_telephony(device: Device, library: PromptLibrary, inbox: Inbox) -> Telephony:
    """Telephony that answers from now on; raises TelephonyError, and leaves nothing open then."""
    sip = SipConfig.of(device.sip)
    telephony = Telephony(sip, inbox.put, library.file_of, device.recordings)
    try:
        telephony.start()
    except BaseException:
        telephony.stop()
        raise
    inbox.owned_by(telephony.wake)
    return telephony


def begin(device: Device, library: PromptLibrary, inbox: Inbox) -> None:
    """Tell the switchboard what the box finds when it starts, and have its prompts in memory."""
    try:
        finish_restore(device)
    except BackupError as error:
        inbox.put(DeviceLost("restore", f"The restore is not done: {error}"))
    returned = note_begin(device.database, device.media)
    started, problems = read_started(device.database, device.media)
    directory, unread = staged(started.directory, device.recordings)
    started = replace(started, directory=directory, returned=returned)
    problems = [*problems, *unread]
    try:
        library.stage(every_prompt(started.directory))
    except OSError as error:  # `Prepare` follows at once, and tells of what it lacks then too
        log.error("Not every prompt is in memory: %s", error)
    inbox.put(started)
    for problem in problems:
        part = "set_up" if problem == NOTHING_PUBLISHED else part_with(problem)
        inbox.put(DeviceLost(part, problem))
    if late := standing_problem(device, utc_now()):
        inbox.put(DeviceLost("backup", late))


def ended(device: Device, _: object, error: BaseException | None, __: object) -> None:
    """Note that the run has ended as it should; any other end counts against new settings.

    A port or a folder that others use is the machine's fault, and no settings' either.
    """
    if isinstance(error, Exception) and not isinstance(error, NO_FAULT_OF_SETTINGS):
        return
    note_end(device.database, device.media)


def office_socket(device: Device, inbox: Inbox) -> ControlServer:
    """Where the office process learns which calendars there are, and tells what is in them."""
    facts = {"pid": os.getpid()}
    return ControlServer(device.office, inbox.put, facts, served=OFFICE, group=OFFICE_GROUP)


def start_anew(loop: Loop, again: threading.Event) -> None:
    """End in order, and have `run` say that it shall be run again."""
    again.set()
    loop.stop()


def when_told_to_stop(stop: Callable[[], object], told: threading.Event | None = None) -> None:
    """From now on SIGTERM and Ctrl-C do this; at once, if it was `told` before."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop())
    if told and told.is_set():
        stop()


def facts(device: Device, sip_uri: str) -> dict[str, object]:
    """What the control socket tells of this process."""
    return {
        "sip": sip_uri,
        "web": f"http://{device.web.host}:{device.web.port}/",
        "version": version("sentralbord"),
        "pid": os.getpid(),
    }


def both(one: Performer, other: Performer, command: do.Command) -> None:
    """Let two adapters have the same command."""
    one(command)
    other(command)


def die(error: BaseException) -> None:
    """An edge thread is dead, which is a bug: end at once, systemd starts anew."""
    log.critical("a thread died", exc_info=error)
    os._exit(os.EX_SOFTWARE)
