"""The overflow partner: hears whose call it is, takes it, and says how it ended (office.md E2)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import CallId, Disposition, LegId, Prompt, Status
from appliance.core.prompts import every_prompt
from appliance.core.protocol import events as seen
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import LanguageKey
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.screening import Rule, Screening
from appliance.core.words.trail import in_english

VEST = Partner("vest", "Vest Svarservice", "+4710000088", "nb")
RUNG_AT = "sip:+4710000088@127.0.0.1:5090"


def partnered(partner: Partner = VEST, **rule: object) -> Directory:
    """The wages loop, of Bo alone, overflows to the partner."""
    base = office()
    overflow = Overflow(partner=partner.id, **rule)  # type: ignore[arg-type]
    wages = replace(base.loops["wages"], overflow=overflow, wait_seconds=300.0)
    return replace(base, loops={**base.loops, "wages": wages}, partners={partner.id: partner})


def overflowing(directory: Directory | None = None) -> tuple[World, LegId, LegId]:
    """Bo is on holiday, a caller chose wages, and the partner's telephone rings."""
    world = World(directory or partnered())
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    leg = world.rings()
    world.presses(leg, "2")
    return world, leg, world.rung[-1].leg


def taken(directory: Directory | None = None) -> tuple[World, LegId, LegId]:
    """The partner has pressed 1 and talks to the caller."""
    world, caller, partner = overflowing(directory)
    world.answers(partner)
    world.presses(partner, "1")
    assert world.bridges == {frozenset((caller, partner))}
    return world, caller, partner


def says(world: World, disposition: Disposition, partner: str = "vest", **more: object) -> bool:
    """The partner says on the page how the call ended; whether that was granted."""
    chosen = seen.DispositionChosen(
        CallId("c1"),
        disposition,
        request="r",
        partner=partner,
        **more,  # type: ignore[arg-type]
    )
    world.happens(chosen)
    return world.replies[-1].ok


# Ringing


def test_the_partners_telephone_shows_whom_it_is_for() -> None:
    world, _, _ = overflowing()
    assert world.rung[-1].uri == RUNG_AT
    assert world.rung[-1].from_name.endswith("Nordlys Rør")


def test_the_partner_hears_whose_call_it_is_and_takes_it_with_1() -> None:
    world, caller, partner = overflowing()
    world.answers(partner)
    assert world.hears(partner) == (
        "Samtale til Nordlys Rør. Lønn. Har ventet under ett minutt. Trykk en for å ta samtalen."
    )
    world.hears_all(partner)
    assert world.hears(caller) == "waiting"
    world.presses(partner, "2")
    assert world.bridges == set()
    world.presses(partner, "1")
    assert world.bridges == {frozenset((caller, partner))}


def test_the_whisper_is_in_the_partners_language_and_names_the_callers() -> None:
    english = partnered(replace(VEST, language="en", confirm=False))
    world, caller, partner = overflowing(english)
    world.answers(partner)
    told = "Call for Nordlys Rør. Lønn. The caller speaks Norwegian. Waiting for less than a minute"
    assert world.hears(partner) == f"{told}."
    world.hears_all(partner)
    assert world.bridges == {frozenset((caller, partner))}


def test_how_long_the_caller_has_waited_is_said() -> None:
    world = World(partnered(after_seconds=130.0))
    world.presses(world.rings(), "2")
    world.passes(130)
    partner = next(ring.leg for ring in world.rung if ring.uri == RUNG_AT)
    world.answers(partner)
    assert "Har ventet to minutter." in world.hears(partner)


def test_every_sentence_that_the_partner_hears_is_spoken_beforehand() -> None:
    base = partnered(replace(VEST, language="nl"))
    line = replace(
        base.lines["nordlys"], language_prompt="English: nine.", languages={"9": LanguageKey("en")}
    )
    base = replace(base, lines={**base.lines, "nordlys": line})
    spoken = set(every_prompt(base))
    world = World(base)
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    caller = world.rings()
    world.presses(caller, "9")
    world.presses(caller, "2")
    partner = world.rung[-1].leg
    world.answers(partner)
    assert "De beller spreekt Engels." in world.hears(partner)
    said = world.playing[partner].what
    assert isinstance(said, tuple)
    assert len(said) == 5
    assert {part for part in said if isinstance(part, Prompt)} <= spoken
    assert Prompt("Wacht dertig minuten.", "nl") in spoken


