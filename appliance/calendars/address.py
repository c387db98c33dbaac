"""Where a calendar lies, and whether it may be fetched from there at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, unquote, urljoin, urlsplit

from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess

SECURE = {"https": True, "webcal": True, "webcals": True, "http": False}
"""webcal is what programs write for "subscribe to this"; it means the same as https here."""

KEPT = "/%:=&?~+!$,;'@()*[]"
NO_ADDRESS = "This is no address of a calendar: it must begin with https:// or webcal://."


@dataclass(frozen=True, slots=True)
class Address:
    """A place on the network; `target` is the path and the query, which may be the secret."""

    secure: bool
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, url: str) -> Self:
        """The place that a URL names; raises CalendarError, which does not repeat it."""
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise CalendarError(NO_ADDRESS) from None
        secure = SECURE.get(parts.scheme.lower())
        if secure is None or not host:
            raise CalendarError(NO_ADDRESS)
        target = quote(parts.path or "/", KEPT) + (
            f"?{quote(parts.query, KEPT)}" * bool(parts.query)
        )
        return cls(secure, host, port or (443 if secure else 80), target)

    def led_to(self, location: str) -> Self:
        """Where a redirection leads: to https, or within the same place; raises CalendarError."""
        scheme = "https" if self.secure else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        there = type(self).of(urljoin(f"{scheme}://{host}:{self.port}{self.target}", location))
        if not there.secure and (there.host, there.port) != (self.host, self.port):
            raise CalendarError(f"{self.host} leads on to an address without https: not followed.")
        return there


def not_found(host: str) -> CalendarError:
    """The host has no address."""
    return CalendarError(f"{host} is not known to the network: check the address, and the network.")


def logged_in(access: CalendarAccess) -> CalendarAccess:
    """The same with the user and the password that its address holds (https://user:pw@host)."""
    try:
        parts = urlsplit(access.url.strip())
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:
        return access
    if access.user or access.password or not (user or password):
        return access
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return replace(access, url=bare, user=user, password=password)
