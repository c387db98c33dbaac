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
    """No rule could take an event; `settings`: it was the one by which settings are taken over."""

    settings: bool = False


@dataclass(frozen=True, slots=True)
class Expired:
    """Some of what is too old was deleted; `more`: there is more of it."""

    more: bool = False
