"""An operator presses "Call": their own telephone rings, then the number they want."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Disposition, LegId, MessageHeard
from appliance.core.outgoing.dialling import MOST_TRIES
from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events import ButtonPressed, DispositionChosen, LegRinging
from appliance.core.protocol.events_desk import DialAsked
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.settings.directory import Directory
from appliance.core.settings.trunks import Trunk
from appliance.core.words.trail import in_english

OLA = "+4710000066"
STRANGER = "+4710000044"


def calling_office(**settled: object) -> Directory:
    """The office, which knows Ola, and whose staff may dial nothing else."""
    base = office()
    agents = {**base.agents, "anna": replace(base.agents["anna"], superior="dag", language="nb")}
    own = replace(base.office, **settled)  # type: ignore[arg-type]
    return replace(
        base, office=own, agents=agents, contacts={"ola": Contact("ola", OLA, "Ola Vik")}
    )


@pytest.fixture
def world() -> World:
    return World(calling_office())


def presses_call(world: World, number: str = OLA, agent: str = "anna", **more: str) -> str:
    """What the box answers to whoever presses "Call"."""
    world.happens(DialAsked(agent, number, request="r", **more))
    return world.replies[-1].words


def anna_hears_whom(world: World, number: str = OLA, **more: str) -> LegId:
    """Anna presses "Call" and answers her own telephone."""
    assert presses_call(world, number, **more) == "The telephone of Anna rings."
    own = world.rung[-1].leg
    world.answers(own)
    return own


def the_far_end_rings(world: World, **more: str) -> tuple[LegId, LegId]:
    own = anna_hears_whom(world, **more)
    world.hears_all(own)
    return own, world.rung[-1].leg


def test_the_operators_own_telephone_rings_first_and_shows_that_the_call_is_ours(
    world: World,
) -> None:
    assert presses_call(world, by="anna") == "The telephone of Anna rings."
    (ring,) = world.rung
    assert ring.uri == "sip:anna@127.0.0.1:5071"
    assert ring.from_name == "Du ringer: Ola Vik"
    assert ring.trunk == ""
    assert world.lamp("anna") == "ringing"
    assert world.view.calls[0].outgoing


def test_she_hears_whom_then_the_number_is_dialled_with_the_offices_own_number(
    world: World,
) -> None:
    own = anna_hears_whom(world)
    assert world.hears(own) == "Du ringer til Ola Vik."
    assert len(world.rung) == 1, "nothing is dialled before she knows whom"
    world.hears_all(own)
    ring = world.rung[-1]
    assert ring.uri == f"sip:{OLA}@127.0.0.1:5090"
    assert ring.from_user == "+4710000000"
    assert world.hears(own) == "waiting"
    assert world.lamp("anna") == "busy"


def test_both_hear_each_other_and_the_call_is_kept_with_its_story_and_outcome(
    world: World,
) -> None:
    own, far = the_far_end_rings(world)
    world.answers(far)
    assert world.bridges == {frozenset((own, far))}
    world.passes(65)
    world.hangs_up(far)
    assert "snakket med" in world.hears(own)
    world.presses(own, "1")
    world.disk_takes_all()
    (call,) = world.calls()
    assert call.disposition is Disposition.REACHED
    assert call.outgoing
    assert call.caller == OLA
    assert call.agent == "anna"
    assert call.talk_seconds == 65.0
    assert [in_english(step) for step in call.trail] == [
        "Anna wants to call 10 00 00 66.",
        "Anna answered.",
        "Calls 10 00 00 66.",
        "10 00 00 66 answered.",
        "The one who was called hung up.",
        "Ended: reached.",
    ]
    assert not any(world.leftovers().values())


def test_she_may_hang_up_first_and_say_at_the_desk_how_it_went(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.answers(far)
    world.hangs_up(own)
    assert far not in world.legs
    (call,) = world.switchboard.picture.calls
    world.happens(DispositionChosen(call, Disposition.PUT_THROUGH, request="r"))
    assert world.replies[-1].words == "This outcome does not fit this call."
    world.happens(DispositionChosen(call, Disposition.REACHED, "Kommer på torsdag", "r"))
    world.disk_takes_all()
    (record,) = world.calls()
    assert record.note == "Kommer på torsdag"
    assert not any(world.leftovers().values())


@pytest.mark.parametrize(
    ("code", "said", "story"),
    [
        (486, "Det er opptatt.", "10 00 00 66 was not reached: busy."),
        (480, "Ingen svarer.", "10 00 00 66 was not reached: no answer in time."),
        (404, "Ingen har dette nummeret.", "10 00 00 66 was not reached: nobody has this number."),
        (603, "Samtalen kom ikke fram.", "10 00 00 66 was not reached: 603 gone."),
    ],
)
def test_she_is_told_in_words_why_nobody_was_reached(
    world: World, code: int, said: str, story: str
) -> None:
    own, far = the_far_end_rings(world)
    world.hangs_up(far, code)
    assert world.hears(own).startswith(said)
    assert "prøve igjen" in world.hears(own)
    assert in_english(world.view.calls[0].trail[-1]) == story
    world.hangs_up(own)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.NOT_REACHED
    assert not any(world.leftovers().values())


def test_a_far_end_that_rings_for_ever_is_given_up(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.passes(41)
    assert far not in world.legs
    assert world.hears(own).startswith("Ingen svarer.")


def test_a_key_tries_again_and_the_box_never_does_so_by_itself(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.hangs_up(far, 486)
    assert len(world.rung) == 2
    world.presses(own, "1")
    again = world.rung[-1].leg
    assert again != far
    world.answers(again)
    assert world.bridges == {frozenset((own, again))}


def test_without_a_key_she_is_let_go_and_nothing_is_dialled_again(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.hangs_up(far, 486)
    world.passes(21)
    assert own not in world.legs
    assert len(world.rung) == 2
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.NOT_REACHED


def test_one_press_of_the_button_leads_to_a_few_tries_at_most(world: World) -> None:
    own, far = the_far_end_rings(world)
    for _ in range(MOST_TRIES - 1):
        world.hangs_up(far, 486)
        world.presses(own, "1")
        far = world.rung[-1].leg
    world.hangs_up(far, 486)
    assert "prøve igjen" not in world.hears(own)
    world.presses(own, "1")
    assert len(world.rung) == 1 + MOST_TRIES


def test_what_is_left_for_later_waits_at_the_desk(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.hangs_up(far, 486)
    world.presses(own, "4")
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.CALL_BACK
    assert [message.caller for message in world.messages()] == [OLA]
    assert not any(world.leftovers().values())


def test_who_does_not_answer_their_own_telephone_calls_nobody(world: World) -> None:
    presses_call(world)
    world.happens(LegRinging(world.rung[-1].leg))
    world.passes(21)
    assert len(world.rung) == 1
    world.disk_takes_all()
    (call,) = world.calls()
    assert call.disposition is Disposition.NOT_REACHED
    assert "Anna did not take the call: no answer in time." in [in_english(s) for s in call.trail]
    assert not any(world.leftovers().values())


def test_a_voice_mail_that_answers_for_a_mobile_has_nothing_dialled() -> None:
    base = calling_office()
    agents = {**base.agents, "cato": replace(base.agents["cato"], confirm=True)}
    world = World(replace(base, agents=agents))
    presses_call(world, agent="cato")
    ring = world.rung[-1]
    assert ring.uri == "sip:+4710000055@127.0.0.1:5090"
    world.answers(ring.leg)
    assert "Trykk en for å ringe opp." in world.hears(ring.leg)
    world.hears_all(ring.leg)
    world.passes(21)
    assert len(world.rung) == 1
    assert not world.legs


def test_hanging_up_while_it_rings_lets_the_far_end_be(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.hangs_up(own)
    assert far not in world.legs
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.NOT_REACHED
    assert not any(world.leftovers().values())


# In whose name


def test_in_the_name_of_a_firm_it_counts_for_the_firm(world: World) -> None:
    own, far = the_far_end_rings(world, client="nordlys", by="dag")
    assert world.rung[-1].from_user == "+4710000000", "the trunk knows us by its own number"
    assert world.rung[-1].from_name == "Nordlys Rør"
    world.answers(far)
    world.hangs_up(own)
    world.passes(61)
    world.disk_takes_all()
    (call,) = world.calls()
    assert call.client == "nordlys"
    first = call.trail[0]
    assert in_english(first) == "Anna wants to call 10 00 00 66 for Nordlys Rør."
    assert first.who == "dag"


def test_a_trunk_that_minds_no_number_shows_that_of_the_firm() -> None:
    world = World(replace(calling_office(), trunk=Trunk("127.0.0.1:5090")))
    the_far_end_rings(world, client="nordlys")
    assert world.rung[-1].from_user == NORDLYS


def test_a_second_trunk_takes_the_call_over_if_the_first_fails() -> None:
    second = Trunk("127.0.0.1:5091", "+4710000001", id="second")
    world = World(replace(calling_office(), trunks={"second": second}))
    own, far = the_far_end_rings(world)
    world.hangs_up(far, 503)
    ring = world.rung[-1]
    assert ring.uri == f"sip:{OLA}@127.0.0.1:5091"
    world.legs[ring.leg] = "ringing"
    world.answers(ring.leg)
    assert world.bridges == {frozenset((own, ring.leg))}


def test_a_promise_that_is_kept_by_it_is_done_with(world: World) -> None:
    own, far = the_far_end_rings(world, message="c7")
    world.answers(far)
    world.hangs_up(far)
    world.presses(own, "1")
    records = [record for save in world.saves for record in save.records]
    assert [record.id for record in records if isinstance(record, MessageHeard)] == ["c7"]


def test_a_promise_stays_when_nobody_was_reached(world: World) -> None:
    own, far = the_far_end_rings(world, message="c7")
    world.hangs_up(far, 486)
    world.hangs_up(own)
    assert not any(isinstance(r, MessageHeard) for save in world.saves for r in save.records)


# What is dialled, and what is not


@pytest.mark.parametrize("written", ["10 00 00 66-111", "+47 10 00 00 66", "0047 10000066"])
def test_the_offices_mark_and_blanks_are_left_out(world: World, written: str) -> None:
    presses_call(world, written)
    world.answers(world.rung[-1].leg)
    world.hears_all(world.rung[-1].leg)
    assert world.rung[-1].uri == f"sip:{OLA}@127.0.0.1:5090"


def test_a_number_without_a_name_is_read_out(world: World) -> None:
    world = World(calling_office(outgoing=("100000",)))
    own = anna_hears_whom(world, STRANGER)
    assert world.hears(own) == "Du ringer til 4 7 1 0 0 0 0 0 4 4"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (STRANGER, "The settings do not let the office dial this number"),
        ("+881 600 000 01", "The settings do not let the office dial this number"),
        ("112", "Numbers this short, emergency numbers too, are not dialled by the box"),
        ("1-1-3", "Numbers this short"),
        ("+47112", "Numbers this short"),
        ("Ola", "This is no number that can be dialled"),
        ("1000006a6", "This is no number that can be dialled"),
        (NORDLYS, "This number is our own"),
        ("+4710000000", "This number is our own"),
    ],
)
def test_other_numbers_are_refused_in_words(world: World, number: str, why: str) -> None:
    assert presses_call(world, number).startswith(why)
    assert not world.replies[-1].ok
    assert not world.rung
    assert not world.view.calls


def test_staff_may_dial_what_the_settings_say(world: World) -> None:
    world = World(calling_office(outgoing=("100000",)))
    assert presses_call(world, STRANGER) == "The telephone of Anna rings."
    assert presses_call(world, "+45 10 00 00 44", agent="bo").startswith("The settings do not let")


def test_no_trunk_dials_nothing() -> None:
    world = World(replace(calling_office(), trunk=None))
    assert presses_call(world) == "There is no trunk to dial by."


def test_nobody_dials_for_who_is_not_there(world: World) -> None:
    assert presses_call(world, agent="eva") == "There is nobody called 'eva' in the settings."
    refused = presses_call(world, client="nobody")
    assert refused == "There is no firm called 'nobody' in the settings."


def test_never_two_calls_at_once_for_one_operator(world: World) -> None:
    presses_call(world)
    assert presses_call(world) == "Anna has a call already."
    assert len(world.rung) == 1


def test_whoever_owes_an_outcome_says_it_first(world: World) -> None:
    world.presses(world.rings(), "1")
    world.answers(world.rung[-1].leg)
    world.hangs_up(world.rung[-1].leg)
    assert presses_call(world) == "First say how the last call of Anna ended."


def test_no_more_calls_go_out_than_the_office_allows() -> None:
    world = World(calling_office(max_outgoing=1))
    presses_call(world)
    refused = presses_call(world, agent="bo")
    assert refused == "All lines out are in use. Try again in a moment."


def test_a_mobile_of_the_staff_needs_a_line_out_as_well() -> None:
    world = World(calling_office(max_outgoing=1))
    assert presses_call(world, agent="cato").startswith("All lines out are in use")


def test_a_full_box_dials_nothing() -> None:
    world = World(calling_office(max_calls=1))
    world.rings()
    assert presses_call(world).startswith("All lines of the box are in use")
    world = World(calling_office(max_calls=1))
    presses_call(world)
    world.rings()
    assert world.rejected, "and what is dialled takes the place of a call"


def test_many_calls_in_a_short_time_are_not_dialled(world: World) -> None:
    for _ in range(6):
        presses_call(world)
        world.hangs_up(world.rung[-1].leg)
    assert presses_call(world).startswith("So many calls in so short a time")
    assert presses_call(world, agent="bo") == "The telephone of Bo rings."
    world.hangs_up(world.rung[-1].leg)
    world.passes(61)
    assert presses_call(world) == "The telephone of Anna rings."


def test_nor_very_many_in_an_hour(world: World) -> None:
    for _ in range(60):
        presses_call(world)
        world.hangs_up(world.rung[-1].leg)
        world.passes(30)
    assert presses_call(world).startswith("So many calls in so short a time")
    world.passes(1900)
    assert presses_call(world) == "The telephone of Anna rings."


# The rest of the office meanwhile


def test_no_caller_of_a_loop_rings_at_who_dials(world: World) -> None:
    presses_call(world, agent="bo")
    world.presses(world.rings(), "2")
    assert len(world.rung) == 1, "Bo is the only one for wages"
    world.hangs_up(world.rung[0].leg)
    assert world.rung[-1].uri == "sip:bo@127.0.0.1:5072"


def test_colleagues_see_what_keeps_her(world: World) -> None:
    the_far_end_rings(world)
    lamp = next(lamp for lamp in world.view.lamps if lamp.agent == "anna")
    assert (lamp.why, lamp.caller) == ("calling", "10 00 00 66")
    world.happens(WhyAsked("anna", "why"))
    assert "NO  Has 10 00 00 66 dialled." in world.replies[-1].words


def test_the_display_tells_of_a_caller_before_it_tells_of_our_own_call(world: World) -> None:
    presses_call(world)
    assert [row.text for row in world.view.rows][:2] == ["Utgående", "10 00 00 66"]
    world.presses(world.rings(), "1")
    assert world.view.rows[0].text == "Nordlys Rør"


def test_a_box_that_is_switched_off_waits_for_the_call_and_begins_no_new_one(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.answers(far)
    world.happens(ButtonPressed("hold:power"))
    assert presses_call(world, agent="bo") == "The box is switching off."
    world.hangs_up(far)
    world.presses(own, "1")
    assert any(isinstance(command, PowerOff) for command in world.done)


def test_she_may_transfer_ask_and_hold_as_in_every_call(world: World) -> None:
    own, far = the_far_end_rings(world)
    world.answers(far)
    world.presses(own, "*")
    world.presses(own, "1")
    assert world.hears(far) == "waiting"
    world.presses(own, "*")
    world.presses(own, "1")
    assert world.bridges == {frozenset((own, far))}
    world.presses(own, "*")
    world.presses(own, "9")
    assert world.rung[-1].uri == "sip:dag@127.0.0.1:5074"


def test_a_transfer_that_fails_brings_the_one_called_into_a_loop_of_hers(world: World) -> None:
    base = calling_office()
    agents = {**base.agents, "dag": replace(base.agents["dag"], extension="44")}
    world = World(replace(base, agents=agents))
    own, far = the_far_end_rings(world)
    world.answers(far)
    for key in "*244#":
        world.presses(own, key)
    world.hangs_up(world.rung[-1].leg, 486)
    assert far in world.legs
    assert world.view.calls[0].stands in ("waiting", "ringing")


def test_in_an_office_without_loops_nothing_is_transferred(world: World) -> None:
    base = calling_office()
    agents = {**base.agents, "dag": replace(base.agents["dag"], extension="44")}
    world = World(replace(base, agents=agents, loops={}, lines={}, menus={}))
    own, far = the_far_end_rings(world)
    world.answers(far)
    for key in "*244#":
        world.presses(own, key)
    assert world.bridges == {frozenset((own, far))}


def test_the_call_of_a_member_by_a_role_belongs_to_the_loop_of_that_role() -> None:
    base = calling_office()
    agents = {**base.agents, "anna": replace(base.agents["anna"], roles=("adviser",))}
    loops = {
        "other": replace(base.loops["other"], members=("cato",)),
        "wages": replace(base.loops["wages"], roles=("adviser",)),
    }
    world = World(replace(base, agents=agents, loops=loops))
    presses_call(world)
    (call,) = world.switchboard.picture.calls.values()
    assert call.outgoing
    assert call.outgoing.loop == "wages"
