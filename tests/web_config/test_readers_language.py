"""What is wrong is told in the language of whoever reads the page, not in the office's."""

import pytest

from appliance.core.desk.accounts import Role
from appliance.core.model.trouble import Trouble
from appliance.core.panel.lamps import FAULT
from appliance.core.protocol.view import Lamp, PartView
from appliance.core.words.display import FAULT_LAMP, SIGNAL
from appliance.core.words.faults import QUOTED, SENTENCES, told
from web_config.words.languages import LANGUAGES

VALUES = {
    "name": "Olav",
    "said": "Nei takk",
    "answer": "499 Nei takk",
    "loop": "Salg",
    "until": "12:30",
    "n": "3",
    "to": "1.1.2036",
    "day": "2.2.2036",
}
TROUBLES = tuple(Trouble(code, VALUES) for code in SENTENCES if code != QUOTED)
LAMPS = {"en": "Fault", "da": "Fejl", "nl": "Storing", "nb": "Feil", "sv": "Fel"}


def in_office_of(view, language):
    """The view as an office of this language makes it, with every fault there is."""
    said = tuple(told(each, language) for each in TROUBLES)
    parts = [
        PartView(f"part-{at}", "fault", words, trouble)
        for at, (words, trouble) in enumerate(zip(said, TROUBLES, strict=True))
    ]
    parts.append(PartView("modem", "ok", f"Telenett {next(iter(SIGNAL))}"))
    lamp = Lamp(FAULT, FAULT_LAMP[language], FAULT, said[0])
    return view(
        language=language, faults=said, troubles=TROUBLES, parts=tuple(parts), signals=(lamp,)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fault_is_told_in_the_readers_language_alone(office, page, views, read, language):
    office.show(in_office_of(views.view, "da" if language == "nb" else "nb"))
    page.until("Telenett")
    reader = page.box.logged_in(Role.SUPERIOR, f"reads-{language}", language=language)
    shown = read(reader.get("/").text).words
    here = {told(each, language) for each in TROUBLES}
    assert here <= set(shown), "faults are listed, and told beside their part"
    there = {told(each, other) for each in TROUBLES for other in LAMPS if other != language} - here
    assert not [words for words in shown if words in there]
    assert LAMPS[language] in shown
    strange = {name for code, name in LAMPS.items() if code != language}
    assert not strange & set(shown), "the lamp has its name in the reader's language"
    reception = next(iter(SIGNAL.values())).get(language, next(iter(SIGNAL)))
    assert f"Telenett {reception}" in shown


def test_a_number_in_a_fault_is_masked_for_whoever_may_not_read_it(office, page, views):
    quoted = Trouble(QUOTED, {"said": "The trunk refused 10 00 00 77."})
    lamp = Lamp(FAULT, "Feil", FAULT, "The trunk refused 10 00 00 77.")
    office.show(views.view(troubles=(quoted,), signals=(lamp,)))
    page.until("The trunk refused")
    viewer = page.box.logged_in(Role.VIEWER, "nobody")
    told_so = viewer.get("/").text
    assert "The trunk refused •• •• •• 77." in told_so
    assert "10 00 00 77" not in told_so
