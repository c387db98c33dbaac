"""Two switchboards, each a process, with a trunk of TLS and encrypted voice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.certificate import Certificate, certificate
from support.little_office import CALLER, CALLER_SAYS, NORDLYS, PITCH, office, tone_seconds
from support.patience import PATIENCE
from support.ports import free_port, nobody
from support.running_box import RunningBox, eventually, trail

from appliance.core.settings.trunks import Srtp, Transport, Trunk
from appliance.probe.telephone import ProbeCall, Telephone

pytestmark = pytest.mark.peers
HERE, THERE = "127.0.0.1", "127.0.0.2"
"""The office that calls, and the one that is called through the trunk."""
A_SECOND = 16_000
Pair = tuple[RunningBox, RunningBox]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("papers"), HERE, THERE)


@pytest.fixture
def pair(tmp_path: Path, prompts: Path, papers: Certificate) -> Iterator[Callable[..., Pair]]:
    with ExitStack() as boxes:

        def make(
            transport: Transport, srtp: Srtp, their_srtp: Srtp, *, trusted: bool = True
        ) -> Pair:
            port = free_port()
            sip = {"address": THERE, "port": port if transport != "tls" else 0}
            sip |= _listens(transport, port, papers)
            trust = {"trusted_certificates": str(papers.certificate)} if trusted else {}
            there = replace(Trunk(HERE, transport=transport), srtp=their_srtp)
            here = Trunk(f"{THERE}:{port}", transport=transport, srtp=srtp)
            called = boxes.enter_context(_box(tmp_path / "there", prompts, there, sip))
            caller = _box(tmp_path / "here", prompts, here, {"address": HERE, "port": 0, **trust})
            return boxes.enter_context(caller), called

        yield make


def _listens(transport: Transport, port: int, papers: Certificate) -> Mapping[str, Any]:
    keys = {name: str(path) for name, path in papers._asdict().items()}
    return {"tls_port": port, **keys} if transport == "tls" else {"tcp": transport == "tcp"}


def _box(folder: Path, prompts: Path, trunk: Trunk, sip: Mapping[str, Any]) -> RunningBox:
    folder.mkdir()
    numbers = {"anna": nobody("anna"), "bo": nobody("bo"), "cato": "+4710000055"}
    return RunningBox(
        folder,
        prompts,
        office(numbers, trunk=trunk, wrap_up=0.2, message=3.0),
        tables={"sip": dict(sip)},
    )


def recorded_bytes(box: RunningBox) -> int:
    """How much of a message has been written so far."""
    files = box.process.device.recordings.glob("*.wav")
    return max((file.stat().st_size for file in files), default=0)


def calls_cato(telephone: Telephone, box: RunningBox) -> ProbeCall:
    """Key 3 rings Cato, who is reached by the trunk."""
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE), call.history
    assert call.hear(PITCH["Nordlys."], 0.1, PATIENCE), call.history
    call.press("3")
    return call


@pytest.mark.parametrize(
    ("transport", "srtp", "their_srtp"),
    [
        ("tls", "required", "required"),
        ("tls", "required", "optional"),
        ("tls", "optional", "optional"),
        ("tls", "off", "off"),
        ("tcp", "off", "optional"),
    ],
)
def test_both_hear_each_other_through_the_trunk(
    pair: Callable[..., Pair],
    telephone: Telephone,
    transport: Transport,
    srtp: Srtp,
    their_srtp: Srtp,
) -> None:
    here, there = pair(transport, srtp, their_srtp)
    call = calls_cato(telephone, here)
    assert call.hear(PITCH["unknown_line"], 0.2, PATIENCE), here.log + there.log
    there.stands("message")
    call.send_tone(CALLER_SAYS)
    eventually(lambda: recorded_bytes(there) > A_SECOND)
    call.hang_up()
    (message,) = eventually(there.messages)
    assert tone_seconds(there.recording(message), CALLER_SAYS) > 0.5


def test_a_call_in_the_open_is_refused_where_encryption_is_required(
    pair: Callable[..., Pair], telephone: Telephone
) -> None:
    here, there = pair("tls", "off", "required")
    call = calls_cato(telephone, here)
    here.stands("waiting")
    call.hang_up()
    (refusal,) = [w for w in trail(here.call_record()) if "did not take the call" in w][:1]
    assert "488" in refusal or "406" in refusal
    assert there.calls() == []


def test_a_certificate_that_nobody_vouches_for_is_not_taken(
    tmp_path: Path, prompts: Path, papers: Certificate, telephone: Telephone
) -> None:
    (tmp_path / "other").mkdir()
    other = certificate(tmp_path / "other", THERE)
    port = free_port()
    sip = {"address": THERE, "port": 0, **_listens("tls", port, other)}
    vouched = {"address": HERE, "port": 0, "trusted_certificates": str(papers.certificate)}
    trunk = Trunk(f"{THERE}:{port}", transport="tls")
    with (
        _box(tmp_path / "there", prompts, Trunk(HERE, transport="tls"), sip) as there,
        _box(tmp_path / "here", prompts, trunk, vouched) as here,
    ):
        call = calls_cato(telephone, here)
        here.stands("waiting")
        call.hang_up()
        told = trail(here.call_record())
        assert any("did not take the call: 503" in w for w in told), told
        assert there.calls() == []
