"""An editor's draft: what was changed since a revision, and how it meets what others published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from appliance.common.problems import SettingsError, did_you_mean
from appliance.core.settings.checks import check
from appliance.core.settings.problem import Problem
from appliance.settings.changes import Change, changes
from appliance.settings.document import country_of, parsed, plain, structured, written
from appliance.settings.merging import Merge, merged
from appliance.settings.renaming import Rename, renamed
from appliance.settings.shape import Kind, nearest, setting_at, table_at
from appliance.settings.structure import reader_of
from appliance.settings.tables import ABSENT, Path, Tables, with_value
from appliance.store.revisions import Draft, Outdated, Revision
from appliance.store.store import Store

TRIES = 5
"""So often an edit is made anew if another window of the same editor was faster."""

NO_OFFICE: Tables = {"office": {"name": ""}}
"""What one begins with where nothing is published."""


@dataclass(frozen=True)
class Work:
    """The settings as an editor sees them: the base revision, and what stands there now."""

    draft: Draft
    tables: Tables
    base: Tables
    newest: Revision | None
    recordings: frozenset[str] | None = None
    """The names of the uploaded recordings, where they are looked up."""

    @property
    def newest_number(self) -> int:
        """The revision in force; 0 while nothing is published."""
        return self.newest.revision if self.newest else 0

    @property
    def outdated(self) -> bool:
        """Whether somebody has published since this draft was begun."""
        return self.draft.base != self.newest_number

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What this draft changes; what is only written differently is no change."""
        return changes(self.base, self.normal)

    @cached_property
    def normal(self) -> Tables:
        """The draft in the normal form."""
        return _read(self.draft.document, self.recordings)[0]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps the draft from being published, and every warning."""
        return _read(self.draft.document, self.recordings)[1]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being published."""
        return tuple(problem for problem in self.problems if not problem.warning)

    @cached_property
    def meanwhile(self) -> tuple[Change, ...]:
        """What others have published since the draft was begun."""
        return changes(self.base, tables_of(self.newest))

    @cached_property
    def merge(self) -> Merge:
        """This draft and what others have published, laid together."""
        return merged(self.base, self.normal, tables_of(self.newest))


def work_of(store: Store, editor: str) -> Work:
    """The editor's draft, or the settings in force as the beginning of one.

    A draft that changes nothing begins anew with what is in force.
    """
    newest, draft = store.current(), store.draft(editor)
    if draft is None:
        return _fresh(editor, newest, 0)
    base = store.revision(draft.base) if draft.base else None
    work = Work(draft, _anyhow(draft.document), tables_of(base), newest)
    if work.outdated and not work.changes:
        return _fresh(editor, newest, draft.version)
    return work


def _fresh(editor: str, newest: Revision | None, version: int) -> Work:
    base = tables_of(newest)
    document = _written(newest.document) if newest else written(base)
    number = newest.revision if newest else 0
    return Work(Draft(editor, number, document, version), base, base, newest)


def edit(store: Store, editor: str, values: Mapping[Path, Any]) -> Work:
    """Set fields of the draft by their paths (ABSENT takes one out), in the normal form.

    Raises Outdated where other windows of the same editor never let it through.
    """

    return _kept(store, editor, lambda work: _with_values(work.tables, values))


def tried(work: Work, values: Mapping[Path, Any]) -> tuple[Problem, ...]:
    """What would be wrong with the draft if these fields were set; nothing is kept."""
    document = written(_with_values(work.tables, values))
    return tuple(problem for problem in _read(document, work.recordings)[1] if not problem.warning)


def _with_values(tables: Tables, values: Mapping[Path, Any]) -> Tables:
    for path, value in values.items():
        tables = with_value(tables, path, _normal_value(path, value, tables))
    return tables


def rename(store: Store, editor: str, wanted: Rename) -> Work:
    """Give an entry of the draft another id, with all that refers to it; raises as `edit`."""
    return _kept(store, editor, lambda work: renamed(work.tables, wanted))


def put(store: Store, editor: str, document: str) -> Work:
    """Put a whole document into the draft, broken or not; raises SettingsError if it is no TOML."""
    tables = parsed(document)
    return _kept(store, editor, lambda _: normal(tables))


def discard(store: Store, editor: str) -> None:
    """Forget the draft."""
    store.drop_draft(editor)


def rebase(store: Store, editor: str, seen: int, mine: frozenset[Path]) -> Work:
    """Base the draft on revision `seen`, the newest; `mine`: conflicts decided for the editor.

    Raises Outdated where yet another revision has come.
    """
    work = work_of(store, editor)
    if work.newest_number != seen:
        raise Outdated(f"revision {work.newest_number} is the newest, not {seen}")
    tables = work.merge.decided(mine)
    draft = replace(work.draft, base=seen, document=written(tables))
    store.keep_draft(draft)
    return work_of(store, editor)


def tables_of(revision: Revision | None) -> Tables:
    """The tables of a revision in the normal form; of one that cannot be read, as they stand."""
    return _normal_document(revision.document) if revision else NO_OFFICE


def normal(tables: Tables) -> Tables:
    """The tables as the box understands them, or as they stand where it does not."""
    try:
        return plain(structured(tables))
    except SettingsError:
        return tables


def field_of(path: str) -> Path:
    """The field that the path of a problem leads to: without the place within a list."""
    parts = tuple(path.split("."))
    entry, setting, rest = nearest(parts)
    if setting is None:
        return entry
    inside = rest if setting.kind in (Kind.BY_LANGUAGE, Kind.WEEKLY) else ()
    return (*entry, setting.name, *inside[:1])


def _kept(store: Store, editor: str, make: Callable[[Work], Tables]) -> Work:
    for tries_left in reversed(range(TRIES)):
        work = work_of(store, editor)
        draft = replace(work.draft, document=written(make(work)))
        try:
            store.keep_draft(draft)
            break
        except Outdated:
            if not tries_left:
                raise
    return work_of(store, editor)


@lru_cache(maxsize=8)
def _written(document: str) -> str:
    """A document in the normal form."""
    return written(_normal_document(document))


@lru_cache(maxsize=16)
def _read(document: str, recordings: frozenset[str] | None) -> tuple[Tables, tuple[Problem, ...]]:
    """A draft in the normal form, and everything that is wrong with it, warnings included."""
    try:
        tables = parsed(document)
    except SettingsError as error:
        return NO_OFFICE, error.problems
    try:
        directory = structured(tables, recordings)
    except SettingsError as error:
        return normal(tables), error.problems
    return plain(directory), check(directory, did_you_mean)


@lru_cache(maxsize=8)
def _normal_document(document: str) -> Tables:
    """The tables of a document that does not change any more; nobody changes them in place."""
    return normal(_anyhow(document))


@lru_cache(maxsize=16)
def _anyhow(document: str) -> Tables:
    try:
        return parsed(document)
    except SettingsError:
        return NO_OFFICE


def _normal_value(path: Path, value: Any, tables: Tables) -> Any:
    """A number in E.164 and the like; what cannot be read stays for the check to name."""
    setting = setting_at(path)
    table = table_at(path[:-1]) if setting else None
    if value is ABSENT or setting is None or table is None or setting.kind is Kind.SECRET:
        return value
    read = reader_of(table, setting.name, country_of(tables))
    if read is None or not isinstance(value, str):
        return value
    try:
        understood = read(value)
    except ValueError:
        return value
    return str(understood)
