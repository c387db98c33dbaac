"""Logging in and out: what gets in, what does not, and what stays of it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from support.web_browser import PASSWORD, TOKEN, Box

from appliance.core.accounts import FREE_TRIES, Role
from appliance.store.accounts import Accounts
from appliance.store.audit_log import AuditLog
from appliance.store.troubles import FULL, StoreError
from appliance.store.web_sessions import WebSessions
from web_config.login import own_path
from web_config.sessions import LOGGED_IN, STRANGER

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
    assert box.stranger().log_in("other", "wrong").status_code == 429, "nor another name"
    with box.store() as store, store.transaction() as db:
        long_ago = datetime.now(UTC) - timedelta(minutes=20)
        db.execute("UPDATE log_ins SET at = ?", [long_ago.isoformat(timespec="microseconds")])
    assert browser.log_in("kari").status_code == 303


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


def test_a_session_that_somebody_planted_is_of_no_use(box, kari):
    """Fixation: what a stranger's browser held before the log-in is worth nothing after it."""
    browser = box.stranger()
    browser.get("/login")
    planted = browser.get_cookie(COOKIE).value
    token = browser.token()
    assert planted.startswith(STRANGER)
    assert browser.log_in("kari").status_code == 303
    mine = browser.get_cookie(COOKIE).value
    assert mine.startswith(LOGGED_IN)
    assert mine != planted
    thief = box.stranger()
    thief.set_cookie(COOKIE, planted)
    assert thief.get("/").status_code == 303
    stale = browser.post("/profile/language", data={"language": "nb"}, token=token)
    assert stale.status_code == 400
    browser.log_in("kari")
    assert browser.get_cookie(COOKIE).value != mine, "each log-in has a session of its own"
    thief.set_cookie(COOKIE, mine)
    assert thief.get("/").status_code == 303, "and the one before has ended"


@pytest.mark.parametrize(
    "cookie", ["", "s.", "s." + "x" * 43, "a.e30.forged", "a.", "x", "s.\x7f", "a." + "A" * 3000]
)
def test_made_up_cookies_open_nothing(box, kari, cookie):
    browser = box.stranger()
    browser.set_cookie(COOKIE, cookie)
    assert browser.get("/").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(box, kari):
    browser = box.stranger()
    answer = browser.log_in("kari")
    (cookie,) = [value for name, value in answer.headers if name == "Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_logging_out_ends_the_session_on_the_box_too(box, kari):
    browser = box.stranger()
    browser.log_in("kari")
    kept = browser.get_cookie(COOKIE).value
    answer = browser.post("/logout", token=browser.token("/profile/"))
    assert answer.location == "/login"
    assert "You are logged out." in browser.get("/login").text
    thief = box.stranger()
    thief.set_cookie(COOKIE, kept)
    assert thief.get("/").status_code == 303
    assert deeds(box) == [("log_in.accepted", "kari"), ("log_in.ended", "kari")]


def age(box, **since: timedelta) -> None:
    with box.store() as store, store.transaction() as db:
        for column, old in since.items():
            at = (datetime.now(UTC) - old).isoformat(timespec="microseconds")
            db.execute(f"UPDATE sessions SET {column} = ?", [at])


def test_a_session_that_nobody_uses_ends_and_says_so(box):
    browser = box.logged_in(Role.SUPERIOR)
    age(box, seen_at=timedelta(minutes=29), opened_at=timedelta(hours=1))
    assert browser.get("/").status_code == 200
    age(box, seen_at=timedelta(minutes=31))
    answer = browser.get("/", follow_redirects=True)
    assert "nothing was done for a while" in answer.text


def test_using_it_keeps_a_session_alive_but_not_for_ever_and_streams_do_not_count(box):
    browser = box.logged_in(Role.SUPERIOR)
    age(box, seen_at=timedelta(minutes=20), opened_at=timedelta(hours=1))
    browser.get("/events", headers={"Accept": "text/event-stream"}).close()
    with box.store() as store:
        (row,) = store.query("SELECT seen_at FROM sessions")
    assert datetime.now(UTC) - datetime.fromisoformat(row["seen_at"]) > timedelta(minutes=19)
    browser.get("/")
    with box.store() as store:
        (row,) = store.query("SELECT seen_at FROM sessions")
    assert datetime.now(UTC) - datetime.fromisoformat(row["seen_at"]) < timedelta(minutes=1)
    age(box, opened_at=timedelta(hours=12, minutes=1))
    assert browser.get("/").status_code == 303


def test_temporary_staff_are_out_the_moment_their_account_ends(box):
    browser = box.logged_in(Role.OPERATOR, "temp")
    assert browser.get("/").status_code == 200
    box.add("temp", Role.OPERATOR, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert browser.get("/").status_code == 303
    box.add("late", Role.OPERATOR, PASSWORD, expires_at=datetime.now(UTC) - timedelta(days=1))
    answer = box.stranger().log_in("late")
    assert answer.status_code == 403
    assert "This account has ended." in answer.text


def test_a_role_that_was_taken_away_is_gone_at_once(box):
    browser = box.logged_in(Role.INSTALLER, "anna")
    assert browser.get("/accounts/").status_code == 200
    box.add("anna", Role.VIEWER)
    assert browser.get("/accounts/").status_code == 403


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


def test_a_session_holds_nothing_that_its_owner_could_forge(box):
    browser = box.logged_in(Role.VIEWER)
    with box.store() as store:
        token = browser.get_cookie(COOKIE).value.removeprefix(LOGGED_IN)
        assert WebSessions(store).find(token)
    assert len(token) >= 43, "256 bits"


def test_in_the_demo_without_passwords_this_machine_is_let_in_and_no_other(tmp_path):
    box = Box(tmp_path, tmp_path / "control", open_door=True)
    try:
        browser = box.stranger()
        assert "Demo: no password" in browser.get("/").text
        assert browser.get("/accounts/").status_code == 200
        for path in ("/profile/", "/profile/password", "/profile/second-factor"):
            assert browser.get(path).status_code == 403
        box.add("kari", Role.SUPERIOR)
        for address in ("192.0.2.7", "::ffff:192.0.2.7", ""):
            outside = browser.get("/", environ_base={"REMOTE_ADDR": address})
            assert outside.status_code == 303
    finally:
        box.close()


def test_a_real_box_has_no_door_open(box):
    assert not box.site.open_door
    assert box.stranger().get("/").location == "/first/"


def test_where_the_disk_is_full_it_is_said_and_what_was_open_stays_readable(box, kari, monkeypatch):
    browser = box.logged_in(Role.OPERATOR, "anna")
    stranger = box.stranger()
    token = stranger.token()
    age(box, seen_at=timedelta(minutes=5))

    @contextmanager
    def refused(self):
        raise StoreError(FULL)
        yield

    monkeypatch.setattr("appliance.store.store.Store.transaction", refused)
    assert browser.get("/profile/").status_code == 200
    form = {"name": "kari", "password": PASSWORD}
    answer = stranger.post("/login", data=form, token=token)
    assert answer.status_code == 503
    assert "The disk is full" in answer.text
    assert stranger.get("/").status_code == 303


def test_a_language_that_was_picked_outlasts_the_log_in(box, kari):
    browser = box.stranger()
    browser.post("/language", data={"language": "nl", "next": "/login"})
    browser.log_in("kari")
    assert '<html lang="nl">' in browser.get("/profile/").text
