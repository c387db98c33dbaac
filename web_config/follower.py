"""What all viewers share: one connection to the switchboard, and the newest picture from it."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import cattrs

from appliance.control import ControlClient, ControlUnavailable, Watch
from appliance.control.view_line import unpacked
from appliance.core.views import View

RETRY_SECONDS = 1.0
FIRST_SECONDS = 2.0
"""How long the very first visitor waits for the first word of the switchboard."""

NOT_YET = "It has not been reached yet."
STOPPED = "The switchboard has stopped."
OTHER_VERSION = "The switchboard speaks another version than this page: restart both."

Regions = Mapping[str, Sequence[tuple[str, str]]]
"""For each region of the page, its pieces in order: a key and the HTML."""


@dataclass(frozen=True)
class Picture:
    """The office at a moment, ready for the page. `view` is None while nothing is known."""

    number: int
    view: View | None
    regions: Regions

    @cached_property
    def event(self) -> bytes:
        """The picture as a server-sent event (HTML standard, section 9.2)."""
        return b"data: " + json.dumps(self.regions).encode() + b"\n\n"


class Follower:
    """Follows the switchboard in a thread, and lets any number of viewers wait for news.

    `dress` makes the page's pieces of a view, or, with None, of the words why there is none.
    """

    def __init__(
        self,
        client: ControlClient,
        dress: Callable[[View | None, str], Regions],
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._client = client
        self._dress = dress
        self._retry_seconds = retry_seconds
        self._changed = threading.Condition()
        self._picture = Picture(0, None, dress(None, NOT_YET))
        self._watch: Watch | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow; a switchboard that is down is awaited."""
        self._thread.start()

    def close(self) -> None:
        """Let go of the switchboard and of everybody who waits."""
        self._closed.set()
        with self._changed:
            if self._watch:
                self._watch.hang_up()
            self._changed.notify_all()
        self._thread.join()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed.is_set()

    def newest(self) -> Picture:
        """Return the newest picture; waits only for the first of all."""
        return self.after(0, FIRST_SECONDS)

    def after(self, number: int, seconds: float) -> Picture:
        """Wait up to `seconds` for a picture newer than `number`; return the newest there is."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._picture.number > number, seconds)
            return self._picture

    def _run(self) -> None:
        while not self.closed:
            self._set(None, self._follow())
            self._closed.wait(self._retry_seconds)

    def _follow(self) -> str:
        """Pass views on until there are no more; return why."""
        try:
            with self._client.watch() as views:
                self._hold(views)
                for view in views:
                    self._set(unpacked(view), "")
            return STOPPED
        except ControlUnavailable as unavailable:
            return str(unavailable)
        except cattrs.BaseValidationError:
            return OTHER_VERSION
        finally:
            self._hold(None)

    def _hold(self, watch: Watch | None) -> None:
        with self._changed:
            self._watch = watch
            if watch and self.closed:
                watch.hang_up()

    def _set(self, view: View | None, words: str) -> None:
        regions = self._dress(view, words)
        with self._changed:
            if self._picture.number == 0 or regions != self._picture.regions:
                self._picture = Picture(self._picture.number + 1, view, regions)
                self._changed.notify_all()
