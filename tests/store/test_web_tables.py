"""Accounts, sessions, wrong tries, and the log of deeds, as they lie on the disk."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appliance.core.accounts import FREE_TRIES, Account, Role
from appliance.store.accounts import Accounts, NameTaken
from appliance.store.audit_log import AuditEntry, AuditLog
from appliance.store.log_ins import LogIns
from appliance.store.store import Store
from appliance.store.web_secret import web_secret
from appliance.store.web_sessions import WebSessions

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


def fail(log_ins: LogIns, count: int, account: str, address: str) -> None:
    for _ in range(count):
        log_ins.note(account, address, False, NOW)


def test_wrong_tries_hold_up_the_account_and_the_address(web_store):
    log_ins = LogIns(web_store)
    fail(log_ins, FREE_TRIES - 1, "kari", "192.0.2.1")
    assert log_ins.must_wait("kari", "192.0.2.1", NOW) is None
    fail(log_ins, 1, "kari", "192.0.2.1")
    assert log_ins.must_wait("kari", "192.0.2.1", NOW) == timedelta(seconds=2)
    assert log_ins.must_wait("kari", "192.0.2.2", NOW), "many addresses help nobody"
    assert log_ins.must_wait("other", "192.0.2.1", NOW), "nor do many names"
    assert log_ins.must_wait("other", "192.0.2.2", NOW) is None
    assert log_ins.must_wait("kari", "192.0.2.1", NOW + 2 * SECOND) is None


def test_guesses_from_elsewhere_do_not_hold_up_whoever_came_in_from_here(web_store):
    log_ins = LogIns(web_store)
    log_ins.note("installer", "192.0.2.1", True, NOW - timedelta(days=10))
    for guesser in range(60):
        fail(log_ins, 5, "installer", f"192.0.2.{100 + guesser}")
    assert log_ins.must_wait("installer", "192.0.2.2", NOW)
    assert log_ins.must_wait("installer", "192.0.2.1", NOW) is None
    assert log_ins.must_wait("installer", "192.0.2.2", NOW + timedelta(minutes=16)) is None
    fail(log_ins, FREE_TRIES, "installer", "192.0.2.1")
    assert log_ins.must_wait("installer", "192.0.2.1", NOW), "one's own guesses count"


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
