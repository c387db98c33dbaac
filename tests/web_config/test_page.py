"""The page as a person sees it, with JavaScript and without, and when there is no switchboard."""

import base64
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import web_config
from appliance.control.peer import encoded
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.core.words.faults import QUOTED
from appliance.core.words.spoken import DISPOSITION_KEYS
from hardware.lamps import PATTERNS
from hardware.picture import render
from web_config.live.pieces import LAMP_SIGNS, LAMP_WORDS

STATIC = Path(web_config.__file__).parent / "static"


def test_the_page_shows_who_is_free_and_why(office, page, views, read):
    office.show(views.view(lamps=(Lamp("anna", "Anna", "away", "lunch until 12"),)))
    shown = read(page.until("lunch until 12"))
    assert {"Anna", "Away", "lunch until 12"} <= set(shown.words)
    assert "lamp is-away" in shown.attributes["class"]


def test_the_page_shows_the_calls_and_those_to_be_closed_first(office, page, views, read):
    office.show(views.view(views.call("c1"), views.call("c2", "wrap-up", client="Blomst")))
    words = read(page.until("Blomst")).words
    assert {"Talking", "Hage & Hus", "+4710000001", "insurance", "Anna"} <= set(words)
    calls = words[words.index("Calls now") :]
    assert calls.index("Blomst") < calls.index("Hage & Hus")
    assert "How did it end?" in calls


def test_no_calls_and_a_call_in_an_unheard_of_state_are_both_said(office, page, views):
    office.show(views.view())
    assert "No calls." in page.until("No calls.")
    office.show(views.view(views.call(stands="on the moon")))
    assert "No calls." not in page.until("on the moon")


def test_the_page_counts_and_shows_faults(office, page, views, read):
    office.show(views.view(faults=("The modem is not found.",), waiting=3, unsent=2))
    words = " ".join(read(page.until("modem")).words)
    assert "3 waiting 2 SMS unsent" in words
    assert "The modem is not found." in words


def test_the_display_is_the_very_picture_of_the_box(office, page, views, read):
    office.show(views.view())
    shown = read(page.until("Hage"))
    source = next(text for text in shown.attributes["src"] if text and text.startswith("data:"))
    picture = Image.open(BytesIO(base64.b64decode(source.partition(",")[2])))
    drawn = render([("Hage & Hus", "huge"), ("+4710000001", "normal")], 128, 64)
    assert picture.size == (128, 64)
    assert picture.convert("1").tobytes() == drawn.tobytes()
    assert shown.attributes["alt"] == ["Hage & Hus; +4710000001"]


def test_a_display_that_cannot_be_drawn_is_text(office, page, views, read):
    office.show(views.view(rows=(Row("Hei & hopp", "colossal"),)))
    shown = read(page.until("Hei"))
    assert "img" not in shown.tags
    assert "Hei & hopp" in shown.words


def test_without_javascript_the_page_is_looked_at_again_and_never_torn_away(office, page, views):
    office.show(views.view(views.call(stands="wrap-up")))
    shown = page.until("How did it end?")
    assert "http-equiv" not in shown, "a note that is being written must not be torn away"
    assert 'by itself. <a href="/">Look again</a>' in shown


def test_without_a_switchboard_the_page_says_so(tmp_path, page_of, read):
    answer = page_of(tmp_path / "control").browser.get("/")
    words = " ".join(read(answer.text).words)
    assert answer.status_code == 200
    assert "The switchboard does not answer. This page follows by itself" in words
    assert "start it with `sentralbord run`" in words
    assert "Traceback" not in answer.text


def test_the_page_recovers_by_itself_and_tells_when_the_switchboard_goes(office, page, views, read):
    office.show(views.view(faults=("The modem is not found.",)))
    assert "does not answer" not in page.until("modem")
    office.server.stop()
    gone = page.until("does not answer")
    assert "The switchboard has stopped." in gone
    assert "modem" not in gone, "what was true before is not shown as if it still were"
    office.start()
    office.show(views.view(faults=("The panel is lost.",)))
    assert "does not answer" not in page.until("panel is lost")