def test_a_partner_who_wants_neither_whisper_nor_key_has_the_call_at_once() -> None:
    world, caller, partner = overflowing(partnered(replace(VEST, whisper=False, confirm=False)))
    world.answers(partner)
    assert world.bridges == {frozenset((caller, partner))}


def test_a_voice_mail_cannot_take_the_call_which_keeps_its_place() -> None:
    world, caller, partner = overflowing()
    world.answers(partner)
    world.hears_all(partner)
    world.passes(15)
    assert partner not in world.legs
    assert world.hears(caller) == "waiting"
    world.passes(5)
    assert world.rung[-1].uri == RUNG_AT, "rung again after a rest"
    assert world.rung[-1].leg != partner


def test_a_partner_who_refuses_gives_the_call_back_to_its_place() -> None:
    world, caller, partner = overflowing()
    world.hangs_up(partner, 486)
    world.happens(seen.PresenceSet("bo", Status.AVAILABLE))
    assert world.hears(caller) == "waiting"
    assert world.rung[-1].uri == "sip:bo@127.0.0.1:5072"


def test_a_partner_has_as_many_calls_at_once_as_come() -> None:
    world, _, partner = overflowing()
    world.answers(partner)
    world.presses(partner, "1")
    world.presses(world.rings(leg="c2"), "2")
    assert [ring.uri for ring in world.rung] == [RUNG_AT] * 2


# The caller notices nothing


def test_the_caller_hears_that_the_talk_is_recorded_and_no_second_greeting() -> None:
    base = partnered()
    wages = replace(base.loops["wages"], record=True)
    world = World(replace(base, loops={**base.loops, "wages": wages}))
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    caller = world.rings()
    world.presses(caller, "2")
    assert world.hears(caller) == "Samtalen blir tatt opp."
    world.hears_all(caller)
    assert world.hears(caller) == "waiting"
    partner = world.rung[-1].leg
    world.answers(partner)
    assert world.hears(caller) == "waiting", "while the partner hears the whisper"
    world.presses(partner, "1")
    assert world.hears(caller) == ""
    assert list(world.talks) == [caller]
    world.passes(61)
    world.hangs_up(caller)
    world.passes(60)
    world.disk_takes_all()
    assert world.calls()[0].talk_seconds == 61.0, "counted for the bill as any other"


# In the talk


@pytest.mark.parametrize("keys", ["*9", "*1", "*6", "*7", "*51", "*4", "*221#", "*29999999#"])
def test_no_key_of_the_partner_harms_the_call(keys: str) -> None:
    world, caller, partner = taken()
    for key in keys:
        world.presses(partner, key)
    world.passes(7)
    assert CallId("c1") in world.switchboard.picture.calls
    assert caller in world.legs


def test_there_is_no_superior_for_the_partner() -> None:
    world, _, partner = taken()
    for key in "*9":
        world.presses(partner, key)
    step = world.switchboard.picture.calls[CallId("c1")].trail[-1]
    assert in_english(step) == "Vest Svarservice has no superior here."


def test_the_partner_hears_that_the_firm_will_not_be_disturbed() -> None:
    base = partnered()
    firm = replace(
        base.clients["nordlys"], number="+4710000066", screening=(Screening(Rule.MESSAGE),)
    )
    base = replace(base, clients={**base.clients, "nordlys": firm})
    world, _, partner = taken(base)
    for key in "*4":
        world.presses(partner, key)
    assert "Ta imot en beskjed" in world.hears(partner)
    assert set(every_prompt(base)) >= {world.playing[partner].what}


def test_the_partner_gives_a_call_back_to_the_house_by_its_extension_but_dials_no_numbers() -> None:
    base = partnered()
    bo = replace(base.agents["bo"], extension="22")
    wide = replace(base.office, outgoing=("1",))
    world, caller, partner = taken(replace(base, agents={**base.agents, "bo": bo}, office=wide))
    for key in "*210000055#":
        world.presses(partner, key)
    assert len(world.rung) == 1
    world.happens(seen.PresenceSet("bo", Status.AVAILABLE))
    for key in "*222#":
        world.presses(partner, key)
    assert world.rung[-1].uri == "sip:bo@127.0.0.1:5072"
    assert partner not in world.legs
    assert world.hears(caller) == "waiting"


