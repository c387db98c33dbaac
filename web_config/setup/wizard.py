"""The set-up of a new box: a few questions, a call from a mobile, and the first settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from appliance.common.numbers import e164
from appliance.settings.differences import sentences
from appliance.settings.tables import ABSENT, at
from web_config.checks.checks import FATES, OPEN, fate
from web_config.checks.step_words import STEPS
from web_config.checks.trial_call import trial_calls
from web_config.kit.access import Role, requires
from web_config.kit.asking import ask
from web_config.setup import tables as tables_of
from web_config.setup.steps import enter, next_step, publish, step_page, work
from web_config.setup.tables import PRESETS, TIME_ZONES, TrunkAnswers
from web_config.words.languages import LANGUAGES, chosen

blueprint = Blueprint("wizard", __name__, url_prefix="/setup")

MEMBERS = 6
"""Rows for members; more are added in the settings."""
LONGEST = 200


@blueprint.get("/")
@requires(Role.INSTALLER)
def page() -> Response:
    """Go on where the set-up was left."""
    return redirect(url_for(f"wizard.{next_step(work())}"), 303)


@blueprint.get("/office")
@requires(Role.INSTALLER)
def office() -> str:
    """Ask for language, country, and name."""
    return step_page("office", countries=countries(), languages=list(LANGUAGES.items()))


def countries() -> list[tuple[str, str]]:
    """Return the countries that are offered, in the reader's language."""
    locale = get_locale()
    names = locale.territories if locale else {}
    return [(code, names.get(code, code)) for code in TIME_ZONES]


@blueprint.post("/office")
@requires(Role.INSTALLER)
def keep_office() -> Response | tuple[str, int]:
    """Keep the answers about the office."""
    name, country = said("name"), said("country")
    if not name or country not in TIME_ZONES or said("language") not in LANGUAGES:
        flash(_("Say what the office is called, and choose its country and language."), "bad")
        return office(), 422
    enter(
        {
            ("office", "name"): name,
            ("office", "country"): country,
            ("office", "language"): said("language"),
            ("office", "time_zone"): TIME_ZONES[country],
        }
    )
    return onward("office")


@blueprint.get("/trunk")
@requires(Role.INSTALLER)
def trunk() -> str:
    """Ask how calls come in."""
    here = work()
    table = here.tables.get("trunk")
    presets = [(name, _(words)) for name, words in PRESETS.items()]
    preset = tables_of.preset_of(here.tables)
    if preset == "none" and not here.tables.get("lines"):  # nobody has chosen that yet
        presets, preset = [("", _("Choose")), *presets], ""
    return step_page("trunk", presets=presets, preset=preset, trunk=table or {}, work=here)


@blueprint.post("/trunk")
@requires(Role.INSTALLER)
def keep_trunk() -> Response | tuple[str, int]:
    """Keep the trunk, and connect: without it, no call could show what it brings."""
    answers = TrunkAnswers(
        preset=said("preset"),
        host=said("host"),
        user=said("user"),
        password=request.form.get("password", "")[:LONGEST],
        identity=said("identity"),
    )
    if problem := trunk_problem(answers):
        flash(problem, "bad")
        return trunk(), 422
    kept = at(work().tables, ("trunk", "password"))
    table = tables_of.trunk(answers, kept if isinstance(kept, str) else "")
    enter({("trunk",): table})
    if table is not ABSENT and not publish(_("Set-up: the office and its trunk")):
        return trunk(), 422
    return onward("trunk")


def trunk_problem(answers: TrunkAnswers) -> str:
    """Return what keeps these answers from being a trunk, or none; "" where nothing does."""
    filled = any((answers.host, answers.user, answers.password, answers.identity))
    if answers.preset not in PRESETS:
        return str(_("Choose who carries the calls; “None yet” leaves this step out."))
    if answers.preset == "none" and filled:
        return str(_("You filled in a line and chose “None yet”: choose who carries the calls."))
    if answers.preset != "none" and not answers.host:
        return str(_("Say where calls go: the name or address of the other side."))
    return ""


