"""What backup and restore say is known to the page, whatever is filled in."""

import re

import pytest

from appliance.backup import archive, schedule, troubles
from appliance.store import foreign
from appliance.store import troubles as disk
from web_config.box import backup_words
from web_config.box.backup_words import in_words

FIELD = re.compile(r"{\w+}")
SAID = {
    value
    for module in (archive, schedule, troubles, foreign)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str) and value.endswith(".") and value != disk.DAMAGED
}


@pytest.mark.parametrize("sentence", sorted(SAID))
def test_every_sentence_of_the_backup_is_known_to_the_page(sentence):
    assert backup_words.KNOWN.understood(FIELD.sub("12", sentence))


def test_there_are_sentences():
    assert len(SAID) >= 12


def test_a_trouble_within_a_sentence_is_told_too(box):
    with box.app.test_request_context(headers={"Accept-Language": "nb"}):
        told = in_words(f"The scheduled backup was not made: {disk.FULL}")
        assert "Disken" in told
        assert "disk" not in told.split()
        assert in_words(f"{disk.FULL} (/media/stick)").endswith("(/media/stick)")
        assert "disk" not in in_words(f"{disk.FULL} (/media/stick)").split()
        assert in_words("The moon rose.") == "The moon rose."
        assert in_words("") == ""
