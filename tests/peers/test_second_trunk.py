"""Two trunks on the wire: the second one carries the call that the first one does not."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from support.box_fixtures import MakeBox
from support.little_office import CALLER, NORDLYS, OWN
from support.patience import PATIENCE
from support.running_box import RunningBox

from appliance.core.settings.trunks import Trunk
from appliance.probe.taken import Refuse
from appliance.probe.telephone import Telephone


@pytest.fixture
def second() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def silent() -> Iterator[str]:
    """A host that takes every packet and answers none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{sock.getsockname()[1]}"


def host(telephone: Telephone) -> str:
    return telephone.uri.partition("@")[2]


def box_with(make_box: MakeBox, first: str, second: Telephone) -> RunningBox:
    """Cato has a number, which both trunks can reach."""
    spare = Trunk(host(second), "+4710000022", id="spare")
    return make_box(
        cato="+4710000055", trunk=Trunk(first, OWN), trunks={"spare": spare}, ring=9, wait=30
    )


def cato_answers(box: RunningBox, caller: Telephone, trunk: Telephone) -> None:
    call = caller.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE)
    call.press("3")
    arrival = trunk.arrivals.get(timeout=9.0)
    assert arrival.request_uri.startswith("sip:+4710000055@")
    assert arrival.caller.uri.user == "+4710000022"
    call.send_tone(440)
    assert arrival.call.hear(440, 0.1, PATIENCE), "the caller is heard through the second trunk"
    call.hang_up()


@pytest.mark.parametrize("code", [503, 500, 403])
def test_the_first_trunk_refuses(
    make_box: MakeBox, telephone: Telephone, second: Telephone, code: int
) -> None:
    with Telephone() as first:
        first.on_invite = Refuse(code)
        box = box_with(make_box, host(first), second)
        cato_answers(box, telephone, second)
        assert first.arrivals.qsize() == 1
        box.fault("trunk")


def test_the_first_trunk_is_silent(
    make_box: MakeBox, telephone: Telephone, second: Telephone, silent: str
) -> None:
    """RFC 3261 would wait for 32 s; the caller is carried on after four."""
    box = box_with(make_box, silent, second)
    cato_answers(box, telephone, second)


def test_nothing_listens_at_the_first_trunk(
    make_box: MakeBox, telephone: Telephone, second: Telephone
) -> None:
    box = box_with(make_box, "127.0.0.1:9", second)
    cato_answers(box, telephone, second)
    assert not [leg for leg in box.log.splitlines() if "Traceback" in leg]
