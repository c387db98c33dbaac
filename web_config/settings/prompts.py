"""Everything that callers hear, on one page; to listen to, and to replace by recordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

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

from appliance.core.model import Language, Prompt
from appliance.core.recorded import MARK, is_name, recording_named
from appliance.device import read_device
from appliance.prompt_library import library_of
from appliance.settings.differences import place_name
from appliance.settings.shape import Kind, nearest
from appliance.settings.tables import Path, at, leaves
from appliance.settings.words import field_words, value_words
from appliance.speech.library import PromptLibrary
from appliance.speech.render import RenderError, render_missing
from appliance.speech.uploads import LARGEST, UploadError
from web_config import audit
from web_config.access import Role, requires, takes_up_to
from web_config.settings import desk
from web_config.site import Site

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
    return render_template(
        "settings/prompts.html", texts=list(texts()), recordings=desk.uploads().all(), mark=MARK
    )


def texts() -> Iterator[Said]:
    """Return what callers hear of the office's own words."""
    tables, language = desk.work().tables, desk.language()
    for path, text in leaves(tables):
        entry, setting, rest = nearest(path)
        if setting is None or not isinstance(text, str):
            continue
        if setting.name in SPOKEN or (setting.kind is Kind.BY_LANGUAGE and rest):
            label = field_words(setting.table, setting.name, language).label
            inside = ", ".join(value_words("language", name, language) for name in rest)
            yield Said(
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
    text = at(desk.work().tables, path)
    said = [each for each in texts() if each.path == where]
    if not said or not isinstance(text, str):
        abort(404)
    if said[0].recording:
        return sound(said[0].recording)
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
    published = {text for _, text in leaves(desk.work().base) if isinstance(text, str)}
    named = {recording_named(text) for text in published} | {each.recording for each in texts()}
    if name in named:
        abort(409, _("Callers hear this recording. Put other words in its place first."))
    try:
        desk.uploads().remove(name)
    except UploadError:
        abort(404, _("There is no such recording."))
    audit.changed("recording.removed", name)
    flash(_("The recording is removed."), "good")
    return redirect(url_for("prompts.page", _anchor="recordings"), 303)
