"""Every word of the page is there in every language, and none stands in a template untranslated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from appliance.core.desk.accounts import Role
from appliance.store import troubles
from web_config.ground import templates
from web_config.words import catalogues
from web_config.words.languages import TRANSLATED, merged
from web_config.words.trouble_words import TROUBLES

TEMPLATES = templates.files()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
SHOWN = ("alt", "aria-label", "placeholder", "title", "data-label")
NAMES = {"Sentralbord"}
"""What is called the same in every language."""


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_of_the_source_is_translated(language):
    catalogue = merged(language)
    known = {message.id: message for message in catalogue if message.id}
    spoken = catalogues.spoken()
    missing = [words for words in spoken if words not in known]
    assert not missing, f"not in {language}; run python -m web_config.words.catalogues AREA"
    todo = [words for words in spoken if not catalogues.is_translated(known[words])]
    assert not todo, f"empty or fuzzy in {language}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_catalogue_holds_what_nobody_says_or_what_another_one_holds(language):
    spoken = catalogues.spoken()
    seen: dict[object, Path] = {}
    for path, catalogue in catalogues.files(language).items():
        for message in catalogue:
            if message.id:
                assert message.id in spoken, f"{path.name}: {message.id!r} is gone"
                assert message.id not in seen, f"{path.name} and {seen[message.id]}: {message.id!r}"
                seen[message.id] = path


@pytest.mark.parametrize(
    ("language", "letters"), [("nb", "äö"), ("da", "äö"), ("sv", "æø"), ("nl", "æøåäö")]
)
def test_no_catalogue_borrows_its_neighbours_letters(language, letters):
    for message in merged(language):
        said = message.string if isinstance(message.string, str) else " ".join(message.string)
        assert not set(letters) & set(said.casefold()), said


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_what_is_filled_in(language):
    for message in merged(language):
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[-1]
            forms = [message.string] if isinstance(message.string, str) else message.string
            wanted = sorted(set(PLACEHOLDER.findall(source)))
            assert wanted == sorted(set(PLACEHOLDER.findall(forms[-1]))), message.id


def test_a_glossary_at_the_head_of_a_file_stays_when_words_are_entered(tmp_path):
    path = tmp_path / "sv" / "frame.po"
    whole = Catalog(locale="sv")
    whole.add("Line", "Linje")
    catalogues.save(whole, path)
    title, rest = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{title}\n# line: linje, {{never}} kö\n{rest}", "utf-8")
    whole.add("Menu", "Meny")
    for _ in range(2):
        catalogues.save(whole, path)
    written = path.read_text("utf-8")
    assert written.startswith(f"{title}\n# line: linje, {{never}} kö\nmsgid")
    assert 'msgstr "Meny"' in written
    assert written.count("# line") == 1


class Shown(HTMLParser):
    """Collects what a template shows by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag, attrs) -> None:
        self.words += [value or "" for name, value in attrs if name in SHOWN]


def bare_words(template: str) -> list[str]:
    """What stands in a template outside of the words that are translated."""
    text = re.sub(
        r"{#.*?#}|{%\s*trans\b.*?endtrans\s*%}|{% set \w+ %}.*?endset %}", "", template, flags=re.S
    )
    text = re.sub(r"{{.*?}}|{%.*?%}", "", text, flags=re.S)
    shown = Shown()
    shown.feed(text)
    said = [words.strip() for words in shown.words if re.search(r"[^\W\d_]{2}", words)]
    return [words for words in said if words.strip(" –") not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_nothing_in_one_language_only(path):
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_bare_words_are_found():
    html = """<p title="Hello">{{ _("fine") }} {% if x %}not fine{% endif %}</p>"""
    assert bare_words(html) == ["Hello", "not fine"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("nb-NO,nb;q=0.9,en;q=0.8", "Logg inn"),
        ("nn-NO,no;q=0.9", "Logg inn"),
        ("da", "Log ind"),
        ("nl-BE", "Inloggen"),
        ("sv-FI,fi;q=0.8", "Logga in"),
        ("de,fr;q=0.5", "Log in"),
        ("", "Log in"),
    ],
)
def test_a_stranger_is_spoken_to_as_the_browser_asks(box, wish, words):
    page = box.stranger().get("/login", headers={"Accept-Language": wish}).text
    assert f"<h1>{words}</h1>" in page


def test_a_stranger_picks_a_language_and_an_account_has_its_own(box):
    browser = box.stranger()
    browser.post("/language", data={"language": "da", "next": "/login"})
    assert '<html lang="da">' in browser.get("/login").text
    browser.post("/language", data={"language": "<script>"})
    assert '<html lang="da">' in browser.get("/login").text
    dutch = box.logged_in(Role.VIEWER, language="nl")
    assert '<html lang="nl">' in dutch.get("/profile/", headers={"Accept-Language": "da"}).text


def test_what_the_store_says_is_in_the_catalogues():
    said = {
        value
        for name, value in vars(troubles).items()
        if name.isupper() and isinstance(value, str) and "{" not in value
    }
    assert said == set(TROUBLES)
