"""The front panel live in a terminal, or a line per change where there is no terminal."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from rich.console import Console
from rich.live import Live

from appliance.terminal.frame import PanelView, clean, frame, picture_fits, why_of, word
from hardware.lamps import TICK_SECONDS, levels, ticks_to_change

LONGEST_PAUSE = 1.0
"""Seconds after which the window's size is looked at although nothing changed."""

END = None
Inbox = queue.Queue["PanelView | Exception | None"]


class PanelEnded(Exception):
    """There are no more views."""


def run_terminal_panel(views: Iterable[PanelView], *, console: Console | None = None) -> bool:
    """Show each view until `views` ends (True) or Ctrl-C is pressed, then restore the terminal.

    `views` is read in a thread of its own and may block. What it raises is raised here.
    """
    console = console or Console()
    inbox: Inbox = queue.Queue()
    threading.Thread(target=read_views, args=(views, inbox), name="views", daemon=True).start()
    show = draw_live if can_draw(console) else print_changes
    try:
        show(inbox, console)
    except KeyboardInterrupt:
        return False
    except PanelEnded:
        return True
    return True


def can_draw(console: Console) -> bool:
    """Whether this is a terminal that can move its cursor and has braille."""
    dumb = console.is_dumb_terminal or console.options.ascii_only
    return console.is_terminal and not dumb


def read_views(views: Iterable[PanelView], inbox: Inbox) -> None:
    """Put every view into the inbox, then how it ended."""
    try:
        for view in views:
            inbox.put(view)
    except Exception as error:
        inbox.put(error)
    else:
        inbox.put(END)


def next_view(inbox: Inbox, seconds: float | None) -> PanelView | None:
    """Return a view, or None after `seconds`; raises what ended the views, or PanelEnded."""
    try:
        letter = inbox.get(timeout=seconds)
    except queue.Empty:
        return None
    if letter is END:
        raise PanelEnded
    if isinstance(letter, Exception):
        raise letter
    return letter


def draw_live(inbox: Inbox, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
    """Draw every change and every blink, at most once a tick."""
    with Live(console=console, screen=True, auto_refresh=False) as live:
        view = next_view(inbox, None) or {}
        drawn: object = None
        while True:
            tick = int(clock() / TICK_SECONDS)
            looks = (view, burning(view, tick), console.size)
            if looks != drawn:
                live.update(frame(view, tick, picture_fits(view, *console.size)), refresh=True)
                drawn = looks
            view = newest_view(inbox, pause(view, tick, clock())) or view
            time.sleep(max(0.0, (tick + 1) * TICK_SECONDS - clock()))


def newest_view(inbox: Inbox, seconds: float) -> PanelView | None:
    """Wait for a view up to `seconds`; of several that lie ready, return the last."""
    newest = next_view(inbox, seconds)
    while newest is not None and not inbox.empty():
        newest = next_view(inbox, 0)
    return newest


def patterns(view: PanelView) -> list[str]:
    """Return the patterns of the lamps in a view."""
    return [lamp["pattern"] for lamp in view.get("lamps", ())]


def burning(view: PanelView, tick: int) -> list[tuple[bool, bool]]:
    """Return what the lamps of a view show at `tick`."""
    return [levels(pattern, tick) for pattern in patterns(view)]


def pause(view: PanelView, tick: int, now: float) -> float:
    """Return the seconds until a lamp changes, or until the size must be looked at."""
    steps = ticks_to_change(patterns(view), tick)
    if steps is None:
        return LONGEST_PAUSE
    return min(LONGEST_PAUSE, max(0.0, (tick + steps) * TICK_SECONDS - now))


def print_changes(inbox: Inbox, console: Console) -> None:
    """Print a line for every lamp, fault, and address that changed."""
    shown: PanelView = {}
    while True:
        view = next_view(inbox, None) or {}
        for line in changes(shown, view):
            print_line(console, f"{datetime.now():%H:%M:%S} {line}")
        shown = view


def print_line(console: Console, line: str) -> None:
    """Print a line as it is, with question marks for what the output cannot encode."""
    encoding = console.encoding
    print(line.encode(encoding, "replace").decode(encoding), file=console.file, flush=True)


def changes(old: PanelView, new: PanelView) -> Iterator[str]:
    """Yield a sentence for each thing that differs between two views."""
    yield from status_changes(old.get("status", {}), new.get("status", {}))
    before = {lamp["name"]: lamp for lamp in old.get("lamps", ())}
    for lamp in new.get("lamps", ()):
        if lamp != before.get(lamp["name"]):
            why = f" ({said})" if (said := why_of(lamp)) else ""
            yield f"{clean(lamp['name'])} {word(lamp['pattern'])}{why}"
    for fault in new.get("faults", ()):
        if fault not in old.get("faults", ()):
            yield f"fault: {clean(fault)}"
    for fault in old.get("faults", ()):
        if fault not in new.get("faults", ()):
            yield f"fault is over: {clean(fault)}"


def status_changes(old: PanelView, new: PanelView) -> Iterator[str]:
    """Yield a sentence for each address that changed, and for the callers waiting."""
    for name, key in (("SIP address", "sip"), ("web address", "web")):
        if new.get(key) and new.get(key) != old.get(key):
            yield f"{name} {clean(new[key])}"
    if new.get("waiting", 0) != old.get("waiting", 0):
        yield f"{new.get('waiting', 0)} waiting"
