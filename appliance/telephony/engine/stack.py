"""How PJSIP is set up for a switchboard: what is switched on, how large, and where it logs."""

from __future__ import annotations

import ctypes
import ipaddress
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pjsua2 as pj

from appliance.common.own_address import own_address
from appliance.telephony.config import EVERY_ADDRESS, SipConfig, TelephonyError
from appliance.telephony.gate.unread import SENDER

log = logging.getLogger("appliance.telephony.pjsip")

CLOCK_HZ = 8000
FRAME_MS = 20
CODECS = ("PCMA/8000/1", "PCMU/8000/1")
"""G.711, which every trunk and telephone speaks; the first one is offered first."""
UNREWRITTEN_ADDRESS = "192.0.2.1"
"""Stands in SDP (TEST-NET-1, RFC 5737) until the leg's own address is put in its place."""
LOG_LEVELS = {1: logging.ERROR, 2: logging.WARNING, 3: logging.INFO}
USUAL = (
    *("Error processing", "Error parsing", "socket bind() at"),
    *("bind() error", "pjsua_transport_create", "in on_acc_send_request"),
    *("Bad SDP in incoming", "Error parsing/validating SDP"),
)
"""Junk from the network, an audio port that somebody else has, what the engine says better, an
answer to a question of an account that is gone, an SDP that was told of as unread."""
RESOLVER_FILE = Path("/etc/resolv.conf")


class Log(pj.LogWriter):  # type: ignore[misc]
    """PJSIP's log as Python's; of a message that could not be read the reason, not the text.

    `unread` hears of requests that were refused because they could not be read.
    """

    def __init__(self, unread: Callable[[str], None]) -> None:
        super().__init__()
        self._unread = unread

    def write(self, entry: pj.LogEntry) -> None:
        """Called from any thread."""
        try:
            said = entry.msg.strip()
            if said.startswith(SENDER):
                self._unread(said.removeprefix(SENDER))
                return
            level = LOG_LEVELS.get(entry.level, logging.DEBUG)
            if log.isEnabledFor(level):
                lines = said.splitlines() or [""]
                usual = any(words in lines[0] for words in USUAL)
                text = lines[0] if usual else "\n".join(lines)
                log.log(logging.DEBUG if usual else level, "%s", text[:2000])
        except Exception:
            log.exception("PJSIP's log line could not be passed on")


def silence_until_configured() -> None:
    """Before its own log settings hold, PJSIP writes to the standard output; pjsua2 has no say."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(pj._pjsua2.__file__).pj_log_set_level(0)


def endpoint_config(config: SipConfig, writer: Log) -> pj.EpConfig:
    """One owner thread polls; one media thread; G.711 frames; no sound card, VAD or echo work."""
    ep = pj.EpConfig()
    ep.uaConfig.threadCnt = 0
    ep.uaConfig.mainThreadOnly = False
    ep.uaConfig.maxCalls = config.max_legs
    ep.uaConfig.userAgent = "Sentralbord"
    ep.uaConfig.natTypeInSdp = 0
    ep.uaConfig.nameserver = _nameservers(config)
    ep.logConfig.level = ep.logConfig.consoleLevel = config.log_level
    ep.logConfig.msgLogging = 1 if config.log_level > 3 else 0
    ep.logConfig.decor = pj.PJ_LOG_HAS_SENDER
    ep.logConfig.writer = writer
    writer.__disown__()  # libDestroy deletes it
    _set_up_media(ep.medConfig, config)
    return ep


def _set_up_media(media: pj.MediaConfig, config: SipConfig) -> None:
    media.maxMediaPorts = config.max_sounds
    media.clockRate = media.sndClockRate = CLOCK_HZ
    media.channelCount = 1
    media.audioFramePtime = media.ptime = FRAME_MS
    media.threadCnt = 1
    media.noVad = True
    media.ecTailLen = 0
    media.sndAutoCloseTime = -1
    media.jbInit = media.jbMinPre = 0
    media.jbMaxPre = 160
    media.jbMax = 240


def _nameservers(config: SipConfig) -> pj.StringVector:
    """For PJSIP's own resolver: without it, each name would stop the owner thread."""
    servers = pj.StringVector()
    if ipaddress.ip_address(config.address).is_loopback or not RESOLVER_FILE.exists():
        return servers
    for line in RESOLVER_FILE.read_text().splitlines():
        word, _, address = line.partition(" ")
        if word == "nameserver" and "." in address:
            servers.append(address.strip())
    return servers


