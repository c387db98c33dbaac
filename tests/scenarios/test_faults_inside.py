"""A rule with a fault: nothing is half done, nobody is left in silence, every call is accounted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType

import pytest
from support.world import NORDLYS, STAFF, World, office, rich_office

import appliance.core
from appliance.core import amends
from appliance.core import call_transitions as calls
from appliance.core.box import retention
from appliance.core.calls import menu, message, offering, queue
from appliance.core.desk import requests
from appliance.core.model.ids import CallId, Disposition, LegId, Status
from appliance.core.model.trial import NoteFailure
from appliance.core.protocol import commands as do
from appliance.core.protocol import events
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_sms import SmsSent
from appliance.core.settings.directory import Directory
from appliance.core.sms import outbox
from appliance.core.sms import rules as sms_rules
from appliance.core.state.call import Call, ChoosingLanguage, Waiting, ring_timer
from appliance.core.state.call_legs import legs_of

CORE = str(Path(appliance.core.__file__).parent)
SPINE = {
    *("handle", "_handled", "_whole", "_about_event", "_amended", "_serve_waiting", "_carried"),
    *("_carry", "_moved", "_haste", "name_in", "failures", "with_fault", "_left", "_cut_off"),
}
"""What catches faults cannot be where they are."""
SPINE_OF_CALLS = (
    "call_transitions.advance",
    "call_transitions.arrive",
    "transitions.advance",
)
OUTSIDE_RULES = (
    *("amends.py", "call_legs.py", "bare_record.py"),
    *("house_amends.py", "crash_guard.py"),
)
WAITS_FOR_THE_BOX = ("saves", "pins", "fetching")


class Planted(Exception):
    """A fault that a test has planted."""


@dataclass
class Planting(World):
    """A world in which the n-th event meets a fault in one function; before, it only watches."""

    target: int = -1
    function: str = ""
    seen: int = -1
    called: dict[tuple[int, str], tuple[str, str]] | None = None
    """Watched: event and function -> what the event was, and in which phase it met the call."""

    def happens(self, event: Event) -> list[do.Command]:
        self.seen += 1
        at = self.seen
        if self.called is None and at != self.target:
            return super().happens(event)
        phase = self._phase(event)
        hit = False

        def trace(frame: FrameType, _what: str, _arg: object) -> None:
            nonlocal hit
            name = name_of(frame.f_code)
            if not name or hit or not in_handle(frame):
                return
            if self.called is not None:
                self.called.setdefault((at, name), (type(event).__name__, phase))
            elif name == self.function:
                hit = True
                raise Planted(name)

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            return super().happens(event)
        finally:
            sys.settrace(before)

    def _phase(self, event: Event) -> str:
        name = amends.name_in(event).partition("/")[0].partition(":")[0].partition(".")[0]
        call = self.switchboard.picture.calls.get(name)  # type: ignore[call-overload]
        return type(call.phase).__name__ if call else ""


def name_of(code: CodeType) -> str:
    """The rule that begins here, or "" for what is none."""
    path = Path(code.co_filename)
    if not code.co_filename.startswith(CORE) or path.name in OUTSIDE_RULES:
        return ""
    plain = not code.co_name.startswith(("<", "__")) and code.co_name not in SPINE
    return f"{path.stem}.{code.co_name}" if plain else ""


def in_handle(frame: FrameType | None) -> bool:
    """Whether it was called by `Switchboard.handle`, and not by `look` or the test."""
    while frame is not None:
        if frame.f_code.co_name == "_handled":
            return True
        frame = frame.f_back
    return False


def heard_to_its_end(world: World) -> None:
    for leg in [leg for leg, play in world.playing.items() if not play.loop]:
        if leg in world.playing:
            world.hears_all(leg)


def to_the_menu(world: World) -> None:
    """Past the greeting, and past the question for a language where there is one."""
    world.rings(NORDLYS)
    heard_to_its_end(world)
    while isinstance(world.switchboard.picture.calls[CallId("c1")].phase, ChoosingLanguage):
        world.passes(5)
        heard_to_its_end(world)


def to_an_agent(world: World) -> None:
    """The menu, a loop, a telephone that is not answered, one that is, hold, and the outcome."""
    to_the_menu(world)
    world.presses(LegId("c1"), "1")
    world.passes(26)
    world.passes(8)
    leg = next(leg for leg, state in world.legs.items() if state == "ringing")
    world.answers(leg)
    if leg in world.playing:
        heard_to_its_end(world)
        world.presses(leg, "1")
    for key in "*1*1":
        world.presses(leg, key)
    world.hangs_up(LegId("c1"))
    world.presses(leg, "3")
    world.disk_takes_all()


def to_a_message(world: World) -> None:
    """Nobody answers: the caller speaks, and hears that it is taken."""
    to_the_menu(world)
    world.presses(LegId("c1"), "4")
    heard_to_its_end(world)
    heard_to_its_end(world)
    world.presses(LegId("c1"), "#")
    world.disk_takes_all()
    heard_to_its_end(world)
    world.disk_takes_all()


def to_a_colleague(world: World) -> None:
    """An agent asks a colleague, and hands the caller over."""
    to_the_menu(world)
    world.presses(LegId("c1"), "3")
    leg = next(leg for leg, state in world.legs.items() if state == "ringing")
    world.answers(leg)
    for key in "*322#":
        world.presses(leg, key)
    asked = [leg for leg, state in world.legs.items() if state == "ringing"]
    if asked:
        world.answers(asked[0])
    world.hangs_up(leg)
    world.hangs_up(LegId("c1"))
    world.passes(90)
    world.disk_takes_all()


def to_the_staff_line(world: World) -> None:
    world.rings(STAFF, caller="+4710000055")
    for key in "22#4711#":
        world.presses(LegId("c1"), key)
    world.pins_are_compared()
    world.presses(LegId("c1"), "1")
    world.disk_takes_all()
    world.hangs_up(LegId("c1"))
    world.disk_takes_all()


WAYS: dict[str, tuple[Callable[[], Directory], Callable[[World], None]]] = {
    "agent": (office, to_an_agent),
    "rich agent": (rich_office, to_an_agent),
    "message": (office, to_a_message),
    "colleague": (rich_office, to_a_colleague),
    "staff line": (rich_office, to_the_staff_line),
}


def plantings(way: str) -> Iterator[tuple[int, str]]:
    """Every rule that is met on a way, once for each kind of event and phase."""
    directory, walk = WAYS[way]
    world = Planting(directory(), called={})
    walk(world)
    met = set()
    for (at, function), where in (world.called or {}).items():
        if at > 0 and (function, where) not in met:
            met.add((function, where))
            yield at, function


# What must hold after a fault


def nobody_is_in_silence(world: World) -> None:
    for call in world.switchboard.picture.calls.values():
        leg = call.caller_leg
        if call.caller_present and leg in world.legs:
            assert is_cared_for(world, call), (call.phase, world.timers, world.playing)


def is_cared_for(world: World, call: Call) -> bool:
    leg = call.caller_leg
    hears = leg in world.playing or any(leg in bridge for bridge in world.bridges)
    if isinstance(call.phase, Waiting):
        return hears
    own = [t for t in world.timers if t.startswith(f"{call.id}:") and not t.endswith(":limit")]
    box = any(getattr(world, part) for part in WAITS_FOR_THE_BOX)
    return hears or leg in world.recording or bool(own) or box


def nothing_is_half_done(world: World) -> None:
    """Whatever the picture says is rung, is; and every leg out there has its call."""
    known = {leg for call in world.switchboard.picture.calls.values() for leg in legs(call)}
    assert known == set(world.legs)
    for call in world.switchboard.picture.calls.values():
        if isinstance(call.phase, Waiting):
            rings = {ring_timer(call, offer.leg) for offer in call.phase.offers}
            assert rings <= world.timers.keys()


def legs(call: Call) -> set[LegId]:
    return set(legs_of(call))


def all_come_to_an_end(world: World) -> None:
    """People hear what is said and hang up at last; nothing is left, and each call has a record."""
    for _ in range(12):
        heard_to_its_end(world)
        world.disk_takes_all()
        world.pins_are_compared()
        world.messages_come()
        nobody_is_in_silence(world)
        world.passes(30)
    for leg in sorted(world.legs):
        world.hangs_up(LegId(leg))
    world.disk_takes_all()
    if any(world.leftovers().values()):
        world.passes(8000)  # longer than a promise to call back waits for somebody
        world.disk_takes_all()
    assert not any(world.leftovers().values()), world.leftovers()
    assert not world.switchboard.picture.ledger.pending
    assert len(world.calls()) + len(world.rejected) == 1


def walked(world: World, walk: Callable[[World], None]) -> None:
    """The way as far as it goes on after the fault."""
    try:
        walk(world)
    except (KeyError, StopIteration, AssertionError):
        assert world.faults, "only a fault leads off the way"


@pytest.mark.parametrize("way", WAYS)
def test_a_fault_in_any_rule_leaves_nobody_in_silence_and_nothing_half_done(way: str) -> None:
    directory, walk = WAYS[way]
    planted = list(plantings(way))
    assert len(planted) > 100
    for at, function in planted:
        world = Checked(directory(), target=at, function=function, faults=[])
        walked(world, walk)
        assert world.faults, (at, function)
        all_come_to_an_end(world)


class Checked(Planting):
    """Looks at everybody right after the fault."""

    def happens(self, event: Event) -> list[do.Command]:
        before = len(self.faults or ())
        commands = super().happens(event)
        if len(self.faults or ()) > before and self.seen == self.target:
            nobody_is_in_silence(self)
            nothing_is_half_done(self)
        return commands


@pytest.mark.parametrize("way", WAYS)
def test_where_the_amends_fail_too_the_call_is_hung_up_and_has_its_record(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Planted

    monkeypatch.setattr(amends, "amended", broken)
    directory, walk = WAYS[way]
    for at, function in plantings(way):
        if function in (
            "call_transitions.advance",
            "transitions.advance",
            "call_transitions.arrive",
        ):
            world = Planting(directory(), target=at, function=function, faults=[])
            walked(world, walk)
            all_come_to_an_end(world)


# The cases of which the office has a picture


def fails(monkeypatch: pytest.MonkeyPatch, module: object, rule: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Planted

    monkeypatch.setattr(module, rule, broken)


def faulty(directory: Directory | None = None) -> World:
    return World(directory or office(), faults=[])


def test_a_key_whose_rule_fails_leads_to_a_message_and_rings_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    world.rings()
    heard_to_its_end(world)
    with monkeypatch.context() as patched:
        fails(patched, menu, "key_pressed")
        world.presses(LegId("c1"), "1")
    assert "Legg igjen en beskjed" in world.hears(LegId("c1"))
    assert [fault.about for fault in world.faults or ()] == ["DigitPressed"]
    assert world.done.count(NoteFailure(1)) == 1
    assert world.view.faults


def test_an_offer_that_fails_half_way_leaves_no_agent_rung_in_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    with monkeypatch.context() as patched:
        fails(patched, offering, "reached_at")
        world.rings()
        heard_to_its_end(world)
        world.presses(LegId("c1"), "1")
        assert world.hears(LegId("c1")) == "waiting"
        assert not world.rung
        assert world.lamp("anna") == world.lamp("bo") == "free"
    world.passes(6)
    assert world.rung, "after a rest the telephones are tried again"


def test_an_agent_whose_answer_fails_is_let_go_and_the_next_is_rung(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    world.rings()
    heard_to_its_end(world)
    world.presses(LegId("c1"), "1")
    first = world.rung[-1]
    with monkeypatch.context() as patched:
        fails(patched, offering, "answered")
        world.answers(first.leg)
    assert first.leg not in world.legs
    assert world.rung[-1].uri != first.uri
    assert world.hears(LegId("c1")) == "waiting"


def test_a_call_that_cannot_arrive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    world = faulty()
    fails(monkeypatch, calls, "arrive")
    world.rings()
    assert world.rejected == {"c1": 500}
    assert not world.switchboard.picture.calls


def test_a_message_that_was_spoken_is_kept_whatever_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    world = faulty()
    world.rings()
    heard_to_its_end(world)
    world.presses(LegId("c1"), "4")
    heard_to_its_end(world)
    heard_to_its_end(world)
    fails(monkeypatch, message, "store")
    fails(monkeypatch, amends, "promised")
    world.presses(LegId("c1"), "#")
    world.disk_takes_all()
    [kept] = world.messages()
    assert kept.recording == "/run/c1.wav"
    assert world.calls()[0].disposition is Disposition.MESSAGE_LEFT
    assert not world.legs


def test_the_promises_stand_where_the_call_that_waits_for_the_disk_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    world.happens(events.DeviceFound("modem"))
    world.rings()
    heard_to_its_end(world)
    world.presses(LegId("c1"), "4")
    heard_to_its_end(world)
    heard_to_its_end(world)
    world.presses(LegId("c1"), "#")
    fails(monkeypatch, message, "stored")
    world.disk_takes_all()
    assert world.modem, "the client's SMS goes out"
    assert not world.legs
    assert not world.switchboard.picture.ledger.pending


def test_one_caller_who_cannot_be_served_stops_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    fails(monkeypatch, queue, "OfferTo")
    for leg in ("c1", "c2"):
        world.rings(leg=leg)
        heard_to_its_end(world)
        world.presses(LegId(leg), "1")
        assert world.hears(LegId(leg)) == "waiting"
    world.presses(LegId("c1"), "2")
    assert len(world.switchboard.picture.calls) == 2


def test_the_minute_comes_again_where_one_of_its_rules_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    fails(monkeypatch, retention, "minute_passed")
    fails(monkeypatch, sms_rules, "minute_passed")
    world.passes(200)
    assert "minute" in world.timers


def test_who_asks_the_switchboard_learns_that_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = faulty()
    fails(monkeypatch, requests, "grant")
    world.happens(events.PresenceSet("anna", Status.AWAY, request="r"))
    assert [reply.ok for reply in world.replies] == [False]


def test_an_sms_whose_answer_fails_is_in_doubt_and_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = faulty()
    world.happens(events.DeviceFound("modem"))
    to_a_message(world)
    world.disk_takes_all()
    sending = world.modem.pop()
    whole = outbox.answered

    def once(*arguments: object) -> object:
        monkeypatch.setattr(outbox, "answered", whole)
        raise Planted

    monkeypatch.setattr(outbox, "answered", once)
    world.happens(SmsSent(sending.sms))
    world.disk_takes_all()
    assert [row.state.value for row in world.outbox()] == ["maybe"]
    assert not world.switchboard.picture.outbox.sending
