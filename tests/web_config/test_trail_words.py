"""A call's story is read in every language, those too that an older release kept in English."""

import pytest
from support.stories import AT, STEPS, a_step, older_store

from appliance.core.model.ids import Disposition, TrailStep
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.words.spoken import WITHHELD
from appliance.core.words.trail import NOTES, in_english
from appliance.store.reports.calls import CallHistory, Wanted
from appliance.store.store import Store
from web_config.words.languages import TRANSLATED
from web_config.words.trail_words import note, outcome, told


@pytest.fixture(params=TRANSLATED)
def language(request, box):
    """Each language of the page but English."""
    with box.app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


def test_no_kind_is_told_in_english(language):
    steps = [a_step(kind) for kind in Told if kind is not Told.TEXT]
    assert [step.kind for step in steps if told(step) == in_english(step)] == []
    assert not [step.kind for step in steps if "%(" in told(step)]


def test_no_cause_is_told_in_english(language):
    causes = [Trouble(c, {"address": "4711", "said": "486 Busy Here"}) for c in Cause]
    steps = [TrailStep(AT, Told.NOT_TAKEN, {"who": "Anna", "why": why}) for why in causes]
    english = [in_english(step).partition(": ")[2] for step in steps]
    here = [told(step) for step in steps]
    assert [words for words, said in zip(english, here, strict=True) if said.endswith(words)] == []


def test_how_a_call_ended_has_words_in_every_language(language):
    words = {outcome(each) for each in Disposition}
    assert len(words) == len(Disposition)
    assert not words & {each.value.replace("_", " ") for each in Disposition}
    assert outcome("of_tomorrow") == "of tomorrow"


def test_what_the_box_notes_is_told_and_what_people_note_stays(language):
    assert not [words for words in NOTES if note(words) == words]
    assert note("Free") == "Free"


def test_a_store_of_the_release_before_tells_its_stories_in_every_language(language, tmp_path):
    older_store(tmp_path / "older.db", [*map(in_english, STEPS), "The moon rose."])
    with Store(tmp_path / "older.db", tmp_path) as store:
        store.migrate()
        (call,) = CallHistory(store).page(Wanted())
    here = [told(step) for step in call["trail"]]
    assert here == [*map(told, STEPS), "The moon rose."]


def test_a_number_is_told_as_it_is_read_and_a_withheld_one_by_a_word(language):
    assert "10 00 00 77" in told(TrailStep(AT, Told.CALLS, {"number": "+4710000077"}))
    assert WITHHELD[language] in told(TrailStep(AT, Told.CALLS))