def transport_config(config: SipConfig) -> pj.TransportConfig:
    """A socket for SIP, by UDP or TCP."""
    transport = pj.TransportConfig()
    transport.port = config.port
    transport.boundAddress = "" if config.address == EVERY_ADDRESS else config.address
    transport.publicAddress = config.public_address or ""
    transport.qosType = pj.PJ_QOS_TYPE_SIGNALLING
    return transport


def check_free(address: str, port: int) -> None:
    """PJSIP says nothing when it cannot listen for TLS. Raises OSError."""
    with socket.create_server((address, port), family=socket.AF_INET):
        pass


def check_papers(config: SipConfig) -> None:
    """PJSIP would look at them at the first call. Raises TelephonyError with a sentence."""
    import ssl  # 0.9 MB, for boxes that speak TLS

    certificate, key = config.certificate or Path(), config.private_key or Path()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as error:
        words = f"TLS cannot be spoken with {certificate} and {key}: {error}"
        raise TelephonyError(words) from None


def secure_transport_config(config: SipConfig) -> pj.TransportConfig:
    """The TLS socket; without a certificate it serves calls that go out only."""
    transport = transport_config(config)
    transport.port = config.tls_port or 0
    tls = transport.tlsConfig
    tls.certFile = str(config.certificate or "")
    tls.privKeyFile = str(config.private_key or "")
    if config.trusted_certificates:
        tls.CaListFile = str(config.trusted_certificates)
        tls.verifyServer = True
    return transport


def account_config(config: SipConfig, host: str) -> pj.AccountConfig:
    """The one account: takes every number, registers nowhere, rewrites and locks nothing."""
    account = pj.AccountConfig()
    account.idUri = f"sip:sentralbord@{host}"
    account.natConfig.contactRewriteUse = 0
    account.natConfig.viaRewriteUse = 0
    account.natConfig.sdpNatRewriteUse = 0
    account.mediaConfig.lockCodecEnabled = False
    # Else PJSIP asks a name server for its own name at each call, and waits for the answer.
    account.mediaConfig.ipv6Use = pj.PJSUA_IPV6_DISABLED
    account.sipConfig.ipv6Use = pj.PJSUA_IPV6_DISABLED
    rtp = account.mediaConfig.transportConfig
    rtp.port, rtp.portRange = config.rtp_first, config.rtp_ports
    # Callers whom a power cut has cut off still send to the old ports, and PJSIP would answer them.
    rtp.randomizePort = True
    rtp.qosType = pj.PJ_QOS_TYPE_VOICE
    if config.address == EVERY_ADDRESS:
        rtp.publicAddress = config.public_address or UNREWRITTEN_ADDRESS
    else:
        rtp.boundAddress = config.address
        rtp.publicAddress = config.public_address or ""
    return account


def choose_codecs(endpoint: pj.Endpoint) -> None:
    """Leave on what we speak, in our order, and nothing else."""
    for codec in endpoint.codecEnum2():
        wanted = codec.codecId in CODECS
        priority = 255 - CODECS.index(codec.codecId) if wanted else 0
        endpoint.codecSetPriority(codec.codecId, priority)


def own_address_towards(host: str) -> str:
    """The IPv4 address of the interface that leads to `host`. Without a network: 127.0.0.1."""
    return own_address(socket.AF_INET, host) or "127.0.0.1"
