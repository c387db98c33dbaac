"""The way in with the one-time code of the display: the first account, and a forgotten password."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response
from wtforms import StringField

from appliance.control import Answer, ControlUnavailable
from appliance.core.desk.accounts import Account, Role
from appliance.core.desk.log_in_limits import Proof
from web_config.ground import passwords
from web_config.ground.fields import account_name, at_most, needed, new_password, repeated_password
from web_config.ground.stores import accounts, sessions, store
from web_config.kit import audit
from web_config.kit.access import public
from web_config.kit.log_in_rules import heard, let_in, right, write_down
from web_config.words.languages import chosen

blueprint = Blueprint("first", __name__, url_prefix="/first")

COUNTED_AS = "(display)"

audit.tell_as({"first.account": _l("Came in with the code of the display")})


class FirstForm(FlaskForm):
    """The code of the display, and the installer's account that it makes or resets."""

    code = StringField(
        _l("Code on the display"),
        [needed(), at_most(20)],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "class": "code"},
    )
    name = account_name(
        _l("Name to log in with"),
        _l("Small letters and digits. An account of that name gets the new password."),
    )
    password = new_password(_l("New password"))
    again = repeated_password("password")


@blueprint.get("/")
@public
def page() -> str:
    """Ask for the code."""
    return first_page(FirstForm())


def first_page(form: FirstForm) -> str:
    """Return the page; on a new box it can have the display show a code."""
    picture = current_app.extensions["follower"].newest()
    shown = bool(picture.view and picture.view.code_shown)
    return render_template("account/first.html", form=form, shown=shown, new=is_new())


def is_new() -> bool:
    """Tell whether nobody has an account yet."""
    return not accounts().all()


@blueprint.post("/code")
@public
def show_code() -> Response | tuple[str, int]:
    """Have the display of a new box show a code; later, only the box's own button does."""
    if not is_new():
        abort(403, _("This box has accounts. Press its button for a new code."))
    if asked("code"):
        flash(_("The display of the box shows a code now."), "good")
    return redirect(url_for("first.page"), 303)


@blueprint.post("/")
@public
def come_in() -> Response | tuple[str, int]:
    """Make or reset an installer's account for whoever can read the display."""
    form = FirstForm()
    if not form.validate():
        return first_page(form), 422
    tried = heard(Proof.CODE, COUNTED_AS)
    if not entered(form.code.data, tried):
        write_down(None)
        form.code.errors = [_("That is not the code, or it no longer holds.")]
        return first_page(form), 401
    right(tried)
    account = made_installer(form.name.data, passwords.hashed(form.password.data))
    let_in(account, "first.account")
    flash(_("Welcome. The code of the display no longer holds."), "good")
    settled = store().current() is not None
    return redirect(url_for("panel.page" if settled else "wizard.page"), 303)


def entered(code: str, tried: int) -> bool:
    """Tell whether the switchboard takes a code; one that it did not look at is no wrong try."""
    try:
        return asked("enter_code", code="".join(filter(str.isdigit, code)))
    except ServiceUnavailable:
        right(tried)
        raise


def asked(what: str, **fields: object) -> bool:
    """Ask the switchboard, which draws, shows, and checks the code; tell whether it agreed."""
    try:
        answer: Answer = current_app.extensions["control"].ask(what, **fields)
    except ControlUnavailable:
        abort(503, _("The switchboard does not answer, so no code can be shown or checked."))
    if not answer.ok and what == "code":
        flash(_("No code can be shown just now. Wait a minute and try again."), "bad")
    return answer.ok


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
