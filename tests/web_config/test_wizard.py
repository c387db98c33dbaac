"""The set-up step by step: presets, names that repeat, what is left out, and what is resumed."""

import pytest
from settings.documents import OFFICE as DOCUMENT

from appliance.core.desk.accounts import Role
from appliance.core.prompts import every_prompt
from appliance.core.protocol.events import SettingsPublished
from appliance.core.words.spoken import LANGUAGES as SPOKEN
from appliance.settings.document import parsed, structured
from appliance.settings.tables import ABSENT, with_value
from appliance.store.started import settings_in_force
from web_config.settings.prompts import library_of_the_box
from web_config.setup import tables as wizard_tables
from web_config.setup.tables import GREETINGS, LABELS, PRESETS, TrunkAnswers, preset_of, trunk
from web_config.words.languages import LANGUAGES

FINISHED = DOCUMENT.replace("menus.main", "menus.front").replace('menu = "main"', 'menu = "front"')
FINISHED = FINISHED.replace('"100 00 002"', '"+4710000002"')
OFFICE = {"office": {"name": "Kontoret", "language": "nb", "country": "NO"}}


def laid(tables, values):
    for path, value in values.items():
        tables = with_value(tables, path, value)
    return tables


def test_every_preset_makes_a_trunk_that_the_settings_take():
    for preset in PRESETS:
        answers = TrunkAnswers(preset, "sip.example.net", "kari", "hemmelig", "+4710000000")
        table = trunk(answers)
        if preset == "none":
            assert table is ABSENT
            continue
        read = structured({**OFFICE, "trunk": table}).trunk
        assert read
        assert read.host == "sip.example.net"
        assert bool(read.registrar) == (preset in ("provider", "fritzbox", "exchange"))
        assert read.trusted == preset.startswith("provider")


def test_an_empty_password_keeps_the_one_there_is():
    answers = TrunkAnswers("provider", "sip.example.net", "kari", "")
    assert trunk(answers, "hemmelig")["password"] == "hemmelig"
    assert preset_of({"trunk": trunk(answers, "hemmelig")}) == "provider"
    assert preset_of(OFFICE) == "none"


def test_the_set_up_offers_the_languages_of_the_house_and_has_words_in_each():
    assert set(LANGUAGES) == set(SPOKEN) == set(GREETINGS) == set(LABELS)
    assert len(set(GREETINGS.values())) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_set_up_writes_is_a_whole_office(language):
    tables = laid(OFFICE, {("office", "language"): language})
    tables = laid(tables, wizard_tables.line(tables, "+4710000001", "Ærlig & Søn", "Hei"))
    greeting = wizard_tables.greeting_for(tables)
    assert "Kontoret" in greeting
    members = [("Åse", "sip:aase@127.0.0.1"), ("Åse B.", "sip:b@127.0.0.1")]
    tables = laid(tables, wizard_tables.loop(tables, "Alle", greeting, members))
    office = structured(tables)
    assert list(office.clients) == ["aerlig-son"]
    assert office.loops["main"].members == ("ase", "ase-b")
    assert wizard_tables.members_of(tables) == members


def test_the_same_names_again_change_what_is_there_and_add_nothing():
    tables = laid(OFFICE, wizard_tables.line(OFFICE, "+4710000001", "Nordlys", "Hei"))
    tables = laid(tables, wizard_tables.line(tables, "+4710000001", "Nordlys", "Hallo"))
    tables = laid(tables, wizard_tables.line(tables, "+4710000002", "Nordlys", ""))
    assert len(tables["clients"]) == 1
    assert tables["clients"]["nordlys"]["phrase"] == "Hallo"
    assert len(tables["lines"]) == 2
    members = [("Anna", "sip:a@127.0.0.1"), ("Anna", "sip:b@127.0.0.1")]
    for _ in range(2):
        tables = laid(tables, wizard_tables.loop(tables, "Alle", "Hei.", members))
    assert len(tables["agents"]) == 2


