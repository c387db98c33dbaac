"""Whatever office can be written down is read back the same, and compared field by field."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings.documents import OFFICE, changed, said
from support.examples import examples

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Strategy
from appliance.core.settings.client_card import Question
from appliance.core.settings.directory import Agent, Client, Directory, Hours, Menu, Office
from appliance.core.settings.hours import WEEKDAYS
from appliance.core.settings.lines import Announcement, Choice, LanguageKey, Line
from appliance.core.settings.loops import Loop, Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.screening import Rule, Screening
from appliance.core.settings.trunks import SRTP, TRANSPORTS, Trunk
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.differences import differences
from appliance.settings.document import read, write
from appliance.settings.holidays import public_holidays

SLOW = settings(
    max_examples=examples(30),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Whole offices take a while to draw, and the machine may be busy."""
keys = st.sampled_from("0123456789*#")
overflows = st.builds(
    Overflow,
    st.none() | st.floats(0.1, 3600),
    st.none() | st.integers(1, 256),
    st.booleans(),
    number=st.none() | st.just("+4710001234"),
)
language_keys = st.builds(LanguageKey, st.sampled_from(LANGUAGES), st.booleans())
ids = st.text("abcXYZ019_-", min_size=1, max_size=8)
signs = st.characters(exclude_categories=["Cs", "Cc"])
line = st.text(signs, max_size=20)
words = line.filter(str.strip)
paragraphs = st.text(st.one_of(signs, st.sampled_from("\n\t\"'\\")), max_size=40)
languages = st.sampled_from(LANGUAGES)
numbers = st.integers(0, 999).map("+4710000{:03}".format)
own_numbers = st.integers(0, 999).map("+4710002{:03}".format)
"""Of the staff: never those of lines, which would point back into the box."""
addresses = st.one_of(st.integers(1, 65535).map("sip:kari@127.0.0.1:{}".format), own_numbers)
hosts = st.sampled_from(["sip.example.org:5060", "192.0.2.10", "gateway"])
trunks = st.builds(
    Trunk,
    hosts,
    st.just("") | numbers,
    transport=st.sampled_from(TRANSPORTS),
    srtp=st.sampled_from(SRTP),
    user=st.text("abc123.", min_size=1, max_size=8),
    password=line,
    registrar=st.just("") | hosts,
    proxy=st.just("") | hosts,
    trusted=st.booleans(),
    keep_alive_seconds=st.floats(5, 600),
)


def lengths(most: float) -> st.SearchStrategy[float]:
    return st.floats(0.1, most, allow_nan=False)


