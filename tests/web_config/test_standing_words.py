"""How somebody stands, and what their lamp shows, is told in the reader's language."""

import pytest

from appliance.core.model.standing import Standing
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import Lamp
from appliance.core.words.spoken import WITHHELD
from appliance.core.words.standing import STANDING
from appliance.core.words.trail import places
from appliance.core.words.trouble_details import in_english
from web_config.live.lamp_words import IN_CALL, why_of
from web_config.words.languages import TRANSLATED
from web_config.words.trouble_words import detail

BLOCK = Trouble(Standing.OUT_TO_DAY, {"day": "22.11"})
VALUES = {"number": "+4710000077", "n": "3", "end": "14:00", "span": "10:00-12:00", "block": BLOCK}


@pytest.fixture(params=TRANSLATED)
def language(request, box):
    """Each language of the page but English."""
    with box.app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


def fact(code: Standing) -> Trouble:
    return Trouble(code, {n: VALUES.get(n, "nordlys") for n in places(STANDING[code])})


def test_every_code_has_words_and_none_is_told_in_english(language):
    assert set(STANDING) == set(Standing)
    facts = [fact(code) for code in Standing if code is not Standing.REASON]
    assert [each.code for each in facts if detail(each) == in_english(each)] == []


def test_when_somebody_has_gone_and_comes_back_is_told(language):
    since = Trouble(Standing.SINCE, {"at": "22.11 08:00"})
    reason = Trouble(Standing.REASON, {"said": "møte"})
    away = Trouble(Standing.AWAY, {"reason": reason, "since": since, "until": ""})
    assert in_english(away) == "Away (møte) since 22.11 08:00."
    said = {
        "da": "Væk (møte) siden ",
        "nb": "Borte (møte) siden ",
        "sv": "Borta (møte) sedan ",
        "nl": "Afwezig (møte) sinds ",
    }
    assert detail(away) == f"{said[language]}22.11 08:00."


def test_a_lamp_is_told_by_its_fact_and_the_words_of_staff_stay(language):
    lamp = Lamp("bo", "Bo", "away", "away: out of office to the end of 22.11", fact=BLOCK)
    assert why_of(lamp) == detail(BLOCK)
    assert why_of(Lamp("bo", "Bo", "logged_out", "logged out: ferie")) == "ferie"


def test_whom_somebody_talks_to_is_told_with_the_number_or_that_it_is_withheld(language):
    withheld = WITHHELD[language]
    for why in IN_CALL:
        told = why_of(Lamp("bo", "Bo", "busy", why, "10 00 00 77", "nordlys"))
        assert told.endswith("10 00 00 77") or "10 00 00 77 " in told
        assert why not in told
        assert withheld in why_of(Lamp("bo", "Bo", "busy", why, "Withheld number", "nordlys"))
