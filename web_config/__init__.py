"""The web page of the box: a Flask application that follows the switchboard."""

from collections.abc import Collection
from pathlib import Path

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from appliance.control import ControlClient
from web_config import panel, protection
from web_config.follower import Follower
from web_config.pieces import Pieces

LARGEST_FORM = 64 * 1024


def create_app(control_path: Path, names: Collection[str] = ()) -> Flask:
    """Return the application for the switchboard whose control socket is at `control_path`.

    It answers to addresses, to the machine's own name, and to `names`. Its thread starts at
    once; `app.extensions["follower"].close()` ends it.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.jinja_options["trim_blocks"] = app.jinja_options["lstrip_blocks"] = True
    client = ControlClient(control_path)
    app.extensions["control"] = client
    app.extensions["follower"] = Follower(client, Pieces(app).of)
    app.register_blueprint(panel.blueprint)
    app.register_error_handler(HTTPException, error_page)
    protection.protect(app, names)
    app.extensions["follower"].start()
    return app


def error_page(error: HTTPException) -> tuple[str, int]:
    """Return a page that says in a sentence what went wrong."""
    code = error.code or 500
    return render_template("error.html", title=error.name, words=error.description), code
