"""A call's story tells that an SMS of it is promised: when it is, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import CallRecord, Disposition
from appliance.core.protocol import events as seen
from appliance.core.words.trail import in_english

PROMISED = "An SMS to 10 00 00 11 is promised."


def story(record: CallRecord) -> list[str]:
    return [in_english(step) for step in record.trail]


def ended_with(world: World, disposition: Disposition) -> list[str]:
    """The story of a call that an agent took and closed so."""
    world.presses(world.rings(), "1")
    world.answers(world.rung[-1].leg)
    world.hangs_up("c1")
    world.happens(seen.DispositionChosen("c1", disposition, "", "r1"))
    world.disk_takes_all()
    (record,) = world.calls()
    return story(record)


@pytest.mark.parametrize(
    "disposition",
    [Disposition.MESSAGE_TAKEN, Disposition.CALL_BACK, Disposition.ANSWERED_FROM_CARD],
)
def test_the_story_promises_an_sms_exactly_where_one_lies_in_the_outbox(
    disposition: Disposition,
) -> None:
    world = World()
    told = ended_with(world, disposition)
    assert (PROMISED in told) == bool(world.outbox())


def test_a_message_that_was_taken_is_promised_before_the_call_ends() -> None:
    assert ended_with(World(), Disposition.MESSAGE_TAKEN)[-2:] == [
        PROMISED,
        "Ended: message taken.",
    ]


def test_a_firm_that_wants_no_sms_is_promised_none() -> None:
    base = office()
    silent = replace(base.clients["nordlys"], sms_to=None)
    world = World(replace(base, clients={**base.clients, "nordlys": silent}))
    assert not any("SMS" in step for step in ended_with(world, Disposition.MESSAGE_TAKEN))


def left(world: World) -> None:
    world.presses(world.rings(), "4")
    world.hears_all("c1")
    world.hears_all("c1")
    world.presses("c1", "#")


def test_the_sms_of_a_left_message_is_promised_when_the_disk_has_it() -> None:
    world = World()
    left(world)
    assert PROMISED not in [in_english(step) for step in world.view.calls[0].trail]
    world.disk_takes_all()
    world.hears_all("c1")
    world.disk_takes_all()
    (record,) = world.calls()
    told = story(record)
    assert told[told.index("The message is stored.") + 1] == PROMISED
    assert told.count(PROMISED) == 1


def test_what_the_disk_did_not_take_is_promised_to_nobody() -> None:
    world = World()
    left(world)
    world.disk_is_full()
    assert PROMISED not in [in_english(step) for step in world.view.calls[0].trail]
