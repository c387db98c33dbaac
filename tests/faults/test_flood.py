"""A flood of requests from an address that nobody knows: real callers do not notice."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bench import flood
from bench.setup_rate import set_up_ns
from support.messages import is_served, rings
from support.patience import PATIENCE
from support.running_box import RunningBox

TESTS = Path(__file__).parent.parent
SECONDS = 3
SLOW_NS = 500_000_000


@pytest.mark.parametrize("network", ["127.0.0.1/32", "127.0.0.0/8", "126.0.0.0/7"])
def test_a_flood_does_not_keep_callers_from_being_answered(make_box, telephone, network):
    """From outside the allowed networks, and from within them."""
    box = make_box(tables={"sip": {"port": 0, "allow": [network]}})
    command = (sys.executable, "-m", "bench.flood", str(box.port), str(SECONDS))
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as sender:
        took = []
        while sender.poll() is None:
            call = rings(telephone, box)
            took.append(set_up_ns(call))
            call.hang_up()
            assert call.wait_for("ended", PATIENCE)
        sent = int(sender.communicate()[0])
    assert sent > SECONDS * flood.PER_SECOND / 2
    assert took
    assert max(took) < SLOW_NS
    words = box.fault("from unknown addresses were ignored")
    assert int(words.partition(" ")[0]) > sent / 4
    is_served(telephone, box)


def test_probes_from_an_allowed_network_that_the_internet_reaches_get_no_answer(make_box):
    """All of it is allowed, and it is not the house's: 126/7 holds this machine and strangers."""
    box = make_box(tables={"sip": {"port": 0, "allow": ["126.0.0.0/7"]}})
    with probed(box) as sock:
        box.fault("1 calls or probes from unknown addresses were ignored")
        sock.setblocking(False)
        with pytest.raises(BlockingIOError):
            sock.recv(100)


def test_probes_from_the_network_of_the_house_are_answered(make_box):
    """A telephone that is set up wrongly there must be told so."""
    box = make_box(tables={"sip": {"port": 0, "allow": ["127.0.0.0/8"]}})
    with probed(box) as sock:
        sock.settimeout(PATIENCE)
        assert sock.recv(2000).startswith(b"SIP/2.0 200 ")


@contextmanager
def probed(box: RunningBox) -> Iterator[socket.socket]:
    """The socket that an OPTIONS has been sent from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((flood.SOURCE, 0))
        probe = flood.request(1, box.port).replace(b":5099", b":%d" % sock.getsockname()[1])
        sock.sendto(probe, ("127.0.0.1", box.port))
        yield sock
