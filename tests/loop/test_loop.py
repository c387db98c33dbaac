"""The loop: events in, commands out to their adapters, timers in between, and faults survived."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.large_office import Size, large_office
from support.patience import PATIENCE
from support.world import CALLER, NORDLYS, office

from appliance.core.model.ids import LegId, Moment, TimerId
from appliance.core.model.trial import NoteFailure
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol.events import Event
from appliance.core.switchboard import Switchboard
from appliance.engine.loop import LONGEST_POLL_SECONDS, Inbox, Loop


class QuietTelephone:
    """Telephony in which nothing happens by itself; `wake` ends the poll as the real one's does."""

    def __init__(self) -> None:
        self.woken, self.polled = threading.Event(), threading.Event()
        self.polls: list[float] = []
        self.tell_while_tidying: Callable[[], None] = lambda: None

    def tidy(self) -> None:
        self.tell_while_tidying()

    def poll(self, seconds: float) -> None:
        self.polls.append(seconds)
        self.polled.set()
        self.woken.wait(seconds)
        self.woken.clear()

    def wake(self) -> None:
        self.woken.set()


class House:
    """A loop with adapters that remember what they got."""

    def __init__(self) -> None:
        self.telephone, self.inbox = QuietTelephone(), Inbox()
        self.got: list[do.Command] = []
        kinds = (
            do.Answer,
            do.Reject,
            do.Play,
            do.Show,
            do.Prepare,
            do.Save,
            do.HangUp,
            NoteFailure,
        )
        performers = dict.fromkeys(kinds, self.got.append)
        self.loop = Loop(Switchboard(), self.telephone, self.inbox, performers)
        self.inbox.owned_by(self.telephone.wake)

    def commands(self, kind: type) -> list[do.Command]:
        return [command for command in self.got if isinstance(command, kind)]


@pytest.fixture
def house() -> House:
    return House()


def test_an_event_becomes_commands_for_the_adapters_in_order(house: House) -> None:
    house.inbox.put(seen.Started(office()))
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    kinds = [type(c).__name__ for c in house.got if not isinstance(c, do.Prepare | do.Show)]
    assert kinds == ["Answer", "Play"]


def test_what_a_look_leaves_over_is_done_in_the_next_turns_without_a_rest(house: House) -> None:
    """Hundreds of lamps are drawn for the first time, a share in each turn."""
    house.inbox.put(seen.Started(large_office(Size(10, 120, 1))))
    for _ in range(3):
        house.loop.turn()
    assert house.telephone.polls[:2] == [0.0, 0.0]
    assert house.telephone.polls[2] > 0
    (shown,) = house.commands(do.Show)
    assert len(shown.view.lamps) == 120


def test_the_wall_clock_is_the_offices(house: House) -> None:
    house.inbox.put(seen.Started(office()))
    house.loop.turn()
    assert str(house.loop.clock.now().wall.tzinfo) == "Europe/Oslo"


def test_what_comes_up_while_tidying_waits_for_nothing_else(house: House) -> None:
    house.inbox.put(seen.Started(office()))
    house.telephone.tell_while_tidying = lambda: house.inbox.put(seen.TrunkUp("trunk"))
    house.loop.turn()
    assert house.telephone.polls == [0.0]


def test_a_timer_that_is_due_reaches_the_switchboard(house: House) -> None:
    house.inbox.put(seen.Started(office()))
    house.loop.turn()
    assert len(house.loop.timers) == 1
    house.loop.timers.start(TimerId("minute"), 0.0)
    house.loop.turn()
    assert len(house.loop.timers) == 1, "the minute is started anew by its rule"


def test_a_put_from_another_thread_ends_the_poll(house: House) -> None:
    thread = threading.Thread(target=house.loop.run)
    thread.start()
    assert house.telephone.polled.wait(PATIENCE)
    house.inbox.put(seen.Started(office()))
    house.loop.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert max(house.telephone.polls) <= LONGEST_POLL_SECONDS


def test_an_adapter_that_fails_is_logged_and_the_rest_is_done(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: do.Command) -> None:
        raise RuntimeError("the wire is cut")

    house.loop._performers[do.Answer] = broken
    house.inbox.put(seen.Started(office()))
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    assert "could not perform Answer" in caplog.text
    assert house.commands(do.Play)


def test_a_fault_in_a_rule_is_shown_and_the_telephone_goes_on(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.inbox.put("no event at all")  # type: ignore[arg-type]
    house.loop.turn()
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    assert house.commands(do.Answer)


def test_a_call_that_no_rule_could_take_is_refused_rather_than_left_ringing(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[do.Command]:
        raise RuntimeError("a rule with a fault")

    monkeypatch.setattr(house.loop._switchboard, "_arrived", broken)
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    assert house.commands(do.Reject) == [do.Reject(LegId("c1"), 500)]


def test_a_stop_that_comes_before_the_run_is_not_forgotten(house: House) -> None:
    house.loop.stop()
    house.loop.run()

    assert house.telephone.polls == []


def fails(house: House, monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    """From now on the rule for this kind of event has a fault."""
    whole = house.loop._switchboard._rule_for

    def rule(event: Event, now: Moment) -> list[do.Command]:
        if isinstance(event, kind):
            raise KeyError(CALLER)
        return whole(event, now)

    monkeypatch.setattr(house.loop._switchboard, "_rule_for", rule)


def test_a_failure_is_shown_and_counted_against_the_settings(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(house, monkeypatch, seen.CallArrived)
    house.inbox.put(seen.Started(office()))
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    assert house.commands(NoteFailure) == [NoteFailure(1)]
    assert house.loop._switchboard.picture.faults["switchboard"]


def test_the_log_says_where_it_failed_and_not_about_whom(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fails(house, monkeypatch, seen.CallArrived)
    house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
    house.loop.turn()

    assert "no rule could take CallArrived" in caplog.text
    assert "test_loop.py" in caplog.text
    assert "KeyError" in caplog.text
    assert CALLER not in "".join(record.getMessage() for record in caplog.records)


def test_a_switchboard_that_fails_whole_is_shown_and_the_telephone_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> list[do.Command]:
        raise RuntimeError("a fault outside every rule")

    with monkeypatch.context() as patched:
        patched.setattr(house.loop._switchboard, "_serve_waiting", broken)
        house.inbox.put(seen.CallArrived(LegId("c1"), NORDLYS, None))
        house.loop.turn()

    assert house.commands(do.Reject) == [do.Reject(LegId("c1"), 500)]
    assert not house.loop._switchboard.picture.calls
    assert house.loop._switchboard.picture.faults["switchboard"]


def test_settings_that_cannot_be_taken_over_have_failed_for_good(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(house, monkeypatch, seen.SettingsChanged)
    house.inbox.put(seen.Started(office()))
    house.inbox.put(seen.SettingsChanged(office()))
    house.loop.turn()

    assert house.commands(NoteFailure) == [NoteFailure(2)]


def test_a_picture_that_cannot_be_drawn_is_counted_but_not_at_every_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(now: Moment) -> list[do.Command]:
        raise RuntimeError("a view with a fault")

    monkeypatch.setattr(house.loop._switchboard, "look", look)
    for number in range(5):
        house.inbox.put(seen.TrunkUp(f"trunk{number}"))
        house.loop.turn()
    house.loop.turn()

    assert house.commands(NoteFailure) == [NoteFailure(1)]
