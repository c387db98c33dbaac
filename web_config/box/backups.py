"""Backup and restore by the page: download, upload, the schedule, and the support bundle."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from flask import (
    Blueprint,
    Response,
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
from werkzeug.wrappers import Response as AnyResponse

from appliance.backup import schedule
from appliance.backup.passphrase import SHORTEST_PASSPHRASE, suggestion
from appliance.backup.places import TRANSFER, make_folder
from appliance.commands.support import write_bundle
from appliance.device import Device, DeviceError, read_device
from web_config.box.backup_words import in_words
from web_config.ground.jobs import Busy, Job, Jobs
from web_config.kit import audit
from web_config.kit.access import Role, account, requires, takes_up_to

blueprint = Blueprint("backups", __name__, url_prefix="/backup")

LARGEST_UPLOAD = 512 * 1024 * 1024
UPLOADED, FINISHED = "upload", "download"
jobs = Jobs()

audit.tell_as(
    {
        "backup.made": _l("Made a backup"),
        "backup.fetched": _l("Downloaded a backup"),
        "backup.restored": _l("Started a restore"),
        "backup.passphrase": _l("Changed the passphrase of the scheduled backups"),
        "backup.scheduled": _l("Started the scheduled backup"),
        "support.fetched": _l("Downloaded the support bundle"),
    }
)
JOB_WORDS = {
    "make": _l("The backup is being made"),
    "restore": _l("The backup is being restored"),
    "scheduled": _l("The scheduled backup is being made"),
    "passphrase": _l("The passphrase is being set"),
}


@dataclass(frozen=True)
class Here:
    """The box of this page."""

    file: Path
    device: Device

    @property
    def transfer(self) -> Path:
        """What is uploaded and downloaded passes through here."""
        return self.device.folders.data / TRANSFER


def here() -> Here:
    """Return the box; ends the request with a page that says why it cannot be known."""
    file: Path | None = current_app.extensions["site"].device
    if file is None:
        abort(503, _("This page was started without the box's file, so it makes no backups."))
    try:
        return Here(file, read_device(file))
    except DeviceError as error:
        abort(503, str(error))


@blueprint.get("/")
@requires(Role.INSTALLER)
def page() -> str:
    """Show all that can be done."""
    return shown({})


def shown(problems: dict[str, str]) -> str:
    """The page, with what was wrong with the form."""
    box = here()
    return render_template(
        "box/backup.html",
        problems_by_field=problems,
        part=box.device.backup,
        status=schedule.read_status(box.device),
        has_key=(box.device.folders.data / schedule.KEY).exists(),
        kept=kept(box.device),
        shortest=SHORTEST_PASSPHRASE,
        suggestion=suggestion,
        job=jobs.last,
        told=in_words,
    )


def kept(device: Device) -> list[tuple[str, str]]:
    """The scheduled backups that can be seen, newest first: name, and name with size."""
    if device.backup.kind == "none":
        return []
    try:
        files = schedule.kept_backups(device.backup.folder)
        return [(f.name, f"{f.name} ({f.stat().st_size / 1e6:.1f} MB)") for f in files]
    except OSError:
        return []


@blueprint.post("/make")
@requires(Role.INSTALLER)
def make() -> AnyResponse | tuple[str, int]:
    """Begin a backup that is downloaded afterwards."""
    if problems := passphrase_problems("passphrase"):
        return shown(problems), 422
    if jobs.under_way:
        return wait_for_it()
    box = here()
    audit.changed("backup.made")
    target = emptied(box.transfer) / FINISHED
    return begin("make", box, ["backup", str(target)], request.form["passphrase"])


@blueprint.get("/file")
@requires(Role.INSTALLER)
def file() -> Response:
    """Send the backup that was made; it is sent once."""
    box = here()
    finished = box.transfer / FINISHED
    if not finished.exists():
        abort(404, _("There is no backup to download. Make one first."))
    audit.changed("backup.fetched")
    opened = finished.open("rb")
    finished.unlink()  # the open file lives on until it is sent
    name = f"sentralbord-{datetime.now(UTC):%Y%m%d-%H%M}.backup"
    return send_file(opened, "application/octet-stream", as_attachment=True, download_name=name)


@blueprint.post("/restore")
@requires(Role.INSTALLER)
@takes_up_to(LARGEST_UPLOAD)
def restore() -> AnyResponse | tuple[str, int]:
    """Begin a restore of the file that comes with the form, or of one that the schedule kept."""
    if jobs.under_way:
        return wait_for_it()
    box = here()
    problems = {}
    if not request.form.get("agreed"):
        problems["agreed"] = _("Tick that what is on the box now may be replaced.")
    if not request.form.get("opens"):
        problems["opens"] = _("Enter the passphrase of the backup.")
    source = None if problems else laid_ready(box)
    if source is None and not problems:
        problems["file"] = _("Choose the file of a backup.")
    if problems or source is None:
        return shown(problems), 422
    audit.changed("backup.restored", source.name if source.name != UPLOADED else "")
    return begin("restore", box, ["restore", str(source), "--restart"], request.form["opens"])


def laid_ready(box: Here) -> Path | None:
    """The backup that shall be restored: one that is kept here, by its exact name, or an upload."""
    wanted = request.form.get("kept", "")
    if wanted:
        return next(
            (box.device.backup.folder / n for n, _ in kept(box.device) if n == wanted), None
        )
    upload = request.files.get("file")
    if not upload or not upload.filename:
        return None
    target = emptied(box.transfer) / UPLOADED  # never the name that the browser says
    upload.save(target)
    return target


@blueprint.post("/passphrase")
@requires(Role.INSTALLER)
def passphrase() -> AnyResponse | tuple[str, int]:
    """Set what opens the scheduled backups from now on."""
    if problems := passphrase_problems("scheduled"):
        return shown(problems), 422
    audit.changed("backup.passphrase")
    return begin("passphrase", here(), ["backup", "--set-passphrase"], request.form["scheduled"])


@blueprint.post("/scheduled")
@requires(Role.INSTALLER)
def scheduled() -> AnyResponse:
    """Make the scheduled backup now."""
    audit.changed("backup.scheduled")
    return begin("scheduled", here(), ["backup", "--scheduled", "--now"], "")


@blueprint.get("/job")
@requires(Role.INSTALLER)
def job() -> str | AnyResponse:
    """Tell how far the last job is."""
    if jobs.last is None:
        return redirect(url_for("backups.page"), 303)
    words = JOB_WORDS[jobs.last.what]
    return render_template("box/backup_job.html", job=jobs.last, words=words, told=in_words)


@blueprint.get("/support")
@requires(Role.INSTALLER)
def support() -> Response:
    """Send the support bundle."""
    box = here()
    written = BytesIO()
    write_bundle(box.device, box.file, written)
    audit.changed("support.fetched")
    written.seek(0)
    name = f"sentralbord-support-{datetime.now(UTC):%Y%m%d-%H%M}.zip"
    return send_file(written, "application/zip", as_attachment=True, download_name=name)


def passphrase_problems(name: str) -> dict[str, str]:
    """What is wrong with a new passphrase and its repetition."""
    said, again = request.form.get(name, ""), request.form.get(f"{name}_again", "")
    if len(said) < SHORTEST_PASSPHRASE or "\n" in said:
        words = _("A passphrase has at least %(count)s characters.", count=SHORTEST_PASSPHRASE)
        return {name: words}
    return {} if said == again else {f"{name}_again": _("The two are not the same.")}


def begin(what: str, box: Here, arguments: list[str], secret: str) -> AnyResponse:
    """Start a job and show how far it is."""
    command = ["--device", str(box.file), *arguments, "--passphrase-file", "/dev/stdin", "--lines"]

    def afterwards(ended: Job) -> None:
        if what == "restore" or not ended.ok:
            shutil.rmtree(box.transfer, ignore_errors=True)

    try:
        jobs.start(what, account().name, command, secret, afterwards)
    except Busy:
        return wait_for_it()
    return redirect(url_for("backups.job"), 303)


def wait_for_it() -> AnyResponse:
    """Say that another job is under way, and show it."""
    flash(_("Another job is under way. Wait until it is done."), "warn")
    return redirect(url_for("backups.job"), 303)


def emptied(folder: Path) -> Path:
    """The folder without what was left from a job before."""
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    return folder
