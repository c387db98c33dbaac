"""A box, and telephones that are not ours to call it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from telephony.box import Box, write_tone
from telephony.far_end import FarEnd

from appliance.probe.telephone import Telephone
from appliance.telephony.config import SipConfig


@pytest.fixture
def sip_config() -> SipConfig:
    return SipConfig(port=0, rtp_first=28000, max_calls=8)


@pytest.fixture
def box(
    tmp_path: Path, sip_config: SipConfig, caller: Telephone, agent: Telephone
) -> Iterator[Box]:
    """Closed before the telephones, which then find their calls ended."""
    write_tone(tmp_path / "tone.wav", 0.4)
    write_tone(tmp_path / "waiting.wav", 0.5)
    with Box(tmp_path, sip_config) as box:
        yield box


@pytest.fixture
def caller() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def agent() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def far_end(box: Box) -> Iterator[FarEnd]:
    with FarEnd(box.telephony.sip_uri) as far_end:
        yield far_end
