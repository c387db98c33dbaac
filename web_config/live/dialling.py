"""Click to dial, and the buttons in a call (office.md C4, C10): for oneself; a superior for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from appliance.control import Answer, ControlClient, ControlUnavailable
from appliance.core.outgoing.allowed import keeps_promise
from appliance.core.settings.directory import Agent
from appliance.core.words.numbers import readable
from appliance.store.message_firms import about_message
from appliance.store.troubles import StoreError
from web_config.ground.settings_in_force import directory
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, account, may, requires
from web_config.kit.sight import sight
from web_config.live.status import own_agents
from web_config.words.languages import chosen
from web_config.words.reply_words import in_words, why_silent

blueprint = Blueprint("dialling", __name__, url_prefix="/dial")
audit.tell_as(
    {
        "dial.asked": _l("Had a number dialled"),
        "dial.refused": _l("Wanted a number dialled that was refused"),
        "dial.sought": _l("Looked for a number to call"),
        "call.button": _l("Pressed a button in a call"),
    }
)
FEWEST_LETTERS = 3
"""So much of a name must be known: nobody reads all contacts of the office in one go."""
MOST_FOUND = 20
MOST_WRITTEN = 40
"""So many characters of a number that was refused are there to be put right."""
IN_PLACE = "application/json"
"""What the live page accepts, which stays where it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """A number that stands in the settings, and whose it is; `client`: of this firm."""

    name: str
    number: str
    client: str = ""


def oneself() -> Agent | None:
    """Return the member of staff whose account asks; None: it is nobody's."""
    name = account().name.casefold()
    return next((agent for agent in own_agents() if agent.id.casefold() == name), None)


def may_dial() -> bool:
    """Tell templates whether whoever looks can have numbers dialled."""
    try:
        return may(Role.OPERATOR) and bool(own_agents())
    except StoreError:
        return False


@blueprint.app_context_processor
def words_of_dialling() -> dict[str, object]:
    """What the buttons "Dial" on all pages need."""
    return {"may_dial": may_dial, "oneself": oneself}


@blueprint.get("/")
@requires(Role.OPERATOR)
def page() -> str:
    """Ask which number to call, and find those that stand in the settings."""
    sought = request.args.get("q", "").strip()
    if sought:
        audit.was_read("dial.sought")
    return render(
        "live/dial.html",
        agents=[(agent.id, agent.name) for agent in own_agents()],
        no_trunk=directory().way_out is None,
        firms=firms(),
        number=request.args.get("number", ""),
        firm=request.args.get("firm", ""),
        message=request.args.get("message", ""),
        q=sought,
        found=list(known_as(sought))[:MOST_FOUND] if len(sought) >= FEWEST_LETTERS else [],
    )


def firms() -> list[tuple[str, str]]:
    """Return in whose name whoever asks may call: the office's first, then those they serve."""
    sees = sight()
    clients = (each for each in directory().clients.values() if sees.covers(each.id))
    return [("", _("The office itself")), *((each.id, each.name) for each in clients)]


def known_as(sought: str) -> Iterator[Known]:
    """The firms and contacts with these letters in their names, as far as whoever asks may know."""
    office, sees, wanted = directory(), sight(), sought.casefold()
    for client in office.clients.values():
        if client.number and wanted in client.name.casefold() and sees.covers(client.id):
            yield Known(client.name, readable(client.number, chosen()), client.id)
    for contact in office.contacts.values():
        if wanted in contact.name.casefold():
            yield Known(contact.name, readable(contact.number, chosen()))


@blueprint.post("/")
@requires(Role.OPERATOR)
def dial() -> AnyResponse:
    """Have a number dialled, and go to the front panel, where the call is."""
    form = request.form
    who, client = form.get("who", ""), form.get("firm", "")
    if who not in [agent.id for agent in own_agents()]:
        abort(403, _("You may call for yourself only: your account's name is to be the id of a "
                     "member of staff."))  # fmt: skip
    if client not in [firm for firm, _name in firms()]:
        abort(403, _("You may call in the name of the office, and of the firms that you serve."))
    number, message = form.get("number", ""), form.get("message", "")
    if message and not keeps(message, number, client):
        message = ""
        flash(_("The promise stays open: it is of another number or another firm."), "warn")
    facts = {"number": number, "message": message}
    ok, words = asked("dial", agent=who, client=client, by=account().name, **facts)
    audit.changed("dial.asked" if ok else "dial.refused", who, client)
    flash(words, "good" if ok else "bad")
    if ok:
        return redirect(url_for("panel.page"), 303)
    return redirect(url_for("dialling.page", firm=client, number=number[:MOST_WRITTEN]), 303)


def keeps(message: str, number: str, firm: str) -> bool:
    """Tell whether such a call keeps the promise of a message that whoever asks may know of."""
    found = about_message(store(), message)
    if found is None or not sight().covers(found.client):
        return False
    return keeps_promise(directory(), number, firm, found.caller, found.client)


@blueprint.post("/in-call")
@requires(Role.OPERATOR)
def in_call() -> AnyResponse | tuple[AnyResponse, int]:
    """Do in a call what its agent's keys do; the live page is told in place."""
    form = request.form
    agent, what = form.get("agent", ""), form.get("what", "")
    if agent not in [own.id for own in own_agents()]:
        abort(403, _("Only the one who talks in the call, or a superior, may press this."))
    call = form.get("call", "")
    ok, words = asked("in_call", call=call, what=what, agent=agent, by=pressed_by(agent))
    if ok:
        audit.changed("call.button", agent, what)
    if request.accept_mimetypes.best == IN_PLACE:
        return said(ok, words), 200 if ok else 409
    flash(words, "good" if ok else "bad")
    return redirect(url_for("panel.page"), 303)


def pressed_by(agent: str) -> str:
    """Return who presses, for the story: the agent, or the account that does it in their stead."""
    own = oneself()
    return own.id if own else account().name


def said(ok: bool, words: str) -> AnyResponse:
    """Return an answer for the live page."""
    return jsonify({"ok": ok, "words": words})


def asked(do: str, **fields: object) -> tuple[bool, str]:
    """Ask the switchboard; return whether it was granted, and a sentence for whoever asked."""
    control: ControlClient = current_app.extensions["control"]
    try:
        answer: Answer = control.ask(do, **fields)
    except ControlUnavailable as unavailable:
        return False, _("Not done: %(why)s", why=why_silent(unavailable))
    return answer.ok, in_words(answer)
