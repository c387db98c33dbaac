"""What the switchboard answers is told in the language of whoever reads the page."""

import pytest

from appliance.control import ControlUnavailable
from appliance.control.verdict_line import answer_of, verdict_in
from appliance.core.desk.accounts import Role
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.words.verdicts import GRANTED, REFUSED, SENTENCES
from web_config.words import catalogues, reply_words
from web_config.words.languages import LANGUAGES, TRANSLATED

READ_ONLY = (
    "The disk can only be read. Restart the box; if it stays so, the card is worn: replace it."
)
SUPERIOR = {
    "en": "Kari has no superior here.",
    "da": "Kari har ingen leder her.",
    "nb": "Kari har ingen leder her.",
    "nl": "Kari heeft hier geen leidinggevende.",
    "sv": "Kari har ingen överordnad här.",
}


def in_language(box, language):
    return box.app.test_request_context(headers={"Accept-Language": language})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_told_in_the_readers_language_with_its_names(box, language):
    with in_language(box, language):
        assert reply_words.told(refused(Refused.NO_SUPERIOR, who="Kari")) == SUPERIOR[language]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_refusal_stays_english(box, language):
    with in_language(box, language):
        told = {code: reply_words.told(Verdict(code, VALUES)) for code in Refused}
    assert [code for code, words in told.items() if words == SENTENCES[code] % VALUES] == []


VALUES = {"who": "Kari", "known": "bo", "n": "12", "path": "/run/x", "why": "Xyz", "problem": "Xyz"}


def test_whatever_the_page_may_show_is_in_its_catalogues():
    spoken = set(catalogues.spoken())
    assert set(REFUSED.values()) <= spoken
    shown = {code for code, words in GRANTED.items() if words in spoken}
    in_call = {Granted.ON_HOLD, Granted.OFF_HOLD, Granted.SUPERIOR_CALLED}
    assert in_call | {Granted.RINGS, Granted.MARKED_AS_URGENT} <= shown


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_troubles_of_the_disk_in_a_refusal_are_told_too(box, language):
    full = READ_ONLY
    with in_language(box, language):
        told = reply_words.told(refused(Refused.SMS_NOT_STORED, problem=full))
    assert full not in told
    assert "Restart" not in told


def test_a_verdict_goes_over_the_socket_and_back():
    for verdict in (refused(Refused.SMS_TOO_LONG, n=12), granted(Granted.RINGS, who="Åse")):
        assert verdict_in(answer_of(verdict)) == verdict


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "no_firm",
        {"code": "of another version", "values": {}},
        {"code": "no_firm", "values": {"other": "x"}},
        {"code": "no_firm", "values": ["who"]},
        {"code": ["no_firm"], "values": {}},
        {"values": {}},
    ],
)
def test_a_verdict_of_another_version_is_none_and_the_words_stay_as_they_came(box, odd):
    assert verdict_in({"ok": False, "words": "Nei.", "verdict": odd}) is None
    with in_language(box, "nl"):
        assert reply_words.told("Nei.") == "Nei."


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_page_shows_a_refusal_in_the_readers_language(office, page, language):
    office.reply = refused(Refused.OUTCOME_DOES_NOT_FIT)
    chosen = {"call": "c1", "disposition": "put_through", "note": ""}
    reader = page.box.logged_in(Role.SUPERIOR, "anna", language=language)
    answer = reader.post("/disposition", data=chosen)
    assert answer.status_code == 409
    assert ("This outcome does not fit this call." in answer.text) == (language == "en")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_switchboard_that_is_not_there_is_told_with_its_place(box, language):
    silent = ControlUnavailable(refused(Refused.NO_SOCKET, path="/run/sentralbord/control"))
    assert str(silent).startswith("the switchboard is not running (no socket at /run/")
    with in_language(box, language):
        told = reply_words.why_silent(silent)
    assert "/run/sentralbord/control" in told
    assert "running" not in told
