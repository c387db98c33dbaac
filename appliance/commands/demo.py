"""The commands `sentralbord demo` and `sentralbord demo-call`: the office on one machine."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from appliance.commands.panel import watch
from appliance.common.sole_user import FolderInUse, sole_user
from appliance.control import ControlClient, ControlUnavailable
from appliance.core.settings.directory import Directory
from appliance.demo.calendars import DemoCalendars, read_by, with_calendars
from appliance.demo.staff import DemoStaff
from appliance.device import DeviceError, read_device
from appliance.probe.call import ProbeCall
from appliance.probe.reactor import ProbeError
from appliance.probe.rtp import DIGITS
from appliance.probe.telephone import Telephone
from appliance.selftest.temporary import DidNotStart, TemporaryBox, memory_folder
from appliance.settings.document import read
from appliance.store.store import Store
from hardware.emulated.panel import pins_for

WELCOME = """
Sentralbord runs as a demo: everything in it is made up.
  Call it:    {sip}   (any SIP telephone; try sip:+4710000001@{address})
  Or let it be called:  make call   (in another terminal)
  Look at it: {web}
  Its staff answer by themselves after four seconds.{absent}
  By their calendars Jonas is in a meeting and Tom is away: calls of loops pass them by.
  Ask it, in another terminal, after this line:
    export SENTRALBORD_DEVICE={device} PATH={path}:$PATH
    sentralbord why kari
    sentralbord sms list --all
    sentralbord route --line nordlys-nb --keys 1
"""
CALLER = "+4710000077"
CALENDAR_PORT = 8090
SMS_SECONDS = 8.0
"""A call whose outcome nobody says is closed, and its SMS taken by the modem, well within this."""
EXAMPLE = "sip:127.0.0.1:5060"
PAGE_SECONDS = 10.0


@click.command()
@click.option("--sip-port", default=5060, show_default=True, help="A free one is taken if busy.")
@click.option("--web-port", default=8080, show_default=True, help="A free one is taken if busy.")
@click.option("--staff/--no-staff", default=True, help="Let staff answer by themselves.")
@click.option("--prepare", is_flag=True, help="Only speak the prompts, so that it starts fast.")
def demo(sip_port: int, web_port: int, staff: bool, prepare: bool) -> None:
    """Run the whole office on this machine, with an emulated panel and modem, and show it."""
    office = files("appliance.demo").joinpath("office.toml").read_text(encoding="utf-8")
    directory = read(office)
    for name in (signal.SIGTERM, signal.SIGHUP):  # whoever ends us, our children end with us
        signal.signal(name, signal.default_int_handler)
    with ExitStack() as house:
        state_folder().mkdir(parents=True, exist_ok=True)
        try:
            house.enter_context(sole_user(state_folder(), "A demo that runs already"))
        except FolderInUse as error:
            if prepare:
                click.echo("The demo that runs has them.")
                return
            raise click.ClickException(str(error)) from error
        memory = tempfile.TemporaryDirectory(prefix="sentralbord-demo-", dir=memory_folder())
        web = ("127.0.0.1", free_port(web_port, socket.SOCK_STREAM))
        sip_port = free_port(sip_port, socket.SOCK_DGRAM)
        runtime = house.enter_context(memory)
        box = TemporaryBox(state_folder(), tables(directory, runtime, sip_port, web))
        calendars = DemoCalendars(CALENDAR_PORT, ZoneInfo(directory.office.time_zone))
        house.callback(calendars.close)
        box.publish(with_calendars(office, calendars.port))
        if prepare:
            click.echo("All there.")
            return
        try:
            box.start()
        except DidNotStart as error:
            raise click.ClickException(f"The switchboard does not start: {error}") from error
        house.callback(box.stop)
        house.enter_context(web_page(box, *web))
        house.enter_context(read_by(box.file))
        absent = hired(house, directory) if staff else ""
        click.echo(welcome(box.info(), absent))
        with suppress(KeyboardInterrupt):
            show(box)
        click.echo("The demo is over.")


def show(box: TemporaryBox) -> None:
    """Show the panel for as long as the switchboard runs, also when it starts anew meanwhile."""
    with suppress(ControlUnavailable):
        while watch(box.client) and comes_back(box):
            click.echo("The switchboard has started anew.")


def comes_back(box: TemporaryBox) -> bool:
    """Whether the switchboard has only ended to start anew, and now does."""
    try:
        return box.comes_back()
    except DidNotStart as error:
        raise click.ClickException(f"The switchboard does not start anew: {error}") from error


@click.command(name="demo-call")
@click.option("--to", default="+4710000001", show_default=True, help="The line that is called.")
@click.option("--keys", default="1", show_default=True, help="Pressed one after another.")
@click.option("--seconds", default=12.0, show_default=True, help="Length of the call.")
@click.option("--sip", default="", help="Where the switchboard is; else the demo that runs.")
def demo_call(to: str, keys: str, seconds: float, sip: str) -> None:
    """Call the demo that runs: press keys, talk (a tone), hang up."""
    check_keys(keys)
    try:
        demo_sip = "" if sip else str(running_demo()["sip"])
        sip = sip or demo_sip
    except ControlUnavailable:
        raise click.ClickException("No demo is running: start one with `make run`.") from None
    before = None if sip != demo_sip else owed_sms()
    with Telephone() as telephone:
        try:
            call = telephone.dial(sip.replace("sip:", f"sip:{to}@", 1), CALLER)
        except ValueError:
            raise click.ClickException(f"{sip!r} is no address such as {EXAMPLE}.") from None
        if not call.wait_for("answered", 5.0):
            raise click.ClickException(f"Not answered ({call.code or 'silence'}) at {sip}.")
        click.echo(f"{CALLER} called {to}: answered.")
        try:
            press_and_talk(call, keys)
        except ProbeError as error:
            raise click.ClickException(f"{error}.") from error
        ended = call.wait_for("ended", seconds)
        click.echo("The switchboard hung up." if ended else "Hanging up.")
    if before is not None:
        click.echo(fate_of_sms(before))


def check_keys(keys: str) -> None:
    """End the command with a sentence at what is on no telephone; no key at all is none pressed."""
    if odd := next((key for key in keys if key not in DIGITS), ""):
        raise click.ClickException(f"{odd!r} is no key: a telephone has {' '.join(DIGITS[:12])}.")


def press_and_talk(call: ProbeCall, keys: str) -> None:
    """Press the keys as a person does, then talk; raises ProbeError when the call is over."""
    for key in keys:
        time.sleep(2.0)  # a person listens before pressing
        call.press(key)
        click.echo(f"Pressed {key}.")
    call.send_tone(440)


def owed_sms() -> dict[str, str]:
    """The SMS that the demo has promised so far, each with its state."""
    device = read_device(device_file())
    with Store(device.database, device.media) as store:
        return {row["id"]: f"{row['state']} {row['number']}" for row in store.outbox(50)}


def fate_of_sms(before: Mapping[str, str]) -> str:
    """What became of the SMS about the call that just ended, as far as it is known in time."""
    until = time.monotonic() + SMS_SECONDS
    fates: list[str] = []
    while time.monotonic() < until:
        fates = [fate for sms, fate in owed_sms().items() if sms not in before]
        if fates and not fates[0].startswith(("queued", "sending")):
            break
        time.sleep(0.2)
    if not fates:
        return "No SMS was owed for it."
    state, _, number = fates[0].partition(" ")
    return f"The firm's SMS to {number}: {state}. See all: sentralbord sms list --all"


def device_file() -> Path:
    """The file that describes the demo's box."""
    return state_folder() / "device.toml"


