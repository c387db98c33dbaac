"""Who may see what: every route says which role it needs, and one that says nothing is shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.desk.accounts import Account, Role
from web_config.ground.sessions import LOOPBACK, current, is_stream
from web_config.ground.site import Site
from web_config.ground.stores import accounts

__all__ = ["Role", "account", "keep_doors", "know_visitors", "public", "requires", "takes_up_to"]

ROLE_WORDS = {
    Role.VIEWER: _l("Viewer: sees the front panel"),
    Role.OPERATOR: _l("Operator: works with calls and messages"),
    Role.SUPERIOR: _l("Superior: decides how the office is reached"),
    Role.INSTALLER: _l("Installer: may do everything"),
    Role.PARTNER: _l("Partner: sees the calls that overflow to them, and nothing else"),
}
FORM_OF_AN_UPLOAD = 256 * 1024
View = TypeVar("View", bound=Callable[..., Any])
DEMO = Account("demo", "Demo", Role.INSTALLER)
WITH_A_FOREIGN_PASSWORD = ("profile.password", "profile.change_password", "login.log_out")
"""All that one may do until a password that somebody else has chosen is changed."""


def requires(role: Role) -> Callable[[View], View]:
    """Mark a view: only accounts with this role or a higher one reach it."""

    def mark(view: View) -> View:
        view.needs = role  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that everybody reaches who reaches the box."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def account() -> Account:
    """Return who is logged in; to be asked in views that require a role."""
    logged_in: Account | None = g.account
    assert logged_in, "a view without @requires asks who is logged in"
    return logged_in


def home_of(who: Account | None) -> str:
    """Return the first page of an account, or of a stranger."""
    return url_for("partner.page" if who and who.role is Role.PARTNER else "panel.page")


def may(role: Role) -> bool:
    """Tell templates whether whoever looks has this role."""
    return bool(g.get("account") and g.account.role.may(role))


def needs(app: Flask, endpoint: str) -> Role | None:
    """Return the role that a route needs, None for all; raises LookupError where none is said."""
    if endpoint == "static":
        return None
    view = app.view_functions[endpoint]
    if not hasattr(view, "needs"):
        raise LookupError(f"{endpoint} says neither @requires(Role...) nor @public")
    role: Role | None = view.needs
    return role


def takes_up_to(size: int) -> Callable[[View], View]:
    """Mark a view: its form may be `size` bytes large, for uploads."""

    def mark(view: View) -> View:
        view.largest = size  # type: ignore[attr-defined]
        return view

    return mark


def know_visitors(app: Flask, site: Site) -> None:
    """Let views and templates of `app` know who asks: `g.account`, None for a stranger."""
    app.jinja_env.globals.update(
        home=lambda: home_of(g.get("account")), may=may, Role=Role, role_words=ROLE_WORDS.get
    )

    @app.before_request
    def know_who_asks() -> None:
        g.account = current().account
        if site.open_door and g.account is None and request.remote_addr in LOOPBACK:
            g.account = DEMO
        view = app.view_functions.get(request.endpoint or "")
        # Forms are read before the door is checked: only those who may come in send large ones.
        if hasattr(view, "largest") and may(view.needs):  # type: ignore[union-attr]
            request.max_content_length = view.largest  # type: ignore[union-attr]
            # Files are read in pieces of 64 KiB, which must fit beside what is left of the last.
            request.max_form_memory_size = FORM_OF_AN_UPLOAD


def keep_doors(app: Flask) -> None:
    """Check of every request to `app` whether whoever asks may do it."""

    @app.before_request
    def check_the_door() -> Response | None:
        if "store_trouble" in g:
            raise g.store_trouble
        if request.endpoint is None:
            return None  # there is no such page: everybody may know that
        return check(needs(current_app, request.endpoint))


def check(role: Role | None) -> Response | None:
    """Let the request through (None), send it to where it may go, or refuse it."""
    if role is None:
        return None
    if g.account is None:
        return ask_to_log_in()
    if not g.account.role.may(role):
        abort(403, _("Your account may not do this. Ask a superior or the installer."))
    if g.account.must_change and request.endpoint not in WITH_A_FOREIGN_PASSWORD:
        return redirect(url_for("profile.password"), 303)
    return None


def ask_to_log_in() -> Response:
    """Send a stranger to the log-in, and from there back; the very first one to the set-up."""
    if request.method not in ("GET", "HEAD") or is_stream(request):
        abort(401, _("You are not logged in. Log in and try again."))
    if not accounts().all():
        return redirect(url_for("first.page"), 303)
    if g.get("session_over"):
        flash(_("You were logged out because nothing was done for a while."), "info")
    path = request.full_path if request.query_string else request.path
    return redirect(url_for("login.page", next=path), 303)
