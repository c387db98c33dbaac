"""What will change, what is wrong, what others did meanwhile; and then: publish."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import Response as FileResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.common.limits import MOST_CHARACTERS
from appliance.common.problems import SettingsError
from appliance.control import ControlClient, ControlUnavailable
from appliance.editing import drafting
from appliance.editing.drafting import normal, tables_of
from appliance.editing.publishing import Outdated, Published
from appliance.settings.differences import comparison, sentences, shown
from appliance.settings.document import written
from appliance.settings.secrets import keeping_secrets, without_secrets
from appliance.settings.shape import nearest
from appliance.settings.tables import Tables
from web_config.ground.arguments import row_of
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, account, may, requires, takes_up_to
from web_config.settings import draft as desk
from web_config.settings.publishing import publisher, tell_the_box
from web_config.words.reply_words import in_words, why_silent

blueprint = Blueprint("review", __name__, url_prefix="/settings/review")

LARGEST = MOST_CHARACTERS
"""A document of more bytes than this is a mistaken file."""
LONGEST_NOTE = 200

audit.tell_as(
    {
        "settings.published": _l("Published settings"),
        "settings.kept": _l("Kept settings that were on trial"),
        "settings.imported": _l("Took a settings file into the draft"),
        "settings.exported": _l("Exported the settings"),
        "settings.exported_whole": _l("Exported the settings with passwords"),
    }
)


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show the draft as a whole."""
    work, language = desk.work(), desk.language()
    return render_template(
        "settings/review.html",
        work=work,
        told=sentences(work.base, work.normal, language) if work.changes else [],
        rows=comparison(work.base, work.normal) if work.changes else [],
        errors=[link for link in desk.links(work.problems) if not link[2].warning],
        warnings=[link for link in desk.links(work.problems) if link[2].warning],
        sentence=desk.sentence,
        meanwhile=sentences(work.base, tables_of(work.newest), language) if work.outdated else [],
        conflicts=list(conflicts()) if work.outdated else [],
        trial=store().open_trial(),
        others=[d for d in store().drafts() if d.editor != account().name],
        author=account().full_name or account().name,
    )


def conflicts() -> list[tuple[str, str, str, str]]:
    """Return, for each conflict: its path, what it is about, mine, and theirs."""
    work, language = desk.work(), desk.language()
    found = []
    for conflict in work.merge.conflicts:
        _entry, setting, _rest = nearest(conflict.path)
        about = desk.about(conflict.path)
        mine, theirs = (
            shown(desk.hidden(conflict.path, side), setting, tables, language)
            for side, tables in (
                (conflict.mine, work.tables),
                (conflict.theirs, tables_of(work.newest)),
            )
        )
        found.append((".".join(conflict.path), about, mine, theirs))
    return found


@blueprint.post("/merge")
@requires(Role.SUPERIOR)
def merge() -> Response:
    """Lay the draft and what others have published together, as was decided."""
    decided = frozenset(
        conflict.path
        for conflict in desk.work().merge.conflicts
        if request.form.get(f"take.{'.'.join(conflict.path)}") == "mine"
    )
    try:
        seen = row_of(request.form.get("seen", ""))
        desk.keep(drafting.rebase(store(), account().name, seen, decided))
    except Outdated:
        flash(_("Somebody has published again meanwhile. Look once more."), "warn")
    else:
        flash(_("Your draft now holds what the others published as well."), "good")
    return redirect(url_for("review.page"), 303)


@blueprint.post("/publish")
@requires(Role.SUPERIOR)
def publish() -> Response:
    """Publish the draft, if it is whole and nobody was faster."""
    note = " ".join(request.form.get("note", "").split())[:LONGEST_NOTE]
    work = desk.work()
    if not work.changes:
        flash(_("Your draft changes nothing."), "warn")
        return redirect(url_for("review.page"), 303)
    if touches_trunks(work.base, work.tables) and not may(Role.INSTALLER):
        abort(403, _("Only the installer publishes changes of trunks."))
    try:
        published = publisher().publish(work, author(), note)
    except SettingsError:
        flash(_("Not published: first put right what is named below."), "bad")
    except Outdated:
        flash(_("Not published: somebody else has published meanwhile."), "warn")
    else:
        tell(published)
        return redirect(url_for("history.page"), 303)
    return redirect(url_for("review.page"), 303)


def touches_trunks(base: Tables, tables: Tables) -> bool:
    """Whether the draft changes who carries our calls."""
    before, after = normal(base), normal(tables)
    return any(before.get(name) != after.get(name) for name in ("trunk", "trunks"))


def author() -> str:
    """Return the name that stands in the history."""
    return account().full_name or account().name


