"""SIPp as the provider of a trunk: it verifies our digests with its own code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sipp_provider import SippProvider
from telephony.box import Box

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import HangUp, Ring, UseTrunks
from appliance.core.protocol.events import LegAnswered, LegEnded, TrunkDown, TrunkUp
from appliance.core.settings.trunks import Transport, Trunk
from appliance.core.words.trouble_details import in_english
from appliance.telephony.config import SipConfig

pytestmark = pytest.mark.peers
USER, PASSWORD = "10000001", "kjempehemmelig"
CARRIED: list[tuple[Transport, str]] = [("udp", "u1"), ("tcp", "t1")]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    with Box(tmp_path, SipConfig(port=0, rtp_first=28000)) as box:
        yield box


def trunk(provider: SippProvider, transport: Transport, password: str = PASSWORD) -> Trunk:
    return Trunk(provider.host, user=USER, password=password, transport=transport)


def ring(provider: SippProvider) -> Ring:
    return Ring(LegId("out"), f"sip:+4710000055@{provider.host}", USER, "Kontoret", "trunk")


@pytest.mark.parametrize(("transport", "option"), CARRIED)
def test_it_registers(box: Box, tmp_path: Path, transport: Transport, option: str) -> None:
    with SippProvider(tmp_path, "registrar", option) as provider:
        account = trunk(provider, transport)
        registered = Trunk(
            **{name: getattr(account, name) for name in ("host", "user", "password", "transport")},
            registrar=provider.host,
        )
        box.do(UseTrunks((registered,)))
        assert box.wait(TrunkUp).trunk == "trunk"
        provider.ends_well()


def test_a_wrong_password_is_turned_away(box: Box, tmp_path: Path) -> None:
    with SippProvider(tmp_path, "registrar") as provider:
        wrong = Trunk(provider.host, user=USER, password="feil", registrar=provider.host)
        box.do(UseTrunks((wrong,)))
        assert "(403 Forbidden)" in in_english(box.wait(TrunkDown).reason)
        provider.ends_well()


@pytest.mark.parametrize(("transport", "option"), CARRIED)
def test_a_challenged_call_goes_through(
    box: Box, tmp_path: Path, transport: Transport, option: str
) -> None:
    with SippProvider(tmp_path, "challenged_call", option) as provider:
        box.do(UseTrunks((trunk(provider, transport),)), ring(provider))
        box.wait(LegAnswered)
        box.do(HangUp(LegId("out")))
        assert box.wait(LegEnded).code == 200
        provider.ends_well()


def test_a_call_with_a_wrong_password_ends_in_words(box: Box, tmp_path: Path) -> None:
    with SippProvider(tmp_path, "challenged_call") as provider:
        box.do(UseTrunks((trunk(provider, "udp", "feil"),)), ring(provider))
        ended = box.wait(LegEnded)
        assert (ended.code, ended.reason) == (403, "Forbidden")
        provider.ends_well()
