"""The draft of whoever asks: read once per request, changed by paths, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, TypeVar

from flask import abort, current_app, flash, g, url_for
from flask_babel import gettext as _

from appliance.common.problems import SettingsError
from appliance.core.settings.problem import Problem
from appliance.editing import drafting
from appliance.editing.drafting import Work, field_of
from appliance.settings.changes import SECRETS
from appliance.settings.differences import place_name
from appliance.settings.renaming import Rename
from appliance.settings.secrets import without_secrets
from appliance.settings.shape import nearest, table_at
from appliance.settings.tables import ABSENT, Path, Tables
from appliance.settings.words import field_words
from appliance.speech.uploads import Uploads
from appliance.store.revisions import Outdated
from web_config.ground.site import Site
from web_config.ground.stores import store
from web_config.kit.access import account
from web_config.settings.problem_words import in_words
from web_config.words.languages import chosen

T = TypeVar("T")
SECTION_PAGES: Mapping[str, str] = {
    "office": "office.page",
    "clients": "clients.page",
    "lines": "lines.page",
    "menus": "menus.page",
    "loops": "loops.page",
    "agents": "agents.page",
    "partners": "partners.page",
    "hours": "hours.page",
    "announcements": "announcements.page",
    "contacts": "contacts.page",
    "trunk": "trunks.page",
    "trunks": "trunks.page",
}
"""Where the entries of each table are shown."""


def language() -> str:
    """Return the language of the page, which is one of the box's own."""
    return chosen()


def uploads() -> Uploads:
    """Return the uploaded recordings."""
    return Uploads(data_folder() / "uploads")


def data_folder() -> FilePath:
    """Return the folder that survives a power cut."""
    site: Site = current_app.extensions["site"]
    return site.database.parent


def work() -> Work:
    """Return the draft of whoever asks."""
    if "settings_work" not in g:
        keep(drafting.work_of(store(), account().name))
    kept: Work = g.settings_work
    return kept


def keep(changed: Work) -> None:
    """Remember how the draft stands now, with the recordings that it may name."""
    g.settings_work = replace(changed, recordings=uploads().names())
    g.pop("settings_broken", None)


def lasting(make: Callable[[Tables], T]) -> T:
    """What is made of the whole draft by a function that only reads it; made again if it changes.

    So a page that shows a part of a large office does not look through all of it each time.
    """
    made: T = _made(make, _AsWritten(work().draft.document, work().tables))
    return made


@dataclass(frozen=True, slots=True)
class _AsWritten:
    """The tables of a draft, which are those of its document."""

    document: str
    tables: Tables = field(compare=False)


@lru_cache(maxsize=12)
def _made(make: Callable[[Tables], Any], draft: _AsWritten) -> Any:
    return make(draft.tables)


def save(values: Mapping[Path, Any]) -> None:
    """Set fields of the draft; what cannot be kept becomes a page with a sentence."""
    _keep_if_possible(lambda: drafting.edit(store(), account().name, values))


def rename(wanted: Rename) -> None:
    """Give an entry of the draft another id; what cannot be kept becomes a page as well."""
    _keep_if_possible(lambda: drafting.rename(store(), account().name, wanted))


def _keep_if_possible(change: Callable[[], Work]) -> None:
    try:
        keep(change())
    except Outdated:
        abort(409, _("Another window of yours is changing this draft. Try again."))
    except SettingsError as error:
        abort(422, str(error))
    flash(_("Kept in your draft. Nothing changes for callers until you publish."), "good")


def sentence(problem: Problem) -> str:
    """Return what is wrong, in the language of the page."""
    return in_words(problem.sentence)


def errors_at(entry: Path) -> dict[str, Any]:
    """Return what is wrong with an entry: field -> a sentence; "" -> those of the whole."""
    return _at(entry, work().errors)


def errors_with(entry: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what would be wrong with an entry that is not there yet, as `errors_at` does.

    What else would be wrong because of it, and is not yet, is of the whole.
    """
    found, before = drafting.tried(work(), {entry: values}), set(work().errors)
    errors = _at(entry, found)
    elsewhere = [p for p in found if field_of(p.path)[: len(entry)] != entry and p not in before]
    if elsewhere:
        told = [f"{about(field_of(problem.path))}: {sentence(problem)}" for problem in elsewhere]
        errors[""] = [*errors.get("", []), *told]
    return errors


def _at(entry: Path, problems: Iterable[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for problem in problems:
        path = field_of(problem.path)
        if nearest(path)[0] != entry:
            continue
        if path == entry:
            found.setdefault("", []).append(sentence(problem))
        else:
            name, words = ".".join(path[len(entry) :]), sentence(problem)
            found[name] = f"{found[name]} {words}" if name in found else words
    return found


def is_broken(entry: Path) -> bool:
    """Whether something is wrong with an entry, or with a table inside it."""
    return entry in _broken()


def _broken() -> frozenset[Path]:
    """All entries, and tables inside them, with something wrong: looked for once per request."""
    if "settings_broken" not in g:
        paths = [field_of(problem.path) for problem in work().errors]
        g.settings_broken = frozenset(
            path[:length] for path in paths for length in range(1, len(path) + 1)
        )
    kept: frozenset[Path] = g.settings_broken
    return kept


def errors_inside(entry: Path) -> list[tuple[str, str]]:
    """Return what is wrong with the tables inside an entry: the way there, and a sentence."""
    found = [(field_of(problem.path), problem) for problem in work().errors]
    return [
        (place(path), f"{about(path)}: {sentence(problem)}")
        for path, problem in found
        if path[: len(entry)] == entry and nearest(path)[0] != entry
    ]


def links(problems: tuple[Problem, ...]) -> Iterator[tuple[str, str, Problem]]:
    """Return, for each problem, what it is about and the way to its field."""
    for problem in problems:
        path = field_of(problem.path)
        yield problem.path, place(path), problem


def place(path: Path) -> str:
    """Return the address of the page on which a field is edited, with the field as its target."""
    entry = next((path[:n] for n in range(len(path), 0, -1) if table_at(path[:n])), path[:1])
    target = ".".join(path[len(entry) :]) or None
    page = SECTION_PAGES.get(entry[0])
    if page is None:
        return url_for("review.document")
    if entry == ("office",):
        return url_for("office.page", _anchor=target)
    if entry == ("trunk",):
        return url_for("trunks.entry", id="trunk", _anchor=target)
    noun = page.partition(".")[0]
    if len(entry) == 2:
        return url_for(f"{noun}.entry", id=entry[1], _anchor=target)
    if len(entry) > 2:
        return url_for(f"{noun}.inner", id=entry[1], inside="/".join(entry[2:]), _anchor=target)
    return url_for(page)


def about(path: Path) -> str:
    """Return what a field is called, with the entry that it belongs to."""
    entry, setting, _rest = nearest(path)
    name = place_name(work().tables, entry, language())
    label = field_words(setting.table, setting.name, language()).label if setting else ""
    return f"{name}: {label}" if label else name


def hidden(path: Path, value: Any) -> Any:
    """Return a value that may be shown: of a password only that there is one."""
    if path[-1] in SECRETS and value is not ABSENT:
        return "•••"
    return without_secrets(dict(value)) if isinstance(value, Mapping) else value
