"""PJSIP's life on its one owner thread: start, poll, wake, destroy."""

from __future__ import annotations

import errno
import logging
import math
import socket
from collections.abc import Callable

import pjsua2 as pj

from appliance.core.settings.trunks import Transport
from appliance.telephony.config import EVERY_ADDRESS, EVERY_ADDRESS6, SipConfig, TelephonyError
from appliance.telephony.engine.stack import (
    Log,
    account_config,
    check_free,
    check_papers,
    choose_codecs,
    endpoint_config,
    own_address_towards,
    secure_transport_config,
    silence_until_configured,
    transport_config,
)
from appliance.telephony.network.addresses import is_ipv6, source
from appliance.telephony.network.six import (
    TRANSPORTS6,
    account_config6,
    own_address6_towards,
    transport_config6,
)

log = logging.getLogger(__name__)

KEEP_ALIVE = b"\r\n\r\n"
"""A datagram that SIP passes over (RFC 5626 section 3.5.1)."""
PJ_SYSTEM_ERRORS = 120_000
"""PJ_ERRNO_START_SYS: errno values follow."""

Incoming = Callable[["Office", pj.OnIncomingCallParam], None]
Select = Callable[[str, int], int | None]
"""From the address and port of a caller: the account that takes the call; None: the office."""


class FrontDoor(pj.Endpoint):  # type: ignore[misc]
    """PJSIP's endpoint, which asks whose call comes in."""

    def __init__(self, select: Select) -> None:
        super().__init__()
        self._select = select
        self.office = self.office6 = 0

    def onSelectAccount(self, prm: pj.OnSelectAccountParam) -> None:
        """PJSIP itself goes by user names, which everybody can write."""
        try:
            host, port = source(prm.rdata.srcAddress)
            office = self.office6 if is_ipv6(host) else self.office
            chosen = self._select(host, port)
            prm.accountIndex = office if chosen is None else chosen
        except Exception:
            log.exception("no account could be chosen for a call")