def tables(values: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.dictionaries(ids, values, min_size=least, max_size=3)


@st.composite
def offices(draw: st.DrawFn) -> Directory:
    agents = {name: draw(agent(name)) for name in draw(st.sets(ids, min_size=1, max_size=4))}
    staff = sorted(agents)
    loops = {name: draw(loop(name, staff)) for name in draw(st.sets(ids, min_size=1, max_size=3))}
    partners = {name: draw(partner(name)) for name in draw(st.sets(ids, max_size=2))}
    if partners:
        loops = {id: with_partner(loop, min(partners)) for id, loop in loops.items()}
    menus = {name: draw(menu(name, sorted(loops))) for name in draw(st.sets(ids, max_size=3))}
    hours = {name: draw(opening(name)) for name in draw(st.sets(ids, max_size=2))}
    clients = {name: draw(client(name, sorted(hours))) for name in draw(st.sets(ids, max_size=3))}
    numbered = draw(st.sets(numbers, max_size=3)) if menus and clients else set()
    numbered -= {agent.address for agent in agents.values()}  # would point back into the box
    known = [sorted(each) for each in (clients, menus, hours, loops)]
    lines = {
        f"line{at}": draw(line_to(f"line{at}", number, *known))
        for at, number in enumerate(sorted(numbered))
    }
    office = draw(office_settings(sorted(loops)))
    return Directory(
        office,
        clients,
        lines,
        menus,
        loops,
        agents,
        hours,
        {name: draw(announcement(name, sorted(lines))) for name in draw(st.sets(ids, max_size=2))},
        public_holidays(office.country) if hours else {},
        replace(draw(trunks), id="trunk"),
        {name: replace(draw(trunks), id=name) for name in draw(st.sets(ids, max_size=2))},
        {
            name: Contact(name, draw(numbers), draw(words))
            for name in draw(st.sets(ids, max_size=2))
        },
        partners=partners,
    )


roles = st.lists(words, max_size=2, unique=True).map(tuple)


def with_partner(loop: Loop, partner: str) -> Loop:
    """The loop with its overflow, if it has one that leads nowhere else, to the partner."""
    free = loop.overflow and not loop.overflow.number
    return replace(loop, overflow=replace(loop.overflow, partner=partner)) if free else loop


def partner(name: str) -> st.SearchStrategy[Partner]:
    flags = st.booleans()
    return st.builds(Partner, st.just(name), words, addresses, languages, flags, flags)


def agent(name: str) -> st.SearchStrategy[Agent]:
    mobile = st.none() | numbers
    known = (st.just(name), words, addresses, languages)
    return st.builds(Agent, *known, mobile=mobile, roles=roles)


@st.composite
def loop(draw: st.DrawFn, name: str, agents: list[str]) -> Loop:
    members = st.lists(st.sampled_from(agents), min_size=1, unique=True).map(tuple)
    return Loop(
        name,
        draw(words),
        draw(members),
        draw(lengths(3600)),
        draw(st.sampled_from(Strategy)),
        draw(st.none() | lengths(300)),
        draw(line),
        draw(st.booleans()),
        draw(st.none() | st.floats(1, 600)),
        draw(st.booleans()),
        draw(st.none() | overflows),
        draw(st.booleans()),
        roles=draw(roles),
    )


@st.composite
def client(draw: st.DrawFn, name: str, hours: list[str]) -> Client:
    named = st.none() | st.sampled_from(hours) if hours else st.none()
    rules = st.lists(st.builds(Screening, st.sampled_from(Rule), named, line), max_size=3)
    return Client(
        name,
        draw(words),
        draw(paragraphs),
        tuple(draw(st.lists(line, max_size=3))),
        draw(st.none() | numbers),
        address=draw(paragraphs),
        on_duty=draw(paragraphs),
        script=tuple(draw(st.lists(line, max_size=3))),
        questions=tuple(draw(st.lists(st.builds(Question, words, paragraphs), max_size=2))),
        screening=tuple(draw(rules)),
    )


@st.composite
def line_to(
    draw: st.DrawFn,
    id: str,
    number: str,
    clients: list[str],
    menus: list[str],
    hours: list[str],
    loops: list[str],
) -> Line:
    by_key = st.dictionaries(keys, st.builds(LanguageKey, languages, st.booleans()), max_size=2)
    return Line(
        id,
        number,
        draw(st.sampled_from(clients)),
        draw(st.sampled_from(menus)),
        draw(languages),
        "Press one.",
        draw(by_key),
        draw(st.none() | st.sampled_from(hours)) if hours else None,
        draw(paragraphs),
        draw(paragraphs),
        draw(st.none() | st.builds(Choice, words, loop=st.sampled_from(loops))),
    )


@st.composite
def office_settings(draw: st.DrawFn, loops: list[str]) -> Office:
    return Office(
        name=draw(words),
        country=draw(st.sampled_from(["NO", "DK", "NL", "GB"])),
        language=draw(languages),
        mark=draw(st.from_regex("[0-9]{1,4}", fullmatch=True)),
        sms_to=draw(st.none() | numbers),
        unknown_loop=draw(st.none() | st.sampled_from(loops)),
        ring_seconds=draw(lengths(300)),
        record_prompts=draw(st.sampled_from([{}, {"nb": "Vi tar opp."}])),
        record_days=draw(st.integers(1, 3650)),
        calls_days=draw(st.sampled_from([0, 7, 365, 3650])),
        messages_days=draw(st.sampled_from([0, 7, 365, 3650])),
        sms_days=draw(st.sampled_from([0, 7, 365, 3650])),
        audit_days=draw(st.integers(30, 3650)),
        max_calls=draw(st.integers(1, 256)),
        sms_transliterate=draw(st.booleans()),
        sms_expire_seconds=draw(st.floats(60, 2592000, allow_nan=False)),
        sms_per_day=draw(st.integers(1, 100000)),
        sms_quiet=draw(st.sampled_from(["", "22:00-07:00", "12:00-13:30"])),
        display_dim=draw(st.sampled_from(["", "20:00-07:00"])),
        graph_tenant=draw(st.sampled_from(["", "example.onmicrosoft.com"])),
        graph_secret=draw(st.sampled_from(["", "hemmelig~Verdi.1"])),
    )


@st.composite
def opening(draw: st.DrawFn, name: str) -> Hours:
    spans = st.lists(st.sampled_from(["08:00-16:00", "00:00-00:00", "18:30-23:59"])).map(tuple)
    weekly = draw(st.dictionaries(st.sampled_from(WEEKDAYS), spans, min_size=1))
    days = draw(st.lists(st.dates().map(date.isoformat), max_size=2))
    return Hours(name, weekly, draw(st.booleans()), tuple(days))


@st.composite
def announcement(draw: st.DrawFn, name: str, lines: list[str]) -> Announcement:
    texts = draw(st.dictionaries(languages, paragraphs.filter(str.strip), min_size=1))
    of = draw(st.lists(st.sampled_from(lines), max_size=2)) if lines else []
    return Announcement(name, texts, tuple(of), draw(st.booleans()))


@st.composite
def menu(draw: st.DrawFn, name: str, loops: list[str]) -> Menu:
    choices = st.one_of(
        st.builds(Choice, words, loop=st.sampled_from(loops)),
        st.builds(Choice, words, message=st.just(True)),
        st.builds(Choice, words, say=paragraphs.filter(str.strip)),
        st.builds(Choice, words, repeat=st.just(True)),
    )
    made = draw(st.dictionaries(keys, choices))
    default = draw(keys)
    made[default] = Choice(draw(words), loop=draw(st.sampled_from(loops)))
    prompts = st.dictionaries(languages, paragraphs.filter(str.strip))
    prompt, others = draw(paragraphs.filter(str.strip)), draw(prompts)
    seconds, attempts = draw(lengths(60)), draw(st.integers(1, 10))
    return Menu(name, prompt, made, default, seconds, attempts, others)


@SLOW
@given(offices())
def test_what_is_written_is_read_back_the_same(office: Directory) -> None:
    assert read(write(office)) == office


@SLOW
@given(offices(), offices())
def test_only_what_differs_is_told(old: Directory, new: Directory) -> None:
    assert differences(old, old) == []
    assert bool(differences(old, new)) == (old != new)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused_in_words(text: str) -> None:
    assert all(": " in sentence for sentence in said(text))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | line,
        lambda inner: st.lists(inner, max_size=3) | tables(inner),
        max_leaves=8,
    ),
    st.sampled_from(["office", "clients", "lines.one", "menus.main.keys", "agents.kari.address"]),
)
def test_any_value_in_any_place_is_read_or_refused_in_words(value: object, place: str) -> None:
    *way, last = place.split(".")
    inner = tables = tomllib.loads(OFFICE)
    for name in way:
        inner = inner[name]
    try:
        inner[last] = value
        text = tomli_w.dumps(tables)
    except TypeError:
        return
    assert all(": " in sentence for sentence in said(text))


def test_differences_are_plain_sentences() -> None:
    old = read(OFFICE)
    new = read(
        changed('members = ["kari", "tom"]', 'members = ["tom"]\nwait_seconds = 30')
        + '[clients.strom]\nname = "Café Strøm"\n'
    )
    assert differences(old, new) == [
        "Added: Client Café Strøm.",
        "Loop Forsikring: Members changes from Kari, Tom to Tom.",
        "Loop Forsikring: Longest wait (seconds) changes from 60 to 30.",
    ]
    assert differences(new, old)[0] == "Removed: Client Café Strøm."


def test_a_trunk_that_goes_and_a_name_that_changes_are_told() -> None:
    old = read(OFFICE)
    new = replace(old, trunk=None, office=replace(old.office, name="Kontoret", sms_to=None))
    assert differences(old, new) == [
        "The office: Name of the office changes from “Fjordkontoret” to “Kontoret”.",
        "The office: Messages from unknown lines go to is taken away (was “+4710000100”).",
        "Removed: Main trunk.",
    ]
