"""What a person sees when something cannot be done: a sentence, and a way back."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from appliance.core.desk.accounts import Role
from appliance.store.troubles import StoreError
from web_config.kit.access import may
from web_config.words.trouble_words import in_words


def explain_errors(app: Flask) -> None:
    """Let every error of `app` become a page; one nobody thought of is logged whole."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(StoreError, no_store)


def refused(error: HTTPException) -> tuple[str, int]:
    """Say why a request was refused."""
    code = error.code or 500
    return error_page(code, sentence(code) or error.description or error.name), code


def stale_form(_error: CSRFError) -> tuple[str, int]:
    """Say what to do about a form without a valid token."""
    words = _("This form is too old, or was not opened here. Open the page again and repeat it.")
    return error_page(400, words), 400


def no_store(trouble: StoreError) -> tuple[str, int]:
    """Say what the disk refused."""
    return error_page(503, in_words(trouble)), 503


def error_page(code: int, words: str) -> str:
    """Return the page."""
    way_out = code >= 500 and request.path.startswith("/settings/") and may(Role.SUPERIOR)
    return render_template("kit/error.html", title=title(code), words=words, draft=way_out)


def title(code: int) -> str:
    """Return the heading for a status of HTTP (RFC 9110 section 15)."""
    titles: dict[int, str] = {
        400: _("That could not be understood"),
        401: _("Log in first"),
        403: _("Not allowed"),
        404: _("There is no such page"),
        413: _("Too large"),
        429: _("Too many tries"),
        503: _("Not just now"),
    }
    return titles.get(code) or str(_("Not possible") if code < 500 else _("Something went wrong"))


def sentence(code: int) -> str:
    """Return our own words where the library's would be English only; "" where a view has some."""
    sentences: dict[int, str] = {
        404: _("The address is wrong, or what it showed is gone."),
        405: _("That address takes no such request."),
        413: _("What was sent is larger than this page takes."),
        500: _("The fault is written to the log. Try again; if it stays so, ask for help."),
    }
    return sentences.get(code, "")
