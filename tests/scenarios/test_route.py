"""The route simulator: an imagined call meets what a real one would, with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from support.world import NORDLYS, World, office, rich_office

from appliance.core.model.ids import LegId, PresenceRecord, Status
from appliance.core.model.told import Told
from appliance.core.protocol.events import CallArrived, Started
from appliance.core.route import RouteStep, imagine
from appliance.core.words.trail import in_english

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CALL = CallArrived(LegId("x"), NORDLYS, "+4710000077")


def told(steps: list[RouteStep]) -> str:
    return "\n".join(in_english(step) for step in steps)


def test_it_tells_what_is_heard_who_is_rung_and_what_is_sent() -> None:
    steps = imagine(Started(office()), CALL, FRIDAY, "1")
    words = told(steps)
    assert (
        in_english(steps[0]) == "Arrived for Nordlys Rør, known by the dialled number 10 00 00 01."
    )
    assert "Hears: Velkommen." in words
    assert "Rings sip:anna@127.0.0.1:5071, shown as 10 00 00 77-111 Nordlys Rør." in words
    assert "Anna did not take the call: no answer in time." in words
    assert "SMS to 10 00 00 11: 10 00 00 77 ringte til Nordlys Rør" in words
    assert in_english(steps[-1]) == "Ended: message left."
    assert [step.seconds for step in steps] == sorted(step.seconds for step in steps)


def test_who_is_away_is_not_rung_and_the_story_says_why() -> None:
    away = PresenceRecord("bo", Status.LOGGED_OUT, "ferie", FRIDAY)
    words = told(imagine(Started(office(), presences=(away,)), CALL, FRIDAY, "2"))
    assert "Rings" not in words
    assert "Nobody is logged in." in words


def test_the_same_rules_decide_a_real_call() -> None:
    """Whom the imagined call rings first, a real one rings too."""
    for keys in ("", "1", "9", "0"):
        settings = replace(rich_office(), announcements={})
        steps = imagine(Started(settings), CALL, FRIDAY, keys)
        imagined = next(in_english(step) for step in steps if in_english(step).startswith("Rings "))
        world = World(settings)
        leg = world.rings()
        for key in keys:
            world.presses(leg, key)
        while not world.rung:
            if world.playing and not world.playing[leg].loop:
                world.hears_all(leg)
            world.passes(5)
        assert imagined.startswith(f"Rings {world.rung[0].uri},")


def test_every_route_comes_to_an_end() -> None:
    for keys in ("", "123", "9", "8888", "*#0", "4"):
        assert imagine(Started(rich_office()), CALL, FRIDAY, keys)[-1].kind is Told.ENDED
