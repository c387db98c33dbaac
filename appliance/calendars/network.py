"""Which machine a host's name stands for, and whether a calendar may be asked for there.

Every name is looked up once while a calendar is read, so that a name that changes its address
in between leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appliance.calendars.address import Address, not_found
from appliance.calendars.troubles import CalendarError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where a network translates addresses (RFC 6052), the last four bytes are one of IPv4."""

OWN_NAMES = (".local", ".localhost", ".lan", ".home", ".internal", ".home.arpa", ".localdomain")
"""Names that no stranger can give (RFC 6762, 6761, 8375); nor those without a dot."""


@dataclass(frozen=True, slots=True)
class Place:
    """A machine's address as a socket takes it."""

    family: int
    ip: IP
    at: Any

    @property
    def is_near(self) -> bool:
        """This machine or a private network (RFC 1918, 4193)."""
        return self.ip.is_private or self.ip.is_loopback

    @property
    def is_inside(self) -> bool:
        """Anywhere that the internet does not lead to."""
        return not self.ip.is_global

    @property
    def is_a_machine(self) -> bool:
        """Not everybody, nor nobody."""
        return not (self.ip.is_multicast or self.ip.is_unspecified or _is_broadcast(self.ip))


class Network:
    """Finds machines, and remembers them as long as it lives."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[Place, ...]] = {}

    def places(self, address: Address) -> tuple[Place, ...]:
        """The machines of a host that may be asked; raises CalendarError."""
        key = address.host, address.port
        if key not in self._known:
            self._known[key] = _looked_up(*key)
        _check(address, self._known[key])
        return self._known[key]

    def check_led(self, before: Address, there: Address) -> None:
        """Whether a redirection leads from outside into the office; raises CalendarError."""
        inside = any(place.is_inside for place in self.places(there))
        if inside and not all(place.is_inside for place in self.places(before)):
            raise CalendarError(
                f"{before.host} leads on into the office's own network: not followed."
            )


def _check(address: Address, places: Sequence[Place]) -> None:
    host = address.host
    if not all(place.is_a_machine for place in places):
        raise CalendarError(f"{host} is the address of no machine: check the address.")
    if _is_public(host) and any(place.ip.is_loopback for place in places):
        raise CalendarError(f"{host} leads back into this box: it is not asked.")
    if not address.secure and not all(place.is_near for place in places):
        raise CalendarError(
            f"{host} is asked without https, so that everybody on the way could read "
            "the calendar. Use an address that begins with https://."
        )


def _is_public(host: str) -> bool:
    """Whether a name is one that strangers may let point anywhere."""
    name = host.rstrip(".").lower()
    return "." in name and not name.endswith(OWN_NAMES) and not _is_ip(name)


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _looked_up(host: str, port: int) -> tuple[Place, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise not_found(host) from None
    return tuple(Place(each[0], _ip(str(each[4][0])), each[4]) for each in found)


def _ip(text: str) -> IP:
    """The address that is reached, also where one of IPv4 is dressed as one of IPv6."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return ip.ipv4_mapped or ip.sixtofour or ip
    return ip


def _is_broadcast(ip: IP) -> bool:
    return ip == ipaddress.IPv4Address("255.255.255.255")