def test_a_firm_that_does_not_answer_gives_the_caller_back_to_the_partner() -> None:
    base = partnered()
    firm = replace(base.clients["nordlys"], number="+4710000066")
    world, caller, partner = taken(replace(base, clients={**base.clients, "nordlys": firm}))
    for key in "*4":
        world.presses(partner, key)
    assert partner not in world.legs
    assert world.rung[-1].uri == "sip:+4710000066@127.0.0.1:5090"
    world.hangs_up(world.rung[-1].leg, 486)
    assert world.hears(caller) == "waiting"
    assert world.rung[-1].uri == RUNG_AT


# The outcome


def test_the_outcome_said_in_the_talk_goes_to_the_client_as_any_other() -> None:
    world, caller, _ = taken()
    assert says(
        world, Disposition.MESSAGE_TAKEN, note="Rør lekker", urgent=True, promised="svar før 12"
    )
    assert world.view.calls[0].chosen == "message_taken"
    world.hangs_up(caller)
    world.disk_takes_all()
    record = world.calls()[0]
    assert record.disposition is Disposition.MESSAGE_TAKEN
    assert record.agent == "partner:vest", "E3 and E5 count by it"
    text = world.outbox()[0].text
    assert text.startswith("HASTER!")
    assert "Tatt imot av Vest Svarservice. Rør lekker Lovet: svar før 12." in text
    assert not any(world.leftovers().values())


def test_after_the_talk_the_partners_line_is_free_and_the_outcome_may_be_said() -> None:
    world, caller, partner = taken()
    world.hangs_up(caller)
    assert partner not in world.legs, "the next caller finds the telephone free"
    assert world.view.calls[0].stands == "wrap-up"
    world.presses(world.rings(leg="c2"), "2")
    assert world.rung[-1].leg.startswith("c2/"), "a wrap-up keeps no call from the partner"
    assert says(world, Disposition.ANSWERED_FROM_CARD)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.ANSWERED_FROM_CARD


@pytest.mark.parametrize("who", ["caller", "partner"])
def test_a_partner_who_says_nothing_in_time_leaves_it_at_to_partner(who: str) -> None:
    world, caller, partner = taken()
    world.hangs_up(caller if who == "caller" else partner)
    world.passes(60)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.TO_PARTNER
    assert not any(world.leftovers().values())


def test_a_bare_number_is_over_at_once_as_before() -> None:
    base = office()
    rule = Overflow(number="+4710000088")
    loops = {**base.loops, "wages": replace(base.loops["wages"], overflow=rule)}
    world, caller, partner = overflowing(replace(base, loops=loops))
    world.answers(partner)
    world.presses(partner, "*")
    world.presses(partner, "9")
    world.hangs_up(caller)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.TO_PARTNER
    assert world.calls()[0].agent == "(partner)"


def test_a_partner_says_nothing_of_a_call_that_is_not_theirs() -> None:
    world = World(partnered())
    world.presses(world.rings(), "2")
    world.answers(world.rung[0].leg)
    assert not says(world, Disposition.ANSWERED_FROM_CARD)
    assert world.replies[-1].words == "This call is not yours."
    theirs, _, _ = taken()
    assert not says(theirs, Disposition.ANSWERED_FROM_CARD, partner="ost")


# What is seen of it


def test_the_page_knows_whose_telephone_rings_and_who_talks() -> None:
    world, caller, partner = overflowing()
    assert world.view.calls[0].partner == "vest"
    assert world.view.calls[0].stands == "ringing"
    world.answers(partner)
    world.presses(partner, "1")
    assert (world.view.calls[0].partner, world.view.calls[0].agent) == ("vest", VEST.name)
    world.hangs_up(caller)
    assert world.view.calls[0].partner == "vest"


def test_a_call_that_our_own_people_have_is_no_partners() -> None:
    world = World(partnered())
    world.presses(world.rings(), "2")
    assert world.view.calls[0].partner == ""


# The settings


def problems(directory: Directory) -> list[str]:
    return [f"{problem.path}: {problem.sentence}" for problem in check(directory)]


def test_an_overflow_leads_to_a_partner_that_there_is_and_to_nothing_else() -> None:
    wrong = partnered(number="+4710000087")
    wrong = replace(wrong, partners={})
    said = problems(wrong)
    assert any("there is no [partners.vest]" in sentence for sentence in said)
    assert any("it leads to one of loop, partner, and number" in sentence for sentence in said)


def test_a_partner_whom_nobody_needs_and_one_who_is_ourselves() -> None:
    base = office()
    ours = replace(VEST, number=next(iter(base.lines.values())).number)
    said = problems(replace(base, partners={"vest": ours}))
    assert "partners.vest: no loop overflows to this partner" in said
    assert "partners.vest.number: this number points back into the box" in said
