"""An office in Norwegian, read in every other language: no page says a word of Norwegian
but the office's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.norwegian_words import NORWEGIAN, norwegian_in, said, strange
from support.web_browser import Box
from support.web_routes import READING, ROUTES, Route
from support.world import CALLER, STAFF, World, office

from appliance.control import ControlServer
from appliance.core.desk.accounts import Role
from appliance.core.model.ids import Sms, SmsId, SmsState, Status
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands import Show
from appliance.core.protocol.events_desk import DialAsked
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Line, LineKind
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner
from appliance.core.settings.screening import Rule, Screening
from appliance.core.words.spoken import WITHHELD, worded
from appliance.settings.document import write
from web_config.words.languages import LANGUAGES, merged

READERS = tuple(code for code in LANGUAGES if code != NORWEGIAN)
UNKNOWN = "+4710000033"
"""A number that the settings do not know."""


def norwegian_office() -> Directory:
    """Everything that has a name has one of its own; wages overflow to Vest."""
    base = office()
    nordlys = replace(
        base.clients["nordlys"], screening=(Screening(Rule.MESSAGE, note="Ring Olav"),)
    )
    agents = {id: replace(each, language="nb") for id, each in base.agents.items()}
    other = replace(base.loops["other"], strategy="all")
    wages = replace(base.loops["wages"], overflow=Overflow(partner="vest"))
    staff = Line("staff", STAFF, kind=LineKind.STAFF, language="nb")
    return replace(
        base,
        agents=agents,
        clients={**base.clients, "nordlys": nordlys},
        lines={**base.lines, "staff": staff},
        loops={**base.loops, "other": other, "wages": wages},
        partners={"vest": Partner("vest", "Vest", "+4710000088")},
    )


def a_busy_day(world: World) -> World:
    """A call in each state, most of them with a hidden number; faults of several kinds."""
    world.happens(seen.TrunkUp("trunk"))
    for part in ("modem", "oled", "panel"):
        world.happens(seen.DeviceLost(part, "The modem does not answer: check its plug."))
    world.happens(seen.PresenceSet("dag", Status.AWAY, "Hytta"))
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "Hytta"))
    ended = world.rings(caller=None, leg="ended")
    world.presses(ended, "1")
    world.hangs_up(ended)
    world.disk_takes_all()
    talking = world.rings(caller=None, leg="talking")
    world.presses(talking, "1")
    world.answers(world.rung[-1].leg)
    world.rings(UNKNOWN, None, "unknown")
    world.rings(STAFF, CALLER, "staff")
    world.presses(world.rings(caller=None, leg="wages"), "2")
    world.happens(DialAsked("cato", CALLER, by="cato"))
    return world


class Answering:
    """The switchboard behind the control socket, which answers what it is asked."""

    def __init__(self, path, world: World) -> None:
        self.world, self.server = world, ControlServer(path, self._take)

    def _take(self, event: seen.Event) -> None:
        before = len(self.world.replies)
        self.world.happens(event)
        for reply in self.world.replies[before:]:
            self.server.perform(reply)


@pytest.fixture
def world() -> World:
    return a_busy_day(World(norwegian_office()))


@pytest.fixture
def settled(tmp_path, page_of, world) -> Iterator[Box]:
    answering = Answering(tmp_path / "control", world)
    answering.server.start()
    page = page_of(tmp_path / "control")
    with page.box.store() as store:
        store.publish(write(world.directory), "tests")
        store.save(tuple(world.disk.values()))
        store.save(
            (
                Sms(SmsId("s1"), CALLER, "Ring Olav", state=SmsState.MAYBE),
                Sms(SmsId("s2"), CALLER, "Ring Olav", state=SmsState.FAILED),
            )
        )
    answering.server.perform(Show(world.view))
    page.until("Nordlys")
    yield page.box
    answering.server.stop()


@pytest.fixture
def own(world) -> str:
    """The office's own texts."""
    return write(world.directory) + "Hytta Ring Olav"


QUOTING = (
    "Hears: %(what)s",
    "Rings %(who)s, shown as %(shown)s.",
    "SMS to %(number)s: %(text)s",
)
"""The page quotes what a caller hears, a telephone of the staff shows, and an SMS says."""


def quotes(language: str) -> re.Pattern[str]:
    """Finds what is quoted in a page of this language."""
    known = merged(language)
    sources = (source if language == "en" else known[source].string for source in QUOTING)
    parts = (re.split(r"%\(\w+\)s", source) for source in sources)
    return re.compile("|".join(".*".join(map(re.escape, each)) for each in parts))


def pages(box: Box, role: Role, name: str, language: str) -> Iterator[tuple[str, str]]:
    """Every page that somebody sees."""
    fixed = ("/why/anna", "/why/bo", "/why/dag", "/cards/nordlys", "/partner/cards/nordlys")
    asked = [Route("", "GET", address) for address in fixed]
    asked += [route for route in ROUTES if route.method in READING]
    reader = box.logged_in(role, name, language=language)
    for route in asked:
        answer = route.ask(reader)
        if answer.mimetype == "text/html":
            yield route.address, answer.text


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.INSTALLER, "chief"), (Role.OPERATOR, "dag"), (Role.PARTNER, "vest")],
)
def test_no_page_says_a_norwegian_word_to_who_reads_another_language(
    settled, own, role, name, language
):
    seen_by = dict(pages(settled, role, name, language))
    home = seen_by["/partner/" if role is Role.PARTNER else "/"]
    assert worded(WITHHELD, language) in home
    found = {}
    for address, html in seen_by.items():
        quoted = quotes(language)
        words = [each for each in norwegian_in(html, language, own) if not quoted.match(each[1])]
        if words:
            found[address] = words
    assert found == {}


@pytest.mark.parametrize("language", READERS)
def test_the_look_finds_norwegian_and_lets_the_readers_words_pass(language):
    norwegian = '<p title="Ukjent linje">Feil<b lang="nb">Skjult nummer</b></p>'
    assert [found for found, _ in norwegian_in(norwegian, language, "")] == ["Ukjent linje", "Feil"]
    assert norwegian_in(f"<p>{'. '.join(said(language))}</p>", language, "") == []
    assert len(strange(language).pattern) > 10_000
