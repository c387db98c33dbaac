"""A switchboard process with the little office, its modem, and what a test asks of both."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from support.little_office import document
from support.patience import PATIENCE

from appliance.control import ControlClient, ControlUnavailable
from appliance.core.settings.directory import Directory
from appliance.core.words.trail import in_english
from appliance.selftest.temporary import TemporaryBox
from appliance.store.store import Store
from hardware.emulated.modem import EmulatedModem

T = TypeVar("T")
View = dict[str, Any]
LOOK_SECONDS = 0.02


class RunningBox:
    """`folder` holds it all; `prompts` is copied, so that nothing is rendered.

    `modem` is the one that sends its SMS, or None where `modem_port` belongs to somebody else.
    """

    def __init__(
        self,
        folder: Path,
        prompts: Path,
        directory: Directory,
        *,
        modem_port: str = "",
        tables: Mapping[str, Any] | None = None,
    ) -> None:
        self.modem = None if modem_port else EmulatedModem(folder / "modem")
        self.directory = directory
        own = {
            "sip": {"port": 0},
            "panel": {"kind": "emulated", "lamps": {"anna": {"red": 5}, "bo": {"red": 6}}},
            "oled": {"kind": "emulated"},
            "modem": {"kind": "serial", "port": modem_port or str(folder / "modem")},
        }
        self.process = TemporaryBox(folder, {**own, **(tables or {})})
        shutil.copytree(prompts, self.process.device.prompt_cache)
        self._watcher: Watcher | None = None

    def __enter__(self) -> Self:
        if self.modem:
            self.modem.start()
        self.process.publish(document(self.directory))
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self.modem:
            self.modem.stop()

    # The process

    def start(self) -> Self:
        """Start it, and watch its views from the first one on."""
        self.process.start()
        self._watcher = Watcher(self.client)
        return self

    def stop(self) -> int:
        """End it cleanly: what it has promised to the disk is there afterwards."""
        status = self.process.stop()
        self._unwatch()
        return status

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self._unwatch()

    def _unwatch(self) -> None:
        if self._watcher:
            self._watcher.close()
            self._watcher = None

    @property
    def client(self) -> ControlClient:
        """The way to ask it."""
        return self.process.client

    @property
    def log(self) -> str:
        """What the process wrote so far."""
        return self.process.log.read_text(errors="replace")

    @property
    def host(self) -> str:
        """Where SIP reaches it: address and port."""
        return str(self.process.info()["sip"]).removeprefix("sip:")

    @property
    def port(self) -> int:
        """Its SIP port."""
        return int(self.host.rpartition(":")[2])

    def uri(self, number: str) -> str:
        """One of its lines."""
        return f"sip:{number}@{self.host}"

    # What it shows

    @property
    def views(self) -> list[View]:
        """Every view since the start; it shows ten a second at most."""
        assert self._watcher
        return self._watcher.views

    def shows(self, wanted: Callable[[View], object], seconds: float = PATIENCE) -> View:
        """Wait for a view, from the present one on."""
        assert self._watcher
        return self._watcher.wait_for(wanted, seconds)

    def stands(self, where: str, seconds: float = PATIENCE) -> View:
        """Wait until a call stands there: "menu", "ringing", "talking" ..."""
        return self.shows(lambda view: [c for c in view["calls"] if c["stands"] == where], seconds)

    def is_idle(self, seconds: float = PATIENCE) -> View:
        """Wait until no call is left."""
        return self.shows(lambda view: not view["calls"], seconds)

    def fault(self, words: str, seconds: float = PATIENCE) -> str:
        """Wait until a part tells of a fault in these words; gives all of its words."""
        view = self.shows(lambda view: any(words in fault for fault in view["details"]), seconds)
        return next(str(fault) for fault in view["details"] if words in fault)

    # What it stored

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Its store, for reading."""
        with Store(self.process.device.database, self.process.device.media) as store:
            yield store

    def calls(self) -> list[dict[str, Any]]:
        """The closed calls, newest first."""
        with self.store() as store:
            return store.calls(100)

    def messages(self) -> list[dict[str, Any]]:
        """The messages, newest first."""
        with self.store() as store:
            return store.messages(1000)

    def outbox(self) -> list[dict[str, Any]]:
        """The SMS, newest first."""
        with self.store() as store:
            return store.outbox(1000)

    def call_record(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """Wait for the record of the only call."""
        (record,) = eventually(self.calls, seconds)
        return record

    def outcome(self, seconds: float = PATIENCE) -> str:
        """Wait for the only call's record, and say how it ended."""
        return str(self.call_record(seconds)["disposition"])

    def recording(self, message: Mapping[str, Any]) -> bytes:
        """What was spoken into a message."""
        return (self.process.device.media / str(message["recording"])).read_bytes()


class Watcher:
    """Keeps every view that the control socket streams."""

    def __init__(self, client: ControlClient) -> None:
        self.views: list[View] = []
        self._changed = threading.Condition()
        self._watch = client.watch()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def wait_for(self, wanted: Callable[[View], object], seconds: float) -> View:
        """Wait for a view, from the present one on."""
        deadline, read = time.monotonic() + seconds, max(0, len(self.views) - 1)
        with self._changed:
            while True:
                for view in self.views[read:]:
                    if wanted(view):
                        return view
                read = len(self.views)
                if self._ended or not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"never shown; the last view was {self.views[-1:]}")

    def close(self) -> None:
        """Watch no more."""
        self._watch.hang_up()
        self._thread.join()
        self._watch.close()

    def _run(self) -> None:
        try:
            for view in self._watch:
                with self._changed:
                    self.views.append(view)
                    self._changed.notify_all()
        except ControlUnavailable:
            pass  # the switchboard is gone; who waits is told below
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def eventually(read: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `read` gives as soon as it is true: a database tells nobody that a row has come."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (found := read()):
        assert time.monotonic() < deadline, f"nothing within {seconds} s"
        pause.wait(LOOK_SECONDS)
    return found


def trail(record: Mapping[str, Any]) -> list[str]:
    """The story of a call."""
    return [in_english(step) for step in record["trail"]]


def lamps(view: View) -> dict[str, str]:
    """Each member of staff's lamp."""
    return {lamp["agent"]: lamp["pattern"] for lamp in view["lamps"]}
