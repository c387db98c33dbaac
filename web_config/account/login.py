"""Logging in, with a second factor where the account has one, and logging out."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from appliance.core.desk.accounts import Account
from appliance.core.desk.log_in_limits import Proof
from web_config.ground import passwords
from web_config.ground.fields import at_most, needed
from web_config.ground.sessions import current
from web_config.ground.stores import accounts
from web_config.kit import audit
from web_config.kit.access import home_of, public
from web_config.kit.log_in_rules import (
    heard,
    let_in,
    pick_language,
    right,
    tried_as,
    write_down,
)

blueprint = Blueprint("login", __name__)

HALF_WAY_SECONDS = 300
STEP_SECONDS = 30
HALF_WAY = "half_way"
"""Whose password was right and whose second factor is awaited, since when."""

audit.tell_as(
    {
        "log_in.accepted": _l("Logged in"),
        "log_in.refused": _l("A log-in was refused"),
        "log_in.ended": _l("Logged out"),
    }
)


class LogInForm(FlaskForm):
    """Name and password."""

    name = StringField(_l("Name"), [needed(), at_most(100)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("Password"),
        [needed(), at_most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The six digits of the second factor."""

    code = StringField(
        _l("Code"),
        [needed(), at_most(10)],
        description=_l("The six digits that your app shows now."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"},
    )


@blueprint.get("/login")
@public
def page() -> str:
    """Ask who comes."""
    form = LogInForm(next=own_path(request.args.get("next", "")))
    return render_template("account/login.html", form=form)


@blueprint.post("/login")
@public
def log_in() -> Response | str | tuple[str, int]:
    """Check name and password."""
    form = LogInForm()
    if not form.validate():
        return render_template("account/login.html", form=form), 422
    account = accounts().find(form.name.data)
    tried = heard(Proof.PASSWORD, tried_as(form.name.data, account))
    kept = accounts().password(account.name) if account else ""
    if not passwords.is_right(form.password.data, kept) or account is None:
        write_down(account)
        form.form_errors = [_("Name or password is wrong.")]
        return render_template("account/login.html", form=form), 401
    right(tried)
    return admitted(account, own_path(form.next.data or ""))


def admitted(account: Account, path: str) -> Response | tuple[str, int]:
    """Let the owner of a right password in, unless there is more to ask."""
    if not account.usable(datetime.now(UTC)):
        form = LogInForm(formdata=None)
        form.form_errors = [_("This account has ended. Ask the installer or a superior.")]
        return render_template("account/login.html", form=form), 403
    if account.second_factor:
        session[HALF_WAY] = {"name": account.name, "at": time.time(), "next": path}
        return redirect(url_for("login.code_page"), 303)
    let_in(account)
    return redirect(path if path.strip("/") else home_of(account), 303)


@blueprint.get("/login/code")
@public
def code_page() -> Response | str:
    """Ask for the second factor."""
    if half_way() is None:
        return redirect(url_for("login.page"), 303)
    return render_template("account/login_code.html", form=CodeForm())


@blueprint.post("/login/code")
@public
def check_code() -> Response | str | tuple[str, int]:
    """Check the second factor; each code is good once."""
    account, form = half_way(), CodeForm()
    if account is None:
        return redirect(url_for("login.page"), 303)
    tried = heard(Proof.FACTOR, account.name)
    if not form.validate() or not code_is_right(account.name, form.code.data):
        write_down(account)
        form.code.errors = [_("That code is wrong or was used before. Wait for the next one.")]
        return render_template("account/login_code.html", form=form), 401
    right(tried)
    path = own_path(session[HALF_WAY]["next"])
    let_in(account)
    return redirect(path if path.strip("/") else home_of(account), 303)


def half_way() -> Account | None:
    """Return whose password was right a moment ago."""
    half = session.get(HALF_WAY) or {}
    if not 0 <= time.time() - half.get("at", 0) <= HALF_WAY_SECONDS:
        return None
    account = accounts().find(half["name"])
    return account if account and account.usable(datetime.now(UTC)) else None


def code_is_right(name: str, code: str) -> bool:
    """Check a code of RFC 6238, one step early or late as clocks go, and use it up."""
    totp = pyotp.TOTP(accounts().totp(name), interval=STEP_SECONDS)
    now = int(time.time()) // STEP_SECONDS
    digits = "".join(letter for letter in code if letter.isdigit())
    for step in (now, now - 1, now + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return accounts().spend_totp(name, step)
    return False


@blueprint.post("/logout")
@public
def log_out() -> Response:
    """End this session; any other browser of the same person stays logged in."""
    if current().account:
        audit.changed("log_in.ended")
    current().end()
    flash(_("You are logged out."), "good")
    return redirect(url_for("login.page"), 303)


@blueprint.post("/language")
@public
def language() -> Response:
    """Show the page in another language."""
    pick_language(request.form.get("language", ""))
    return redirect(own_path(request.form.get("next", "")) or url_for("login.page"), 303)


def own_path(path: str) -> str:
    """Return a path of this page to go on to; "" for anything that leads elsewhere."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    strange = any(letter < " " or letter == "\\" for letter in path)
    if strange or parts.scheme or parts.netloc or not path.startswith("/") or path[1:2] == "/":
        return ""
    return path
