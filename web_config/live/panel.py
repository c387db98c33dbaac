"""The live front panel: the page, its stream of events, and how a call ended."""

import threading
import time
from collections.abc import Callable, Iterator

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from appliance.control import Answer, ControlClient, ControlUnavailable
from appliance.core.desk.masking import Sight
from appliance.store.troubles import StoreError
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, may, requires
from web_config.kit.asking import ask
from web_config.kit.follower import Follower, Picture
from web_config.kit.sight import sight
from web_config.kit.still_in import still_in
from web_config.live.dialling import firms
from web_config.live.pieces import personal
from web_config.live.status import STATUSES, own_agents
from web_config.words.languages import chosen
from web_config.words.reply_words import in_words, why_silent

blueprint = Blueprint("panel", __name__)
audit.tell_as({"calls.seen": _l("Looked through the missed calls")})

KEEP_ALIVE_SECONDS = 10.0
"""How often a quiet stream says something, so that viewers who left are noticed."""

MOST_STREAMS = 24
"""Each stream holds a thread of the server; beyond, a viewer gets one picture and asks again."""

STREAM_SECONDS = 300.0
RETRY_MILLISECONDS = 3000
streams = threading.BoundedSemaphore(MOST_STREAMS)


def follower() -> Follower:
    """Return what follows the switchboard for this application."""
    followed: Follower = current_app.extensions["follower"]
    return followed


@blueprint.get("/")
@requires(Role.VIEWER)
def page() -> str:
    """Show the panel as it is now; with JavaScript it follows by itself."""
    return panel_page(follower().newest())


def panel_page(picture: Picture, problem: str = "") -> str:
    """Return the page for a picture, with a sentence about what was just tried."""
    own = own_calls_of()
    regions = {
        name: [(key, personal(html, generate_csrf(), own)) for key, html in pieces]
        for name, pieces in picture.regions(chosen(), sight()).items()
    }
    return render_template(
        "live/panel.html",
        regions=regions,
        problem=problem,
        agents=[(agent.id, agent.name) for agent in own_agents()],
        statuses=STATUSES,
        firms=firms(),
        now=f"{time.time():.3f}",
        unsettled=may(Role.INSTALLER) and store().current() is None,
    )


def own_calls_of() -> list[str]:
    """Return the ids of the agents in whose calls whoever looks may press buttons."""
    try:
        return [agent.id for agent in own_agents()]
    except StoreError:
        return []


@blueprint.get("/events")
@requires(Role.VIEWER)
def events() -> Response:
    """Stream the regions of the page, at once and at each change, as server-sent events."""
    return events_of(sight())


def events_of(sees: Sight) -> Response:
    """Return the stream of what somebody with this sight may see."""
    token, own = generate_csrf(), own_calls_of()
    drawn = stream(follower(), chosen(), sees, still_in(sees))
    events = (personal(part.decode(), token, own).encode() for part in drawn)
    response = Response(events, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def stream(
    followed: Follower, language: str, sees: Sight, still: Callable[[], bool]
) -> Iterator[bytes]:
    """Yield events until the server stops; one only if too many are streamed to already."""
    picture = followed.newest()
    yield b"retry: %d\n" % RETRY_MILLISECONDS + picture.event(language, sees)
    if streams.acquire(blocking=False):
        try:
            yield from changes(followed, picture.number, language, sees, still)
        finally:
            streams.release()


def changes(
    followed: Follower, seen: int, language: str, sees: Sight, still: Callable[[], bool]
) -> Iterator[bytes]:
    """Yield each picture after the one that was seen, and a comment when nothing happens.

    A stream ends after some minutes, at a log-out, and when other rights hold; the browser asks
    anew, and is let in anew or not.
    """
    until = time.monotonic() + STREAM_SECONDS
    while not followed.closed and time.monotonic() < until:
        picture = followed.after(seen, KEEP_ALIVE_SECONDS)
        if not still():
            return
        yield picture.event(language, sees) if picture.number != seen else b": still here\n\n"
        seen = picture.number


@blueprint.post("/disposition")
@requires(Role.OPERATOR)
def disposition() -> AnyResponse | tuple[str, int]:
    """Tell the switchboard how a call ended, and go back to the page."""
    check_call(request.form.get("call", ""))
    try:
        answer = choose_disposition(current_app.extensions["control"])
    except ControlUnavailable as unavailable:
        return panel_page(
            follower().newest(), _("Not saved: %(why)s", why=why_silent(unavailable))
        ), 503
    if not answer.ok:
        return panel_page(follower().newest(), _("Not saved: %(why)s", why=in_words(answer))), 409
    return redirect(url_for("panel.page"), 303)


@blueprint.post("/seen")
@requires(Role.OPERATOR)
def missed_seen() -> AnyResponse:
    """Let the count of missed calls begin anew, for everybody, and go back to the page."""
    if ask("button", button="seen"):
        audit.changed("calls.seen")
    return redirect(url_for("panel.page"), 303)


def check_call(id: str) -> None:
    """Refuse (403) what is no call of one's own, nor of a firm that whoever asks answers for."""
    sees, view = sight(), follower().newest().view
    if sees.everything or view is None:
        return
    firms = [(call.client_id, call.agent_id) for call in view.calls if call.call == id]
    if not any(sees.covers(firm) or agent in own_calls_of() for firm, agent in firms):
        abort(403, _("This call is of a firm that you do not serve, or it is over."))


def choose_disposition(control: ControlClient) -> Answer:
    """Pass the form on; raises ControlUnavailable. The control socket checks what it holds."""
    return control.ask(
        "disposition",
        call=request.form.get("call", ""),
        disposition=request.form.get("disposition", ""),
        note=request.form.get("note", "").replace("\r\n", "\n").strip(),
    )
