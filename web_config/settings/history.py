"""What was published, when, by whom, and why; and the way back to any of it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from appliance.common.problems import SettingsError
from appliance.editing.drafting import tables_of
from appliance.editing.publishing import Outdated
from appliance.settings.differences import comparison, sentences
from appliance.store.revisions import AUTHOR, Revision
from web_config.ground.arguments import row_of
from web_config.ground.stores import store
from web_config.kit.access import Role, may, requires
from web_config.settings import draft as desk
from web_config.settings.problem_words import in_words
from web_config.settings.publishing import publisher
from web_config.settings.review import LONGEST_NOTE, author, tell, touches_trunks

blueprint = Blueprint("history", __name__, url_prefix="/settings/history")

ROWS = 50


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """List the revisions, newest first."""
    return render_template(
        "settings/history.html",
        revisions=store().history(ROWS),
        trials=store().trials(),
        open_trial=store().open_trial(),
        note_of=note_of,
    )


@blueprint.get("/<row:number>")
@requires(Role.SUPERIOR)
def revision(number: int) -> str:
    """Show what a revision changed, and what a return to it would change now."""
    this, newest = one(number), desk.work().newest
    before = store().revision(number - 1) if number > 1 else None
    old, new, now = tables_of(before), tables_of(this), tables_of(newest)
    language = desk.language()
    return render_template(
        "settings/revision.html",
        revision=this,
        newest=newest,
        told=sentences(old, new, language),
        rows=comparison(old, new),
        back=sentences(now, new, language),
        note_of=note_of,
    )


@blueprint.post("/<row:number>/return")
@requires(Role.SUPERIOR)
def return_to(number: int) -> Response:
    """Publish an old revision anew."""
    old, newest = one(number), desk.work().newest
    if touches_trunks(tables_of(newest), tables_of(old)) and not may(Role.INSTALLER):
        abort(403, _("Only the installer publishes changes of trunks."))
    note = " ".join(request.form.get("note", "").split())[:LONGEST_NOTE]
    note = note or _("Back to revision %(number)s", number=number)
    try:
        published = publisher().return_to(old, row_of(request.form.get("seen", "")), author(), note)
    except SettingsError as error:
        flash(_("This revision cannot be used any more: %(reason)s", reason=error), "bad")
        return redirect(url_for("history.revision", number=number), 303)
    except Outdated:
        flash(_("Somebody has published again meanwhile. Look once more."), "warn")
        return redirect(url_for("history.revision", number=number), 303)
    tell(published)
    return redirect(url_for("history.page"), 303)


def note_of(revision: Revision) -> str:
    """Return the note of a revision; the box's own in the language of the page."""
    return in_words(revision.note) if revision.author == AUTHOR else revision.note


def one(number: int) -> Revision:
    """Return a revision; 404 for one that is not there."""
    found = store().revision(number)
    if found is None:
        abort(404, _("There is no such revision."))
    return found
