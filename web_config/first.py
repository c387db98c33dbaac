"""The way in with the one-time code of the display: the first account, and a forgotten password."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Regexp

from appliance.core.accounts import Account, Role
from appliance.store.access_code import AccessCodes
from web_config import audit, passwords
from web_config.access import public
from web_config.fields import at_most, needed, new_password, repeated_password
from web_config.languages import chosen
from web_config.log_in_rules import let_in, note_failure, stop_guessing
from web_config.stores import accounts, sessions, store

blueprint = Blueprint("first", __name__, url_prefix="/first")

COUNTED_AS = "(code)"
NAMES = r"^[a-z0-9][a-z0-9._-]*$"

audit.tell_as({"first.account": _l("Came in with the code of the display")})


class FirstForm(FlaskForm):
    """The code of the display, and the installer's account that it makes or resets."""

    code = StringField(
        _l("Code on the display"),
        [needed(), at_most(20)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "class": "code"},
    )
    name = StringField(
        _l("Name to log in with"),
        [needed(), at_most(60), Regexp(NAMES, message=_l("Use small letters and digits only."))],
        description=_l("Small letters and digits. An account of that name gets the new password."),
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
        filters=[lambda name: (name or "").strip().casefold()],
    )
    password = new_password(_l("New password"))
    again = repeated_password("password")


@blueprint.get("/")
@public
def page() -> str:
    """Ask for the code."""
    return first_page(FirstForm())


def first_page(form: FirstForm) -> str:
    """Return the page; it says whether the display shows a code now."""
    shown = AccessCodes(store()).is_open(datetime.now(UTC))
    return render_template("first.html", form=form, shown=shown, first=not accounts().all())


@blueprint.post("/")
@public
def come_in() -> Response | tuple[str, int]:
    """Make or reset an installer's account for whoever can read the display."""
    form = FirstForm()
    if not form.validate():
        return first_page(form), 422
    stop_guessing(COUNTED_AS)
    codes = AccessCodes(store())
    if not codes.matches(form.code.data, datetime.now(UTC)):
        note_failure(COUNTED_AS, None)
        form.code.errors = [_("That is not the code, or it no longer holds.")]
        return first_page(form), 401
    account = made_installer(form.name.data, passwords.hashed(form.password.data))
    codes.spend()
    let_in(account, "first.account")
    flash(_("Welcome. The code of the display no longer holds."), "good")
    return redirect(url_for("panel.page"), 303)


def made_installer(name: str, password: str) -> Account:
    """Make the account, or open an existing one anew; nobody else stays logged in to it."""
    found = accounts().find(name)
    if found is None:
        account = Account(name, "", Role.INSTALLER, language=chosen())
        accounts().add(account, password)
        return account
    account = replace(found, role=Role.INSTALLER, expires_at=None, closed=False, must_change=False)
    accounts().change(account)
    accounts().set_totp(name, "")
    accounts().set_password(name, password, must_change=False)
    sessions().close_all_of(name)
    return replace(account, second_factor=False)
