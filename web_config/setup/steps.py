"""The steps of the set-up, which of them are done, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.editing.drafting import Work, edit, work_of
from appliance.editing.publishing import Outdated
from appliance.settings.tables import Path, at
from web_config.checks.trial_call import trial_calls
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import account
from web_config.settings.publishing import publisher
from web_config.setup.tables import is_answered

audit.tell_as({"setup.published": _l("Published settings by the set-up")})


@dataclass(frozen=True, slots=True)
class Step:
    """A step: `done` tells from the draft whether it is; one that is `optional` may be left out."""

    name: str
    words: Any
    done: Callable[[Work], bool]
    optional: bool = False


def _has(*path: str) -> Callable[[Work], bool]:
    return lambda work: (
        bool(isinstance(at(work.tables, path), str | Mapping | list | tuple))
        and (bool(at(work.tables, path)))
    )


def _tried(_work: Work) -> bool:
    call = trial_calls(current_app).newest
    return bool(call and call.report and call.report.ok)


STEPS = (
    Step("office", _l("The office"), _has("office", "name")),
    Step("trunk", _l("The telephone line"), _has("trunk"), optional=True),
    Step("line", _l("Your number"), _has("lines")),
    Step("loop", _l("Who answers"), lambda work: is_answered(work.tables)),
    Step("sms", _l("SMS"), _has("office", "sms_to"), optional=True),
    Step("call", _l("Test call"), _tried, optional=True),
    Step("finish", _l("Publish"), lambda work: _all_is_published(work)),
)


def _all_is_published(work: Work) -> bool:
    needed = (step.done(work) for step in STEPS if not step.optional and step.name != "finish")
    return bool(work.newest) and not work.changes and all(needed)


def work() -> Work:
    """Return the draft of whoever asks."""
    return work_of(store(), account().name)


def enter(values: Mapping[Path, Any]) -> Work:
    """Put answers into the draft."""
    return edit(store(), account().name, values)


def next_step(done: Work, after: str = "") -> str:
    """Return the first step that is still to be done, or the one after another.

    What may be left out has been left out once a later step is done.
    """
    names = [step.name for step in STEPS]
    if after:
        return names[min(names.index(after) + 1, len(names) - 1)]
    reached = max((i for i, step in enumerate(STEPS) if step.done(done)), default=-1)
    for i, step in enumerate(STEPS):
        if not step.done(done) and (i > reached or not step.optional):
            return step.name
    return "finish"


def step_page(name: str, **values: Any) -> str:
    """Return the page of a step, with all steps above it."""
    here = values.pop("work", None) or work()
    about = {
        "steps": [(step, step.done(here)) for step in STEPS],
        "works": bool(here.base.get("lines")) and is_answered(here.base),
    }
    return render_template(f"setup/setup_{name}.html", here=name, work=here, **about, **values)


def publish(note: str) -> bool:
    """Publish the draft; what keeps it from that is said. Tells whether it was done."""
    here = work()
    if here.errors:
        for problem in here.errors:
            flash(str(problem), "bad")
        return False
    author = account().full_name or account().name
    try:
        published = publisher().publish(here, author, note)
    except Outdated:
        flash(_("Somebody else has published meanwhile: look at the settings."), "warn")
        return False
    audit.changed("setup.published", str(published.revision))
    if published.words:
        flash(published.words, "warn")
    for words in published.unspoken:
        flash(_("Not spoken: %(words)s", words=words), "warn")
    return True
