"""What the staff line wants done: check a PIN, fetch a spoken message, forget a recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from appliance.core.model.ids import CallId


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Compare a PIN with the hash that the settings hold; gives one PinChecked.

    Apart from the core, since a hash that is worth its name takes long enough to be heard.
    """

    call: CallId
    hashed: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FetchMessage:
    """Find the next spoken message for these firms (None: of unknown lines) that nobody has heard.

    Newest first; `after` is the message before it, "" for the first. Gives one MessageFetched.
    """

    call: CallId
    firms: tuple[str | None, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Discard:
    """Forget a recording in memory that has served; one that is gone already is no error."""

    path: str


StaffCommand = CheckPin | FetchMessage | Discard
