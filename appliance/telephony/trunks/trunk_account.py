"""A trunk as an account of PJSIP: how it is set up, and how its registration fares."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pjsua2 as pj

from appliance.core.settings.trunks import Trunk
from appliance.telephony.config import SipConfig
from appliance.telephony.engine.engine import Incoming, Office
from appliance.telephony.engine.stack import account_config
from appliance.telephony.network.addresses import from_header
from appliance.telephony.network.six import account_config6, goes_over_ipv6

log = logging.getLogger(__name__)

REGISTRATION_SECONDS = 300
FIRST_RETRY_SECONDS = 2
RETRY_SECONDS = 30
SRTP = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "required": pj.PJMEDIA_SRTP_MANDATORY,
}

RegistrationTold = Callable[["TrunkAccount", int, str, int, str], None]
"""The account, the last status, its words, for how many seconds we are registered now, and the
whole answer, where there is one."""


class TrunkAccount(Office):
    """The account under which the calls of a trunk come and go."""

    def __init__(self, trunk: Trunk, incoming: Incoming, told: RegistrationTold) -> None:
        super().__init__(incoming)
        self.trunk = trunk
        self.trusted = trunk.trusted
        self.carrier = trunk.id
        self.retired = False
        self._told = told

    def onRegState(self, prm: pj.OnRegStateParam) -> None:
        """An answer to a REGISTER, or none."""
        try:
            if not self.retired:
                whole = prm.rdata.wholeMsg
                self._told(self, prm.code, prm.reason, prm.expiration, whole)
        except Exception:
            log.exception("the state of trunk %s could not be told", self.trunk.id)

    def sender(self, name: str, user: str, own_host: str) -> str:
        """The From header of a call: who has an account speaks in the provider's name."""
        return from_header(name, user, domain(self.trunk) if self.trunk.user else own_host)


def trunk_config(
    trunk: Trunk, config: SipConfig, own_host: str, seen_as: str = ""
) -> pj.AccountConfig:
    """The account of a trunk, on top of what holds for every account.

    `seen_as` is the address that its STUN server sees. The ports are ours: routers mostly keep
    them, and a provider sends its sound to where ours comes from.
    """
    six = goes_over_ipv6(trunk)
    account = account_config6(config) if six else account_config(config, own_host)
    if seen_as:
        account.mediaConfig.transportConfig.publicAddress = seen_as
    account.priority = 1
    user = trunk.user or trunk.identity or "sentralbord"
    account.idUri = f"sip:{user}@{domain(trunk) if trunk.user else own_host}"
    account.mediaConfig.srtpUse = SRTP[trunk.srtp]
    account.mediaConfig.srtpSecureSignaling = 0
    if trunk.user:
        credential = pj.AuthCredInfo("digest", "*", trunk.user, 0, trunk.password)
        account.sipConfig.authCreds.append(credential)
    if trunk.proxy:
        account.sipConfig.proxies.append(f"<{carried(f'sip:{trunk.proxy};lr', trunk)}>")
    _register(account, trunk, config)
    if seen_as and not trunk.registrar:
        account.sipConfig.contactForced = (
            f"<{carried(f'sip:{user}@{seen_as}:{config.port}', trunk)}>"
        )
    return account


def _register(account: pj.AccountConfig, trunk: Trunk, config: SipConfig) -> None:
    if not trunk.registrar:
        account.regConfig.registerOnAdd = False
        return
    registration = account.regConfig
    registration.registrarUri = carried(f"sip:{trunk.registrar}", trunk)
    registration.timeoutSec = REGISTRATION_SECONDS
    registration.firstRetryIntervalSec = FIRST_RETRY_SECONDS
    registration.retryIntervalSec = RETRY_SECONDS
    registration.dropCallsOnFail = False
    registration.unregWaitMsec = 0
    account.natConfig.udpKaIntervalSec = round(trunk.keep_alive_seconds)
    # Behind a router the registrar sees another address: it comes back with rport (RFC 3581).
    account.natConfig.contactRewriteUse = 0 if config.public_address else 1


def carried(uri: str, trunk: Trunk) -> str:
    """The URI with the transport of the trunk (RFC 3261 section 19.1.1)."""
    return uri if trunk.transport == "udp" else f"{uri};transport={trunk.transport}"


def domain(trunk: Trunk) -> str:
    """The domain of the account's address of record."""
    return without_port(trunk.registrar or trunk.host)


def without_port(host: str) -> str:
    """The host of `host:port`; an IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and not name.endswith(":") else host
