"""Every setting has its words in every language, and every change a sentence."""

from __future__ import annotations

import tomllib
from dataclasses import is_dataclass

import pytest
from hypothesis import given
from settings.documents import OFFICE
from settings.test_round_trip import SLOW, offices

from appliance.core.settings.directory import Directory, Office
from appliance.core.settings.trunks import Trunk
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.changes import changes
from appliance.settings.differences import differences, sentences
from appliance.settings.document import plain, read
from appliance.settings.renaming import renames, with_renames
from appliance.settings.shape import Kind, nearest, setting_at, settings_of, table_at
from appliance.settings.structure import SECTIONS
from appliance.settings.tables import with_value
from appliance.settings.words import FOLDER, field_words, section_words


def tables() -> list[type]:
    """Every class of the document, found from the sections down."""
    found: list[type] = []
    ahead: list[type] = [Office, Trunk, *SECTIONS.values()]
    while ahead:
        table = ahead.pop()
        if table not in found:
            found.append(table)
            ahead += [s.of for s in settings_of(table) if s.of and is_dataclass(s.of)]
    return found


FIELDS = sorted({(s.table, s.name) for table in tables() for s in settings_of(table)})


@pytest.mark.parametrize(("table", "name"), FIELDS)
def test_a_setting_has_words_in_every_language(table: str, name: str) -> None:
    for language in LANGUAGES:
        label = field_words(table, name, language).label
        assert label != name.replace("_", " "), "write its words into appliance/settings/words"


def test_every_section_is_named() -> None:
    for section in (*SECTIONS, "office", "trunk"):
        assert all(section_words(section, language)[0] != section for language in LANGUAGES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_nothing_is_said_in_fewer_than_all_languages(path) -> None:  # type: ignore[no-untyped-def]
    def check(table: dict) -> None:  # type: ignore[type-arg]
        if set(table) & set(LANGUAGES) and not any(isinstance(v, dict) for v in table.values()):
            assert set(table) == set(LANGUAGES)
            assert all(table.values())
            return
        for inner in table.values():
            check(inner)

    check(tomllib.loads(path.read_text(encoding="utf-8")))


def test_no_words_are_kept_for_a_setting_that_does_not_exist() -> None:
    written = {
        (table, name)
        for path in FOLDER.glob("*.toml")
        if path.stem not in ("sections", "values", "sentences")
        for table, fields in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for name in fields
    }
    assert written <= set(FIELDS)


@SLOW
@given(offices(), offices())
def test_every_change_has_a_sentence_in_every_language(old: Directory, new: Directory) -> None:
    before, after = plain(old), plain(new)
    moved = renames(before, after)
    assert all(each.after not in before.get(each.section, {}) for each in moved)
    count = len(moved) + len(changes(with_renames(before, after), after))
    for language in LANGUAGES:
        told = differences(old, new, language)
        assert len(told) == count
        assert all(sentence.endswith(".") for sentence in told)
    secrets = {trunk.password for trunk in (*old.every_trunk, *new.every_trunk)}
    for secret in secrets - {""}:
        if len(secret) > 12:
            assert secret not in str(differences(old, new))


def test_a_field_within_a_field_is_named() -> None:
    old = plain(read(OFFICE))
    path = ("menus", "main", "prompts", "en")
    new = with_value(old, path, "Press one.")
    newer = with_value(new, path, "Press 1.")
    assert sentences(new, newer, "nb") == [
        "Meny main: På andre språk (engelsk) endres fra “Press one.” til “Press 1.”."
    ]
    assert sentences(old, new, "da") == ["Menu main: På andre sprog sættes til engelsk Press one.."]


def test_where_a_path_leads() -> None:
    choice = ("menus", "main", "keys", "1")
    assert table_at(choice).__name__ == "Choice"  # type: ignore[union-attr]
    assert setting_at((*choice, "loop")).section == "loops"  # type: ignore[union-attr]
    assert table_at(("loops", "insurance", "overflow")).__name__ == "Overflow"  # type: ignore[union-attr]
    assert table_at(("nonsense", "x")) is None
    assert setting_at(("clients", "x", "nonsense")) is None
    entry, setting, rest = nearest(("menus", "main", "prompts", "en"))
    assert (entry, rest) == (("menus", "main"), ("en",))
    assert setting
    assert setting.kind is Kind.BY_LANGUAGE
