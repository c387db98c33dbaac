"""The published settings of the office as an immutable snapshot, and its look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from appliance.core.model import Language, Prompt
from appliance.core.wording import spoken_prompts


@dataclass(frozen=True, slots=True)
class Office:
    """The office itself. Seconds throughout; `mark` stands behind a number that we pass on."""

    name: str
    country: str = "NO"
    """ISO 3166-1 alpha-2: how numbers without a country code are read."""
    language: Language = "nb"
    time_zone: str = "Europe/Oslo"
    mark: str = "111"
    sms_to: str | None = None
    """Where messages of unknown lines go; none: they wait at the desk."""
    unknown_loop: str | None = None
    """The loop that takes calls of unknown lines; none: such callers leave a message."""
    ring_seconds: float = 20.0
    wrap_up_seconds: float = 60.0
    message_seconds: float = 120.0
    call_seconds: float = 14400.0
    max_calls: int = 64


@dataclass(frozen=True, slots=True)
class Client:
    """A firm whose telephone we answer."""

    id: str
    name: str
    phrase: str = ""
    """What we say when we answer as this firm; shown to the agent."""
    card: tuple[str, ...] = ()
    sms_to: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A number that is forwarded to the box, and whose it is."""

    id: str
    number: str
    client: str
    menu: str
    language: Language


@dataclass(frozen=True, slots=True)
class Choice:
    """What a key of a menu leads to: exactly one of a loop, another menu, or a message."""

    label: str
    """What the call is about, for display and SMS."""
    loop: str | None = None
    menu: str | None = None
    message: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """An announcement and its keys; no key, or too many wrong ones: the default."""

    id: str
    prompt: str
    keys: Mapping[str, Choice]
    default: str
    key_seconds: float = 5.0
    attempts: int = 2


@dataclass(frozen=True, slots=True)
class Loop:
    """A queue: callers wait for one of its members."""

    id: str
    name: str
    members: tuple[str, ...]
    wait_seconds: float = 60.0
    """How long a caller waits before we take a message instead."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff; `address` is a SIP URI, or a number that is reached by the trunk."""

    id: str
    name: str
    address: str
    language: Language = "nb"


@dataclass(frozen=True, slots=True)
class Trunk:
    """Where numbers outside the house are dialled: a provider or gateway without registration."""

    host: str
    """`host` or `host:port`."""
    identity: str = ""
    """The number that the provider knows us by."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that the office has settled, as it held when a call arrived."""

    office: Office
    clients: Mapping[str, Client] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    menus: Mapping[str, Menu] = field(default_factory=dict)
    loops: Mapping[str, Loop] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    trunk: Trunk | None = None

    def line_for(self, dialled: str, diverted: Iterable[str]) -> tuple[Line | None, str]:
        """The line that a call is for, and by which number it was known ("dialled", ...).

        The dialled number counts first, then each diverting number, most recent first.
        """
        by_number = {line.number: line for line in self.lines.values()}
        if line := by_number.get(dialled):
            return line, f"the dialled number {dialled}"
        for number in diverted:
            if line := by_number.get(number):
                return line, f"the diverting number {number}"
        return None, "no number that we know"

    def client_of(self, line: Line | None) -> Client | None:
        """The firm that a line belongs to; None for the unknown line."""
        return self.clients.get(line.client) if line else None

    def prompts(self) -> Iterator[Prompt]:
        """Every sentence that may be spoken, for rendering before the settings take effect."""
        for line in self.lines.values():
            yield from (Prompt(m.prompt, line.language) for m in self.menus_from(line.menu))
        languages = {line.language for line in self.lines.values()} | {self.office.language}
        languages |= {agent.language for agent in self.agents.values()}
        for language in sorted(languages):
            yield from spoken_prompts(language)

    def menus_from(self, menu: str) -> tuple[Menu, ...]:
        """The menus that a caller can reach from `menu`, it included."""
        seen: dict[str, Menu] = {}
        ahead = [menu]
        while ahead:
            here = self.menus.get(ahead.pop())
            if here and here.id not in seen:
                seen[here.id] = here
                ahead += [choice.menu for choice in here.keys.values() if choice.menu]
        return tuple(seen.values())


def neutral() -> Directory:
    """What holds while the office has settled nothing: answer neutrally and take messages."""
    return Directory(Office(name="Sentralbord", language="en"))
