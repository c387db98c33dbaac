"""Everything that callers hear, on one page; to listen to, and to replace by recordings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.model.ids import Language, Prompt
from appliance.core.settings.checks.recordings import MARK, is_name, recording_named
from appliance.core.words.spoken import LANGUAGES
from appliance.device import read_device
from appliance.settings.differences import place_name
from appliance.settings.shape import Kind, nearest
from appliance.settings.tables import Path, Tables, at, leaves
from appliance.settings.words import field_words, value_words
from appliance.speech.box_library import library_of
from appliance.speech.library import PromptLibrary
from appliance.speech.render import RenderError, render_missing
from appliance.speech.uploads import LARGEST, UploadError
from web_config.ground.sheet import sheet_of
from web_config.ground.site import Site
from web_config.kit import audit
from web_config.kit.access import Role, requires, takes_up_to
from web_config.settings import draft as desk

blueprint = Blueprint("prompts", __name__, url_prefix="/settings/prompts")

SPOKEN = ("prompt", "say", "language_prompt", "closed_prompt", "holiday_prompt")
audit.tell_as(
    {
        "recording.added": _l("Uploaded a recording"),
        "recording.removed": _l("Removed a recording"),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text that callers hear: where it stands, its field, its words, and where it is edited."""

    path: str
    place: str
    field: str
    text: str
    link: str
    recording: str


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show all texts and all recordings."""
    sheet = sheet_of(spoken_paths(), sought_in)
    texts = [said_at(path) for path in sheet.shown]
    recordings = desk.uploads().all()
    return render_template(
        "settings/prompts.html", sheet=sheet, texts=texts, recordings=recordings, mark=MARK
    )


def spoken_paths() -> tuple[Path, ...]:
    """Return where what callers hear of the office's own words stands."""
    return desk.lasting(spoken_in)


def spoken_in(tables: Tables) -> tuple[Path, ...]:
    """Return the same for any tables."""
    return tuple(path for path, text in leaves(tables) if is_spoken(path, text))


def is_spoken(path: Path, text: Any) -> bool:
    """Tell whether callers hear what stands at `path`."""
    if not isinstance(text, str) or (path[-1] not in SPOKEN and path[-1] not in LANGUAGES):
        return False  # most fields of a large office, which need no closer look
    _entry, setting, rest = nearest(path)
    in_languages = setting is not None and setting.kind is Kind.BY_LANGUAGE and bool(rest)
    return setting is not None and (setting.name in SPOKEN or in_languages)


def sought_in(path: Path) -> str:
    """Return the words by which a text is found: its own, and its place."""
    tables = desk.work().tables
    return f"{place_name(tables, nearest(path)[0], desk.language())} {at(tables, path)}"


def said_at(path: Path) -> Said:
    """Return a text that callers hear."""
    tables, language, text = desk.work().tables, desk.language(), at(desk.work().tables, path)
    entry, setting, rest = nearest(path)
    assert setting
    label = field_words(setting.table, setting.name, language).label
    inside = ", ".join(value_words("language", name, language) for name in rest)
    return Said(
        ".".join(path),
        place_name(tables, entry, language),
        f"{label} ({inside})" if inside else label,
        text,
        desk.place(path),
        recording_named(text) or "",
    )


@blueprint.get("/listen/<path:where>")
@requires(Role.SUPERIOR)
def listen(where: str) -> Response:
    """Speak a text of the draft as callers hear it."""
    path = tuple(where.split("."))
    if path not in spoken_paths():
        abort(404)
    text: str = at(desk.work().tables, path)
    if recorded := recording_named(text):
        return sound(recorded)
    return send_file(spoken(Prompt(text, language_of(path))), mimetype="audio/wav")


def spoken(prompt: Prompt) -> FilePath:
    """Return the file of a sentence, spoken by another process if it is new, 503 else."""
    library = library_of_the_box()
    try:
        unspoken = render_missing(library, [prompt])
    except (RenderError, OSError) as error:
        abort(503, _("This cannot be spoken just now: %(reason)s", reason=error))
    if unspoken:
        abort(503, _("This cannot be spoken just now: %(reason)s", reason=unspoken[0].reason))
    return library.cache / library.file_of(prompt).name


def library_of_the_box() -> PromptLibrary:
    """Return the prompts that the box plays."""
    site: Site = current_app.extensions["site"]
    if site.device:
        return library_of(read_device(site.device))
    folder = desk.data_folder()
    return PromptLibrary(folder / "prompts", site.control.parent / "prompts", folder / "uploads")


def language_of(path: Path) -> Language:
    """Return the language in which a text is said first: its own, its line's, the office's."""
    entry, setting, rest = nearest(path)
    if setting and setting.kind is Kind.BY_LANGUAGE and rest:
        return str(rest[0])
    tables = desk.work().tables
    own = at(tables, (*entry[:2], "language"))
    if isinstance(own, str):
        return own
    lines = tables.get("lines")
    for line in lines.values() if isinstance(lines, Mapping) else ():
        if isinstance(line, Mapping) and line.get("menu") == entry[1]:
            return str(line.get("language", "nb"))
    found = at(tables, ("office", "language"))
    return found if isinstance(found, str) else "nb"


@blueprint.get("/recordings/<name>")
@requires(Role.SUPERIOR)
def recording(name: str) -> Response:
    """Play an uploaded recording."""
    return sound(name)


def sound(name: str) -> Response:
    """Return the sound of a recording; 404 for a name that is none."""
    if not is_name(name):
        abort(404)
    try:
        return send_file(desk.uploads().file_of(name).absolute(), mimetype="audio/wav")
    except (UploadError, OSError):
        abort(404, _("There is no such recording."))


@blueprint.post("/recordings")
@requires(Role.SUPERIOR)
@takes_up_to(LARGEST + 100_000)
def upload() -> Response | tuple[str, int]:
    """Take in a recording under a name."""
    file, name = request.files.get("file"), request.form.get("name", "").strip()
    if file is None or not file.filename:
        abort(422, _("Choose a sound file."))
    try:
        taken = desk.uploads().accept(file.read(), name, replace="replace" in request.form)
    except UploadError as error:
        abort(422, str(error))
    audit.changed("recording.added", taken.name)
    words = _("The recording %(name)s is kept, %(seconds)s s.", name=name, seconds=taken.seconds)
    flash(words, "good")
    return redirect(url_for("prompts.page", _anchor="recordings"), 303)


@blueprint.post("/recordings/<name>/remove")
@requires(Role.SUPERIOR)
def remove(name: str) -> Response:
    """Forget a recording that neither the draft nor the settings in force name."""
    tables = desk.work().tables
    texts = {text for _, text in leaves(desk.work().base) if isinstance(text, str)}
    texts |= {at(tables, path) for path in spoken_paths()}
    named = {recording_named(text) for text in texts}
    if name in named:
        abort(409, _("Callers hear this recording. Put other words in its place first."))
    try:
        desk.uploads().remove(name)
    except UploadError:
        abort(404, _("There is no such recording."))
    audit.changed("recording.removed", name)
    flash(_("The recording is removed."), "good")
    return redirect(url_for("prompts.page", _anchor="recordings"), 303)
