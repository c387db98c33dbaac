"""Events of the box itself: it shall start anew, a rule has failed, old rows are deleted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestartAsked:
    """Somebody wants the switchboard to start anew; with `in_calls` even if that cuts calls off."""

    in_calls: bool = False
    request: str | None = None


@dataclass(frozen=True, slots=True)
class RuleFailed:
    """The office could not be shown: a rule that draws it has failed."""


@dataclass(frozen=True, slots=True)
class Expired:
    """Some of what is too old was deleted; `more`: there is more of it."""

    more: bool = False
