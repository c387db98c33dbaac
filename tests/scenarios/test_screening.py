"""Is it necessary to disturb the client? Rules, the display, the agent's keys, and the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import CallId, Disposition, LegId, SmsPriority, Urgency
from appliance.core.protocol import events as seen
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.screening import Rule, Screening
from appliance.core.words.trail import in_english

CALLER = LegId("c1")
# The pretend world's clock stands at Friday 10:00.
HOURS = {
    "mornings": Hours("mornings", {"fri": ("08:00-12:00",)}),
    "nights": Hours("nights", {"fri": ("20:00-23:00",)}),
}


def screened(*rules: Screening) -> Directory:
    base = office()
    firm = replace(base.clients["nordlys"], number="+4710000066", screening=rules)
    return replace(base, clients={**base.clients, "nordlys": firm}, hours=HOURS)


def talking(directory: Directory, caller: str | None = "+4710000077") -> World:
    """Anna talks to a caller of Nordlys about an invoice."""
    world = World(directory)
    world.rings(NORDLYS, caller)
    world.presses(CALLER, "1")
    world.answers(anna(world))
    return world


def anna(world: World) -> LegId:
    return world.rung[0].leg


def dials(world: World, keys: str) -> None:
    for key in keys:
        world.presses(anna(world), key)


def ends(world: World) -> None:
    world.hangs_up(CALLER)
    for leg in list(world.legs):
        world.hangs_up(leg)
    world.passes(100)
    world.disk_takes_all()
    assert not any(world.leftovers().values())


def rows(world: World) -> list[str]:
    return [row.text for row in world.view.rows]


def put_through(world: World) -> bool:
    return any("10000066" in ring.uri for ring in world.rung)


def test_the_display_says_what_the_firm_wants_when_it_rings() -> None:
    world = World(screened(Screening(Rule.URGENT, note="bare vannlekkasje")))
    world.rings(NORDLYS)
    world.presses(CALLER, "1")
    assert "Bare hvis det haster: bare vannlekkasje" in rows(world)
    assert world.view.calls[0].screening == "Bare hvis det haster: bare vannlekkasje"


def test_the_first_rule_whose_hours_hold_counts() -> None:
    rules = (
        Screening(Rule.MESSAGE, "nights"),
        Screening(Rule.PUT_THROUGH, "mornings"),
        Screening(Rule.ANSWER),
    )
    world = talking(screened(*rules))
    dials(world, "*4")
    assert put_through(world)
    world.answers(world.rung[-1].leg)
    ends(world)
    record = world.calls()[0]
    assert record.screening == "put_through"
    assert record.decision == "Put through: the firm takes its calls now."
    assert record.disposition is Disposition.PUT_THROUGH


@pytest.mark.parametrize(
    ("rule", "heard"),
    [(Rule.MESSAGE, "Ta imot en beskjed."), (Rule.ANSWER, "Svar fra kortet.")],
)
def test_a_firm_that_is_not_to_be_disturbed_is_not_rung(rule: Rule, heard: str) -> None:
    world = talking(screened(Screening(rule)))
    dials(world, "*4")
    assert not put_through(world)
    assert world.hears(anna(world)).endswith(heard)
    assert world.hears(CALLER) == ""
    assert frozenset((CALLER, anna(world))) in world.bridges
    ends(world)
    record = world.calls()[0]
    assert record.decision.startswith("Not put through: the firm wants")
    assert [step.who for step in record.trail if "Not put through" in in_english(step)] == ["anna"]


def test_dialling_the_firms_number_by_hand_obeys_the_rule_too() -> None:
    base = screened(Screening(Rule.MESSAGE))
    world = talking(replace(base, office=replace(base.office, outgoing=("1", "0"))))
    for dialled in ("*210000066#", "*310000066#", "*2004710000066#"):
        dials(world, dialled)
    assert not put_through(world)


def test_only_what_is_marked_as_urgent_disturbs() -> None:
    world = talking(screened(Screening(Rule.URGENT)))
    dials(world, "*4")
    assert not put_through(world)
    assert "stjerne sju" in world.hears(anna(world))
    dials(world, "*7")
    assert world.hears(anna(world)) == "tone"
    dials(world, "*4")
    assert put_through(world)
    ends(world)
    assert world.calls()[0].decision == "Put through: the call is urgent."


def test_a_rule_that_nobody_tried_was_followed() -> None:
    world = talking(screened(Screening(Rule.MESSAGE)))
    ends(world)
    assert world.calls()[0].decision == "Not put through."


def test_without_a_rule_nothing_is_screened() -> None:
    world = talking(screened(Screening(Rule.MESSAGE, "nights")))
    dials(world, "*4")
    assert put_through(world)
    ends(world)
    assert (world.calls()[0].screening, world.calls()[0].decision) == ("", "")


def test_how_urgent_and_what_was_promised_go_with_the_message() -> None:
    world = talking(screened())
    taken = Disposition.MESSAGE_TAKEN
    promise = "ring tilbake før 12"
    world.happens(
        seen.DispositionChosen(CallId("c1"), taken, "Lekkasje.", urgent=True, promised=promise)
    )
    ends(world)
    message = world.messages()[0]
    assert (message.urgency, message.promised) == (Urgency.URGENT, promise)
    sms = world.outbox()[0]
    assert sms.priority is SmsPriority.URGENT
    assert sms.text.startswith("HASTER! 10 00 00 77 ringte til Nordlys Rør")
    assert sms.text.endswith("Lekkasje. Lovet: ring tilbake før 12.")


def test_the_agents_key_makes_the_message_urgent() -> None:
    world = talking(screened())
    dials(world, "*7*52")
    ends(world)
    assert world.messages()[0].urgency is Urgency.URGENT
    assert [in_english(s) for s in world.calls()[0].trail if s.who == "anna"] == [
        "Anna answered.",
        "Marked the call as urgent.",
        "Noted: message taken.",
    ]


def test_abuse_is_flagged_by_a_key_and_who_did_it_is_kept() -> None:
    world = talking(screened())
    dials(world, "*6")
    assert world.view.calls[0].abuse
    assert any(row.startswith("SJIKANE") for row in rows(world))
    ends(world)
    record = world.calls()[0]
    assert record.abuse
    assert [(s.who, in_english(s)) for s in record.trail if "abuse" in in_english(s)] == [
        ("anna", "Flagged the call as abuse.")
    ]


def test_the_callers_own_keys_flag_nothing() -> None:
    world = talking(screened())
    for key in "*6*7":
        world.presses(CALLER, key)
    ends(world)
    assert not world.calls()[0].abuse


def test_the_display_says_registered_to_and_never_more() -> None:
    contacts = {
        "ola": Contact("ola", "+4710000077", "Ola Prøve"),
        "firm": Contact("firm", "+4710000077", "Prøve AS"),
        "other": Contact("other", "+4710000078", "Somebody else"),
    }
    world = World(replace(office(), contacts=contacts))
    world.rings(NORDLYS)
    world.presses(CALLER, "1")
    assert any("registrert på Ola Prøve / Prøve AS" in row for row in rows(world))
    assert world.view.calls[0].registered == "Ola Prøve / Prøve AS"
    assert world.view.calls[0].caller == "10 00 00 77"


def test_a_withheld_number_is_registered_to_nobody() -> None:
    world = World(replace(office(), contacts={"none": Contact("none", "", "Nobody")}))
    world.rings(NORDLYS, None)
    assert world.view.calls[0].registered == ""


def test_the_talk_is_counted_from_the_first_answer_to_its_end() -> None:
    world = World()
    world.rings(NORDLYS)
    world.presses(CALLER, "1")
    world.passes(8)
    world.answers(anna(world))
    world.passes(65)
    world.hangs_up(CALLER)
    world.passes(20)
    world.presses(anna(world), "1")
    world.disk_takes_all()
    assert world.calls()[0].talk_seconds == 65.0


def test_a_box_that_does_not_know_the_time_keeps_only_the_rules_that_always_hold() -> None:
    world = World(screened(Screening(Rule.PUT_THROUGH, "mornings"), Screening(Rule.ANSWER)))
    known = world.now
    world.now = lambda: replace(known(), clock_set=False)  # type: ignore[method-assign]
    world.rings(NORDLYS)
    assert world.view.calls[0].screening == "Svar fra kortet"
