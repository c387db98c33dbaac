"""The web page of the box: a Flask application over the switchboard's socket and the store."""

from flask import Flask
from flask_wtf import CSRFProtect

from appliance.control import ControlClient
from web_config import sections
from web_config.ground import arguments, stores, templates
from web_config.ground.sessions import PageSessions
from web_config.ground.site import Site
from web_config.kit import access, errors, protection
from web_config.kit.follower import Follower
from web_config.live.pieces import Pieces
from web_config.words import dates, languages

LARGEST_FORM = 64 * 1024
LARGEST_UPLOAD = 512 * 1024 * 1024
"""What the server lets through at all; each view says what it takes (`takes_up_to`)."""


def create_app(site: Site) -> Flask:
    """Return the application for a box.

    Its thread starts at once; `app.extensions["follower"].close()` ends it.
    """
    app = Flask(__name__, template_folder=None)
    templates.find_in_rooms(app)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    # A form is good for as long as its session; the source of each is checked by `protection`.
    app.config |= {"WTF_CSRF_TIME_LIMIT": None, "WTF_CSRF_SSL_STRICT": False}
    app.jinja_options["trim_blocks"] = app.jinja_options["lstrip_blocks"] = True
    app.extensions["site"] = site
    stores.use_store(app, site.database, site.media)
    arguments.know_rows(app)
    app.session_interface = PageSessions(site.secure)
    protection.protect(app, site)
    access.know_visitors(app, site)
    CSRFProtect(app)
    access.keep_doors(app)
    languages.speak(app)
    dates.write_dates(app)
    errors.explain_errors(app)
    sections.furnish(app)
    follow(app, site)
    return app


def follow(app: Flask, site: Site) -> None:
    """Let the application follow the switchboard."""
    client = ControlClient(site.control)
    app.extensions["control"] = client
    app.extensions["follower"] = Follower(client, Pieces(app).of)
    app.extensions["follower"].start()
