"""Who may call at all: everybody else meets silence, in the kernel, and is counted."""

from __future__ import annotations

import logging
import os
import socket
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network

from appliance.core.protocol.events import Event, StrangersIgnored
from appliance.telephony.config import SipConfig
from appliance.telephony.gate.buckets import Buckets
from appliance.telephony.gate.packet_filter import Instruction, attach, dropped, program
from appliance.telephony.gate.packet_filter6 import program6
from appliance.telephony.trunks.whereabouts import Whereabouts

log = logging.getLogger(__name__)

COUNT_SECONDS = 2.0
BAN_SECONDS = 60.0
MOST_BANNED = 200
"""The kernel takes programs of 4,096 steps, two for each (IPv6: nine); beyond, the first banned is
let in."""
SELF = ("127.0.0.1", "::1")


class Gate:
    """Guards the SIP sockets; without networks in the configuration everybody may call."""

    def __init__(
        self, config: SipConfig, whereabouts: Whereabouts, inbox: Callable[[Event], None]
    ) -> None:
        self._networks = None if config.allowed is None else list(map(ip_network, config.allowed))
        self._own = {*SELF, config.address, *filter(None, [config.address6])}
        self._whereabouts = whereabouts
        self._inbox = inbox
        self._sockets: list[socket.socket] = []
        self._counted: dict[int, int] = {}
        self._buckets = Buckets()
        self._banned: dict[str, float] = {}
        self._round = -1
        self._count_at = 0.0

    def guard(self, ports: Iterable[int]) -> None:
        """Stand before the SIP sockets on these ports."""
        self.stop()
        if self._networks is not None:
            self._sockets = sip_sockets(set(ports))
            self._counted = {sock.fileno(): dropped(sock) for sock in self._sockets}
            self._renew()

    def stop(self) -> None:
        """Leave; what the sockets have been told holds as long as they are open."""
        for sock in self._sockets:
            sock.close()
        self._sockets = []

    def admits(self, address: str, now: float) -> bool:
        """Whether a call from there is within reason; who calls too often is banned a while."""
        if self._networks is None or self.knows(address):
            return True
        if self._buckets.take(address, now):
            return True
        if address not in self._banned:
            log.warning("%s calls too often and is not heard for a while", address)
            while len(self._banned) >= MOST_BANNED:
                self._banned.pop(next(iter(self._banned)))
            self._banned[address] = now + BAN_SECONDS
            self._renew()
        return False

    def knows(self, address: str) -> bool:
        """Whether it is a trunk's or our own."""
        return address in self._known()

    def look(self, now: float) -> None:
        """Between polls: follow the trunks, let the banned in again, count."""
        if not self._sockets:
            return
        if self._round != self._whereabouts.round:
            self._renew()
        if now < self._count_at:
            return
        self._count_at = now + COUNT_SECONDS
        if over := [address for address, until in self._banned.items() if until <= now]:
            for address in over:
                del self._banned[address]
            self._renew()
        if news := sum(map(self._news, self._sockets)):
            self._inbox(StrangersIgnored(news))

    def _news(self, sock: socket.socket) -> int:
        count, before = dropped(sock), self._counted[sock.fileno()]
        self._counted[sock.fileno()] = count
        return (count - before) % 2**32

    def _known(self) -> set[str]:
        return self._own | self._whereabouts.all

    def _renew(self) -> None:
        self._round = self._whereabouts.round
        for sock in self._sockets:
            attach(sock, self._program_for(sock))

    def _program_for(self, sock: socket.socket) -> list[Instruction]:
        udp, networks = sock.type == socket.SOCK_DGRAM, self._networks or ()
        six = sock.family == socket.AF_INET6
        known = {address for address in self._known() if (":" in address) is six}
        banned = [address for address in self._banned if (":" in address) is six]
        if six:
            return program6(known, [n for n in networks if isinstance(n, IPv6Network)], banned, udp)
        return program(known, [n for n in networks if isinstance(n, IPv4Network)], banned, udp)


def sip_sockets(ports: set[int]) -> list[socket.socket]:
    """This process's sockets that SIP comes in by, each as another handle of the same socket."""
    handles = [socket.socket(fileno=os.dup(number)) for number in _socket_numbers()]
    for other in (sock for sock in handles if not _is_door(sock, ports)):
        other.close()
    return [sock for sock in handles if sock.fileno() >= 0]


def _socket_numbers() -> list[int]:
    """The descriptors that are sockets now, before any other handle of one is made."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the listing itself had a descriptor, which is closed again
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.append(int(name))
    return found


def _is_door(sock: socket.socket, ports: set[int]) -> bool:
    ours = sock.family in (socket.AF_INET, socket.AF_INET6)
    if not ours or sock.getsockname()[1] not in ports:
        return False
    listens = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    return sock.type == socket.SOCK_DGRAM or bool(listens)