def test_a_finished_office_is_found_whatever_its_loop_and_menu_are_called():
    """The step was empty there; kept, it made a second loop and took the menu's keys."""
    finished = parsed(FINISHED)
    assert wizard_tables.members_of(finished) == [
        ("Kari", "sip:kari@127.0.0.1:5071"),
        ("Tom", "+4710000002"),
    ]
    assert wizard_tables.is_answered(finished)
    name, greeting = wizard_tables.loop_name(finished), wizard_tables.greeting_for(finished)
    assert (name, greeting) == ("Forsikring", "Trykk en.")
    members = wizard_tables.members_of(finished)
    kept = laid(finished, wizard_tables.loop(finished, name, greeting, members))
    assert structured(kept) == structured(finished)
    more = laid(
        finished, wizard_tables.loop(finished, name, "Hei.", [*members, ("Åse", "sip:a@x")])
    )
    read = structured(more)
    assert read.loops["insurance"].members == ("kari", "tom", "ase")
    assert list(read.menus["front"].keys) == ["1", "2"]
    assert read.menus["front"].prompt == "Hei."
    assert list(read.loops) == ["insurance"]


def test_a_new_number_of_a_finished_office_leads_where_the_others_lead():
    finished = parsed(FINISHED)
    tables = laid(finished, wizard_tables.line(finished, "+4710000009", "Strøm", ""))
    assert structured(tables).lines["strom"].menu == "front"


def test_a_member_whose_telephone_is_an_extension_is_kept(page):
    with page.box.store() as store:
        store.publish(FINISHED.replace('address = "+4710000002"', 'extension = "21"'), "tests")
    installer = page.box.logged_in(Role.INSTALLER)
    asked = installer.get("/setup/loop").text
    assert 'value="Tom"' in asked
    form = {"name": "Forsikring", "greeting": "Trykk en.", "member": ["Kari", "Tom", ""]}
    form |= {"address": ["sip:kari@127.0.0.1:5071", "", ""]}
    assert installer.post("/setup/loop", data=form).status_code == 303
    assert "Your draft changes nothing." in installer.get("/settings/review/").text
    form |= {"address": ["", "", ""]}
    refused = installer.post("/setup/loop", data=form)
    assert "Kari: a member needs both" in refused.text


@pytest.fixture
def installer(page):
    return page.box.logged_in(Role.INSTALLER)


def test_the_front_panel_of_a_new_box_leads_to_the_set_up(page, installer):
    assert 'href="/setup/"' in installer.get("/").text.partition('data-region="notice"')[0]
    viewer = page.box.logged_in(Role.VIEWER)
    assert "Set up this box" not in viewer.get("/").text
    installer.post("/setup/office", data={"name": "Kontoret", "country": "NO", "language": "nb"})
    with page.box.store() as store:
        store.publish('office = {name = "Kontoret"}', "tests")
    assert "Set up this box" not in installer.get("/").text


def test_only_the_installer_sets_the_box_up(page):
    assert page.box.logged_in(Role.SUPERIOR).get("/setup/").status_code == 403


def test_the_set_up_goes_on_where_it_was_left(installer):
    assert installer.get("/setup/").location == "/setup/office"
    answers = {"name": "Kontoret", "country": "DK", "language": "da"}
    assert installer.post("/setup/office", data=answers).location == "/setup/trunk"
    assert installer.get("/setup/").location == "/setup/trunk", "nobody has left it out yet"
    assert '<option value="" selected>' in installer.get("/setup/trunk").text
    assert installer.post("/setup/trunk", data={"preset": "none"}).location == "/setup/line"
    again = installer.get("/setup/office").text
    assert 'value="Kontoret"' in again
    assert '<option value="DK" selected>' in again
    line = {"number": "10 00 00 01", "client": "Nordlys", "phrase": ""}
    assert installer.post("/setup/line", data=line).location == "/setup/loop"
    assert "+4510000001: Nordlys" in installer.get("/setup/line").text
    assert installer.get("/setup/").location == "/setup/loop"


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        ("office", {"name": " ", "country": "NO", "language": "nb"}, "what the office is called"),
        ("office", {"name": "x", "country": "XX", "language": "nb"}, "what the office is called"),
        ("trunk", {"preset": "provider", "host": ""}, "Say where calls go"),
        ("trunk", {"preset": "nonsense", "host": "x"}, "Choose who carries the calls"),
        ("trunk", {"preset": "", "host": "sip.example.net"}, "Choose who carries the calls"),
        ("trunk", {"preset": "none", "host": "sip.example.net"}, "You filled in a line"),
        ("trunk", {"preset": "none", "password": "hemmelig9"}, "You filled in a line"),
        ("sms", {"number": "hello"}, "cannot be read as a telephone number"),
        ("line", {"number": "hello", "client": "Nordlys"}, "A line needs its number"),
        ("line", {"number": "+4710000001", "client": ""}, "A line needs its number"),
        (
            "loop",
            {"name": "Alle", "greeting": "Hei", "member": "Anna", "address": ""},
            "Anna: a member needs",
        ),
    ],
)
def test_a_step_that_lacks_something_says_what(installer, step, answers, words):
    answer = installer.post(f"/setup/{step}", data=answers)
    assert answer.status_code == 422
    assert words in answer.text


