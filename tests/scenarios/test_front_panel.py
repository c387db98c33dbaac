"""What the front panel shows besides the display's rows: lamps, dimming, and faults in words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from support.world import NORDLYS, World, with_office

import appliance
from appliance.core.model.trouble import Trouble, TrunkTrouble
from appliance.core.panel.lamps import lights, signals
from appliance.core.protocol import events as seen
from appliance.core.protocol.view import CallView, Lamp
from appliance.core.words.fault_causes import BY_CODE, CAUSES, WARNINGS
from appliance.core.words.faults import OFFICE, PARTS, of_part
from appliance.core.words.spoken import LANGUAGES
from appliance.core.words.trouble_details import in_english


def test_lines_and_fault_have_lamps_besides_the_staff() -> None:
    talking = CallView("c1", "Nordlys", "+47 100 00 001", "", "talking", "Anna")
    waiting = CallView("c2", "Nordlys", "", "", "waiting", "")
    ringing = CallView("c3", "Sol", "", "", "ringing", "Bo")
    ended = CallView("c4", "Hav", "", "", "wrap-up", "Bo")
    calls = (talking, waiting, ringing, ended)
    shown = tuple(signals(calls, ("The disk is full.",), "nb"))
    assert [lamp.name for lamp in shown] == ["Nordlys", "Sol", "Hav", "Feil"]
    assert shown[-1].why == "The disk is full."
    assert lights((Lamp("anna", "Anna", "free", ""), *shown)) == {
        "anna": "free",
        "line:Nordlys": "busy",
        "line:Sol": "ringing",
        "line:Hav": "wrap_up",
        "fault": "fault",
    }
    assert not tuple(signals((), (), "nb"))


def test_a_call_is_followed_by_the_lamps_of_line_and_staff() -> None:
    world = World()
    assert world.view.lights["anna"] == "free"
    world.presses(world.rings(NORDLYS), "1")
    assert world.view.lights["line:Nordlys Rør"] == "ringing"
    assert world.view.lights["anna"] == "ringing"
    world.answers(world.rung[0].leg)
    assert world.view.lights["line:Nordlys Rør"] == world.view.lights["anna"] == "busy"


@pytest.mark.parametrize(
    ("hours", "dim"), [("09:00-11:00", True), ("11:00-09:00", False), ("22:00-11:00", True)]
)
def test_at_night_the_display_is_dimmed(hours: str, dim: bool) -> None:
    assert with_office(display_dim=hours).view.dim is dim  # it is ten o'clock


def test_a_call_lights_the_display_up() -> None:
    world = with_office(display_dim="09:00-11:00")
    leg = world.rings(NORDLYS)
    assert not world.view.dim
    world.hangs_up(leg)
    assert world.view.dim


EVERY_FAULT = {
    **PARTS,
    **OFFICE,
    **WARNINGS,
    **BY_CODE,
    **{f"{kind} {said}": words for kind in CAUSES for said, words in CAUSES[kind].items()},
}


@pytest.mark.parametrize("words", EVERY_FAULT.values(), ids=EVERY_FAULT)
def test_every_fault_has_words_in_every_language(words: dict[str, str]) -> None:
    assert set(words) == set(LANGUAGES)
    assert len(set(words.values())) >= 3, "copied, not translated"
    places = [sorted(part for part in said.split() if "{" in part) for said in words.values()]
    fields = {"".join(found).count("{") for found in places}
    assert len(fields) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Knappen status sidder fast: få den op igen."),
        ("nb", "Knappen status sitter fast: få den opp igjen."),
        ("sv", "Knappen status har fastnat: få upp den igen."),
        ("nl", "De knop status zit vast: maak hem los."),
        ("en", "The button status is stuck: let it come up."),
    ],
)
def test_a_fault_is_said_in_the_offices_language_and_in_the_parts_own_words(
    language: str, said: str
) -> None:
    world = with_office(language=language)
    world.happens(seen.DeviceLost("button status", "It is down since 30 s."))
    assert world.view.faults == (said,)
    assert world.view.details == ("It is down since 30 s.",)
    world.happens(seen.DeviceFound("button status"))
    assert world.view.faults == ()


def test_every_part_that_the_box_can_lose_has_words() -> None:
    """The first word of every part that stands in a call of DeviceLost or `with_fault`."""
    lost = {
        name
        for path in Path(appliance.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(FAULT_CALLS)
        for name in [_first_word(call.args[0])]
        if name
    }
    assert {"backup", "restore", "settings", "button"} <= lost, "the look finds nothing"
    assert lost <= set(PARTS)


FAULT_CALLS = ("DeviceLost", "with_fault")


def _first_word(name: ast.expr) -> str:
    """What a part is called, where it stands there in letters."""
    if isinstance(name, ast.JoinedStr):
        name = name.values[0]
    written = name.value if isinstance(name, ast.Constant) else ""
    return str(written).partition(" ")[0]


def test_a_part_that_nobody_has_words_for_speaks_for_itself() -> None:
    world = World()
    world.happens(seen.DeviceLost("calendar of Anna", "The feed is gone: check its address."))
    assert world.view.faults == ("The feed is gone: check its address.",)


@pytest.mark.parametrize(
    ("device", "reason", "said"),
    [
        ("modem", "The modem on /dev/x was unplugged: check its cable and power.", "mangler"),
        ("modem", "The modem finds no mobile network: check its antenna and the SIM card.", "nett"),
        ("modem", "The mobile network refuses the SIM card: ask the operator.", "avviser"),
        ("modem", "The SIM card is blocked and wants its PUK: unblock it in a telephone.", "låst"),
        ("modem", "The modem cannot send: unknown error.", "SMS går ikke ut"),
        ("modem storage", "The SIM card's storage of SMS is full (20 of 20).", "fullt"),
        (
            "backup",
            "No stick is plugged in at /x: it lies on the same disk. Plug one in.",
            "sett i",
        ),
        ("backup", "The disk has 2 MB free, and the backup needs 9 MB.", "full"),
        ("backup", "No scheduled backup can be made before it has a passphrase: x", "passordfrase"),
        ("backup", "There has been no backup since 2026-11-01.", "sikkerhetskopi"),
        ("modem", "/dev/ttyUSB2 may not be opened: add the user to the group dialout.", "får ikke"),
        ("oled", "the display's bus hangs: check its wires", "bussen henger"),
        ("panel 0x20", "I2C bus 1 hangs at the lamp chip 0x20", "bussen henger"),
    ],
)
def test_what_a_part_says_leads_to_the_hands_that_it_needs(
    device: str, reason: str, said: str
) -> None:
    assert said in of_part(device, reason, "nb")


@pytest.mark.parametrize(
    ("code", "answer", "said"),
    [
        (TrunkTrouble.SILENT, "408 Request Timeout", "a svarer ikke"),
        (TrunkTrouble.REFUSED, "403 Forbidden", "a avviser brukernavn eller passord"),
        (TrunkTrouble.NOT_TAKEN, "488 No way", "sa: «488 No way»"),
        (TrunkTrouble.OTHER_TIME, "423 Later", "sa: «423 Later»"),
        (TrunkTrouble.NOT_TAKEN, "488 ", "Ingen forbindelse til a"),
        (TrunkTrouble.NO_IPV6, "", "Ingen forbindelse til a"),
        (TrunkTrouble.CALL_FAILED, "403 No credit", "sa: «403 No credit»"),
        (TrunkTrouble.CALL_FAILED, "403", "over a: sjekk konto"),
        (TrunkTrouble.CALL_FAILED, "503 Connection refused", "over a: sjekk konto"),
    ],
)
def test_a_trunk_says_by_its_code_who_has_to_do_what(
    code: TrunkTrouble, answer: str, said: str
) -> None:
    device = f"{code.partition('.')[0]} a"
    assert said in of_part(device, Trouble(code, {"trunk": "a", "answer": answer}), "nb")


def test_no_words_of_a_provider_pass_for_a_cause() -> None:
    """A registrar's phrase once told the box what to show."""
    refused = Trouble(TrunkTrouble.NOT_TAKEN, {"answer": "488 The caller was asked too often"})
    assert of_part("trunk a", refused, "en").startswith("a does not take us. The provider said:")


@pytest.mark.parametrize("code", TrunkTrouble)
def test_every_trouble_of_a_trunk_is_told_in_full(code: TrunkTrouble) -> None:
    values = {"trunk": "a", "host": "sip.example.org", "user": "1", "answer": "1", "error": "x"}
    assert in_english(Trouble(code, values)).startswith("Trunk a")


MODEM_SENTENCES = [
    row.split("|")[1].strip()
    for row in (Path(__file__).parents[2] / "docs" / "modem.md").read_text("utf-8").splitlines()
    if row.startswith(
        ("| The modem", "| The SIM card", "| There is no", "| The mobile", "| …", "| Another")
    )
]


def test_the_words_that_tell_causes_apart_are_those_of_the_modems_documentation() -> None:
    told = " ".join(MODEM_SENTENCES)
    for said in CAUSES["modem"]:
        if said not in ("cable", "No modem is set up"):
            assert said in told, "the modem does not speak so any more"
