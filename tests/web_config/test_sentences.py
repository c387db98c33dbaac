"""English sentences of the switchboard are known again, each as the one that it is."""

import re

import pytest

from appliance.common.sentences import Sentences
from appliance.store.migrations import stories
from web_config.checks import step_words
from web_config.settings import problem_words
from web_config.sms import sms_words
from web_config.words import cause_words

SAMPLES = {"key": "#", "n": "12", "address": "sip:anna@127.0.0.1", "times": " until 14:00"}
SAMPLES |= {"state": "away", "rule": "urgent", "most": "6", "hours": "48"}
SAMPLES |= {"end": "14:00", "span": "10:00-12:00", "day": "22.11", "block": "calendar all day"}
SAMPLES |= {"number": "10 00 00 77", "how": "put through"}
SAMPLES |= {"answer": "503 No", "hz": "440", "packets": "3", "time": "1.5 ms", "digit": "#"}


@pytest.mark.parametrize(
    "known",
    [
        stories.WRITTEN,
        problem_words.KNOWN,
        sms_words.KNOWN,
        cause_words.MODEM,
        step_words.FOUND,
    ],
)
def test_no_sentence_is_taken_for_another(known):
    for source in known.sources:
        filled = {name: SAMPLES.get(name, "nordlys") for name in re.findall(r"%\((\w+)\)s", source)}
        assert known.understood(source % filled) == (source, filled)


def test_the_first_that_fits_counts():
    known = Sentences(("Rung at %(address)s by the trunk.", "Rung at %(address)s."))
    found = known.understood("Rung at +4710000001 by the trunk.")
    assert found == ("Rung at %(address)s by the trunk.", {"address": "+4710000001"})