@pytest.mark.parametrize("broken", [{"rows": 7}, {"rows": [{"size": "huge"}]}, {"waiting": "x"}])
def test_a_switchboard_of_another_version_is_a_sentence(office, page_of, monkeypatch, broken):
    line = encoded({"view": broken})
    monkeypatch.setattr("appliance.control.server.ViewLines.line_of", lambda *_: line)
    office.server.stop()
    office.start()
    assert "another version" in page_of(office.path).until("another version")


EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'>&"


def test_nothing_that_people_wrote_becomes_html(office, page, read):
    call = {name: EVIL for name in ("call", "client", "caller", "about", "agent")}
    view = View(
        rows=(Row(EVIL, "huge"), Row(EVIL)),
        lamps=(Lamp(EVIL, EVIL, EVIL, EVIL),),
        calls=tuple(CallView(**call, stands=stands) for stands in (EVIL, "wrap-up")),
        troubles=(Trouble(QUOTED, {"said": EVIL}),),
    )
    office.show(view)
    html = page.until("onerror")
    shown = read(html)
    assert shown.tags.count("script") == 1  # our own
    assert not [name for name in shown.attributes if name.startswith("on")]
    assert [source for source in shown.attributes["src"] if source == "x"] == []
    assert shown.words.count(EVIL) >= 10
    assert EVIL in shown.attributes["value"], "the form still names the very call"
    streamed = next(iter(page.browser.get("/events").response))
    regions = json.loads(streamed.partition(b"data: ")[2])
    pieces = [piece for region in regions.values() for _, piece in region]
    assert not [piece for piece in pieces if "<script" in piece or "<img src=x" in piece]
    assert sum("&lt;script&gt;" in piece for piece in pieces) == 5


def test_a_broken_letter_harms_nobody(office, page, views):
    office.show(views.view(faults=("half a pair: \ud800",)))
    assert "half a pair: ?" in page.until("half a pair")


@pytest.mark.parametrize("path", ["/nowhere", "/static/../__init__.py", "/disposition"])
def test_a_wrong_address_is_a_sentence_with_a_way_back(page, path):
    answer = page.browser.get(path)
    assert answer.status_code in (404, 405)
    assert 'href="/"' in answer.text
    assert "Traceback" not in answer.text


def test_every_lamp_pattern_of_the_box_has_word_sign_colour_and_rhythm():
    style = (STATIC / "panel.css").read_text(encoding="utf-8")
    for pattern, ticks in PATTERNS.items():
        assert LAMP_WORDS[pattern]
        assert LAMP_SIGNS[pattern]
        assert f".is-{pattern}" in style or pattern == "logged_out"
        if set(ticks) not in ({"."}, {"G"}):
            assert rhythm_of(style, pattern) == ticks.translate(str.maketrans("RAG", "###"))


def rhythm_of(style: str, pattern: str) -> str:
    """The rhythm of a CSS animation in tenths of its two seconds, as hardware.lamps writes it."""
    frames = re.search(rf"@keyframes {pattern} {{((?:[^{{}}]*{{[^}}]*}})*)\s*}}", style)
    assert frames, f"no @keyframes {pattern}"
    changes: dict[int, str] = {}
    for stops, opacity in re.findall(r"([\d%, ]+){ opacity: ([\d.]+); }", frames[1]):
        for stop in stops.replace("%", "").split(","):
            changes[int(stop) // 5] = "#" if opacity == "1" else "."
    lit = "."
    ticks = ""
    for tick in range(20):
        lit = changes.get(tick, lit)
        ticks += lit
    return ticks


def test_motion_stops_for_those_who_asked_for_it():
    style = (STATIC / "panel.css").read_text(encoding="utf-8")
    outside = re.sub(
        r"@media \(prefers-reduced-motion: no-preference\) {.*?\n}", "", style, flags=re.S
    )
    assert "animation" in style
    assert "animation" not in outside


def test_every_choice_of_the_telephone_is_on_the_page(office, page, views):
    office.show(views.view(views.call(stands="wrap-up")))
    html = page.until("How did it end?")
    for choice in DISPOSITION_KEYS.values():
        assert f'<button class="button" name="disposition" value="{choice.value}">' in html
