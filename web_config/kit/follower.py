"""What all viewers share: one connection to the switchboard, and the newest picture from it."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import cattrs

from appliance.control import ControlClient, ControlUnavailable, Watch
from appliance.control.view_line import unpacked
from appliance.core.desk.masking import Sight
from appliance.core.model.verdict import Verdict
from appliance.core.protocol.view import View
from web_config.words.languages import N_

RETRY_SECONDS = 1.0
FIRST_SECONDS = 2.0
"""How long the very first visitor waits for the first word of the switchboard."""

NOT_YET = N_("It has not been reached yet.")
STOPPED = N_("The switchboard has stopped.")
OTHER_VERSION = N_("The switchboard speaks another version than this page: restart both.")

Regions = Mapping[str, Sequence[tuple[str, str]]]
"""For each region of the page, its pieces in order: a key and the HTML."""


Dress = Callable[[View | None, Verdict | str, str, Sight], Regions]
"""Makes the page's pieces of a view, or of the words why there is none; in a language, for all who
may read as much."""

Viewers = tuple[str, Sight]
"""Those who share a language, and what they may read."""
Drawn = tuple[Regions, bytes]


@dataclass(frozen=True)
class Picture:
    """The office at a moment. `view` is None while nothing is known, and `words` say why.

    Each language is drawn when its first viewer asks, and then kept for all others who may read
    as much.
    """

    number: int
    view: View | None
    words: Verdict | str
    dress: Dress
    _drawn: dict[Viewers, Drawn] = field(default_factory=dict, compare=False)
    _drawing: threading.Lock = field(default_factory=threading.Lock, compare=False)

    def regions(self, language: str, sight: Sight) -> Regions:
        """The pieces of the page."""
        return self._drawn_for(language, sight)[0]

    def event(self, language: str, sight: Sight) -> bytes:
        """The picture as a server-sent event (HTML standard, section 9.2)."""
        return self._drawn_for(language, sight)[1]

    def _drawn_for(self, language: str, sight: Sight) -> Drawn:
        with self._drawing:  # all viewers are woken at once: the others wait for the first one's
            if (language, sight) not in self._drawn:
                regions = self.dress(self.view, self.words, language, sight)
                event = b"data: " + json.dumps(regions).encode() + b"\n\n"
                self._drawn[language, sight] = regions, event
            return self._drawn[language, sight]


class Follower:
    """Follows the switchboard in a thread, and lets any number of viewers wait for news."""

    def __init__(
        self,
        client: ControlClient,
        dress: Dress,
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._client = client
        self._dress = dress
        self._retry_seconds = retry_seconds
        self._changed = threading.Condition()
        self._picture = Picture(0, None, NOT_YET, dress)
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

    def _follow(self) -> Verdict | str:
        """Pass views on until there are no more; return why."""
        try:
            with self._client.watch() as views:
                self._hold(views)
                for view in views:
                    self._set(unpacked(view), "")
            return STOPPED
        except ControlUnavailable as unavailable:
            return unavailable.verdict or str(unavailable)
        except cattrs.BaseValidationError:
            return OTHER_VERSION
        finally:
            self._hold(None)

    def _hold(self, watch: Watch | None) -> None:
        with self._changed:
            self._watch = watch
            if watch and self.closed:
                watch.hang_up()

    def _set(self, view: View | None, words: Verdict | str) -> None:
        with self._changed:
            now = self._picture
            if now.number == 0 or (view, words) != (now.view, now.words):
                self._picture = Picture(now.number + 1, view, words, self._dress)
                self._changed.notify_all()
