"""Sessions: what a browser holds, when it ends, and what is of no use to anybody else."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from support.web_browser import PASSWORD, Box

from appliance.core.desk.accounts import Role
from appliance.store.troubles import FULL, StoreError
from appliance.store.web.audit_log import AuditLog
from appliance.store.web.sessions import WebSessions
from web_config.ground.sessions import LOGGED_IN, STRANGER

COOKIE = "sentralbord"


@pytest.fixture
def kari(box):
    return box.add("kari", Role.SUPERIOR, PASSWORD, full_name="Kari Ås")


def deeds(box) -> list[tuple[str, str]]:
    with box.store() as store:
        return [(entry.action, entry.account) for entry in AuditLog(store).page(50)][::-1]


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
    cookies = answer.headers.getlist("Set-Cookie")
    (cookie,) = [each for each in cookies if each.startswith(f"{COOKIE}=")]
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


def test_an_account_that_happens_to_be_called_demo_logs_in_and_out_like_any_other(box):
    page = box.logged_in(Role.VIEWER, "demo").get("/profile/").text
    assert "Demo: no password" not in page
    assert 'action="/logout"' in page