@blueprint.get("/loop")
@requires(Role.INSTALLER)
def loop() -> str:
    """Ask who answers, and what callers hear first."""
    here = work()
    typed = zip(request.form.getlist("member"), request.form.getlist("address"), strict=False)
    members = [*typed] or tables_of.members_of(here.tables)
    rows = [*members, *[("", "")] * max(1, MEMBERS - len(members))]
    return step_page(
        "loop",
        rows=rows,
        loop_name=tables_of.loop_name(here.tables),
        greeting=tables_of.greeting_for(here.tables),
        work=here,
    )


@blueprint.post("/loop")
@requires(Role.INSTALLER)
def keep_loop() -> Response | tuple[str, int]:
    """Keep the loop and its members."""
    names, addresses = request.form.getlist("member"), request.form.getlist("address")
    pairs = [(name.strip(), to.strip()) for name, to in zip(names, addresses, strict=False)]
    silent = {name for name, to in tables_of.members_of(work().tables) if not to}
    members = [(name[:LONGEST], to[:LONGEST]) for name, to in pairs if name]
    halves = (pair for pair in pairs if bool(pair[0]) != bool(pair[1]))
    if half := [name or to for name, to in halves if name not in silent]:
        words = _("%(who)s: a member needs both a name and a telephone.", who=", ".join(half))
        flash(words, "bad")
        return loop(), 422
    if not members or not said("name") or not said("greeting"):
        words = _("Give the loop a name, a greeting, and at least one member with a telephone.")
        flash(words, "bad")
        return loop(), 422
    enter(tables_of.loop(work().tables, said("name"), said("greeting", 1000), members))
    return onward("loop")


@blueprint.get("/sms")
@requires(Role.INSTALLER)
def sms() -> str:
    """Ask where messages go, and offer a test SMS."""
    here = work()
    number = at(here.tables, ("office", "sms_to"))
    sent = fate(request.args.get("sms", ""))
    shown: dict[str, Any] = {"number": number if isinstance(number, str) else "", "sent": sent}
    shown["runs"] = bool(sent and sent["state"] in OPEN)
    return step_page("sms", fates=FATES, work=here, **shown)


@blueprint.post("/sms")
@requires(Role.INSTALLER)
def keep_sms() -> Response | tuple[str, int]:
    """Keep where messages go."""
    country = at(work().tables, ("office", "country"))
    if said("number") and e164(said("number"), str(country or "NO")) is None:
        flash(_("%(number)s cannot be read as a telephone number.", number=said("number")), "bad")
        return sms(), 422
    enter({("office", "sms_to"): said("number") or ABSENT})
    return onward("sms")


@blueprint.get("/call")
@requires(Role.INSTALLER)
def call() -> str:
    """Offer a test call, and show its timeline."""
    newest = trial_calls(current_app).newest
    return step_page("call", call=newest, step_words=STEPS)


@blueprint.get("/finish")
@requires(Role.INSTALLER)
def finish() -> str:
    """Show what will be published, and what keeps it from that."""
    here = work()
    told = sentences(here.base, here.tables, chosen()) if not here.errors else []
    return step_page("finish", told=told, work=here)


@blueprint.post("/finish")
@requires(Role.INSTALLER)
def publish_all() -> Response:
    """Publish, and go to the front panel."""
    if not publish(_("First set-up")):
        return redirect(url_for("wizard.finish"), 303)
    ask("withdraw_code")
    flash(_("The box is set up: it answers your number now."), "good")
    return redirect(url_for("panel.page"), 303)


def said(name: str, longest: int = LONGEST) -> str:
    """Return an answer of the form, on one line unless it may be long."""
    return " ".join(request.form.get(name, "").split())[:longest]


def onward(step: str) -> Response:
    """Go to the next step."""
    return redirect(url_for(f"wizard.{next_step(work(), step)}"), 303)
