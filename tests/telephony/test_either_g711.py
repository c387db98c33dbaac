"""Both kinds of G.711 are heard, whichever of them stands first in the answer."""

from __future__ import annotations

import pytest
from telephony.box import CALLER, TONE_HZ, Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Bridge, Ring
from appliance.core.protocol.events import LegAnswered
from appliance.probe.audio import tone_frames
from appliance.probe.telephone import Telephone

ALAW, ULAW = 8, 0
LEG = LegId("call/1")


@pytest.mark.parametrize("sent", [ALAW, ULAW])
@pytest.mark.parametrize("answered", [(ALAW, ULAW, 101), (ULAW, ALAW, 101), (ALAW, 101)])
def test_the_caller_hears_the_agent_whichever_codec_the_telephone_sends(
    box: Box, caller: Telephone, answered: tuple[int, ...], sent: int
) -> None:
    """Given an answer of "8 0", when the telephone sends mu-law, then it is heard all the same."""
    call = caller.dial(box.number, CALLER)
    leg = box.take_call()
    with FarEnd(box.telephony.sip_uri) as telephone:
        port = telephone.sip.getsockname()[1]
        box.do(Ring(LEG, f"sip:anna@127.0.0.1:{port}", "+4710000099-111", ""))
        box.poll_for(0.05)
        telephone.take(description(telephone.rtp_port, answered))
        box.wait(LegAnswered)
        box.do(Bridge(leg, LEG))
        for frame in tone_frames(TONE_HZ, sent)[:40]:
            telephone.sound(frame, sent)
            box.poll_for(0.02)
        assert call.hear(TONE_HZ, 0.3, 5.0)
