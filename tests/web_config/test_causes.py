"""Causes that telephones, trunks, and modems give are said in the language of whoever reads."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble, TrunkTrouble
from web_config.checks import step_words
from web_config.sms import sms_words
from web_config.words import cause_words, trouble_words
from web_config.words.languages import TRANSLATED
from web_config.words.trail_words import told


@pytest.fixture(params=TRANSLATED)
def language(request, box) -> Iterator[str]:
    """Each language of the page but English."""
    with box.app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


SAID = {
    "da": "udbyderen sagde: »{}«",
    "nb": "leverandøren sa: «{}»",
    "nl": "de provider zei: „{}”",
    "sv": "leverantören sade: ”{}”",
}
BUSY = {
    "da": "optaget (486)",
    "nb": "opptatt (486)",
    "nl": "in gesprek (486)",
    "sv": "upptaget (486)",
}
REFUSED = {
    "da": "afvist dér (403)",
    "nb": "avvist der (403)",
    "nl": "daar geweigerd (403)",
    "sv": "nekat där (403)",
}
AFTER = {
    "da": "efter svaret",
    "nb": "etter svaret",
    "nl": "na het antwoord",
    "sv": "efter svaret",
}


@pytest.mark.parametrize("said", ["486 Busy Here", "486 busy here", "486"])
def test_a_telephone_that_is_busy_is_busy_in_every_language(language, said):
    why = Trouble(Cause.STATUS, {"said": said})
    assert step(Told.NOT_TAKEN, who="Anna", why=why).endswith(f": {BUSY[language]}.")
    assert BUSY[language] in step(Told.NOT_THERE, who="Bo", why=why)
    assert BUSY[language] in step(Told.NOT_REACHED, number="+4710000077", why=why)


def step(kind: Told, **values: Value) -> str:
    """A step of a story as the page tells it."""
    return told(TrailStep(datetime(2026, 11, 20, tzinfo=UTC), kind, values))


def test_what_a_provider_says_in_its_own_words_is_quoted(language):
    refused = step(Told.REFER_REFUSED, answer="403 Credit exhausted")
    assert f"{REFUSED[language]}; {SAID[language].format('Credit exhausted')}" in refused
    told = by_trunk(TrunkTrouble.NOT_TAKEN, "499 Not today")
    assert f"(499; {SAID[language].format('Not today')})" in told
    assert "registration" not in told.partition("(")[0]


def by_trunk(code: TrunkTrouble, answer: str) -> str:
    """Why a telephone that is reached by a trunk does not ring."""
    values = {"trunk": "a", "host": "sip.example.org", "user": "", "answer": answer}
    address = {"address": "+4710000055", "fault": Trouble(code, values)}
    return trouble_words.detail(Trouble("telephone.trunk_down", address))


def test_what_comes_from_our_own_end_is_nobody_elses_word(language):
    said = cause_words.of_provider("503 Connection refused")
    assert "“Connection refused”" in said
    assert SAID[language].partition("{")[0] not in said


def test_why_a_trunk_is_down_is_said_where_the_telephone_does_not_ring(language):
    told = by_trunk(TrunkTrouble.REFUSED, "403 Forbidden")
    assert "refuses" not in told
    assert told.endswith(f"({REFUSED[language]}).")


EN = ("the", "may", "have", "been", "sent", "ask", "card", "operator", "failed")


@pytest.mark.parametrize(
    "reason",
    [
        "the SIM card has failed: replace it (CMS error 313)",
        "1 of 2 parts were accepted, then it failed: the modem fell silent",
        "the modem restarted after the text was handed over: it may have been sent",
        "it could not be sent within 48 hours; last: the modem restarted",
        "the mobile network is congested (CMS error 42)",
        "The modem on /dev/ttyUSB2 was unplugged: check its cable and power.",
        "The network could not deliver it (status 70): check number and telephone.",
    ],
)
def test_why_an_sms_was_not_sent_has_no_english_left(language, reason):
    words = sms_words.why(reason).lower().replace(":", " ").split()
    assert not set(words) & set(EN)


def test_what_a_modem_says_that_nobody_knows_is_quoted(language):
    told = sms_words.why("ERROR 12 of the maker")
    assert "ERROR 12 of the maker" in told
    assert told != "ERROR 12 of the maker"


def test_a_step_of_the_test_call_tells_what_was_seen(language):
    assert step_words.found("12.5 ms after the answer") == f"12.5 ms {AFTER[language]}"
    assert step_words.found("selftest-12ab") == "selftest-12ab", "a name stays as it is"
    told = step_words.found(
        "The caller heard nothing within 5 s (0 packets of audio came): look at the prompts "
        "(speech) and at whether a firewall blocks the RTP ports"
    )
    assert "heard" not in told
    assert "RTP" in told
