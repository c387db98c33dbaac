"""Who may use the page, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person may do on the page; each may all that those before it may."""

    PARTNER = "partner"
    VIEWER = "viewer"
    OPERATOR = "operator"
    SUPERIOR = "superior"
    INSTALLER = "installer"

    @property
    def rank(self) -> int:
        """The place in the order, from 0."""
        return list(Role).index(self)

    def may(self, needed: Role) -> bool:
        """Tell whether this role is enough where `needed` is asked for."""
        return self.rank >= needed.rank


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in. Passwords and other secrets stay in the store.

    `expires_at`: from then on the account is of no use (temporary staff). `language` "" is the
    browser's. `must_change`: the password was chosen by somebody else.
    """

    name: str
    full_name: str
    role: Role
    language: str = ""
    expires_at: datetime | None = None
    closed: bool = False
    must_change: bool = False
    second_factor: bool = False

    def usable(self, now: datetime) -> bool:
        """Tell whether its owner may come in now."""
        return not self.closed and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a log-in holds: without any request, and in all."""

    idle: timedelta
    total: timedelta

    def over(self, opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
        """Tell whether a session has ended by itself; so has one from the future."""
        return now - seen_at > self.idle or now - opened_at > self.total or now < opened_at


SESSION_LIMITS = {
    # Another office works there all day; whoever is there sees callers' numbers.
    Role.PARTNER: SessionLimits(timedelta(hours=10), timedelta(hours=14)),
    # A viewer may be a screen on the wall, and can change nothing.
    Role.VIEWER: SessionLimits(timedelta(hours=12), timedelta(days=30)),
    Role.OPERATOR: SessionLimits(timedelta(hours=10), timedelta(hours=14)),
    Role.SUPERIOR: SessionLimits(timedelta(minutes=30), timedelta(hours=12)),
    Role.INSTALLER: SessionLimits(timedelta(minutes=30), timedelta(hours=12)),
}


def is_last_installer(account: Account, others: Sequence[Account], now: datetime) -> bool:
    """Tell whether nobody but this account could still set up the box."""
    return not any(
        other.role is Role.INSTALLER
        and other.usable(now)
        and other.expires_at is None
        and other.name != account.name
        for other in others
    )
