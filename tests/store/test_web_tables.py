"""Accounts, sessions, wrong tries, and the log of deeds, as they lie on the disk."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appliance.core.desk.accounts import Account, Role
from appliance.core.desk.log_in_limits import FREE_TRIES, Proof
from appliance.store.rows import instant
from appliance.store.store import Store
from appliance.store.web.accounts import Accounts, NameTaken
from appliance.store.web.audit_log import AuditEntry, AuditLog
from appliance.store.web.log_ins import LogIns, MustWait, Place
from appliance.store.web.secret import web_secret
from appliance.store.web.sessions import WebSessions

NOW = datetime(2030, 5, 6, 12, tzinfo=UTC)
KARI = Account("kari", "Kari Ås", Role.OPERATOR, "nb", NOW + timedelta(days=3), must_change=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
def web_store(tmp_path):
    with Store(tmp_path / "data" / "box.db", tmp_path / "media") as store:
        store.migrate()
        yield store


def test_accounts_come_back_as_they_were_and_their_secrets_apart(web_store):
    accounts = Accounts(web_store)
    accounts.add(KARI, "hash")
    assert accounts.find("KARI") == KARI
    assert accounts.all() == [KARI]
    assert accounts.password("kari") == "hash"
    assert accounts.password("nobody") == accounts.totp("nobody") == ""
    with pytest.raises(NameTaken):
        accounts.add(replace(KARI, role=Role.INSTALLER), "other")
    changed = replace(KARI, role=Role.SUPERIOR, expires_at=None, closed=True)
    accounts.change(changed)
    assert accounts.find("kari") == changed
    assert accounts.password("kari") == "hash"
    accounts.set_password("kari", "new", must_change=False)
    accounts.set_totp("kari", "SECRET")
    assert accounts.find("kari") == replace(changed, must_change=False, second_factor=True)


def test_a_code_of_the_second_factor_is_good_once(web_store):
    accounts = Accounts(web_store)
    accounts.add(KARI, "hash")
    accounts.set_totp("kari", "SECRET")
    assert accounts.spend_totp("kari", 100)
    assert not accounts.spend_totp("kari", 100)
    assert not accounts.spend_totp("kari", 99), "an older one could have been seen over a shoulder"
    assert accounts.spend_totp("kari", 101)


def test_sessions_are_found_by_a_token_that_the_disk_does_not_hold(web_store, tmp_path):
    Accounts(web_store).add(KARI, "hash")
    sessions = WebSessions(web_store)
    token = sessions.open("kari", {"a": 1}, NOW)
    found = sessions.find(token)
    assert found
    assert (found.account, found.opened_at, found.data) == (KARI, NOW, {"a": 1})
    assert sessions.find(token + "x") is None
    rows = web_store.query("SELECT * FROM sessions")
    assert token not in str(rows)
    assert sessions.find(rows[0]["token"]) is None
    sessions.keep(token, {"b": 2})
    sessions.touch(token, NOW + SECOND)
    again = sessions.find(token)
    assert again
    assert (again.data, again.seen_at, again.opened_at) == ({"b": 2}, NOW + SECOND, NOW)
    other = sessions.open("kari", {}, NOW)
    sessions.close(token)
    assert sessions.find(token) is None
    assert sessions.find(other)
    sessions.close_all_of("kari")
    assert sessions.find(other) is None


def test_who_is_removed_is_logged_out_and_old_sessions_are_swept(web_store):
    accounts, sessions = Accounts(web_store), WebSessions(web_store)
    accounts.add(KARI, "hash")
    token = sessions.open("kari", {}, NOW)
    sessions.open("kari", {}, NOW + timedelta(days=40))
    assert sessions.find(token) is None
    accounts.remove("kari")
    assert web_store.query("SELECT * FROM sessions") == []


HERE, ELSEWHERE = Place("192.0.2.1"), Place("192.0.2.2")
LAPTOP = "what the laptop was given"


def wait(
    log_ins: LogIns, account: str, place: Place, proof: Proof = Proof.PASSWORD, now: datetime = NOW
) -> float:
    """Seconds until a try is heard; one that is heard is taken back."""
    try:
        log_ins.forgive(log_ins.claim(proof, account, place, now))
    except MustWait as early:
        return early.wait.total_seconds()
    return 0


def fail(
    log_ins: LogIns, count: int, account: str, place: Place, proof: Proof = Proof.PASSWORD
) -> None:
    """As many wrong tries, each as soon as it is heard, the last one now."""
    at = NOW - timedelta(minutes=50)
    for _ in range(count):
        at += timedelta(seconds=wait(log_ins, account, place, proof, at))
        log_ins.claim(proof, account, place, at)
    with log_ins._store.transaction() as db:
        db.execute("UPDATE log_ins SET at = ? WHERE NOT succeeded", [instant(NOW)])


def test_wrong_tries_hold_up_the_account_where_they_were_made(web_store):
    log_ins = LogIns(web_store)
    fail(log_ins, FREE_TRIES - 1, "kari", HERE)
    assert wait(log_ins, "kari", HERE) == 0
    fail(log_ins, 1, "kari", HERE)
    assert wait(log_ins, "kari", HERE) == 2
    assert wait(log_ins, "kari", HERE, now=NOW + 2 * SECOND) == 0
    assert wait(log_ins, "kari", ELSEWHERE) == 0, "five wrong ones shut nobody out elsewhere"
    assert wait(log_ins, "other", HERE) == 0, "nor others here"
    assert wait(log_ins, "kari", HERE, Proof.CODE) == 0, "nor the code of the display"


def test_many_names_and_many_addresses_help_nobody(web_store):
    log_ins = LogIns(web_store)
    for name in range(20):
        fail(log_ins, 1, f"name{name}", HERE)
    assert wait(log_ins, "kari", HERE) == 2
    for address in range(50):
        fail(log_ins, 1, "kari", Place(f"192.0.2.{100 + address}"))
    assert wait(log_ins, "kari", ELSEWHERE) == 2


def test_guesses_from_elsewhere_do_not_hold_up_whoever_came_in_from_here(web_store):
    log_ins = LogIns(web_store)
    log_ins.came_in("installer", HERE, NOW - timedelta(days=10))
    for guesser in range(60):
        fail(log_ins, 5, "installer", Place(f"192.0.2.{100 + guesser}"))
    assert wait(log_ins, "installer", ELSEWHERE) == 60
    assert wait(log_ins, "installer", HERE) == 0
    assert wait(log_ins, "installer", ELSEWHERE, now=NOW + 61 * SECOND) == 0
    fail(log_ins, FREE_TRIES, "installer", HERE)
    assert wait(log_ins, "installer", HERE) == 2, "one's own guesses count"


def test_a_known_browser_is_held_up_by_nobody_wherever_it_is(web_store):
    log_ins = LogIns(web_store)
    log_ins.came_in("kari", Place(HERE.address, LAPTOP), NOW - timedelta(days=29))
    fail(log_ins, 12, "kari", ELSEWHERE)
    for name in range(60):
        fail(log_ins, 1, f"name{name}", ELSEWHERE)
    assert wait(log_ins, "kari", ELSEWHERE) > 60
    assert wait(log_ins, "kari", Place(ELSEWHERE.address, LAPTOP)) == 0
    assert wait(log_ins, "kari", Place(ELSEWHERE.address, "made up")) > 60
    assert wait(log_ins, "other", Place(ELSEWHERE.address, LAPTOP)) == 60, "known for kari alone"
    fail(log_ins, FREE_TRIES, "kari", Place(ELSEWHERE.address, LAPTOP))
    assert wait(log_ins, "kari", Place("192.0.2.3", LAPTOP)) == 2, "its own guesses count"
    assert LAPTOP not in str(web_store.query("SELECT * FROM log_ins"))


def test_a_browser_that_is_known_by_any_account_may_enter_the_code(web_store):
    log_ins = LogIns(web_store)
    log_ins.came_in("kari", Place(HERE.address, LAPTOP), NOW)
    fail(log_ins, 12, "(display)", ELSEWHERE, Proof.CODE)
    assert wait(log_ins, "(display)", ELSEWHERE, Proof.CODE) > 60
    assert wait(log_ins, "(display)", Place(ELSEWHERE.address, LAPTOP), Proof.CODE) == 0


def test_tries_at_the_same_moment_win_no_more_of_them(web_store):
    """Each is counted before it is looked at."""
    log_ins = LogIns(web_store)
    for _ in range(FREE_TRIES):
        log_ins.claim(Proof.PASSWORD, "kari", HERE, NOW)
    with pytest.raises(MustWait):
        log_ins.claim(Proof.PASSWORD, "kari", HERE, NOW)


def test_old_tries_are_forgotten(web_store):
    log_ins = LogIns(web_store)
    fail(log_ins, 3, "kari", HERE)
    assert wait(log_ins, "kari", HERE, now=NOW + timedelta(days=91)) == 0
    assert web_store.query("SELECT * FROM log_ins") == []


def test_the_log_only_grows_and_is_read_newest_first(web_store):
    log = AuditLog(web_store)
    for number, account in enumerate(("anna", "bo", "anna"), 1):
        log.add(AuditEntry(NOW, account, "192.0.2.1", "did", f"thing {number}"))
    page = log.page(10)
    assert [(entry.id, entry.subject) for entry in page] == [
        (3, "thing 3"),
        (2, "thing 2"),
        (1, "thing 1"),
    ]
    assert [entry.id for entry in log.page(10, account="anna")] == [3, 1]
    assert [entry.id for entry in log.page(1, before=3)] == [2]
    assert log.was_noted("anna", "did", "thing 3", NOW)
    assert not log.was_noted("anna", "did", "thing 3", NOW + SECOND)
    log.add(AuditEntry(NOW, "anna", "", "did", "half a pair: \ud800"))
    assert "half a pair" in log.page(1)[0].subject


def test_the_page_signs_with_the_same_secret_after_a_restart(web_store):
    secret = web_secret(web_store, "forms")
    assert len(secret) >= 32
    assert web_secret(web_store, "forms") == secret
    assert web_secret(web_store, "other") != secret


def test_the_page_as_another_user_of_the_group_may_write_the_store(tmp_path, web_store):
    web_store.publish("a = 1", "anna")
    for file in (tmp_path / "data").iterdir():
        mode = file.stat().st_mode
        assert mode & stat.S_IRGRP, file
        assert not mode & stat.S_IROTH, file


def test_tries_are_kept_for_three_months_and_no_longer(web_store):
    log_ins = LogIns(web_store)
    for days in (91, 89):
        log_ins.claim(Proof.PASSWORD, "kari", HERE, NOW - timedelta(days=days))
    log_ins.claim(Proof.PASSWORD, "kari", HERE, NOW)
    kept = [row["at"] for row in web_store.query("SELECT at FROM log_ins ORDER BY at")]
    assert kept == [instant(NOW - timedelta(days=89)), instant(NOW)]


def test_who_has_come_in_begins_anew_at_that_place(web_store):
    log_ins = LogIns(web_store)
    for seconds in range(FREE_TRIES - 1):
        log_ins.claim(Proof.PASSWORD, "kari", HERE, NOW + seconds * SECOND)
    log_ins.came_in("kari", HERE, NOW + 60 * SECOND)
    later = NOW + 61 * SECOND
    for _ in range(FREE_TRIES - 1):
        log_ins.claim(Proof.PASSWORD, "kari", HERE, later)
    assert wait(log_ins, "kari", HERE, now=later) == 0
