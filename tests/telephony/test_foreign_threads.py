"""PJSIP's own threads in Python: what they keep, and what they are not asked at all."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pjsua2 as pj
import pytest
from support.patience import PATIENCE
from telephony.box import CALLER, Box

from appliance.core.protocol.events import DigitPressed, Event
from appliance.probe.telephone import Telephone
from appliance.telephony.audio.in_band import KeyEar
from appliance.telephony.config import SipConfig
from appliance.telephony.engine.engine import FrontDoor, Office
from appliance.telephony.legs.legs import Leg
from appliance.telephony.legs.rung_leg import RungLeg
from appliance.telephony.trunks.trunk_account import TrunkAccount

PATCH = (
    Path(__file__).parents[2] / "image-build/pjsip/patches/python-is-asked-only-what-it-wants.patch"
)
OURS = (FrontDoor, Office, TrunkAccount, Leg, RungLeg, KeyEar)


class MarkingBox(Box):
    """Leaves a mark on each thread that a key is told of on."""

    marked = threading.local()
    found: list[bool]

    def told(self, event: Event) -> None:
        if isinstance(event, DigitPressed):
            self.found = [*getattr(self, "found", []), hasattr(self.marked, "here")]
            self.marked.here = True
        super().told(event)


@pytest.fixture
def marking_box(tmp_path: Path, sip_config: SipConfig, caller: Telephone) -> Iterator[MarkingBox]:
    with MarkingBox(tmp_path, sip_config) as box:
        yield box


def test_python_knows_the_media_thread_again_at_the_next_key(
    marking_box: MarkingBox, caller: Telephone
) -> None:
    call = caller.dial(marking_box.number, CALLER)
    marking_box.take_call()
    assert call.wait_for("answered", PATIENCE)
    call.press("1")
    marking_box.wait(DigitPressed)
    call.press("2")
    marking_box.wait(DigitPressed)
    assert marking_box.found == [False, True]


def silenced() -> set[tuple[str, str]]:
    """The classes and callbacks that the build tells to C++ alone."""
    text = PATCH.read_text(encoding="utf-8")
    return set(re.findall(r"nodirector.. pj::(\w+)::(\w+);", text))


def test_what_we_override_is_still_asked() -> None:
    lost = [
        (kind.__name__, name)
        for kind in OURS
        for base, name in silenced()
        if issubclass(kind, getattr(pj, base))
        and getattr(kind, name) is not getattr(getattr(pj, base), name)
    ]
    assert silenced()
    assert not lost, f"PJSIP would never call {lost}: take them out of {PATCH.name}"
