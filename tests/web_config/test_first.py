"""The first account, and a forgotten password: whoever can read the display is let in."""

from __future__ import annotations

import queue

import pytest
from support.web_browser import PASSWORD, Box

from appliance.control import ControlServer
from appliance.core.desk.accounts import Role
from appliance.core.desk.log_in_limits import FREE_TRIES
from appliance.core.protocol.commands import DrawCode
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_setup import CodeDrawn
from appliance.core.protocol.replies import reply_to
from appliance.core.state.one_time_code import Door, take
from appliance.store.web.accounts import Accounts

CODE = "12345678"
FORM = {"code": "1234 5678", "name": "Anna", "password": PASSWORD, "again": PASSWORD}


class Switchboard:
    """The real control server before the core's own rules of the code."""

    def __init__(self, path) -> None:
        self.server = ControlServer(path, self._take)
        self.asked: queue.Queue[Event] = queue.Queue()
        self.door = Door()
        self.server.start()

    def press(self) -> None:
        """Somebody presses the button of the box."""
        self.door, *_ = take(self.door, CodeDrawn(CODE))

    def _take(self, event) -> None:
        self.asked.put(event)
        self.door, verdict, commands = take(self.door, event)
        if DrawCode() in commands:
            self.press()
        self.server.perform(*reply_to(event.request, verdict))


@pytest.fixture
def switchboard(tmp_path):
    switchboard = Switchboard(tmp_path / "control")
    yield switchboard
    switchboard.server.stop()


@pytest.fixture
def new(switchboard, tmp_path):
    box = Box(tmp_path, tmp_path / "control")
    yield box
    box.close()


def come_in(browser, **more: str):
    return browser.post("/first/", data=FORM | more, token=browser.token("/first/"))


def test_a_new_box_has_no_password_and_asks_for_the_code_of_its_display(new, switchboard):
    browser = new.stranger()
    assert browser.get("/").location == "/first/"
    assert "This box has no account yet." in browser.get("/first/").text
    token = browser.token("/first/")
    assert browser.post("/first/code", token=token).status_code == 303
    assert switchboard.door.shown
    answer = come_in(browser)
    assert (answer.status_code, answer.location) == (303, "/setup/")
    assert "Welcome." in browser.get("/").text
    with new.store() as store:
        account = Accounts(store).find("anna")
    assert account
    assert account.role is Role.INSTALLER
    assert new.stranger().log_in("anna").status_code == 303
    again = come_in(new.stranger())
    assert again.status_code == 401, "the code holds no more"


def test_without_the_code_nobody_comes_in_and_guessing_ends_soon(new, switchboard):
    switchboard.press()
    browser = new.stranger()
    answers = [come_in(browser, code=f"{guess:08}").status_code for guess in range(12)]
    assert set(answers) == {401, 429}
    assert answers.count(401) <= FREE_TRIES + 2
    with new.store() as store:
        assert Accounts(store).all() == []


def test_whoever_guesses_codes_shuts_out_nobody_at_another_address(new, switchboard):
    """What docs/page.md promises: the button lets an installer in whatever strangers do."""
    switchboard.press()
    guesser = new.stranger()
    answers = [come_in(guesser, code=f"{guess:08}").status_code for guess in range(12)]
    assert answers[-1] == 429
    installer = new.stranger()
    installer.environ_base["REMOTE_ADDR"] = "192.0.2.20"
    assert come_in(installer).status_code == 303


def test_nor_wrong_passwords_or_made_up_names_at_the_same_address(new, switchboard):
    switchboard.press()
    for guess in range(30):
        new.stranger().log_in(f"name{guess}", "wrong")
    assert come_in(new.stranger()).status_code == 303


def test_nor_a_browser_that_came_in_before_at_the_guessers_address(new, switchboard):
    new.add("anna", Role.INSTALLER, "the forgotten password")
    browser = new.stranger()
    assert browser.log_in("anna", "the forgotten password").status_code == 303
    browser.post("/logout")
    switchboard.press()
    answers = [come_in(new.stranger(), code=f"{guess:08}").status_code for guess in range(12)]
    assert answers[-1] == 429
    assert come_in(browser).status_code == 303


def test_a_code_that_nobody_could_look_at_was_no_wrong_one(box):
    answers = {come_in(box.stranger()).status_code for _ in range(FREE_TRIES + 2)}
    assert answers == {503}


def test_a_bad_form_costs_no_code(new, switchboard):
    switchboard.press()
    browser = new.stranger()
    for wrong in ({"password": "short"}, {"again": "x"}, {"name": "A B"}, {"code": ""}):
        assert come_in(browser, **wrong).status_code == 422
    assert switchboard.asked.empty()
    assert come_in(browser).status_code == 303


def test_once_there_are_accounts_only_the_button_gives_a_code(new, switchboard):
    new.add("anna", Role.INSTALLER, "the forgotten password")
    browser = new.stranger()
    assert browser.get("/").location == "/login?next=/"
    refused = browser.post("/first/code", token=browser.token("/first/"))
    assert refused.status_code == 403
    assert switchboard.asked.empty()
    assert come_in(browser).status_code == 401
    logged_in = new.logged_in(Role.INSTALLER, "anna")
    switchboard.press()
    assert come_in(browser).status_code == 303
    assert logged_in.get("/").status_code == 303, "whoever had it before is out"
    assert new.stranger().log_in("anna", "the forgotten password").status_code == 401
    assert new.stranger().log_in("anna").status_code == 303


def test_a_lost_second_factor_and_an_ended_account_are_put_right_by_the_code(new, switchboard):
    new.add("anna", Role.INSTALLER, closed=True)
    with new.store() as store:
        Accounts(store).set_totp("anna", "A" * 32)
    switchboard.press()
    assert come_in(new.stranger()).status_code == 303
    answer = new.stranger().log_in("anna")
    assert answer.location == "/"


def test_without_a_switchboard_it_says_so(box):
    browser = box.stranger()
    answer = come_in(browser)
    assert answer.status_code == 503
    assert "The switchboard does not answer" in answer.text
