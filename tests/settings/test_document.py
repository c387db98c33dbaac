"""Settings documents, right and wrong: every problem at once, with the path to its field."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, changed, said, said_after

from appliance.common.problems import SettingsError
from appliance.core.settings.lines import Choice
from appliance.settings.document import read


def test_a_document_becomes_a_directory_with_numbers_in_e164() -> None:
    office = read(OFFICE)
    assert office.office.sms_to == "+4710000100"
    assert office.lines["one"].number == "+4710000001"
    assert (office.lines["one"].id, office.agents["tom"].address) == ("one", "+4710000002")
    assert office.trunk is not None
    assert office.trunk.identity == "+4710000003"
    assert office.clients["nordlys"].card == ("Åpent 7-16",)
    assert office.menus["main"].keys["1"] == Choice("forsikring", loop="insurance")
    assert office.menus["more"].keys["#"].message is True
    assert office.office.ring_seconds == 20.0


def test_numbers_are_read_in_the_country_of_the_office() -> None:
    document = OFFICE.replace("[office]", '[office]\ncountry = "DK"')
    assert read(document).agents["tom"].address == "+4510000002"


def test_the_least_document_has_an_office_with_a_name() -> None:
    assert read('[office]\nname = "Fjordkontoret"').office.name == "Fjordkontoret"
    assert said("") == ["office.name: this setting is missing"]


def test_an_unknown_section_suggests_the_one_that_was_meant() -> None:
    assert said(OFFICE + "[agent.eva]\nname = 'Eva'\n") == [
        "agent: there is no such setting; did you mean 'agents'?"
    ]


def test_a_line_that_cannot_be_read_is_looked_at_all_the_same() -> None:
    lines, rest = OFFICE.partition("[menus")[0], OFFICE.partition("[menus")[1:]
    lines = lines.replace('language = "nb"', 'language = "no"').replace(
        'menu = "main"', 'menu = "gone"'
    )
    assert sorted(said(lines + "".join(rest))) == [
        "lines.one.language: 'no' is not a language of the box (da, nb, sv, nl, en)",
        "lines.one.menu: there is no [menus.gone]",
    ]


def test_an_unknown_setting_suggests_the_one_that_was_meant() -> None:
    assert said_after('loop = "insurance" }', 'lop = "insurance" }') == [
        "menus.main.keys.1.lop: there is no such setting; did you mean 'loop'?"
    ]


def test_an_unknown_loop_suggests_the_one_that_was_meant() -> None:
    assert said_after('loop = "insurance" }', 'loop = "insurence" }') == [
        "menus.main.keys.1.loop: there is no [loops.insurence]; did you mean 'insurance'?"
    ]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = changed("100 00 100", "one hundred")
    for old, new in [
        ('number = "+47 100 00 001"\n', ""),
        ('language = "nb"', 'language = "no"\nlanguag = "nb"'),
        ('members = ["kari", "tom"]', 'members = "kari"'),
        ("sip:kari@127.0.0.1:5071", "sip:kari@127.0.0.1:99999"),
        ('"Trykk firkant."', "7"),
        ("[trunk]", "[trunk]\nport = 5060"),
    ]:
        assert old in wrong
        wrong = wrong.replace(old, new, 1)
    assert [sentence.split(":")[0] for sentence in said(wrong)] == [
        "office.sms_to",
        "trunk.port",
        "lines.one.number",
        "lines.one.language",
        "lines.one.languag",
        "menus.more.prompt",
        "loops.insurance.members",
        "agents.kari.address",
    ]


def test_a_table_that_cannot_be_read_is_no_second_mistake_for_those_who_name_it() -> None:
    told = said_after('name = "Forsikring"\n', "")
    assert told == ["loops.insurance.name: this setting is missing"]
    assert said_after('host = "sip.example.org:5060"\n', "") == [
        "trunk.host: this setting is missing"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "Kari"', "name = 7", "agents.kari.name: this must be text in quotation marks"),
        ('name = "Kari"', 'name = " "', "agents.kari.name: this needs some text"),
        ('name = "Kari"', r'name = "K\u0000"', "agents.kari.name: this must be one line"),
        ('"Trykk en."', '""', "menus.main.prompt: this needs the words that callers shall hear"),
        ('["Åpent 7-16"]', '["Åpent", 7]', "clients.nordlys.card.2: this must be text"),
        ("message = true", 'message = "yes"', "menus.more.keys.#.message: this must be true"),
        ('"forsikring"', '""', "menus.main.keys.1.label: this needs some text"),
        ("keys.2 =", "keys.12 =", "menus.main.keys.12: a key is one of 0 to 9, * or #"),
        ('default = "#"', 'default = "A"', "menus.more.default: a key is one of 0 to 9"),
        ('default = "#"', 'default = "1"', "menus.more.default: the menu has no key 1"),
        ("[clients.nordlys]", "[clients]\n[nordlys]", "nordlys: there is no such setting"),
        ("[agents.kari]", '[agents."kari b"]', "agents.kari b: a name in brackets"),
        ('name = "Kari"', 'name = "Kari"\nid = "k"', "agents.kari.id: there is no such setting"),
        ("[office]", "[office]\nmax_calls = 0.5", "office.max_calls: this must be a whole"),
        ("[office]", "[office]\nmax_calls = 0", "office.max_calls: this must lie between"),
        ("[office]", "[office]\nmark = '-111'", "office.mark: the mark is one to four digits"),
        ("[office]", "[office]\ncountry = 'Norge'", "office.country: 'Norge' is not a country"),
        ("[office]", "[office]\ncountry = []", "office.country: this must be text"),
        ("[trunk]", "[trunk.x]", "trunk.x: there is no such setting"),
    ],
)
def test_a_wrong_value_is_said_in_words(old: str, new: str, told: str) -> None:
    assert any(sentence.startswith(told) for sentence in said_after(old, new))


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "1e999", "true", "'20'", "9" * 18])
def test_seconds_are_positive_and_bounded(value: str) -> None:
    (told,) = said_after("[office]", f"[office]\nring_seconds = {value}")
    assert told.startswith("office.ring_seconds: this must ")


@pytest.mark.parametrize(
    "zone",
    ["Europe/Olso", "../../etc/passwd", "Europe", "/etc/localtime", "localtime", "posixrules"],
)
def test_a_time_zone_exists(zone: str) -> None:
    (told,) = said_after("[office]", f"[office]\ntime_zone = '{zone}'")
    assert told.startswith(f"office.time_zone: '{zone}' is no time zone")
    assert ("did you mean 'Europe/Oslo'?" in told) == (zone == "Europe/Olso")


@pytest.mark.parametrize(
    "address",
    [
        "sip:kari@desk.example.org",
        "sip:kari@[2001:db8::1]:5060;transport=tcp",
        "sip:+4710000002@192.0.2.10;user=phone;lr",
        "+47 100 00 002",
    ],
)
def test_an_agent_is_rung_at_a_sip_address_or_a_number(address: str) -> None:
    assert said_after("sip:kari@127.0.0.1:5071", address) == []


@pytest.mark.parametrize(
    "address",
    [
        "sip:kari@desk\\r\\nEvil: header",
        "sip:kari@desk\\nX: y",
        "sip:ka ri@desk",
        "sip:kari@desk?Subject=hello",
        "sip:kari@desk>",
        'sip:kari\\"@desk',
        "sip:kari@",
        "sip:@desk",
        "sip:kari",
        "sip:kari@999.0.0.1",
        "sip:kari@desk..org",
        "sip:kari@[::zz]",
        "sip:kari@desk:0",
        "sip:kari@desk:70000",
        "sips:kari@desk",
        "kari@desk",
        "kari",
        "",
    ],
)
def test_an_address_that_could_not_be_rung_or_smuggles_headers_is_refused(address: str) -> None:
    (told,) = said_after("sip:kari@127.0.0.1:5071", address)
    assert told.startswith("agents.kari.address: ")


@pytest.mark.parametrize("host", ["a host", "sip.example.org:0", "a@b", "", "-x", "host\\r\\nA: b"])
def test_a_trunk_is_a_host_with_or_without_a_port(host: str) -> None:
    (told,) = said_after("sip.example.org:5060", host)
    assert told.startswith("trunk.host: ")


def test_a_number_needs_a_trunk_to_be_rung() -> None:
    assert said(OFFICE.partition("[trunk]")[0]) == [
        "agents.tom.address: a telephone number is reached by a trunk, and there is no [trunk]"
    ]


def test_a_trunk_needs_no_number_of_its_own() -> None:
    assert said_after('identity = "100 00 003"', 'identity = ""') == []


def test_what_is_no_toml_names_the_line() -> None:
    assert said("[office]\nname = Fjordkontoret\n") == [
        "line 2, column 8: this is not TOML: Invalid value"
    ]
    (told,) = said('[office]\nname = "Fjord')
    assert told.startswith("line 2, column 14: this is not TOML") or "end of document" in told


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 20_000, "a = " + "9" * 5_000, "office = 3", "lines = []", "lines.a = 1"]
)
def test_a_hostile_document_is_refused_in_words(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize("old", ["keys.1", "keys.2"])
def test_a_key_that_is_no_table_is_named(old: str) -> None:
    text = "\n".join(f"{old} = 3" if row.startswith(old) else row for row in OFFICE.splitlines())
    assert f"menus.main.{old}: this must be a table of settings" in said(text)


def test_an_error_says_its_first_problem_and_how_many_follow() -> None:
    with pytest.raises(SettingsError) as caught:
        read("[office]\nlanguage = 'se'\nmark = 'x'")
    assert str(caught.value) == "office.name: this setting is missing (2 more)"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            '[hours.day]\nweekly = {mon = "8-16"}',
            'hours.day.weekly: mon must be a list such as ["08:00-16:00"]',
        ),
        (
            '[hours.day]\nweekly = {tues = ["08:00-16:00"]}',
            "hours.day.weekly.tues: 'tues' is not a weekday (mon, tue, wed, thu, fri, sat, sun);"
            " did you mean 'tue'?",
        ),
        (
            '[agents.ole]\nname = "Ole"\naddress = "ole"',
            "agents.ole.address: 'ole' is neither a SIP address such as sip:kari@192.0.2.10:5060"
            " nor a telephone number",
        ),
        (
            "[hours.day]\nweekly = {mon = []}\nholidays = 1",
            "hours.day.holidays: this must be true or false, without quotation marks, not 1",
        ),
        (
            "[loops.x]\nname = true",
            "loops.x.name: this must be text in quotation marks, not true",
        ),
    ],
)
def test_each_mistake_is_said_once_and_leads_to_what_is_meant(written: str, told: str) -> None:
    office = '[office]\nname = "Fjordkontoret"\ncountry = "NO"\n'
    with pytest.raises(SettingsError) as refused:
        read(office + written)
    said = [str(problem) for problem in refused.value.problems]
    assert told in said
    assert len([each for each in said if each.startswith(told.partition(":")[0])]) == 1
