"""What lamps, display, and pages show: the state of the office as plain text and names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the display; `size` is "huge", "large", "normal", "small", "invert", or "qr".

    A line that is too long moves if it may `scroll`, else it is shortened.
    """

    text: str
    size: str = "normal"
    scroll: bool = False


@dataclass(frozen=True, slots=True)
class Lamp:
    """A member of staff: `pattern` for the lamp, `why` for whoever asks.

    Patterns: "free", "ringing", "busy", "away", "wrap_up", "logged_out", "fault".
    """

    agent: str
    name: str
    pattern: str
    why: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the desk sees it."""

    call: str
    client: str
    caller: str
    about: str
    stands: str
    """Where the call stands: "menu", "waiting", "ringing", "talking", "message", "wrap-up"."""
    agent: str
    registered: str = ""
    """Whom the number is registered to: say "registered to ...", it proves nothing."""
    screening: str = ""
    """What the firm wants done with its callers, with its note."""
    urgent: bool = False
    abuse: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The whole picture: display rows, a lamp per member of staff, calls, and faults."""

    rows: tuple[Row, ...] = ()
    lamps: tuple[Lamp, ...] = ()
    calls: tuple[CallView, ...] = ()
    faults: tuple[str, ...] = ()
    waiting: int = 0
    unsent: int = 0
    inbox: int = 0
    """SMS that came in and wait for a person."""
    delivered: int = 0
    """SMS that a telephone has confirmed since the box started."""
