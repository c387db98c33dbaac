"""One's own account: language, password, and second factor."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import segno
from flask import Blueprint, abort, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectField

from appliance.core.desk.log_in_limits import Proof
from web_config.account.login import CodeForm
from web_config.ground import passwords
from web_config.ground.fields import at_most, needed, new_password, repeated_password
from web_config.ground.sessions import current
from web_config.ground.stores import accounts, sessions
from web_config.kit import audit
from web_config.kit.access import Role, account, requires
from web_config.kit.log_in_rules import heard, right, write_down
from web_config.words.languages import LANGUAGES

blueprint = Blueprint("profile", __name__, url_prefix="/profile")

WAITING_SECRET = "totp"
"""A second factor that is not proved yet, in the session."""

audit.tell_as(
    {
        "profile.password": _l("Changed the own password"),
        "profile.language": _l("Changed the own language"),
        "profile.second_factor_on": _l("Turned the second factor on"),
        "profile.second_factor_off": _l("Turned the second factor off"),
    }
)


class LanguageForm(FlaskForm):
    """The language of the page."""

    language = SelectField(_l("Language"))

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.language.choices = [("", _("As the browser asks")), *LANGUAGES.items()]


class PasswordForm(FlaskForm):
    """The password, and the one that takes its place."""

    current = PasswordField(
        _l("Your password now"),
        [needed(), at_most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    new = new_password(_l("New password"))
    again = repeated_password("new")


class OffForm(FlaskForm):
    """The password, to turn the second factor off."""

    password = PasswordField(
        _l("Your password"), [needed()], render_kw={"autocomplete": "current-password"}
    )


@blueprint.before_request
def nobodys_profile() -> None:
    """The demo without passwords has nobody whose password could change."""
    if g.account and not current().account:
        abort(403, _("In this demo nobody is logged in, so there is nothing to change."))


@blueprint.get("/")
@requires(Role.PARTNER)
def page() -> str:
    """Show the own account."""
    return render_template("account/profile.html", form=LanguageForm(language=account().language))


@blueprint.post("/language")
@requires(Role.PARTNER)
def change_language() -> Response | tuple[str, int]:
    """Keep the language of the page."""
    form = LanguageForm()
    if not form.validate():
        return render_template("account/profile.html", form=form), 422
    accounts().change(replace(account(), language=form.language.data))
    audit.changed("profile.language", account().name)
    return redirect(url_for("profile.page"), 303)


@blueprint.get("/password")
@requires(Role.PARTNER)
def password() -> str:
    """Ask for a new password."""
    return render_template("account/password.html", form=PasswordForm())


@blueprint.post("/password")
@requires(Role.PARTNER)
def change_password() -> Response | tuple[str, int]:
    """Keep a new password; every other browser of this account is logged out."""
    form = PasswordForm()
    if not form.validate() or not is_own_password(form.current.data):
        form.current.errors = form.current.errors or [_("This is not your password.")]
        if form.new.errors or form.again.errors:
            form.current.errors = []
        return render_template("account/password.html", form=form), 422
    name = account().name
    accounts().set_password(name, passwords.hashed(form.new.data), must_change=False)
    sessions().close_all_of(name)
    current().belong_to(replace(account(), must_change=False))
    audit.changed("profile.password", name)
    flash(_("Your password is changed. Elsewhere you are logged out."), "good")
    return redirect(url_for("profile.page"), 303)


def is_own_password(entered: str) -> bool:
    """Check the password of whoever asks; guessing is as slow as at the door."""
    name = account().name
    tried = heard(Proof.PASSWORD, name)
    if passwords.is_right(entered, accounts().password(name)):
        right(tried)
        return True
    write_down(account())
    return False


@blueprint.get("/second-factor")
@requires(Role.PARTNER)
def second_factor() -> str:
    """Show the QR code of a new second factor, or how to turn it off."""
    if account().second_factor:
        return render_template("account/second_factor_off.html", form=OffForm())
    session.setdefault(WAITING_SECRET, pyotp.random_base32())
    return new_factor_page(CodeForm())


def new_factor_page(form: CodeForm) -> str:
    """Return the page with the code to scan, drawn in the page itself."""
    secret = session[WAITING_SECRET]
    uri = pyotp.TOTP(secret).provisioning_uri(name=account().name, issuer_name="Sentralbord")
    picture = segno.make(uri, error="m").svg_inline(scale=5, border=4, light="#fff", omitsize=True)
    return render_template(
        "account/second_factor.html", form=form, secret=secret, picture=Markup(picture)
    )


@blueprint.post("/second-factor")
@requires(Role.PARTNER)
def turn_on() -> Response | tuple[str, int]:
    """Turn the second factor on, once a code of it has been seen."""
    form, secret = CodeForm(), session.get(WAITING_SECRET)
    if not secret or account().second_factor:
        return redirect(url_for("profile.second_factor"), 303)
    digits = "".join(letter for letter in form.code.data or "" if letter.isdigit())
    if not pyotp.TOTP(secret).verify(digits, valid_window=1):
        form.code.errors = [_("That is not the code. Is the clock of the telephone right?")]
        return new_factor_page(form), 422
    session.pop(WAITING_SECRET)
    accounts().set_totp(account().name, secret)
    audit.changed("profile.second_factor_on", account().name)
    flash(_("From now on you are asked for a code when you log in."), "good")
    return redirect(url_for("profile.page"), 303)


@blueprint.post("/second-factor/off")
@requires(Role.PARTNER)
def turn_off() -> Response | tuple[str, int]:
    """Turn the second factor off."""
    form = OffForm()
    if not form.validate() or not is_own_password(form.password.data):
        form.password.errors = form.password.errors or [_("This is not your password.")]
        return render_template("account/second_factor_off.html", form=form), 422
    accounts().set_totp(account().name, "")
    audit.changed("profile.second_factor_off", account().name)
    flash(_("The second factor is off."), "good")
    return redirect(url_for("profile.page"), 303)
