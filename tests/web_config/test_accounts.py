"""Accounts of others: made, changed, ended; and nobody reaches above themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from support.web_browser import PASSWORD

from appliance.core.desk.accounts import Account, Role
from appliance.store.web.accounts import Accounts
from appliance.store.web.audit_log import AuditEntry, AuditLog

NEW = {"name": "vikar", "full_name": "Vikar Hansen", "role": "operator", "last_day": "2031-06-30"}


def account(box, name: str) -> Account | None:
    with box.store() as store:
        return Accounts(store).find(name)


def deeds(box) -> list[tuple[str, str, str]]:
    with box.store() as store:
        return [(e.action, e.account, e.subject) for e in AuditLog(store).page(50)][::-1]


def shown_password(page: str) -> str:
    return re.findall(r"<code>([^<]+)</code>", page)[1]


def test_temporary_staff_get_an_account_with_an_end_and_choose_their_own_password(box):
    superior = box.logged_in(Role.SUPERIOR, "sjef")
    answer = superior.post("/accounts/new", data=NEW)
    assert answer.status_code == 200
    password = shown_password(answer.text)
    assert password not in superior.get("/accounts/").text
    made = account(box, "vikar")
    assert made
    assert (made.role, made.must_change) == (Role.OPERATOR, True)
    assert made.expires_at == datetime(2031, 6, 30, 22, tzinfo=UTC), "midnight in Oslo"
    assert deeds(box) == [("account.added", "sjef", "vikar")]
    assert 'value="2031-06-30"' in superior.get("/accounts/vikar").text

    vikar = box.stranger()
    assert vikar.log_in("vikar", password).status_code == 303
    assert vikar.get("/").location == "/profile/password"
    token = vikar.token("/profile/password")
    form = {"current": password, "new": PASSWORD, "again": PASSWORD}
    assert vikar.post("/profile/password", data=form, token=token).status_code == 303
    assert vikar.get("/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This must be filled in."),
        ("name", "a b", "small letters and digits"),
        ("name", "<b>", "small letters and digits"),
        ("name", "../x", "small letters and digits"),
        ("name", "x" * 61, "too long"),
        ("name", "sjef", "an account of that name already"),
        ("name", "SJEF", "an account of that name already"),
        ("full_name", "", "This must be filled in."),
        ("role", "king", "Not a valid choice"),
        ("role", "installer", "Not a valid choice"),
        ("last_day", "31.06.2031", "Not a valid date value"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(box, field, value, words):
    superior = box.logged_in(Role.SUPERIOR, "sjef")
    answer = superior.post("/accounts/new", data=NEW | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert account(box, "vikar") is None


def test_a_superior_reaches_neither_installers_nor_other_superiors(box):
    box.add("boss", Role.INSTALLER)
    box.add("peer", Role.SUPERIOR)
    superior = box.logged_in(Role.SUPERIOR, "sjef")
    for name in ("boss", "peer"):
        assert superior.get(f"/accounts/{name}").status_code == 403
        for deed in ("", "/password", "/second-factor-off", "/log-out", "/remove"):
            assert superior.post(f"/accounts/{name}{deed}").status_code == 403
    for role in ("installer", "superior"):
        form = {"full_name": "Sjef", "role": role}
        assert superior.post("/accounts/vikar", data=form).status_code == 404
        box.add("vikar", Role.VIEWER)
        assert superior.post("/accounts/vikar", data=form).status_code == 422
        box.add("vikar", Role.VIEWER)
        with box.store() as store:
            Accounts(store).remove("vikar")
    raised = superior.post("/accounts/sjef", data={"full_name": "Me", "role": "installer"})
    assert raised.status_code == 422
    assert account(box, "sjef").role is Role.SUPERIOR
    assert deeds(box) == []


def test_nobody_shuts_themselves_out_and_the_last_installer_stays(box):
    installer = box.logged_in(Role.INSTALLER, "anna")
    box.add("bo", Role.INSTALLER)
    own = installer.post("/accounts/anna", data={"full_name": "A", "role": "viewer"})
    assert "You cannot close your own account, or change its role." in own.text
    for closing in ({"closed": "y"}, {"last_day": "2020-01-01"}):
        form = {"full_name": "A", "role": "installer"} | closing
        assert installer.post("/accounts/anna", data=form).status_code == 422
    assert installer.post("/accounts/anna/remove").location == "/accounts/anna"
    assert account(box, "anna")
    other = installer.post("/accounts/bo", data={"full_name": "B", "role": "viewer"})
    assert other.status_code == 303
    ends = {"full_name": "A", "role": "installer", "last_day": "2090-01-01"}
    last = installer.post("/accounts/anna", data=ends)
    assert "the only installer" in last.text
    assert account(box, "anna").expires_at is None


def test_what_is_done_to_an_account_holds_at_once_and_is_written_down(box):
    installer = box.logged_in(Role.INSTALLER, "anna")
    kari = box.logged_in(Role.OPERATOR, "kari")
    assert installer.post("/accounts/kari/log-out").status_code == 303
    assert kari.get("/").status_code == 303
    kari = box.logged_in(Role.OPERATOR, "kari")
    answer = installer.post("/accounts/kari/password")
    assert kari.get("/").status_code == 303
    assert box.stranger().log_in("kari", shown_password(answer.text)).status_code == 303
    with box.store() as store:
        Accounts(store).set_totp("kari", "A" * 32)
    assert installer.post("/accounts/kari/second-factor-off").status_code == 303
    assert not account(box, "kari").second_factor
    closing = {"full_name": "Kari", "role": "operator", "closed": "y"}
    assert installer.post("/accounts/kari", data=closing).status_code == 303
    assert account(box, "kari").closed
    assert installer.post("/accounts/kari/remove").status_code == 303
    assert account(box, "kari") is None
    assert [deed for deed, who, _ in deeds(box) if who == "anna"] == [
        "account.logged_out",
        "account.password",
        "account.second_factor_off",
        "account.changed",
        "account.removed",
    ]
    page = installer.get("/audit/?account=anna").text
    assert "Removed an account" in page


def test_the_log_is_read_page_by_page_and_reading_is_written_down_once(box, monkeypatch):
    monkeypatch.setattr("web_config.kit.audit.ROWS", 3)
    superior = box.logged_in(Role.SUPERIOR, "sjef")
    for _ in range(3):
        superior.get("/audit/")
    assert deeds(box) == [("audit.read", "sjef", "")]
    installer = box.logged_in(Role.INSTALLER, "anna")
    for _ in range(4):
        installer.post("/accounts/sjef/log-out")
    page = installer.get("/audit/").text
    older = re.search(r'href="(/audit/\?account=&amp;before=\d+)"', page)
    assert older
    assert "Read who did what" in installer.get(older[1].replace("&amp;", "&")).text


def test_the_menu_shows_what_one_may_open(box):
    words = {role: box.logged_in(role).get("/profile/").text for role in Role}
    for role, page in words.items():
        assert ('href="/accounts/"' in page) is role.may(Role.SUPERIOR)
        assert ('href="/certificate/"' in page) is role.may(Role.INSTALLER)
        assert ('href="/"' in page) is role.may(Role.VIEWER)
        assert ('href="/partner/"' in page) is (role is Role.PARTNER)


def test_what_was_done_is_forgotten_after_the_days_of_the_settings(box):
    with box.store() as store:
        store.publish('office = {name = "Kontoret", audit_days = 40}', "tests")
        for days in (41, 39):
            at = datetime.now(UTC) - timedelta(days=days)
            AuditLog(store).add(AuditEntry(at, "kari", "", f"deed.{days}"))
    superior = box.logged_in(Role.SUPERIOR, "sjef")
    page = superior.get("/audit/").text
    assert "of the last 40 days" in page
    assert [deed for deed, _who, _of in deeds(box)] == ["deed.39", "audit.read"]
