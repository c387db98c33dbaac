"""Whoever does not answer for a firm reads neither its callers' numbers nor what was noted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.little_office import office

from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import (
    EVERYTHING,
    NOTHING,
    Sight,
    masked,
    masked_step,
    masked_view,
    sight_of,
)
from appliance.core.model.ids import TrailStep
from appliance.core.model.standing import Standing
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.core.words.trail import in_english

CALLER = "10 00 00 77"
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ANSWERED = Trouble(Cause.STATUS, {"said": "603 +4710000077 declines"})


def little_office():
    return office(dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1"))


def a_view(client_id: str) -> View:
    trail = (
        TrailStep(AT, Told.NOT_REACHED, {"number": "+4710000077", "why": ANSWERED}),
        TrailStep(AT, Told.NOT_STORED, {"problem": "no room for 10 00 00 77"}),
        TrailStep(AT, Told.TEXT, {"words": "Ring Ola på 10 00 00 77."}),
        TrailStep(AT, Told.WAITS, {"loop": "Salg"}),
    )
    call = CallView("c1", "Nordlys", CALLER, "bad", "talking", "Anna", client_id, trail=trail)
    call = replace(call, registered="Ola Nordmann")
    lamps = (Lamp("anna", "Anna", "busy", "talking to", CALLER, client_id),)
    return View(
        lamps=lamps,
        rows=(Row("registrert på Ola Nordmann"), Row(CALLER), Row("12:30  22.11.2026")),
        calls=(call,),
    )


@pytest.mark.parametrize(
    ("plain", "hidden"),
    [
        (CALLER, "•• •• •• 77"),
        ("+4710000077", "+••••••••77"),
        ("+44 163 296 0001", "+•• ••• ••• ••01"),
        ("+4710000077-111", "+••••••••77-111"),
        ("01019912345", "•••••••••45"),
        ("22.11.2026 12:30, 3 waiting", "22.11.2026 12:30, 3 waiting"),
        ("11.2026 10 00 00 77 12:30", "11.2026 •• •• •• 77 12:30"),
        ("tlf.10000077.", "tlf.••••••77."),
        ("12345", "12345"),
        ("", ""),
        ("anonymous", "anonymous"),
        ("192.168.100.20", "192.168.100.20"),
    ],
)
def test_only_the_end_of_a_number_stays(plain, hidden):
    assert masked(plain) == hidden


def step(kind: Told, **values: str) -> TrailStep:
    return TrailStep(AT, kind, values, "anna")


def test_what_was_noted_about_a_caller_is_not_read_by_others():
    assert masked_step(step(Told.OUTCOME, how="put_through")).values == {"how": "•••"}
    assert masked_step(step(Told.REGISTERED, who="Ola")).values == {"who": "•••"}
    assert masked_step(step(Told.TEXT, words="Noted: vil ha tilbud.")).values == {"words": "•••"}
    assert masked_step(step(Told.RANG, who="Anna")) == step(Told.RANG, who="Anna")


def test_a_number_in_a_story_is_hidden_wherever_it_stands():
    masks = {"number": "+4710000077", "who": "+4710000077", "problem": "of 10 00 00 77 here"}
    hidden = masked_step(step(Told.NOT_REACHED, **masks)).values
    assert hidden == {
        "number": "•• •• •• 77",
        "who": "+••••••••77",
        "problem": "of •• •• •• 77 here",
    }


def test_superiors_read_everything_and_staff_what_their_loops_answer_for():
    directory = little_office()
    for role in (Role.SUPERIOR, Role.INSTALLER):
        assert sight_of(directory, role, "somebody") is EVERYTHING
    for role in (Role.VIEWER, Role.OPERATOR):
        assert sight_of(directory, role, "somebody") is NOTHING
        loops = [loop for loop in directory.loops.values() if "anna" in loop.members]
        assert loops, "the little office has changed"
        assert sight_of(directory, role, "Anna").firms


def test_a_call_of_another_firm_is_seen_without_its_number():
    shown = masked_view(a_view("nordlys"), Sight(frozenset(["strom"])))
    (call,) = shown.calls
    assert call.caller == "•• •• •• 77"
    assert call.registered == "•••"
    assert shown.rows[0].text == "registrert på •••"
    assert (shown.lamps[0].why, shown.lamps[0].caller) == ("talking to", "•• •• •• 77")
    assert "100000" not in repr(shown).replace(" ", "")
    assert "Ola" not in repr(shown)
    assert in_english(call.trail[-1]) == "Waits in Salg."
    assert shown.rows[-1].text == "12:30  22.11.2026"


def test_a_call_of_ones_own_firm_is_seen_in_full():
    view = a_view("nordlys")
    shown = masked_view(view, Sight(frozenset(["nordlys"])))
    assert (shown.calls, shown.lamps) == (view.calls, view.lamps)
    assert masked_view(view, EVERYTHING) is view


def test_an_unknown_line_is_for_those_who_answer_unknown_lines():
    view = a_view("")
    assert masked_view(view, Sight(frozenset([None]))).calls == view.calls
    assert masked_view(view, Sight(frozenset(["nordlys"]))).calls != view.calls


def test_a_short_caller_whom_one_may_read_unmasks_no_longer_number_that_ends_so():
    """Nor does a long one unmask a group of digits that merely holds it."""
    readable = CallView("c2", "Sol", "21", "sol", "talking", "Bo", "sol")
    hidden = CallView("c1", "Nordlys", "10 00 00 21", "bad", "talking", "Anna", "nordlys")
    lamps = (
        Lamp("anna", "Anna", "busy", "talking to", "10 00 00 21", "nordlys"),
        Lamp("bo", "Bo", "busy", "talking to", "21", "sol"),
    )
    rows = (Row("10 00 00 21"), Row("+4710000021"))
    seen = masked_view(
        View(lamps=lamps, rows=rows, calls=(readable, hidden)), Sight(frozenset({"sol"}))
    )
    assert [lamp.caller for lamp in seen.lamps] == ["•• •• •• 21", "21"]
    assert [row.text for row in seen.rows] == ["•• •• •• 21", "+••••••••21"]
    assert [call.caller for call in seen.calls] == ["21", "•• •• •• 21"]


def test_a_caller_by_name_is_as_hidden_as_one_by_number():
    """A telephone of another exchange has a user name in the place of a number."""
    hidden = CallView(
        *("c1", "Nordlys", "kari.hansen", "bad", "talking", "Anna"),
        client_id="nordlys",
        trail=(
            TrailStep(AT, Told.CALLS, {"number": "kari.hansen"}),
            TrailStep(AT, Told.NOT_STORED, {"problem": "kari.hansen is no number"}),
        ),
    )
    own = CallView("c2", "Sol", "ola.berg", "sol", "talking", "Bo", client_id="sol")
    lamps = (
        Lamp("anna", "Anna", "busy", "talking to", "kari.hansen", "nordlys"),
        Lamp("bo", "Bo", "busy", "talking to", "ola.berg", "sol"),
    )
    rows = (Row("kari.hansen da"), Row("ola.berg"))
    seen = masked_view(View(lamps=lamps, rows=rows, calls=(hidden, own)), Sight(frozenset({"sol"})))
    assert "kari" not in repr(seen)
    assert [call.caller for call in seen.calls] == ["•••", "ola.berg"]
    assert [lamp.caller for lamp in seen.lamps] == ["•••", "ola.berg"]
    assert [row.text for row in seen.rows] == ["••• da", "ola.berg"]


def test_a_withheld_number_is_told_to_everybody():
    hidden = CallView("c1", "Nordlys", "Skjult nummer", "bad", "talking", "Anna", "nordlys")
    lamps = (Lamp("anna", "Anna", "busy", "talking to", "Skjult nummer", "nordlys"),)
    seen = masked_view(View(lamps=lamps, calls=(hidden,)), Sight())
    assert seen.calls[0].caller == "Skjult nummer"
    assert seen.lamps[0].caller == "Skjult nummer"


def test_a_caller_by_one_letter_tears_no_sentence_apart():
    hidden = CallView("c1", "Nordlys", "a", "bad", "talking", "Anna", client_id="nordlys")
    lamps = (Lamp("anna", "Anna", "busy", "talking to", "a", "nordlys"),)
    seen = masked_view(View(lamps=lamps, calls=(hidden,)), Sight())
    assert (seen.lamps[0].why, seen.lamps[0].caller) == ("talking to", "•••")


def test_who_calls_two_firms_is_read_only_on_the_lamp_of_the_firm_that_one_serves():
    lamps = (
        Lamp("anna", "Anna", "busy", "talking to", CALLER, "nordlys"),
        Lamp("bo", "Bo", "busy", "talking to", CALLER, "sol"),
        Lamp("cato", "Cato", "ringing", "rung for", CALLER),
    )
    calls = tuple(
        CallView(firm, firm, CALLER, "", "talking", "", client_id=firm)
        for firm in ("nordlys", "sol")
    )
    seen = masked_view(View(lamps=lamps, calls=calls), Sight(frozenset({"sol"})))
    assert [lamp.caller for lamp in seen.lamps] == ["•• •• •• 77", CALLER, "•• •• •• 77"]
    unknown = masked_view(View(lamps=lamps), Sight(frozenset({None})))
    assert [lamp.caller for lamp in unknown.lamps] == ["•• •• •• 77", "•• •• •• 77", CALLER]


def test_a_number_in_the_words_of_staff_is_hidden_on_their_lamp():
    fact = Trouble(Standing.REASON_UNTIL, {"reason": "ring 10 00 00 77", "end": "12:30"})
    lamp = Lamp("bo", "Bo", "away", "away: ring 10 00 00 77 until 12:30", fact=fact)
    (shown,) = masked_view(View(lamps=(lamp,)), Sight()).lamps
    assert "10 00 00" not in repr(shown)
    assert shown.fact.values == {"reason": "ring •• •• •• 77", "end": "12:30"}