def tell(published: Published) -> None:
    """Say and write down that something was published."""
    audit.changed("settings.published", str(published.revision))
    flash(_("Revision %(number)s is published.", number=published.revision), "good")
    if published.words:
        flash(published.words, "info")
    for words in published.unspoken:
        flash(_("Not spoken: %(words)s", words=words), "warn")


@blueprint.before_app_request
def tell_once() -> None:
    """Once in the life of this process, when somebody opens the settings, let the box look.

    A process before this one may have been ended between storing a revision and saying so.
    """
    opened = request.blueprint in (blueprint.name, "overview") and request.method == "GET"
    if opened and g.get("account") and not current_app.extensions.get("settings_told"):
        current_app.extensions["settings_told"] = True
        if store().current():
            tell_the_box()


@blueprint.post("/keep")
@requires(Role.SUPERIOR)
def keep() -> Response:
    """Let settings that are on trial stay, whatever the trunk does."""
    client: ControlClient = current_app.extensions["control"]
    try:
        answer = client.ask("keep_settings")
    except ControlUnavailable as error:
        flash(why_silent(error), "bad")
    else:
        if answer.ok:
            audit.changed("settings.kept")
            flash(_("The settings stay."), "good")
        else:
            flash(in_words(answer), "warn")
    return redirect(url_for("review.page"), 303)


@blueprint.post("/discard")
@requires(Role.SUPERIOR)
def discard() -> Response:
    """Throw the draft away."""
    drafting.discard(store(), account().name)
    flash(_("Your draft is thrown away."), "good")
    return redirect(url_for("overview.page"), 303)


# The document as a file


@blueprint.get("/document")
@requires(Role.SUPERIOR)
def document() -> str:
    """Show how the whole document is exported and imported."""
    return document_page({})


def document_page(errors: Mapping[str, str]) -> str:
    """Return the page, with what was wrong with the form of the import."""
    return render_template(
        "settings/document.html",
        work=desk.work(),
        asks=replaces_something(),
        agreed="agreed" in request.form,
        errors=errors,
    )


def replaces_something() -> bool:
    """Whether an import would take the place of settings, published or not."""
    work = desk.work()
    return work.newest is not None or bool(work.changes)


@blueprint.get("/document/settings.toml")
@requires(Role.SUPERIOR)
def export() -> FileResponse:
    """Send the settings in force without passwords, as the command line reads them."""
    audit.was_read("settings.exported")
    return file_of(written(without_secrets(tables_of(desk.work().newest))))


@blueprint.post("/document/settings-with-passwords.toml")
@requires(Role.INSTALLER)
def export_whole() -> FileResponse:
    """Send the settings in force as they were published, passwords included."""
    newest = desk.work().newest
    audit.changed("settings.exported_whole")
    return file_of(newest.document if newest else "")


def file_of(text: str) -> FileResponse:
    """Return a document as a file to keep."""
    answer = FileResponse(text, mimetype="application/toml")
    answer.headers["Content-Disposition"] = 'attachment; filename="settings.toml"'
    return answer


@blueprint.post("/document")
@requires(Role.INSTALLER)
@takes_up_to(LARGEST)
def take_in() -> Response | tuple[str, int]:
    """Put a file into the draft; passwords that it does not have are kept."""
    file = request.files.get("file")
    content = file.read(LARGEST + 1) if file else b""
    errors = {} if content else {"file": _("Choose a settings file.")}
    if replaces_something() and not request.form.get("agreed"):
        errors["agreed"] = _("Tick that all settings in your draft may be replaced.")
    if problem := "" if errors else put_in_the_draft(content):
        errors["file"] = problem
    if errors:
        return document_page(errors), 422
    audit.changed("settings.imported")
    flash(_("The file is in your draft. Look at what it changes, then publish."), "good")
    return redirect(url_for("review.page"), 303)


def put_in_the_draft(content: bytes) -> str:
    """Put a document into the draft with the passwords that are known; return why it cannot be."""
    try:
        text = content.decode("utf-8-sig")
        kept = keeping_secrets(text, desk.work().tables)
        desk.keep(drafting.put(store(), account().name, kept))
    except UnicodeDecodeError:
        return str(_("This file is not UTF-8 text."))
    except SettingsError as error:
        return str(_("This file is no settings document: %(reason)s", reason=where_and_what(error)))
    return ""


def where_and_what(error: SettingsError) -> str:
    """Return the first mistake of a file, with its line if it is one of TOML."""
    problem = error.problems[0]
    what = desk.sentence(problem)
    line = re.fullmatch(r"line (\d+), column \d+", problem.path)
    return _("line %(number)s: %(what)s", number=line[1], what=what) if line else what
