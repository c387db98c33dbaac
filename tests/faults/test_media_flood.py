"""A flood of RTP to the port of a call: other callers do not notice, and that call goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bench import media_flood
from bench.setup_rate import set_up_ns
from support.messages import is_served, rings
from support.patience import PATIENCE
from telephony.far_end import FarEnd, description

TESTS = Path(__file__).parent.parent
SECONDS = 3
LOG_LINES = 20
SLOW_NS = 500_000_000
STRANGER = "127.0.0.9"


@pytest.mark.parametrize("kind", ["sound", "keys", "noise"])
@pytest.mark.parametrize("source", ["a stranger", "the caller"])
def test_a_flood_of_sound_does_not_keep_callers_from_being_answered(box, telephone, kind, source):
    with FarEnd(f"sip:{box.host}") as flooded:
        port = flooded.rtp_port
        flooded.rtp.close()
        flooded.invite(description(port))
        assert flooded.answer_to("INVITE")[0] == 200
        flooded.ack()
        host, port = (STRANGER, 0) if source == "a stranger" else ("127.0.0.1", port)
        sent, took = answered_meanwhile(box, telephone, flooded.rtp_target[1], kind, host, port)
        assert sent > SECONDS * media_flood.PER_SECOND / 2
        assert max(took) < SLOW_NS
        flooded.request("BYE")
        assert flooded.answer_to("BYE")[0] == 200
    is_served(telephone, box)
    assert len(box.log.splitlines()) < LOG_LINES


def answered_meanwhile(box, telephone, target, kind, host, port):
    """How many packets were sent, and how long each other caller waited for the 200 (ns)."""
    command = (sys.executable, "-m", "bench.media_flood", str(target), kind)
    command += (str(SECONDS), host, str(port))
    took = []
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as sender:
        while sender.poll() is None:
            call = rings(telephone, box)
            took.append(set_up_ns(call))
            call.hang_up()
            assert call.wait_for("ended", PATIENCE)
        return int(sender.communicate()[0]), took
