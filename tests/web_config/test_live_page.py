"""The live page in the office's words: loops, parts, the card that comes up, one's own status."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.little_office import document
from support.little_office import office as little_office
from support.patience import PATIENCE

from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import EVERYTHING
from appliance.core.model.ids import Moment, Status, TrailStep
from appliance.core.model.standing import Standing
from appliance.core.model.told import Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import Show
from appliance.core.protocol.events import ButtonPressed, DeviceLost, PresenceSet, Started
from appliance.core.protocol.view import Lamp, LoopView, PartView, View
from appliance.core.settings.directory import neutral
from appliance.core.switchboard import Switchboard
from appliance.store.started import NOTHING_PUBLISHED
from web_config.live.pieces import REGIONS

OPEN_CARD = """
[clients.nordlys]
name = "Nordlys Rør"
phrase = "Nordlys Rør, du snakker med {agent}"
card = ["Befaring er gratis"]
address = "Prøveveien 1"
on_duty = "Vakt: ring *4"
script = ["Hvor lekker det?", "Hvem ringer rørleggeren tilbake?"]

[[clients.nordlys.questions]]
question = "Lekker det?"
answer = "Steng hovedkranen."
"""


@pytest.fixture
def settled(page):
    """The page of an office with the two firms and three loops of the tests."""
    nobody = dict.fromkeys(("anna", "bo", "cato"), "sip:nobody@127.0.0.1")
    words = document(little_office(nobody))
    head, _, rest = words.partition("[clients.nordlys]")
    words = head + OPEN_CARD + "\n[clients.strom]" + rest.partition("[clients.strom]")[2]
    with page.box.store() as store:
        store.publish(words, "tests")
    return page


def test_a_loop_shows_who_waits_who_is_free_and_why_the_others_are_not(office, page, views, read):
    lamps = (Lamp("anna", "Anna", "free", ""), Lamp("bo", "Bo", "away", "lunsj til 12"))
    loops = (LoopView("sales", "Salg", ("anna", "bo"), 2, datetime.now(UTC).timestamp()),)
    office.show(views.view(lamps=lamps, loops=loops))
    words = " ".join(read(page.until("Salg")).words)
    assert "Salg 2 waiting, longest" in words
    assert "1 free" in words
    assert "Bo Away: lunsj til 12" in words


def test_a_part_that_does_not_work_says_what_to_do(office, page, views, read):
    parts = (
        PartView("trunk trunk", "fault", "Refuses the password: correct it."),
        PartView("trunk spare", "connecting"),
        PartView("modem", "ok", "Telenett 4G"),
    )
    office.show(views.view(parts=parts))
    words = " ".join(read(page.until("Telenett")).words)
    assert "Trunk does not work Refuses the password: correct it." in words
    assert "Trunk spare connecting" in words
    assert "Modem for SMS works Telenett 4G" in words


def test_an_unset_box_tells_so_once_beside_its_lamp(office, page, views, read):
    words = "Nothing is set up yet: open the page."
    parts = (PartView("set_up", "fault", words), PartView("modem", "ok", "Telenett 4G"))
    office.show(views.view(parts=parts, faults=(words,)))
    assert read(page.until("Telenett")).words.count(words) == 1


def view_of_a_new_box() -> View:
    """What the switchboard shows when it starts on a box that nobody has set up."""
    switchboard, now = Switchboard(), Moment(0.0, datetime(2026, 11, 20, 10, tzinfo=UTC))
    lost = DeviceLost("set_up", NOTHING_PUBLISHED)
    for event in (Started(neutral(), new=True), lost):
        switchboard.handle(event, now)
    return next(command.view for command in switchboard.look(now) if isinstance(command, Show))


def test_a_new_box_says_once_that_nothing_is_set_up(office, page, read):
    office.show(view_of_a_new_box())
    words = read(page.until("set up")).words
    mirror = slice(words.index("The display says:"), words.index("Loops"))
    told = "Nothing is set up yet: open the page."
    assert words[mirror].count(told) == 1, "as the display has it, for those who cannot see"
    del words[mirror]
    assert words.count(told) == 1


@pytest.mark.parametrize("stands", ["ringing", "talking", "wrap-up"])
def test_the_card_of_the_firm_comes_up_by_itself_when_it_rings(
    office, settled, views, read, stands
):
    office.show(views.view(views.call(stands=stands, client_id="nordlys")))
    words = read(settled.until("Prøveveien")).words
    assert {"Prøveveien 1", "Vakt: ring *4", "Befaring er gratis"} <= set(words)
    assert {"Lekker det?", "Steng hovedkranen."} <= set(words)
    assert "“Nordlys Rør, du snakker med Anna”" in words, "the one who answers is known"
    script = ["Hvor lekker det?", "Hvem ringer rørleggeren tilbake?"]
    assert [word for word in words if word in script] == script, "in their order"


def test_no_card_while_the_caller_is_in_the_menu_or_the_line_is_unknown(office, settled, views):
    menu = views.call("c1", "menu", client_id="nordlys")
    unknown = views.call("c2", "ringing", client_id="", client="Ukjent")
    office.show(views.view(menu, unknown))
    assert "Prøveveien" not in settled.until("Ukjent")


def test_a_call_tells_its_story_in_the_readers_language(office, page, views):
    at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    steps = (
        TrailStep(at, Told.WAITS, {"loop": "Salg"}),
        TrailStep(at, Told.RANG, {"who": "Anna"}),
    )
    office.show(views.view(views.call(trail=steps)))
    assert "Rang Anna." in page.until("Waits in Salg.")
    norwegian = page.box.logged_in(Role.VIEWER, "kari", language="nb")
    assert "Venter i Salg." in norwegian.get("/").text


def test_the_mirror_of_the_display_hides_a_code(office, page, views):
    view = views.view(code_shown=True)
    office.show(view)
    shown = page.until("The display shows a code.")
    assert "Hage &amp; Hus" not in shown.partition('data-region="lamps"')[0]


def test_every_region_has_its_place_and_is_empty_without_a_switchboard(page):
    html = page.browser.get("/").text
    for region in REGIONS:
        assert f'data-region="{region}"' in html
    assert set(page.follower.newest().regions("en", EVERYTHING)) == {"notice", *REGIONS}


def test_staff_set_their_own_status_and_everybody_sees_who_did(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "")
    form = {"agent": "anna", "status": "away", "reason": "lunsj"}
    assert anna.post("/status/", data=form).status_code == 303
    event = office.asked.get(timeout=PATIENCE)
    assert isinstance(event, PresenceSet)
    assert (event.agent, event.status, event.reason) == ("anna", Status.AWAY, "lunsj")


def test_a_status_may_end_by_itself(office, settled):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    form = {"agent": "anna", "status": "away", "reason": "lunsj"}
    anna.post("/status/", data=form | {"until": "12:30"})
    until = office.asked.get(timeout=PATIENCE).until.astimezone(ZoneInfo("Europe/Oslo"))
    assert f"{until:%H:%M}" == "12:30"
    assert timedelta(0) < until - datetime.now(UTC) <= timedelta(hours=25)
    anna.post("/status/", data=form | {"until": ""})
    assert office.asked.get(timeout=PATIENCE).until is None
    anna.post("/status/", data=form | {"status": "available", "until": "12:30"})
    assert office.asked.get(timeout=PATIENCE).until is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12.30", "12:30"), ("14.59", "14:59"), ("1430", "14:30"), ("kl. 7", "07:00")],
)
def test_a_time_is_read_as_it_is_written_here_and_said_back(office, settled, written, meant):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "")
    anna.post("/status/", data={"agent": "anna", "status": "away", "until": written})
    until = office.asked.get(timeout=PATIENCE).until.astimezone(ZoneInfo("Europe/Oslo"))
    assert f"{until:%H:%M}" == meant
    assert f"It ends by itself at {meant}." in anna.get("/").text


@pytest.mark.parametrize("nonsense", ["hello", "25:00", "12.60"])
def test_what_is_no_time_sets_no_status_and_is_told(office, settled, nonsense):
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    office.reply = (True, "")
    anna.post("/status/", data={"agent": "anna", "status": "away", "until": nonsense})
    assert "the status was not set" in anna.get("/").text
    assert office.asked.empty()


def test_the_panel_tells_until_when_somebody_is_away(office, page, views, read):
    fact = Trouble(Standing.REASON_UNTIL, {"reason": "lunsj", "end": "12:30"})
    lamps = (Lamp("bo", "Bo", "away", "away: lunsj until 12:30", fact=fact),)
    office.show(views.view(lamps=lamps))
    assert "lunsj until 12:30" in " ".join(read(page.until("lunsj")).words)
    norwegian = page.box.logged_in(Role.VIEWER, "kari", language="nb")
    assert "lunsj til 12:30" in " ".join(read(norwegian.get("/").text).words)


def test_nobody_sets_a_colleagues_status_but_a_superior_may(office, settled):
    form = {"agent": "bo", "status": "away", "reason": ""}
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    assert anna.post("/status/", data=form).status_code == 403
    assert 'value="bo"' not in anna.get("/").text
    chief = settled.box.logged_in(Role.SUPERIOR, "chief")
    assert 'value="bo"' in chief.get("/").text
    assert chief.post("/status/", data=form).status_code == 303
    assert office.asked.get(timeout=PATIENCE).agent == "bo"


def test_a_status_that_is_refused_says_why(office, settled):
    office.reply = (False, "Say why: holiday, day off, or leave.")
    anna = settled.box.logged_in(Role.OPERATOR, "anna")
    anna.post("/status/", data={"agent": "anna", "status": "logged_out", "reason": ""})
    assert "Say why: holiday, day off, or leave." in anna.get("/").text


def test_missed_calls_are_counted_and_seen_to(office, page, views, read):
    office.show(views.view(missed=3))
    page.until("missed calls")
    operator = page.box.logged_in(Role.OPERATOR)
    assert "3 missed calls" in " ".join(read(operator.get("/").text).words)
    assert operator.post("/seen").location == "/"
    assert office.asked.get(timeout=PATIENCE) == ButtonPressed("seen")
    assert page.box.logged_in(Role.VIEWER).post("/seen").status_code == 403
    office.show(views.view())
    page.until("0</b> waiting")
    assert "missed calls" not in operator.get("/").text
