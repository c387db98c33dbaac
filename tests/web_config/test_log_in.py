"""Logging in and out: what gets in, what does not, and what stays of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from support.web_browser import PASSWORD, TOKEN, Box

from appliance.core.desk.accounts import Role
from appliance.core.desk.log_in_limits import FREE_TRIES
from appliance.store.web.accounts import Accounts
from appliance.store.web.audit_log import AuditLog
from web_config.account.login import own_path

COOKIE = "sentralbord"


@pytest.fixture
def kari(box):
    return box.add("kari", Role.SUPERIOR, PASSWORD, full_name="Kari Ås")


def deeds(box) -> list[tuple[str, str]]:
    with box.store() as store:
        return [(entry.action, entry.account) for entry in AuditLog(store).page(50)][::-1]


def test_a_right_password_leads_to_where_one_wanted_to_go(box, kari):
    browser = box.stranger()
    sent = browser.get("/audit/?account=kari")
    assert (sent.status_code, sent.location) == (303, "/login?next=/audit/?account%3Dkari")
    page = browser.get(sent.location)
    assert 'value="/audit/?account=kari"' in page.text
    answer = browser.log_in("Kari", next="/audit/?account=kari")
    assert (answer.status_code, answer.location) == (303, "/audit/?account=kari")
    assert "Kari Ås" in browser.get("/audit/").text
    assert deeds(box) == [("log_in.accepted", "kari"), ("audit.read", "kari")]


@pytest.mark.parametrize(("name", "password"), [("kari", "sesame opens"), ("nobody", PASSWORD)])
def test_a_wrong_one_tells_nobody_whether_the_account_exists(box, kari, name, password, caplog):
    browser = box.stranger()
    with caplog.at_level(logging.DEBUG):
        answer = browser.log_in(name, password)
    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text
    assert password not in answer.text
    assert password not in caplog.text
    assert browser.get("/").status_code == 303
    assert deeds(box) == [("log_in.refused", "?")]


def test_what_somebody_types_as_a_name_is_not_written_down(box, kari):
    box.stranger().log_in("my secret password", "kari")
    with box.store() as store:
        rows = store.query("SELECT * FROM log_ins") + store.query("SELECT * FROM audit")
    assert "secret" not in str(rows)


def test_an_account_without_a_password_cannot_be_logged_in_to(box):
    box.add("anna", Role.VIEWER)
    for password in ("", " ", "anna"):
        assert box.stranger().log_in("anna", password).status_code in (401, 422)


def test_brute_force_is_stopped_and_forgets_in_time(box, kari):
    browser = box.stranger()
    token = browser.token()
    for _ in range(FREE_TRIES):
        assert (
            browser.post(
                "/login", data={"name": "kari", "password": "wrong"}, token=token
            ).status_code
            == 401
        )
    for password in ("wrong", PASSWORD):
        answer = browser.post("/login", data={"name": "kari", "password": password}, token=token)
        assert answer.status_code == 429, "even the right one must wait"
        assert "Too many wrong tries. Wait 1 min" in answer.text
    assert box.stranger().log_in("other", "wrong").status_code == 401, "others need not"
    with box.store() as store, store.transaction() as db:
        long_ago = datetime.now(UTC) - timedelta(minutes=20)
        db.execute("UPDATE log_ins SET at = ?", [long_ago.isoformat(timespec="microseconds")])
    assert browser.log_in("kari").status_code == 303


def guess_made_up_names(box) -> None:
    """Until the address must wait."""
    answers = [box.stranger().log_in(f"name{number}", "wrong").status_code for number in range(30)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_five_made_up_names_hold_up_nobody_at_their_address(box, kari):
    for number in range(FREE_TRIES):
        assert box.stranger().log_in(f"name{number}", "wrong").status_code == 401
    assert box.stranger().log_in("kari").status_code == 303


def test_any_number_of_them_hold_up_nobody_who_came_in_from_there(box, kari):
    assert box.stranger().log_in("kari").status_code == 303
    guess_made_up_names(box)
    assert box.stranger().log_in("kari").status_code == 303


def test_a_browser_that_came_in_once_is_held_up_by_nobody_elses_guesses(box, kari):
    browser = box.stranger()
    assert browser.log_in("kari").status_code == 303
    browser.post("/logout")
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    others = box.stranger()
    others.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    answers = [others.log_in("kari", "wrong").status_code for _ in range(12)]
    assert answers[-1] == 429
    assert others.log_in("kari").status_code == 429
    assert browser.log_in("kari").status_code == 303


@pytest.mark.parametrize("secure", [False, True])
def test_what_a_browser_is_known_by_is_hidden_and_opens_nothing(tmp_path, secure):
    box = Box(tmp_path, tmp_path / "control", secure=secure)
    box.add("kari", Role.SUPERIOR, PASSWORD)
    browser = box.stranger()
    answer = browser.log_in("kari")
    name = "__Host-sentralbord-browser" if secure else "sentralbord-browser"
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(name)]
    rights = {"HttpOnly", "Path=/", "SameSite=Lax", *(["Secure"] if secure else [])}
    assert rights <= set(cookie.split("; "))
    value = cookie.partition("=")[2].partition(";")[0]
    thief = box.stranger()
    thief.set_cookie(name, value)
    assert thief.get("/").status_code == 303
    for file in box.folder.glob("sentralbord.db*"):
        assert value.encode() not in file.read_bytes()
    box.close()


def test_a_hundred_guesses_are_a_handful_of_tries(box, kari):
    browser = box.stranger()
    token = browser.token()
    answers = [
        browser.post("/login", data={"name": "kari", "password": str(guess)}, token=token)
        for guess in range(100)
    ]
    assert sum(answer.status_code == 401 for answer in answers) <= FREE_TRIES + 3
    with box.store() as store:
        assert len(store.query("SELECT * FROM log_ins")) <= FREE_TRIES + 3, "the card is not worn"


@pytest.mark.parametrize(
    "path",
    [
        "http://evil.example/",
        "https:evil.example",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        " /",
        "/\r\nLocation: http://evil.example",
        "http://[::1",
    ],
)
def test_a_log_in_leads_nowhere_else(box, kari, path):
    assert own_path(path) == ""
    answer = box.stranger().log_in("kari", next=path)
    assert (answer.status_code, answer.location) == (303, "/")
    picked = box.stranger().post("/language", data={"language": "nb", "next": path})
    assert (picked.status_code, picked.location) == (303, "/login")


def test_the_second_factor_is_asked_for_and_each_code_is_good_once(box, kari):
    browser = box.stranger()
    browser.log_in("kari")
    browser.account = kari
    page = browser.get("/profile/second-factor").text
    secret = page.split("<code>")[1].split("</code>")[0]
    assert "<svg" in page
    wrong = browser.post("/profile/second-factor", data={"code": "000"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret).now()
    assert browser.post("/profile/second-factor", data={"code": code}).status_code == 303

    other = box.stranger()
    answer = other.log_in("kari", next="/audit/")
    assert answer.location == "/login/code"
    assert other.get("/").status_code == 303, "a password alone is not enough"
    token = TOKEN.search(other.get("/login/code").text)[1]
    assert other.post("/login/code", data={"code": "123"}, token=token).status_code == 401
    right = {"code": f" {code[:3]} {code[3:]} "}
    answer = other.post("/login/code", data=right, token=token)
    assert (answer.status_code, answer.location) == (303, "/audit/")

    third = box.stranger()
    third.log_in("kari")
    token = TOKEN.search(third.get("/login/code").text)[1]
    replayed = third.post("/login/code", data=right, token=token)
    assert replayed.status_code == 401
    assert "was used before" in replayed.text


def test_guessing_the_second_factor_is_stopped_too(box, kari):
    with box.store() as store:
        Accounts(store).set_totp("kari", pyotp.random_base32())
    browser = box.stranger()
    browser.log_in("kari")
    token = TOKEN.search(browser.get("/login/code").text)[1]
    answers = [
        browser.post("/login/code", data={"code": f"{guess:06}"}, token=token).status_code
        for guess in range(20)
    ]
    assert answers.count(401) <= FREE_TRIES + 2
    assert answers[-1] == 429


def test_a_new_password_ends_every_other_session_and_needs_the_old_one(box, kari):
    browser, elsewhere = box.stranger(), box.stranger()
    for each in (browser, elsewhere):
        each.log_in("kari")
    browser.account = kari
    new = "quite another password"
    form = {"current": "wrong", "new": new, "again": new}
    assert "This is not your password." in browser.post("/profile/password", data=form).text
    form["current"] = PASSWORD
    assert browser.post("/profile/password", data=form | {"again": "x"}).status_code == 422
    short = form | {"new": "short", "again": "short"}
    assert "At least 12 characters" in browser.post("/profile/password", data=short).text
    before = browser.get_cookie(COOKIE).value
    assert browser.post("/profile/password", data=form).status_code == 303
    assert browser.get_cookie(COOKIE).value != before
    assert browser.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 303
    assert box.stranger().log_in("kari").status_code == 401
    assert box.stranger().log_in("kari", new).status_code == 303


def test_whoever_has_a_password_of_somebody_elses_must_change_it_first(box):
    browser = box.logged_in(Role.OPERATOR, "temp", must_change=True)
    assert browser.get("/").location == "/profile/password"
    assert browser.get("/audit/").status_code == 403
    page = browser.get("/profile/password")
    assert page.status_code == 200
    assert "Somebody else chose your password" in page.text


def test_passwords_lie_on_the_disk_as_argon2_only(box, kari):
    with box.store() as store:
        (row,) = store.query("SELECT * FROM accounts")
    assert row["password"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in str(row)
    for file in box.folder.glob("sentralbord.db*"):
        assert PASSWORD.encode() not in file.read_bytes()


def test_a_language_that_was_picked_outlasts_the_log_in(box, kari):
    browser = box.stranger()
    browser.post("/language", data={"language": "nl", "next": "/login"})
    browser.log_in("kari")
    assert '<html lang="nl">' in browser.get("/profile/").text