def test_what_was_typed_is_still_there_when_a_step_is_refused(installer):
    form = {"preset": "none", "host": "sip.example.net", "user": "kari", "identity": "+4710000000"}
    page = installer.post("/setup/trunk", data=form).text
    for typed in ("sip.example.net", "kari", "+4710000000"):
        assert f'value="{typed}"' in page
    page = installer.post("/setup/line", data={"number": "hello", "client": "Nordlys"}).text
    assert 'value="Nordlys"' in page
    members = {
        "name": "Alle",
        "greeting": "Hei",
        "member": ["Anna", "Bo"],
        "address": ["", "sip:bo@x"],
    }
    answer = installer.post("/setup/loop", data=members)
    assert answer.status_code == 422
    assert "Anna: a member needs both" in answer.text
    assert 'value="sip:bo@x"' in answer.text


def test_publishing_is_done_when_all_that_is_needed_is_published(installer, office):
    answers = {"name": "Kontoret", "country": "NO", "language": "nb"}
    installer.post("/setup/office", data=answers)
    installer.post("/setup/trunk", data={"preset": "gateway", "host": "192.0.2.1"})
    page = installer.get("/setup/line").text
    assert 'href="/setup/trunk" class="done"' in page
    assert 'href="/setup/finish" class=""' in page


def test_what_is_missing_is_named_before_anything_is_published(installer, page):
    answers = {"name": "Kontoret", "country": "NO", "language": "nb"}
    installer.post("/setup/office", data=answers)
    line = {"number": "+4710000001", "client": "Nordlys", "phrase": ""}
    installer.post("/setup/line", data=line)
    assert "something is missing" in installer.get("/setup/finish").text
    assert installer.post("/setup/finish").location == "/setup/finish"
    with page.box.store() as store:
        assert store.current() is None


def test_a_password_of_the_trunk_is_never_shown_again(installer, office):
    answers = {"name": "Kontoret", "country": "NO", "language": "nb"}
    installer.post("/setup/office", data=answers)
    form = {"preset": "provider", "host": "sip.example.net", "user": "u", "password": "hemmelig9"}
    assert installer.post("/setup/trunk", data=form).location == "/setup/line"
    for step in ("trunk", "finish"):
        assert "hemmelig9" not in installer.get(f"/setup/{step}").text


def test_the_prompts_are_spoken_before_the_switchboard_hears_of_settings(page, installer, office):
    lacking = []

    def look(event):
        if isinstance(event, SettingsPublished):
            with page.box.store() as store, page.app.app_context():
                wanted = every_prompt(settings_in_force(store, []))
                lacking.append(library_of_the_box().missing(wanted))

    office.watching = look
    answers = {"name": "Kontoret", "country": "NO", "language": "nb"}
    installer.post("/setup/office", data=answers)
    form = {"preset": "gateway", "host": "sip.example.net", "identity": "+4710000000"}
    installer.post("/setup/trunk", data=form)
    assert lacking == [[]]


def test_in_an_office_at_work_the_set_up_says_what_changes_and_how_to_leave(box):
    installer = box.logged_in(Role.INSTALLER)
    words = "What you enter here changes nothing for callers until it is published"
    assert words not in installer.get("/setup/office").text
    with box.store() as store:
        store.publish(FINISHED, "tests")
    for step in ("office", "trunk", "line", "loop", "sms", "call", "finish"):
        page = installer.get(f"/setup/{step}").text
        assert words in page
        assert '<a href="/">Back to the panel</a>' in page
    assert page.count('class="done"') >= 4