def state_folder() -> Path:
    """Where the demo keeps its messages from one time to the next."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "sentralbord-demo"


def tables(
    directory: Directory, runtime: str, sip_port: int, web: tuple[str, int]
) -> dict[str, dict[str, Any]]:
    """The device.toml of the demo: everything emulated, a lamp for each member of staff."""
    lamps = {
        name: {"red": pins.red, "green": pins.green}
        for name, pins in pins_for(directory.agents).items()
    }
    return {
        "folders": {"data": str(state_folder() / "data"), "runtime": runtime},
        "sip": {"port": sip_port},
        "panel": {"kind": "emulated", "lamps": lamps},
        "oled": {"kind": "emulated"},
        "modem": {"kind": "emulated"},
        "web": {"host": web[0], "port": web[1]},
    }


def free_port(wanted: int, kind: socket.SocketKind) -> int:
    """The wanted port of the loopback interface, or a free one if somebody has it."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted


@contextmanager
def web_page(box: TemporaryBox, host: str, port: int) -> Iterator[None]:
    """The web process beside the switchboard."""
    with (box.file.parent / "web.log").open("ab") as log:
        page = subprocess.Popen(
            [
                *(sys.executable, "-m", "web_config", "--device", str(box.file)),
                *("--host", host, "--port", str(port), "--demo-without-password"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_until_served(page, host, port)
        yield
    finally:
        page.terminate()
        page.wait()


def _wait_until_served(page: subprocess.Popen[bytes], host: str, port: int) -> None:
    """An address is named only when it can be opened; a page that failed says so in its log."""
    deadline = time.monotonic() + PAGE_SECONDS
    while page.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, port), 1.0):
            return
        time.sleep(0.05)
    click.echo("The web page does not start: see web.log beside the demo's device.toml.", err=True)


def hired(house: ExitStack, directory: Directory) -> str:
    """Let the demo's staff come to work; says whose telephones are somebody else's."""
    staff = DemoStaff(directory.agents.values(), directory.partners.values())
    house.callback(staff.close)
    names = ", ".join(staff.absent)
    return f"\n  {names} have telephones of their own here." if names else ""


def welcome(info: Mapping[str, Any], absent: str) -> str:
    """What a newcomer needs to know, in a few lines."""
    sip = str(info["sip"])
    address = sip.removeprefix("sip:")
    return WELCOME.format(
        sip=sip,
        address=address,
        web=info["web"],
        absent=absent,
        device=shlex.quote(str(device_file())),
        path=shlex.quote(str(Path(sys.executable).parent)),
    )


def running_demo() -> Mapping[str, Any]:
    """What the running demo says of itself; raises ControlUnavailable."""
    try:
        device = read_device(device_file())
    except DeviceError as error:
        raise ControlUnavailable("No demo has run here yet.") from error
    info = ControlClient(device.control).ask("info").data["info"]
    assert isinstance(info, Mapping)
    return info