class Office(pj.Account):  # type: ignore[misc]
    """The account under which calls come and go that no trunk carries."""

    trusted = False
    """Whether its P-Asserted-Identity counts."""
    carrier = ""
    """The id of its trunk."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self._incoming = incoming
        self.answered: Callable[[str], None] = lambda request: None
        """Hears of each request outside a dialog that was answered, as we had sent it."""

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        """An INVITE that opens a dialog."""
        try:
            self._incoming(self, prm)
        except Exception:
            log.exception("an incoming call could not be taken")
            self.refused(prm.callId, pj.PJSIP_SC_INTERNAL_SERVER_ERROR)

    def onSendRequest(self, prm: pj.OnSendRequestParam) -> None:
        """A request outside a dialog was answered, or has timed out."""
        try:
            told = prm.e.body.tsxState
            if told.type == pj.PJSIP_EVENT_RX_MSG:
                self.answered(told.tsx.lastTx.wholeMsg)
        except Exception:
            log.exception("an answer could not be read")

    def refused(self, call_id: int, code: int) -> pj.Call:
        """Refuse a call that will have no leg; what is returned has ended already."""
        call = pj.Call(self, call_id)
        try:
            hang_up(call, code)
        except pj.Error as error:
            log.warning("an incoming call could not be refused: %s", error.reason)
        return call


def hang_up(call: pj.Call, code: int = 0) -> None:
    """End a call in whatever state it is; 0 lets PJSIP choose the status. Raises pj.Error."""
    prm = pj.CallOpParam()
    prm.statusCode = code
    call.hangup(prm)


def shut_down(account: pj.Account) -> None:
    """Let an account go, which the library may have done already."""
    if account.isValid():
        account.shutdown()


class Engine:
    """Owns the library. Everything but `wake` belongs to the thread that called `start`."""

    running = False
    """PJSIP exists once in a process; a second endpoint would abort it."""

    def __init__(
        self, config: SipConfig, incoming: Incoming, select: Select, unread: Callable[[str], None]
    ) -> None:
        self._config = config
        self._unread = unread
        self._incoming = incoming
        self._select = select
        self._endpoint: FrontDoor | None = None
        self._transports: dict[str, int] = {}
        self._account: Office | None = None
        self._account6: Office | None = None
        self._waker: socket.socket | None = None
        self._woken = False
        self.port = config.port

    @property
    def account(self) -> Office:
        """The account, between `start` and `destroy`."""
        if self._account is None:
            raise TelephonyError("SIP has not been started.")
        return self._account

    @property
    def account6(self) -> Office:
        """The one of calls over IPv6; without an address of that kind the other one."""
        return self._account6 or self.account

    @property
    def host(self) -> str:
        """The address under which the box speaks of itself."""
        config = self._config
        if config.public_address or config.address != EVERY_ADDRESS:
            return config.public_address or config.address
        return own_address_towards("")

    def own_address_for(self, far_host: str) -> str:
        """Which of our addresses a far end reaches; "" where it is always the same one."""
        config = self._config
        if is_ipv6(far_host):
            every = config.address6 == EVERY_ADDRESS6
            return own_address6_towards(far_host) if every else ""
        every = config.address == EVERY_ADDRESS and not config.public_address
        return own_address_towards(far_host) if every else ""

    def start(self) -> None:
        """Open the SIP socket. Raises TelephonyError with a sentence for the installer."""
        if Engine.running:
            raise TelephonyError("SIP runs in this process already.")
        Engine.running = True
        try:
            self._endpoint = endpoint = FrontDoor(self._select)
            silence_until_configured()
            endpoint.libCreate()
            endpoint.libInit(endpoint_config(self._config, Log(self._unread)))
            self._open_socket(endpoint)
            self._open_streams()
            endpoint.libStart()
            endpoint.audDevManager().setNullDev()
            choose_codecs(endpoint)
            self._account = Office(self._incoming)
            self._account.create(account_config(self._config, self.host), True)
            endpoint.office = self._account.getId()
            if self._config.address6:
                self._account6 = Office(self._incoming)
                self._account6.create(account_config6(self._config))
                endpoint.office6 = self._account6.getId()
        except (pj.Error, ValueError, TelephonyError) as error:
            self.destroy()
            raise TelephonyError(self._why_not(error)) from None
        self._waker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._waker.setblocking(False)

    def _open_socket(self, endpoint: pj.Endpoint) -> None:
        config = transport_config(self._config)
        self.port = self._port_of(endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, config))
        self._open_six("udp", self.port)

    def _open_six(self, kind: Transport, port: int) -> None:
        """The same for IPv6, where the box has such an address."""
        if self._config.address6 and self._endpoint:
            config = transport_config6(kind, self._config, port)
            self._endpoint.transportCreate(TRANSPORTS6[kind], config)

    def _open_streams(self) -> None:
        """Raises TelephonyError with a sentence that names the port."""
        wanted: dict[Transport, int | None] = {
            "tcp": self.port if self._config.tcp else None,
            "tls": self._config.tls_port,
        }
        if self._config.tls_port is not None:
            check_papers(self._config)
        for kind, port in wanted.items():
            try:
                if port is not None:
                    check_free(self._config.address, port)
                    self.open_transport(kind)
            except (pj.Error, OSError) as error:
                place = f"{kind.upper()} port {port} of {self._config.address}"
                reason = getattr(error, "reason", "") or str(error)
                raise TelephonyError(f"{place} cannot be opened: {reason}.") from None

    def open_transport(self, kind: Transport) -> None:
        """See to it that calls can go by UDP, TCP or TLS. Raises pj.Error."""
        if kind == "udp" or kind in self._transports or not self._endpoint:
            return
        if kind == "tls":
            config = secure_transport_config(self._config)
            made = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_TLS, config)
        else:
            config = transport_config(self._config)
            config.port = self.port if self._config.tcp else 0
            made = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, config)
        self._transports[kind] = port = self._port_of(made)
        self._open_six(kind, port)

    def _port_of(self, transport: int) -> int:
        assert self._endpoint
        return int(self._endpoint.transportGetInfo(transport).localAddress.rpartition(":")[2])

    @property
    def ports(self) -> frozenset[int]:
        """Where SIP comes in, by whatever transport."""
        return frozenset((self.port, *self._transports.values()))

    def _why_not(self, error: Exception) -> str:
        if isinstance(error, TelephonyError):
            return str(error)
        place = f"UDP port {self._config.port} of {self._config.address}"
        number = getattr(error, "status", 0) - PJ_SYSTEM_ERRORS
        sentences = {
            errno.EADDRINUSE: f"{place} is taken by another program: stop it, or set another port.",
            errno.EADDRNOTAVAIL: f"{self._config.address} is none of this machine's addresses.",
            errno.EACCES: f"{place} may not be opened by this user: take a port above 1023.",
        }
        reason = getattr(error, "reason", "") or str(error)
        return sentences.get(number, f"SIP could not be started on {place}: {reason}")

    def poll(self, seconds: float) -> None:
        """Handle what SIP has for us, waiting for it at most so long."""
        if self._endpoint:
            self._endpoint.libHandleEvents(math.ceil(seconds * 1000))
            self._woken = False

    def wake(self) -> None:
        """End the poll at once, from any thread.

        Whoever wakes has put its event before; while `_woken` stands the owner has yet to return
        from its poll and will see that event, so one datagram does for all.
        """
        if self._woken or self._waker is None:
            return
        self._woken = True
        address = "127.0.0.1" if self._config.address == EVERY_ADDRESS else self._config.address
        try:
            self._waker.sendto(KEEP_ALIVE, (address, self.port))
        except OSError as error:
            log.debug("the SIP socket takes no more, so it is awake: %s", error)

    def stop_clock(self) -> None:
        """Stop the clock of all media: from now on no other thread calls what we have made."""
        if self._endpoint:
            self._endpoint.audDevManager().setNoDev()

    def destroy(self) -> None:
        """End the library, once; every other object of pjsua2 must be gone."""
        endpoint, self._endpoint = self._endpoint, None
        accounts = [each for each in (self._account, self._account6) if each]
        self._account = self._account6 = None
        if self._waker:
            self._waker.close()
            self._waker = None
        if not endpoint:
            return
        Engine.running = False
        while accounts:
            shut_down(accounts.pop())
        try:
            endpoint.libDestroy(pj.PJSUA_DESTROY_NO_RX_MSG)
        except pj.Error as error:
            log.error("SIP did not end cleanly: %s", error.reason)
