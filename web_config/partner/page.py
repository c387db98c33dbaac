"""The page of an overflow partner: the calls that ring there or that it has, and no more."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from appliance.control import Answer, ControlUnavailable
from appliance.core.settings.directory import Client
from appliance.core.words.spoken import DISPOSITION_KEYS
from web_config.cards.card_view import card_of
from web_config.ground.settings_in_force import directory, office_time
from web_config.kit import audit
from web_config.kit.access import Role, account, requires
from web_config.kit.sight import sight
from web_config.live.panel import events_of, follower
from web_config.live.pieces import FORM_TOKEN
from web_config.words.languages import chosen
from web_config.words.reply_words import in_words, why_silent

blueprint = Blueprint("partner", __name__, url_prefix="/partner")
audit.tell_as(
    {"partner.card": _l("Looked up a firm's card"), "partner.outcome": _l("Said how a call ended")}
)


@blueprint.get("/")
@requires(Role.PARTNER)
def page() -> str | AnyResponse:
    """Show the partner's calls as they are now; our own people have the front panel."""
    if account().role is not Role.PARTNER:
        return redirect(url_for("panel.page"), 303)
    return calls_page()


def calls_page(problem: str = "") -> str:
    """Return the page, with a sentence about what was just tried."""
    sees = sight()
    regions = {
        name: [(key, html.replace(FORM_TOKEN, generate_csrf())) for key, html in pieces]
        for name, pieces in follower().newest().regions(chosen(), sees).items()
    }
    return render_template(
        "partner/partner.html",
        regions=regions,
        problem=problem,
        firms=firms(),
        known=bool(sees.partner),
    )


@blueprint.get("/events")
@requires(Role.PARTNER)
def events() -> Response:
    """Stream the partner's calls, at once and at each change, as server-sent events."""
    return events_of(sight())


@blueprint.get("/cards/<client>")
@requires(Role.PARTNER)
def card(client: str) -> str:
    """Show the card of a firm whose callers may come here; of no other is said that it exists."""
    firm = next((each for each in firms() if each.id == client), None)
    if firm is None:
        abort(404, _("There is no such firm among those that you answer for."))
    audit.was_read("partner.card", firm.id)
    return render_template(
        "partner/partner_card.html", card=card_of(directory(), firm, office_time(), sight())
    )


def firms() -> list[Client]:
    """Return the firms whose callers may overflow to whoever asks."""
    sees = sight()
    if not sees.partner:
        return []
    known = (each for each in directory().clients.values() if sees.covers(each.id))
    return sorted(known, key=lambda each: each.name.casefold())


@blueprint.post("/outcome")
@requires(Role.PARTNER)
def outcome() -> AnyResponse | tuple[str, int]:
    """Tell the switchboard how a call ended; it takes only the partner's own from here."""
    if request.form.get("disposition") not in [str(each) for each in DISPOSITION_KEYS.values()]:
        return calls_page(_("Choose how the call ended.")), 422
    try:
        answer = say_outcome(sight().partner)
    except ControlUnavailable as unavailable:
        return calls_page(_("Not saved: %(why)s", why=why_silent(unavailable))), 503
    if not answer.ok:
        return calls_page(_("Not saved: %(why)s", why=in_words(answer))), 409
    audit.changed("partner.outcome", request.form.get("call", ""))
    flash(_("The outcome is kept."), "good")
    return redirect(url_for("partner.page"), 303)


def say_outcome(partner: str) -> Answer:
    """Pass the form on; raises ControlUnavailable."""
    if not partner:
        abort(403, _("Your account belongs to no partner in the settings."))
    answer: Answer = current_app.extensions["control"].ask(
        "disposition",
        call=request.form.get("call", ""),
        disposition=request.form["disposition"],
        note=request.form.get("note", "").replace("\r\n", "\n").strip(),
        promised=request.form.get("promised", "").strip(),
        urgent="urgent" in request.form,
        partner=partner,
    )
    return answer
