"""Every form offers what may be chosen, and gives back what it shows: each table, each choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from settings.documents import OFFICE
from support.settings_office import ACCOUNT, form_of
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from appliance.core.settings.directory import Office
from appliance.core.settings.trunks import Trunk
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.document import parsed, read
from appliance.settings.shape import Kind, Setting, settings_of, table_at
from appliance.settings.structure import SECTIONS
from appliance.settings.words import value_words
from web_config.settings.fields import fields_at

MORE = """
[lines.staff]
kind = "staff"
number = "+47 100 00 009"

[lines.tones]
number = "+47 100 00 010"
client = "nordlys"
menu = "main"
language = "en"
digits = "in-band"
language_prompt = "For English press one."
hours = "day"
closed_prompt = "Closed."
languages.1 = { language = "nl" }
languages.2 = { language = "sv", skip_menu = true }
when_closed = { label = "stengt", message = true }

[clients.skog]
name = "Skog"
screening = [
    { rule = "urgent", hours = "day" }, { rule = "message", hours = "day", note = "Barn." },
    { rule = "put_through", hours = "day" }, { rule = "answer" },
]

[lines.skog]
number = "+47 100 00 011"
client = "skog"
menu = "main"
language = "da"

[hours.day]
weekly = { mon = ["08:00-16:00"] }

[loops.turn]
name = "Etter tur"
strategy = "in_turn"
members = ["kari"]
overflow = { when_empty = true, partner = "ut" }

[loops.row]
name = "Rekke"
strategy = "fixed"
members = ["tom", "kari"]

[loops.each]
name = "Alle"
strategy = "all"
roles = ["advokat"]

[agents.eve]
name = "Eve"
address = "sip:eve@127.0.0.1:5072"
language = "nl"
languages = ["nl", "en"]
roles = ["advokat"]

[agents.ola]
name = "Ola"
address = "sip:ola@127.0.0.1:5073"
language = "sv"

[partners.ut]
name = "Ut"
number = "+47 100 00 030"
language = "da"

[announcements.news]
texts = { nb = "Vi flytter." }
lines = ["one"]

[contacts.anna]
name = "Anna"
number = "+47 100 00 031"

[trunks.second]
host = "sip.example.net"
transport = "tls"
srtp = "required"

[trunks.third]
host = "sip.example.com"
transport = "tcp"
srtp = "optional"
"""
EVERYTHING = OFFICE + ACCOUNT + MORE


def tables_with_inner(*outer: type) -> Iterator[type]:
    """Tables, and all that lie in them."""
    for table in outer:
        yield table
        yield from tables_with_inner(*(s.of for s in settings_of(table) if s.of))


TABLES = {one.__name__: one for one in tables_with_inner(Office, Trunk, *SECTIONS.values())}


def choices() -> list[Setting]:
    """Every setting, of whatever table, that is one of a few fixed words."""
    return [s for table in TABLES.values() for s in settings_of(table) if s.kind is Kind.CHOICE]


def entries(tables: Mapping[str, Any]) -> Iterator[str]:
    """The address of every entry, and of every table inside one."""
    for section in SECTIONS:
        for id, entry in tables.get(section, {}).items():
            yield f"{section}/of/{id}"
            for name, value in entry.items():
                if table_at((section, id, name)):
                    yield f"{section}/of/{id}/in/{name}"
                elif isinstance(value, Mapping):
                    inside = [key for key in value if table_at((section, id, name, key))]
                    yield from (f"{section}/of/{id}/in/{name}/{key}" for key in inside)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", choices(), ids=lambda one: f"{one.table}-{one.name}")
def test_a_choice_has_its_options_in_words_of_every_language(
    box: Box, choice: Setting, language: str
) -> None:
    options = options_of(box, choice, language)
    assert len(options) > 1
    told = {one: value_words(choice.choice, one, language) for one in options}
    assert told == options
    unsaid = [one for one, words in told.items() if words == one and language != "en"]
    assert not unsaid, "the document's own word stands in the page"


def test_the_office_of_this_test_has_every_choice_that_there_is(box: Box) -> None:
    """Without this, a word that is new in the settings would be tried by no test below."""
    read(EVERYTHING)
    for choice in choices():
        names = {*options_of(box, choice, "en")} - {str(choice.default)}
        unused = [one for one in names if f'{choice.name} = "{one}"' not in EVERYTHING]
        assert set(unused) <= {"nb"}, f"{choice.table}.{choice.name}"


def options_of(box: Box, choice: Setting, language: str) -> dict[str, str]:
    """What the form of an entry offers there: the value, and its words."""
    with box.app.test_request_context():
        shown = fields_at({}, ("row", "row"), TABLES[choice.table], {}, language)
    return {o.value: o.words for field in shown if field.name == choice.name for o in field.options}


@pytest.mark.parametrize("path", [*entries(parsed(EVERYTHING))])
def test_an_entry_that_nobody_touched_stays_as_it_is(box: Box, path: str) -> None:
    with box.store() as store:
        store.publish(EVERYTHING, "Installer")
    browser = box.logged_in(Role.INSTALLER, "installer")
    address = f"/settings/{path}".replace("#", "%23")
    answer = browser.post(address, data=form_of(browser.get(address).text))
    assert answer.status_code == 303
    assert "Your draft changes nothing." in browser.get("/settings/review/").text
