"""A line of the office as it is settled: its number, its languages, and where its keys lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from appliance.core.model.ids import Language

DIGITS = ("events", "in-band")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a key leads to: exactly one of a loop, a menu, a message, an answer, or the same menu.

    `label` is what the call is about, for display and SMS. `say` is a routine answer that is
    read to the caller, who then hears the menu again (office.md E6). `agent` is rung first and
    alone, whatever their calendar says (a direct call, office.md D6); the loop takes over.
    """

    label: str
    loop: str | None = None
    menu: str | None = None
    message: bool = False
    say: str = ""
    repeat: bool = False
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageKey:
    """A key by which the caller chooses a language before the menu (office.md D10).

    `skip_menu`: such callers go straight to what the menu leads to without a key.
    """

    language: Language
    skip_menu: bool = False


class LineKind(StrEnum):
    """Who calls a line: the callers of a client, or the office's own people."""

    CLIENT = "client"
    STAFF = "staff"


NEEDED = ("client", "menu", "language")
"""What a line needs that the callers of a client call."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number that is forwarded to the box, and whose it is.

    A line for the staff has no client and no menu of its own. `language` holds for callers who
    choose none. Outside `hours` the caller hears `closed_prompt`, on a public holiday
    `holiday_prompt`, and then gets `when_closed`; none: leaves a message.
    """

    id: str
    number: str
    client: str = ""
    menu: str = ""
    language: Language = ""
    language_prompt: str = ""
    languages: Mapping[str, LanguageKey] = field(default_factory=dict)
    hours: str | None = None
    closed_prompt: str = ""
    holiday_prompt: str = ""
    when_closed: Choice | None = None
    record: bool = False
    """Whether talks of this line are recorded; callers are told before."""
    tell_hours: bool = False
    """Whether callers who find us closed also hear when we are open."""
    digits: str = DIGITS[0]
    """How callers' keys come: "events" (RFC 4733, SIP INFO), or "in-band" as tones as well.

    Where the far end offers no telephone events, tones are listened for anyway.
    """
    kind: LineKind = LineKind.CLIENT

    @property
    def in_band(self) -> bool:
        """Whether keys are looked for in the sound though the far end offers telephone events."""
        return self.digits == "in-band"

    @property
    def spoken_languages(self) -> tuple[Language, ...]:
        """Every language that a caller of this line may hear, its own first."""
        chosen = (key.language for key in self.languages.values())
        return tuple(dict.fromkeys((self.language, *chosen)))


def digits_of(number: str) -> str:
    """What tells one number from another: E.164 is written with and without its plus."""
    return number.removeprefix("+")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What callers of some lines (none named: of all) hear before the menu (office.md B4).

    `texts`: by language; callers of another language hear nothing of it.
    """

    id: str
    texts: Mapping[Language, str]
    lines: tuple[str, ...] = ()
    active: bool = True
