"""Publishing: check the whole, speak its sentences, store it in one act, tell the box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appliance.core.settings.directory import Directory
from appliance.editing.drafting import Work
from appliance.settings.document import read, structured, written
from appliance.store.revisions import Outdated, Publication, Revision
from appliance.store.store import Store

__all__ = ["Outdated", "Published", "Publisher"]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it: the revision, what the box says, and what could not be spoken."""

    revision: int
    words: str
    unspoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes for a page or a command.

    `render` speaks every sentence into the cache, in another process, and returns what could not
    be spoken; it comes first, so that new settings never wait for their prompts. `tell` lets the
    box know and returns its words. Killed at any moment, the store holds the old settings or the
    new ones, whole.
    """

    store: Store
    render: Callable[[Directory], list[str]]
    tell: Callable[[], str]

    def publish(self, work: Work, author: str, note: str) -> Published:
        """Publish a draft. Raises SettingsError with its problems, or Outdated."""
        directory = structured(work.tables, work.recordings)
        return self._publish(
            directory,
            Publication(
                written(work.tables),
                author,
                note,
                expected=work.draft.base,
                editor=work.draft.editor,
                trial=True,
            ),
        )

    def return_to(self, old: Revision, newest: int, author: str, note: str) -> Published:
        """Publish an old revision anew; `newest` is the one that was seen. Raises as `publish`."""
        directory = read(old.document)
        new = Publication(old.document, author, note, expected=newest, trial=True)
        return self._publish(directory, new)

    def _publish(self, directory: Directory, new: Publication) -> Published:
        unspoken = self.render(directory)
        revision = self.store.publish_as(new)
        return Published(revision, self.tell(), tuple(unspoken))
