"""A pretend world around the switchboard: legs, players, timers, disk, and modem as plain sets.

It holds every command to the promises of the real adapters, and remembers what is left open, so
that a test says "the caller presses 1" and reads who is rung.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest

from appliance.core.model.calendar import CalendarAccess
from appliance.core.model.ids import (
    CallRecord,
    LegId,
    Message,
    Moment,
    PlayId,
    Prompt,
    Receipt,
    Sms,
    Sound,
    SpokenFile,
    SpokenMessage,
    Strategy,
    TimerId,
)
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands_fault import TellFault
from appliance.core.protocol.commands_staff import CheckPin, Discard, FetchMessage
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.core.protocol.view import View
from appliance.core.settings.directory import Agent, Client, Directory, Menu, Office
from appliance.core.settings.lines import Announcement, Choice, LanguageKey, Line, LineKind
from appliance.core.settings.loops import Loop, Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.trunks import Trunk
from appliance.core.switchboard import Switchboard

NORDLYS = "+4710000001"
STROM = "+4510000002"
STAFF = "+4710000009"
CALLER = "+4710000077"


def office() -> Directory:
    """Two client firms, three loops, four members of staff."""
    keys = {
        "1": Choice("faktura", loop="invoices"),
        "2": Choice("lønn", loop="wages"),
        "3": Choice("annet", loop="other"),
        "4": Choice("beskjed", message=True),
    }
    return Directory(
        office=Office("Fjordkontoret", sms_to="+4710000099"),
        clients={
            "nordlys": Client(
                "nordlys", "Nordlys Rør", "Nordlys Rør, du snakker med", sms_to="+4710000011"
            ),
            "strom": Client("strom", "Café Strøm", sms_to="+4510000012"),
        },
        lines={
            "nordlys": Line("nordlys", NORDLYS, "nordlys", "main", "nb"),
            "strom": Line("strom", STROM, "strom", "main", "da"),
        },
        menus={"main": Menu("main", "Velkommen.", keys, default="3")},
        loops={
            "invoices": Loop("invoices", "Faktura", ("anna", "bo")),
            "wages": Loop("wages", "Lønn", ("bo",)),
            "other": Loop("other", "Annet", ("anna", "cato", "dag")),
        },
        agents={
            "anna": Agent("anna", "Anna", "sip:anna@127.0.0.1:5071"),
            "bo": Agent("bo", "Bo", "sip:bo@127.0.0.1:5072"),
            "cato": Agent("cato", "Cato", "+4710000055"),
            "dag": Agent("dag", "Dag", "sip:dag@127.0.0.1:5074"),
        },
        trunk=Trunk("127.0.0.1:5090", "+4710000000"),
    )


@dataclass
class World:
    """The switchboard with pretend adapters that keep their contracts."""

    directory: Directory = field(default_factory=office)
    switchboard: Switchboard = field(default_factory=Switchboard)
    seconds: float = 0.0
    legs: dict[LegId, str] = field(default_factory=dict)
    """leg -> "incoming", "ringing", "answered"; an ended leg is not in it."""
    rung: list[do.Ring] = field(default_factory=list)
    referred: list[do.Refer] = field(default_factory=list)
    playing: dict[LegId, do.Play] = field(default_factory=dict)
    recording: set[LegId] = field(default_factory=set)
    talks: dict[LegId, str] = field(default_factory=dict)
    """leg -> the name of the talk that is recorded there."""
    bridges: set[frozenset[LegId]] = field(default_factory=set)
    timers: dict[TimerId, float] = field(default_factory=dict)
    saves: list[do.Save] = field(default_factory=list)
    """Handed to the disk and not answered yet."""
    disk: dict[str, object] = field(default_factory=dict)
    modem: list[do.SendSms] = field(default_factory=list)
    """Handed to the modem and not answered yet."""
    replies: list[do.Reply] = field(default_factory=list)
    pins: list[do.Command] = field(default_factory=list)
    """PINs that are being compared."""
    fetching: list[do.Command] = field(default_factory=list)
    """Spoken messages that are being looked for."""
    memory: set[str] = field(default_factory=set)
    """Copies and unconfirmed recordings in memory."""
    rejected: dict[LegId, int] = field(default_factory=dict)
    view: View = field(default_factory=View)
    done: list[do.Command] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    """Addresses of telephones that answer nothing."""
    heard: set[LegId] = field(default_factory=set)
    """Legs on which a telephone has said something."""
    spoke_last: dict[str, bool] = field(default_factory=dict)
    """Whether the last that is known of an address is a word, and not silence."""
    looks: list[LookFor] = field(default_factory=list)
    """Telephones that are being looked for."""
    faults: list[TellFault] | None = None
    """The faults inside that were told; None: there shall be none."""

    leapt: timedelta = timedelta()
    """How far somebody has set the wall clock ahead."""

    def __post_init__(self) -> None:
        self.happens(seen.Started(self.directory, days_seen=self.days_before()))

    def days_before(self) -> tuple[date, ...]:
        """A box that has run for some days."""
        return tuple(self.now().wall.date() - timedelta(days=ago) for ago in (3, 2, 1))

    # Time and events

    def now(self) -> Moment:
        start = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
        return Moment(self.seconds, start + self.leapt + timedelta(seconds=self.seconds))

    def happens(self, event: seen.Event) -> list[do.Command]:
        commands = self.switchboard.handle(event, self.now())
        commands += self.switchboard.look(self.now())
        while self.switchboard.behind:
            commands += self.switchboard.look(self.now())
        for command in commands:
            self.perform(command)
        self.done += commands
        return commands

    def passes(self, seconds: float) -> None:
        """Time goes by; what runs out on the way fires at its moment."""
        end = self.seconds + seconds
        while self.timers and min(self.timers.values()) <= end:
            timer = min(self.timers, key=self.timers.__getitem__)
            self.seconds = self.timers.pop(timer)
            self.happens(seen.TimerFired(timer))
        self.seconds = end

    # What people do

    def rings(
        self, number: str = NORDLYS, caller: str | None = CALLER, leg: str = "c1", **more: object
    ) -> LegId:
        self.legs[LegId(leg)] = "incoming"
        self.happens(seen.CallArrived(LegId(leg), number, caller, **more))  # type: ignore[arg-type]
        return LegId(leg)

    def presses(self, leg: LegId, digit: str) -> None:
        self.happens(seen.DigitPressed(leg, digit))

    def hears_all(self, leg: LegId) -> None:
        """The leg hears what plays to it to its end."""
        play = self.playing.pop(leg)
        assert not play.loop, "a loop has no end"
        self.happens(seen.PromptEnded(leg, play.play))

    def hangs_up(self, leg: LegId, code: int = 200) -> None:
        self.ended(leg, code)

    def says_that_it_rings(self, leg: LegId) -> None:
        self._speaks(leg)
        self.happens(seen.LegRinging(leg))

    def answers(self, leg: LegId) -> None:
        self._speaks(leg)
        self.legs[leg] = "answered"
        self.happens(seen.LegAnswered(leg))

    def disk_takes_all(self) -> None:
        while self.saves:
            save = self.saves.pop(0)
            for record in save.records:
                if isinstance(record, Message) and record.recording:
                    self.memory.discard(record.recording)
                key = getattr(record, "id", None) or save.receipt
                self.disk[f"{type(record).__name__}:{key}"] = record
            self.happens(seen.Saved(save.receipt))

    def pins_are_compared(self) -> None:
        """The hash of a PIN is "hash of" and the PIN here; the real one is tested elsewhere."""
        checks, self.pins = self.pins, []
        for check in checks:
            assert isinstance(check, CheckPin)
            self.happens(PinChecked(check.call, check.hashed == f"hash of {check.pin}"))

    def messages_come(self, *found: SpokenMessage) -> None:
        """The store has these, or nothing more."""
        asked, self.fetching = self.fetching, []
        for fetch, message in zip_longest(asked, found):
            assert isinstance(fetch, FetchMessage)
            self.memory |= {message.file} if message else set()
            self.happens(MessageFetched(fetch.call, message))

    def disk_is_full(self) -> None:
        full, self.saves = self.saves, []
        for save in full:
            self.happens(seen.SaveFailed(save.receipt, "the disk is full"))

    # What is on the disk, and where people stand

    def calls(self) -> list[CallRecord]:
        return [r for r in self.disk.values() if isinstance(r, CallRecord)]

    def messages(self) -> list[Message]:
        return [r for r in self.disk.values() if isinstance(r, Message)]

    def outbox(self) -> list[Sms]:
        return [r for r in self.disk.values() if isinstance(r, Sms)]

    def hears(self, leg: LegId) -> str:
        """The sentence or sound that a leg hears now."""
        if leg not in self.playing:
            return ""
        what = self.playing[leg].what
        parts = what if isinstance(what, tuple) else (what,)
        return " ".join(map(_heard, parts))

    def lamp(self, agent: str) -> str:
        return next(lamp.pattern for lamp in self.view.lamps if lamp.agent == agent)

    def leftovers(self) -> dict[str, object]:
        """What must be empty when no call is left."""
        office = ("minute", "save_again", "view", "code", "prepare")
        known = self.switchboard.picture
        lasting = {t for t in self.timers if t in office or t.startswith(("sms:", "telephone:"))}
        return {
            "calls": dict(self.switchboard.picture.calls),
            "legs": dict(self.legs),
            "players": dict(self.playing),
            "recorders": {*self.recording, *self.talks, *known.talks, *known.cut_short},
            "bridges": set(self.bridges),
            "timers": set(self.timers) - lasting,
        }

    # The pretend adapters

    def perform(self, command: do.Command) -> None:
        self._on_the_wire(command)
        self._in_the_ear(command)
        self._in_the_box(command)

    def _on_the_wire(self, command: do.Command) -> None:
        match command:
            case do.Answer(leg=leg) if self.legs.get(leg) == "incoming":
                self.legs[leg] = "answered"
            case do.Reject(leg=leg, code=code):
                self.rejected[leg] = code
                self.legs.pop(leg, None)
            case do.Refer():
                self.referred.append(command)
            case do.Ring(leg=leg):
                self.legs[leg] = "ringing"
                self.rung.append(command)
            case do.HangUp(leg=leg) if self.is_off(leg):
                self.ended(leg, 487, silent=True)
            case do.HangUp(leg=leg):
                self.ended(leg, 200)
            case LookFor():
                self.looks.append(command)
                self.spoke_last.setdefault(command.uri, False)

    def _in_the_ear(self, command: do.Command) -> None:
        match command:
            case do.Play(leg=leg) if leg in self.legs:
                self.playing[leg] = command
            case do.StopPlaying(leg=leg):
                self.playing.pop(leg, None)
            case do.Bridge(one=one, other=other) if one in self.legs and other in self.legs:
                if not command.beside:
                    self.bridges = {b for b in self.bridges if not b & {one, other}}
                self.bridges.add(frozenset((one, other)))
                self.playing.pop(one, None)
                self.playing.pop(other, None)
            case do.Part(one=one, other=other):
                self.bridges.discard(frozenset((one, other)))
            case do.Record(leg=leg) if leg in self.legs:
                self.recording.add(leg)
            case do.RecordTalk(leg=leg, talk=talk) if leg not in self.legs:
                self.happens(seen.TalkRecorded(talk, None, 0.0))
            case do.RecordTalk(leg=leg, talk=talk):
                self._close_talk(leg)
                self.talks[leg] = talk
            case do.StopRecording(leg=leg):
                self._close_recording(leg)

    def _in_the_box(self, command: do.Command) -> None:
        match command:
            case TellFault(error=error) if self.faults is None:
                raise error
            case TellFault():
                assert self.faults is not None
                self.faults.append(command)
            case do.StartTimer(timer=timer, seconds=seconds):
                self.timers[timer] = self.seconds + seconds
            case do.StopTimer(timer=timer):
                self.timers.pop(timer, None)
            case do.Save():
                self.saves.append(command)
            case do.SendSms():
                self.modem.append(command)
            case do.Show(view=view):
                self.view = view
            case do.Reply():
                self.replies.append(command)
            case CheckPin():
                self.pins.append(command)
            case FetchMessage():
                self.fetching.append(command)
            case Discard(path=path):
                self.memory.discard(path)

    def ended(self, leg: LegId, code: int, silent: bool = False) -> None:
        """A leg is over: its recording closes, its player stops, and it is told exactly once."""
        if leg not in self.legs:
            return
        self._close_recording(leg)
        self._close_talk(leg)
        del self.legs[leg]
        self.playing.pop(leg, None)
        self.bridges = {bridge for bridge in self.bridges if leg not in bridge}
        if uri := self.uri_of(leg):
            self.spoke_last[uri] = not silent
        self.happens(seen.LegEnded(leg, code, "gone", silent))

    def is_off(self, leg: LegId) -> bool:
        """A leg rings a telephone from which nothing comes."""
        ringing = self.legs.get(leg) == "ringing" and leg not in self.heard
        return ringing and self.uri_of(leg) in self.off

    def uri_of(self, leg: LegId) -> str:
        """What was rung on a leg; "" for one that came in."""
        return next((ring.uri for ring in reversed(self.rung) if ring.leg == leg), "")

    def _speaks(self, leg: LegId) -> None:
        self.heard.add(leg)
        self.spoke_last[self.uri_of(leg)] = True

    def _close_talk(self, leg: LegId) -> None:
        if talk := self.talks.pop(leg, ""):
            self.happens(seen.TalkRecorded(talk, f"/run/{talk}.wav", 5.0))

    def _close_recording(self, leg: LegId) -> None:
        if leg in self.recording:
            self.recording.remove(leg)
            path = f"/run/{leg}.wav"
            self.memory.add(path)
            self.happens(seen.RecordingEnded(leg, path, 7.4))


def _heard(part: Prompt | Sound | SpokenFile) -> str:
    match part:
        case Prompt(text=text):
            return text
        case SpokenFile(path=path):
            return f"[{path}]"
    return part.value


def rich_agents(base: Directory) -> dict[str, Agent]:
    """Everybody has an extension, a superior, a PIN, and a calendar."""
    return {
        name: replace(
            agent,
            extension=str(21 + at),
            superior="dag",
            confirm=name == "bo",
            pin="hash of 4711",
            may_record=True,
            calendar=CalendarAccess(f"https://calendar.example.org/{name}.ics"),
        )
        for at, (name, agent) in enumerate(base.agents.items())
    }


def rich_office() -> Directory:
    """The office with everything switched on: languages, whisper, confirm, overflow, transfers."""
    base = office()
    loops = {
        "invoices": replace(
            base.loops["invoices"], strategy=Strategy.ALL, announce_seconds=7.0, call_back=True
        ),
        "wages": replace(
            base.loops["wages"],
            whisper=True,
            record=True,
            overflow=Overflow(after_seconds=12.0, length=1, loop="other"),
        ),
        "other": replace(
            base.loops["other"],
            strategy=Strategy.IN_TURN,
            overflow=Overflow(after_seconds=9.0, partner="vest"),
        ),
    }
    agents = rich_agents(base)
    line = replace(
        base.lines["nordlys"],
        language_prompt="For English, press nine.",
        languages={"9": LanguageKey("en", skip_menu=True)},
    )
    in_person = Choice("Dag", loop="wages", agent="dag")
    main = base.menus["main"]
    return replace(
        base,
        menus={"main": replace(main, keys={**main.keys, "8": in_person})},
        office=replace(base.office, operator_loop="other", max_calls=4, outgoing=("1",)),
        clients={**base.clients, "nordlys": replace(base.clients["nordlys"], number="+4710000066")},
        lines={
            **base.lines,
            "nordlys": line,
            "staff": Line("staff", STAFF, kind=LineKind.STAFF, language="nb"),
        },
        loops=loops,
        agents=agents,
        partners={"vest": Partner("vest", "Vest Svarservice", "+4710000088", "en")},
        announcements={"news": Announcement("news", {"nb": "Nytt.", "da": "Nyt."})},
    )


def with_office(**changes: object) -> World:
    """A world whose office has other settings of its own."""
    base = office()
    return World(replace(base, office=replace(base.office, **changes)))  # type: ignore[arg-type]


__all__ = [
    "CALLER",
    "NORDLYS",
    "STROM",
    "PlayId",
    "Receipt",
    "Sound",
    "World",
    "office",
    "with_office",
]
