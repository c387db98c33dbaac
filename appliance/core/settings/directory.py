"""The published settings of the office as an immutable snapshot, and its look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from appliance.core.model.calendar import CalendarAccess, GraphApp
from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Language, SpokenFile
from appliance.core.model.told import Told
from appliance.core.settings.client_card import Question
from appliance.core.settings.index import DirectoryIndex
from appliance.core.settings.lines import Announcement, Choice, Line, digits_of
from appliance.core.settings.loops import Loop
from appliance.core.settings.partners import Partner, id_of
from appliance.core.settings.screening import Screening
from appliance.core.settings.trunks import Trunk


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
    operator_loop: str | None = None
    """Where key 0 leads in every menu that has no key 0 of its own."""
    ring_seconds: float = 20.0
    wrap_up_seconds: float = 60.0
    message_seconds: float = 120.0
    record_prompts: Mapping[Language, str] = field(default_factory=dict)
    """By language, what callers hear before a talk is recorded; none: the house's own words."""
    record_days: int = 30
    """So long recordings of talks are kept."""
    calls_days: int = 730
    messages_days: int = 365
    sms_days: int = 365
    """So long closed calls, messages that are done with, and SMS are kept; 0: for ever."""
    audit_days: int = 365
    """So long it is kept who changed and who read what by the page."""
    call_seconds: float = 14400.0
    silence_seconds: float = 60.0
    """A call ends of which one side has sent no sound for so long, not even silence; 0: never."""
    max_calls: int = 64
    outgoing: tuple[str, ...] = ()
    """How the numbers begin that staff may dial through the trunk; none: only numbers that stand
    in the settings are ever dialled (toll fraud)."""
    max_outgoing: int = 8
    """So many calls go out by the trunk at once, at most."""
    sms_transliterate: bool = False
    """Whether letters outside the GSM alphabet may be replaced by similar ones to save parts."""
    sms_expire_seconds: float = 172800.0
    """An SMS that could not be sent for so long has failed."""
    sms_per_recipient: int = 100
    sms_per_day: int = 5000
    """Parts that go out in a day at most, to one number and in all."""
    sms_quiet: str = ""
    """Hours in which only urgent SMS and replies go out, such as "22:00-07:00"; none if empty."""
    display_dim: str = ""
    """When the display is dimmed while nobody calls, such as "20:00-07:00"; never if empty."""
    graph_tenant: str = ""
    graph_client: str = ""
    graph_secret: str = field(default="", repr=False)
    """The app of Microsoft Entra by which mailboxes are read, if there is one."""
    graph_secret_until: str = ""
    """The day on which the secret ends (ISO 8601), which Microsoft does not tell the app."""

    @property
    def graph(self) -> GraphApp | None:
        """Who asks Microsoft Graph for calendars; None until all of it is settled."""
        if self.graph_tenant and self.graph_client and self.graph_secret:
            return GraphApp(self.graph_tenant, self.graph_client, self.graph_secret)
        return None


@dataclass(frozen=True, slots=True)
class Client:
    """A firm whose telephone we answer."""

    id: str
    name: str
    phrase: str = ""
    """What we say when we answer as this firm; shown to the agent."""
    card: tuple[str, ...] = ()
    sms_to: str | None = None
    number: str | None = None
    """Where calls are put through to the client itself."""
    address: str = ""
    """Where the firm is visited; one or more lines."""
    on_duty: str = ""
    """Who of the firm is on duty and how they are reached, in the office's own words."""
    script: tuple[str, ...] = ()
    """What the agent says to every caller and asks them, step by step."""
    questions: tuple[Question, ...] = ()
    screening: tuple[Screening, ...] = ()
    """What the client wants done with its callers; the first rule whose hours hold counts."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a line is answered: weekday ("mon" ... "sun") -> spans such as "08:00-16:00".

    `holidays`: public holidays of the office's country are closed. `closed_days`: so are these,
    as ISO 8601 dates.
    """

    id: str
    weekly: Mapping[str, tuple[str, ...]]
    holidays: bool = True
    closed_days: tuple[str, ...] = ()


OPERATOR_KEY = "0"
"""Leads from every menu that gives it no meaning of its own to a person, where there is one."""


