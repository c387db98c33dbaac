"""The main job in the office's words: a forwarded line rings, and what becomes of the call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, STROM, World, office, with_office

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Disposition, SmsState, Status
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen


@pytest.fixture
def world() -> World:
    return World()


def test_a_forwarded_line_is_answered_as_the_firm_it_is_for(world: World) -> None:
    leg = world.rings(NORDLYS)

    assert world.legs[leg] == "answered"
    assert world.hears(leg) == "Velkommen."
    assert world.view.rows[0].text == "Nordlys Rør"


def test_the_firm_is_known_from_the_diverting_number_when_the_dialled_one_is_ours(
    world: World,
) -> None:
    world.rings("+4710000000", diverted=("+4799999999", STROM))

    assert world.view.rows[0].text == "Café Strøm"


def test_the_dialled_number_counts_before_the_diverting_one(world: World) -> None:
    world.rings(NORDLYS, diverted=(STROM,))

    assert world.view.rows[0].text == "Nordlys Rør"


def test_an_unknown_line_is_greeted_neutrally_and_takes_a_message_for_the_office(
    world: World,
) -> None:
    leg = world.rings("+4799999999")
    assert "svartjeneste" in world.hears(leg)

    world.hears_all(leg)
    assert "beskjed" in world.hears(leg)
    world.hears_all(leg)
    world.hears_all(leg)
    world.presses(leg, "#")
    world.disk_takes_all()

    assert [sms.number for sms in world.outbox()] == ["+4710000099"]
    assert "Ukjent linje" in world.outbox()[0].text


def test_key_one_rings_a_free_member_of_the_loop_with_the_number_and_the_mark(
    world: World,
) -> None:
    leg = world.rings()
    world.presses(leg, "1")

    assert world.hears(leg) == "waiting"
    (ring,) = world.rung
    assert ring.uri == "sip:anna@127.0.0.1:5071"
    assert ring.from_user == "+4710000077-111"
    assert ring.from_name == "10 00 00 77-111 Nordlys Rør"
    assert world.lamp("anna") == "ringing"


def test_a_number_is_rung_through_the_trunk_as_the_number_that_the_provider_knows(
    world: World,
) -> None:
    for agent in ("anna", "dag"):
        world.happens(seen.PresenceSet(agent, Status.AWAY, "lunsj"))
    world.presses(world.rings(), "3")

    (ring,) = world.rung
    assert ring.uri == "sip:+4710000055@127.0.0.1:5090"
    assert ring.from_user == "+4710000000"
    assert "10 00 00 77-111" in ring.from_name


def test_a_mark_that_comes_in_is_stripped(world: World) -> None:
    world.presses(world.rings(caller="+4710000077-111"), "1")

    assert world.rung[0].from_user == "+4710000077-111"


def test_the_mark_is_stripped_before_look_up_message_and_call_back() -> None:
    """Office.md D8: a call that comes back to us with "-111" is from the number without it."""
    base = office()
    known = Contact("ola", "+4710000077", "Ola Prøve")
    loops = {**base.loops, "wages": replace(base.loops["wages"], call_back=True)}
    world = World(replace(base, contacts={"ola": known}, loops=loops))
    leg = world.rings(caller="+4710000077-111")
    assert world.view.calls[0].registered == "Ola Prøve"
    world.presses(leg, "2")
    world.presses(leg, "1")
    world.disk_takes_all()
    assert world.messages()[0].caller == "+4710000077"
    assert all("-111" not in sms.text for sms in world.outbox())
    world.hears_all(leg)
    world.hangs_up(leg)
    world.answers(world.rung[-1].leg)
    world.presses(world.rung[-1].leg, "1")
    assert world.rung[-1].uri == "sip:+4710000077@127.0.0.1:5090"


def test_caller_and_agent_hear_each_other_and_the_lamp_says_so(world: World) -> None:
    leg = world.rings()
    world.presses(leg, "1")
    world.answers(world.rung[0].leg)

    assert world.bridges == {frozenset((leg, world.rung[0].leg))}
    assert world.hears(leg) == ""
    assert world.lamp("anna") == "busy"
    assert world.view.calls[0].stands == "talking"


def talking(world: World, leg: str = "c1") -> do.Ring:
    world.presses(world.rings(leg=leg), "1")
    ring = world.rung[-1]
    world.answers(ring.leg)
    return ring


def test_after_the_caller_hangs_up_a_key_of_the_agent_gives_the_disposition(world: World) -> None:
    ring = talking(world)
    world.hangs_up("c1")
    assert "besvart fra kortet" in world.hears(ring.leg)

    world.presses(ring.leg, "1")
    world.disk_takes_all()

    (record,) = world.calls()
    assert record.disposition is Disposition.ANSWERED_FROM_CARD
    assert record.agent == "anna"
    assert world.lamp("anna") == "free"
    assert not any(world.leftovers().values())


def test_disposition_message_taken_tells_the_client_by_sms(world: World) -> None:
    ring = talking(world)
    world.hangs_up("c1")
    world.presses(ring.leg, "2")
    world.disk_takes_all()

    (sms,) = world.outbox()
    assert sms.number == "+4710000011"
    assert sms.text == (
        "10 00 00 77 ringte til Nordlys Rør 20.11 10:00 om faktura. Tatt imot av Anna."
    )


def test_the_desk_gives_the_disposition_with_a_note(world: World) -> None:
    ring = talking(world)
    world.hangs_up(ring.leg)
    assert world.lamp("anna") == "wrap_up"

    world.happens(
        seen.DispositionChosen("c1", Disposition.MESSAGE_TAKEN, "Ring om lekkasje.", "r1")
    )
    world.disk_takes_all()

    assert world.replies[-1].ok
    assert world.outbox()[0].text.endswith("Tatt imot av Anna. Ring om lekkasje.")
    assert world.lamp("anna") == "free"


def test_a_disposition_given_during_the_talk_ends_the_call_without_a_question(
    world: World,
) -> None:
    ring = talking(world)
    world.happens(seen.DispositionChosen("c1", Disposition.PUT_THROUGH))
    world.hangs_up("c1")
    world.disk_takes_all()

    assert world.calls()[0].disposition is Disposition.PUT_THROUGH
    assert ring.leg not in world.legs


def test_no_call_closes_without_a_disposition_even_if_nobody_says(world: World) -> None:
    ring = talking(world)
    world.hangs_up(ring.leg)
    world.passes(61)
    world.disk_takes_all()

    assert world.calls()[0].disposition is Disposition.NOT_STATED
    assert world.lamp("anna") == "free"


def test_without_a_key_the_menu_is_said_again_and_then_the_default_is_taken(
    world: World,
) -> None:
    leg = world.rings()
    world.hears_all(leg)
    world.passes(5)
    assert world.hears(leg) == "Velkommen."

    world.hears_all(leg)
    world.passes(5)
    assert world.hears(leg) == "waiting"
    assert world.view.calls[0].about == "annet"


def test_a_key_that_leads_nowhere_counts_as_an_attempt(world: World) -> None:
    leg = world.rings()
    world.presses(leg, "9")
    assert world.hears(leg) == "Velkommen."
    world.presses(leg, "8")
    assert world.view.calls[0].about == "annet"


def test_the_next_agent_is_rung_when_the_first_does_not_answer(world: World) -> None:
    world.presses(world.rings(), "1")
    world.passes(20)

    assert [ring.uri for ring in world.rung] == [
        "sip:anna@127.0.0.1:5071",
        "sip:bo@127.0.0.1:5072",
    ]
    assert world.rung[0].leg not in world.legs
    assert world.lamp("anna") == "free"


def test_an_agent_who_refuses_is_left_in_peace_for_a_while(world: World) -> None:
    world.presses(world.rings(), "2")
    world.hangs_up(world.rung[0].leg, 486)
    assert len(world.rung) == 1

    world.passes(5)
    assert len(world.rung) == 2


def test_nobody_answers_in_time_so_the_caller_leaves_a_message(world: World) -> None:
    leg = world.rings()
    world.presses(leg, "2")
    world.passes(60)
    assert "opptatt" in world.hears(leg)
    world.hears_all(leg)
    assert world.hears(leg) == "tone"
    world.hears_all(leg)
    assert leg in world.recording

    world.presses(leg, "#")
    assert world.hears(leg) == ""
    assert world.outbox() == []
    world.disk_takes_all()

    assert "mottatt" in world.hears(leg)
    (message,) = world.messages()
    assert (message.caller, message.about, message.seconds) == ("+4710000077", "lønn", 7.4)
    world.hears_all(leg)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.MESSAGE_LEFT
    assert not any(world.leftovers().values())


def test_an_empty_loop_takes_a_message_at_once(world: World) -> None:
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    leg = world.rings()
    world.presses(leg, "2")

    assert "opptatt" in world.hears(leg)
    assert world.rung == []


def leave_message(world: World, leg: str = "c1") -> str:
    leg_id = world.rings(leg=leg)
    world.presses(leg_id, "4")
    world.hears_all(leg_id)
    world.hears_all(leg_id)
    world.presses(leg_id, "#")
    return leg_id


def test_the_message_is_promised_only_after_the_disk_has_it(world: World) -> None:
    leg = leave_message(world)
    assert world.hears(leg) == ""
    world.disk_takes_all()
    assert "mottatt" in world.hears(leg)


def test_a_full_disk_is_said_to_the_caller_and_the_message_is_stored_later(world: World) -> None:
    leg = leave_message(world)
    world.disk_is_full()
    assert "ikke lagre" in world.hears(leg)
    assert any("disk is full" in fault for fault in world.view.details)

    world.hears_all(leg)
    world.passes(15)
    world.disk_takes_all()
    assert len(world.messages()) == 1
    assert len(world.outbox()) == 1
    assert world.view.faults == ()


def test_a_caller_who_hangs_up_while_speaking_has_left_a_message(world: World) -> None:
    leg = world.rings()
    world.presses(leg, "4")
    world.hears_all(leg)
    world.hears_all(leg)
    world.hangs_up(leg)
    world.disk_takes_all()

    assert len(world.messages()) == 1
    assert world.outbox()[0].state is SmsState.QUEUED
    assert not any(world.leftovers().values())


def test_the_office_is_full_so_one_more_caller_gets_busy() -> None:
    world = with_office(max_calls=2)
    for leg in ("c1", "c2", "c3"):
        world.rings(leg=leg)

    assert world.rejected == {"c3": 486}
    assert "1 calls found every line busy." in world.view.details
    world.happens(seen.ButtonPressed("acknowledge"))
    assert world.view.faults == ()


def test_the_longest_waiting_caller_gets_the_first_free_agent(world: World) -> None:
    world.presses(world.rings(leg="c1"), "2")
    world.answers(world.rung[0].leg)
    world.presses(world.rings(leg="c2"), "2")
    world.passes(3)
    world.presses(world.rings(leg="c3"), "2")
    world.hangs_up("c1")
    world.presses(world.rung[0].leg, "1")

    assert world.rung[-1].leg.startswith("c2/")


def test_a_call_keeps_the_settings_with_which_it_began(world: World) -> None:
    leg = world.rings()
    world.happens(seen.SettingsChanged(World().directory.__class__(office=world.directory.office)))
    world.presses(leg, "1")

    assert world.rung[0].uri == "sip:anna@127.0.0.1:5071"


def test_a_call_that_lasts_too_long_is_ended() -> None:
    world = with_office(call_seconds=100.0)
    talking(world)
    world.passes(101)
    assert "c1" not in world.legs


def test_danish_callers_are_greeted_in_danish_and_flagged_on_the_display(world: World) -> None:
    leg = world.rings(STROM)
    world.presses(leg, "4")
    assert "besked" in world.hears(leg)
    assert world.view.rows[1].text.endswith("DA")


def test_a_late_answer_of_a_telephone_that_was_given_up_is_hung_up(world: World) -> None:
    world.presses(world.rings(), "1")
    late = world.rung[0].leg
    world.hangs_up("c1")
    world.legs[late] = "answered"
    world.happens(seen.LegAnswered(late))

    assert late not in world.legs


def test_the_self_test_line_leads_to_the_self_test_telephone_for_its_time_only(
    world: World,
) -> None:
    world.happens(seen.SelftestAsked("selftest-42", "sip:t@127.0.0.1:9", None, 60.0, "r"))
    assert world.replies[-1].ok
    world.presses(world.rings("selftest-42"), "1")
    assert world.rung[0].uri == "sip:t@127.0.0.1:9"

    world.hangs_up("c1")
    world.disk_takes_all()
    assert world.view.missed == 0, "nobody has missed anything"
    world.passes(61)
    world.rings("selftest-42", leg="c2")
    assert world.view.calls[0].client == "Ukjent linje"
