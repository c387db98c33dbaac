"""Which addresses trunks and staff have: names are looked up on a thread of their own."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Mapping

from appliance.core.settings.trunks import Trunk
from appliance.telephony.network.addresses import host_of
from appliance.telephony.trunks.trunk_account import without_port

log = logging.getLogger(__name__)

LOOK_UP_SECONDS = 300.0
"""A provider may move to other addresses."""
NEIGHBOURS = ""
"""The staff among the trunks, whose ids are never empty."""


def addresses_of(host: str) -> frozenset[str]:
    """The IP addresses of a host; none where nobody knows it. May wait for a name server."""
    try:
        return frozenset({str(ipaddress.ip_address(host.strip("[]")))})
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        log.info("the name %s cannot be found: %s", host, error)
        return frozenset()
    return frozenset(str(address[4][0]) for address in found)


class Whereabouts:
    """Whose host is where. `changed` is called, on the other thread, when that is known anew."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._hosts: dict[str, frozenset[str]] = {}
        self._addresses: Mapping[str, frozenset[str]] = {}
        self._work = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.round = 0
        """Counts what has been found: another number, other addresses."""

    def seek(self, trunks: Iterable[Trunk], neighbours: Iterable[str]) -> None:
        """From now on look for these; what is written as an address is known at once."""
        self._hosts = {trunk.id: _hosts_of(trunk) for trunk in trunks}
        self._hosts[NEIGHBOURS] = frozenset(filter(None, map(host_of, neighbours)))
        self._addresses = {
            who: self._addresses.get(who, frozenset()) | _literal(hosts)
            for who, hosts in self._hosts.items()
        }
        self.round += 1
        if any(not _is_address(host) for hosts in self._hosts.values() for host in hosts):
            self._begin()

    def of_trunk(self, name: str) -> frozenset[str]:
        """The addresses of a trunk that are known now."""
        return self._addresses.get(name, frozenset())

    @property
    def all(self) -> frozenset[str]:
        """Every address from where we expect calls."""
        return frozenset().union(*self._addresses.values())

    def stop(self) -> None:
        """Look for nothing any more; a look-up under way ends by itself."""
        self._stopping = True
        self._work.set()

    def _begin(self) -> None:
        self._work.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="names", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._work.wait(LOOK_UP_SECONDS)
            self._work.clear()
            if self._stopping:
                return
            self._look_up()

    def _look_up(self) -> None:
        hosts = self._hosts
        found = {who: _found(names) for who, names in hosts.items()}
        # A name server that is away for a moment must not lock a provider out.
        kept = {who: there or self._addresses.get(who, there) for who, there in found.items()}
        if hosts is self._hosts and kept != self._addresses:
            self._addresses = kept
            self.round += 1
            self._changed()


def _hosts_of(trunk: Trunk) -> frozenset[str]:
    named = (trunk.host, trunk.registrar, trunk.proxy)
    return frozenset(without_port(host) for host in named if host)


def _found(hosts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(addresses_of, hosts))


def _literal(hosts: Iterable[str]) -> frozenset[str]:
    return _found(filter(_is_address, hosts))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