@dataclass(frozen=True, slots=True)
class Menu:
    """An announcement and its keys; no key, or too many wrong ones: the default.

    `prompt` is said in the line's own language, `prompts` holds it in others.
    """

    id: str
    prompt: str
    keys: Mapping[str, Choice]
    default: str
    key_seconds: float = 5.0
    attempts: int = 2
    prompts: Mapping[Language, str] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """The announcement for callers of a language."""
        return self.prompts.get(language, self.prompt)


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff; `address` is a SIP URI, or a number that is reached by the trunk.

    `confirm`: the call is theirs only after key 1, so that a mobile's voice mail cannot take it.
    `languages` that they speak besides their own. `superior` is rung when they press *9.
    """

    id: str
    name: str
    address: str
    language: Language = "nb"
    languages: tuple[Language, ...] = ()
    skills: tuple[str, ...] = ()
    confirm: bool = False
    extension: str = ""
    """The digits by which colleagues transfer a call to this person."""
    superior: str | None = None
    mobile: str | None = None
    """From here the member's own SMS come: status words (core/sms/status_commands.py)."""

    pin: str = field(default="", repr=False)
    """The hash of the PIN for the staff line; none: this person cannot use it."""
    may_record: bool = False
    """Whether this person may record greetings for the lines of their loops."""
    hours: str | None = None
    """The entry of [hours] in which this person works: a calendar's entry for a whole day keeps
    calls away only then; none: all day and night."""
    calendar: CalendarAccess | None = None
    """The calendar whose appointments keep the calls of loops away (office.md D4-D6)."""
    roles: tuple[str, ...] = ()
    """What this person is in the office: a member of every loop that asks for one of these."""

    def speaks(self, language: Language) -> bool:
        """Whether a caller of this language is understood."""
        return language == self.language or language in self.languages


@dataclass(frozen=True)
class Directory:
    """Everything that the office has settled, as it held when a call arrived."""

    office: Office
    clients: Mapping[str, Client] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    menus: Mapping[str, Menu] = field(default_factory=dict)
    loops: Mapping[str, Loop] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    hours: Mapping[str, Hours] = field(default_factory=dict)
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    """Public holidays of the office's country and their names; not part of the document."""
    trunk: Trunk | None = None
    trunks: Mapping[str, Trunk] = field(default_factory=dict)
    """Further trunks, by id."""
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    """Whose numbers are known; a name and a number prove nothing (office.md D7)."""
    greetings: Mapping[str, SpokenFile] = field(default_factory=dict)
    """Line -> what staff have recorded for it by telephone; not part of the document."""
    partners: Mapping[str, Partner] = field(default_factory=dict)

    @cached_property
    def index(self) -> DirectoryIndex:
        """What is looked up at every call."""
        return DirectoryIndex(self)

    @cached_property
    def every_trunk(self) -> tuple[Trunk, ...]:
        """Those that calls may come from, [trunk] first."""
        first = (self.trunk,) if self.trunk else ()
        return (*first, *self.trunks.values())

    @property
    def way_out(self) -> Trunk | None:
        """Where numbers outside the house are dialled: [trunk], else the first of [trunks]."""
        return next(iter(self.every_trunk), None)

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The SIP addresses of the staff, whose telephones may call us."""
        return tuple(a.address for a in self.agents.values() if a.address.startswith("sip"))

    def line_for(self, dialled: str, diverted: Iterable[str]) -> tuple[Line | None, Told, str]:
        """The line that a call is for, how it was known, and by which number.

        The dialled number counts first, then each diverting number, most recent first. Equal
        digits are the same line: carriers write E.164 with and without its plus.
        """
        by_number = self.index.lines
        if line := by_number.get(digits_of(dialled)):
            return line, Told.BY_DIALLED, dialled
        for number in diverted:
            if line := by_number.get(digits_of(number)):
                return line, Told.BY_DIVERTING, number
        return None, Told.BY_NOTHING, ""

    def members_of(self, loop: Loop) -> tuple[Agent, ...]:
        """The people of a loop: the named ones in their order, then those who have its roles."""
        return self.index.members.get(loop.id, ())

    def loops_of(self, agent: str) -> tuple[Loop, ...]:
        """The loops that a person is a member of, by name or by a role."""
        return self.index.loops_of.get(agent, ())

    def registered_to(self, number: str | None) -> str:
        """Everybody whom a number is registered to, or nothing; a withheld number is nobody's."""
        return self.index.registered.get(number, "") if number else ""

    def client_of(self, line: Line | None) -> Client | None:
        """The firm that a line belongs to; None for the unknown line."""
        return self.clients.get(line.client) if line else None

    def partner_at(self, target: str) -> Partner | None:
        """The partner whom `target` stands for where an agent is named; None for all others."""
        return self.partners.get(id_of(target))

    def taker(self, target: str) -> Agent | Partner | None:
        """Who takes calls under this name: an agent or a partner; None for a bare number."""
        return self.agents.get(target) or self.partner_at(target)

    def announced(self, line: Line, language: Language) -> tuple[str, ...]:
        """What callers of a line hear before its menu, in their language."""
        return tuple(
            announcement.texts[language]
            for announcement in self.index.announcements.get(line.id, ())
            if language in announcement.texts
        )

    def menus_of(self, line: Line) -> tuple[Menu, ...]:
        """The menus that callers of a line can reach, when it is open or closed."""
        closed = line.when_closed.menu if line.when_closed else None
        reached = (*self.menus_from(line.menu), *self.menus_from(closed or ""))
        return tuple({menu.id: menu for menu in reached}.values())

    def choices_of(self, line: Line) -> Iterator[Choice]:
        """Everything that a key or the closing of a line may lead its callers to."""
        for menu in self.menus_of(line):
            yield from menu.keys.values()
        if line.when_closed:
            yield line.when_closed

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
