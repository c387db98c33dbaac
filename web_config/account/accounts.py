"""The accounts of others: who may log in, as what, until when; and a new password for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.desk.accounts import Account, is_last_installer
from appliance.store.web.accounts import NameTaken
from web_config.account.account_forms import AccountForm, NewAccountForm, may_give
from web_config.ground import passwords
from web_config.ground.arguments import within
from web_config.ground.stores import accounts, sessions
from web_config.ground.zone import zone
from web_config.kit import audit
from web_config.kit.access import Role, account, requires

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

audit.tell_as(
    {
        "account.added": _l("Added an account"),
        "account.changed": _l("Changed an account"),
        "account.removed": _l("Removed an account"),
        "account.password": _l("Gave an account a new password"),
        "account.second_factor_off": _l("Turned an account's second factor off"),
        "account.logged_out": _l("Logged an account out everywhere"),
    }
)


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """List the accounts."""
    return render_template(
        "account/accounts.html", accounts=accounts().all(), now=datetime.now(UTC)
    )


@blueprint.get("/new")
@requires(Role.SUPERIOR)
def new() -> str:
    """Ask for the facts of a new account."""
    return render_template("account/account_new.html", form=NewAccountForm(account().role))


@blueprint.post("/new")
@requires(Role.SUPERIOR)
def add() -> Response | str | tuple[str, int]:
    """Add an account with a made-up password, which is shown this once."""
    form = NewAccountForm(account().role)
    if not form.validate():
        return render_template("account/account_new.html", form=form), 422
    password = passwords.made_up()
    added = with_facts(Account(form.name.data, "", Role.VIEWER, must_change=True), form)
    try:
        accounts().add(added, passwords.hashed(password))
    except NameTaken:
        form.name.errors = [_("There is an account of that name already.")]
        return render_template("account/account_new.html", form=form), 422
    audit.changed("account.added", added.name, facts(added))
    return render_template("account/account_password.html", account=added, password=password)


@blueprint.get("/<name>")
@requires(Role.SUPERIOR)
def edit(name: str) -> str:
    """Show an account and what can be changed of it."""
    found = in_reach(name)
    ends = found.expires_at and found.expires_at.astimezone(zone()) - timedelta(seconds=1)
    form = AccountForm(
        account().role,
        is_own=found.name == account().name,
        full_name=found.full_name,
        role=found.role.value,
        last_day=ends.date() if ends else None,
        closed=found.closed,
    )
    return render_template("account/account.html", form=form, account=found)


@blueprint.post("/<name>")
@requires(Role.SUPERIOR)
def save(name: str) -> Response | tuple[str, int]:
    """Keep the changed facts; they hold from the next request of that person."""
    found = in_reach(name)
    form = AccountForm(account().role, is_own=found.name == account().name)
    if not form.validate():
        return render_template("account/account.html", form=form, account=found), 422
    changed = with_facts(found, form)
    if problem := locked_out_by(found, changed):
        form.form_errors = [problem]
        return render_template("account/account.html", form=form, account=found), 422
    accounts().change(changed)
    audit.changed("account.changed", name, facts(changed))
    flash(_("Saved."), "good")
    return redirect(url_for("accounts.page"), 303)


@blueprint.post("/<name>/password")
@requires(Role.SUPERIOR)
def give_password(name: str) -> str:
    """Give an account a made-up password, which is shown this once, and log it out."""
    found, password = in_reach(name), passwords.made_up()
    accounts().set_password(found.name, passwords.hashed(password), must_change=True)
    sessions().close_all_of(found.name)
    audit.changed("account.password", found.name)
    return render_template("account/account_password.html", account=found, password=password)


@blueprint.post("/<name>/second-factor-off")
@requires(Role.SUPERIOR)
def second_factor_off(name: str) -> Response:
    """Turn off the second factor of somebody who has lost the telephone with it."""
    found = in_reach(name)
    accounts().set_totp(found.name, "")
    audit.changed("account.second_factor_off", found.name)
    flash(_("The second factor is off."), "good")
    return redirect(url_for("accounts.edit", name=found.name), 303)


@blueprint.post("/<name>/log-out")
@requires(Role.SUPERIOR)
def log_out(name: str) -> Response:
    """Log an account out of every browser."""
    found = in_reach(name)
    sessions().close_all_of(found.name)
    audit.changed("account.logged_out", found.name)
    flash(_("Logged out everywhere."), "good")
    return redirect(url_for("accounts.edit", name=found.name), 303)


@blueprint.post("/<name>/remove")
@requires(Role.SUPERIOR)
def remove(name: str) -> Response:
    """Remove an account; what it did stays in the log."""
    found = in_reach(name)
    if problem := locked_out_by(found, replace(found, closed=True)):
        flash(problem, "bad")
        return redirect(url_for("accounts.edit", name=found.name), 303)
    accounts().remove(found.name)
    audit.changed("account.removed", found.name)
    flash(_("The account is removed."), "good")
    return redirect(url_for("accounts.page"), 303)


def in_reach(name: str) -> Account:
    """Return an account that whoever asks may change: their own or one of a lower role."""
    found = accounts().find(name)
    if found is None:
        abort(404)
    if found.name != account().name and not may_give(account().role, found.role):
        abort(403, _("Only the installer may change this account."))
    return found


def locked_out_by(before: Account, after: Account) -> str:
    """Return why a change would shut somebody out who is needed; "" where it would not."""
    now = datetime.now(UTC)
    still_whole = after.usable(now) and after.role is before.role and after.expires_at is None
    if before.name == account().name and not (after.usable(now) and after.role is before.role):
        return str(_("You cannot close your own account, or change its role."))
    if before.role is not Role.INSTALLER or still_whole:
        return ""
    if is_last_installer(before, accounts().all(), now):
        words = _("This is the only installer's account that does not end. Make another one first.")
        return str(words)
    return ""


def with_facts(found: Account, form: AccountForm) -> Account:
    """Return an account with the facts of a form."""
    return replace(
        found,
        full_name=form.full_name.data.strip(),
        role=Role(form.role.data),
        expires_at=end_of(form.last_day.data),
        closed=bool(form.closed.data),
    )


def end_of(last_day: date | None) -> datetime | None:
    """Return the midnight that ends a day in the office's zone."""
    if last_day is None:
        return None
    midnight = datetime.combine(within(last_day) + timedelta(days=1), time(), zone())
    return midnight.astimezone(UTC)


def facts(found: Account) -> str:
    """Return what the log keeps of an account."""
    ends = f", ends {found.expires_at:%Y-%m-%d %H:%MZ}" if found.expires_at else ""
    return f"{found.role}{ends}{', closed' if found.closed else ''}"
