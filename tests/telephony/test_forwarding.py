"""What the box hears of a telephone or trunk that sends it elsewhere, or has no room."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.events import LegEnded, LegRinging
from appliance.telephony.legs.contacts import contacts

LEG = LegId("call/1")
MOBILE = "sip:+4710000044@192.0.2.9"


@pytest.fixture
def telephone(box: Box) -> Iterator[FarEnd]:
    with FarEnd(box.telephony.sip_uri) as telephone:
        yield telephone


def rung(box: Box, telephone: FarEnd) -> str:
    """The INVITE that has come."""
    box.do(Ring(LEG, f"sip:anna@127.0.0.1:{telephone.sip.getsockname()[1]}", "+4710000099", ""))
    box.poll_for(0.05)
    return telephone.sip.recv(8192).decode()


@pytest.mark.parametrize("code", [301, 302])
@pytest.mark.parametrize("before", [(), (100,), (100, 180)])
def test_it_is_told_where_the_call_is_sent(
    box: Box, telephone: FarEnd, code: int, before: tuple[int, ...]
) -> None:
    """PJSIP itself would call it "487 Request Terminated"."""
    invite = rung(box, telephone)
    for each in before:
        telephone.say_to(invite, each)
    telephone.say_to(invite, code, headers=(f"Contact: <{MOBILE}>;q=0.9",), tag="a")
    ended = box.wait(LegEnded)
    assert (ended.code, ended.forwards, ended.silent) == (code, (MOBILE,), False)
    assert box.idle()


def test_the_same_leg_can_be_rung_elsewhere(box: Box, telephone: FarEnd) -> None:
    invite = rung(box, telephone)
    telephone.say_to(invite, 302, headers=(f"Contact: <{MOBILE}>",), tag="a")
    box.wait(LegEnded)
    telephone.next_request("ACK")
    assert rung(box, telephone).startswith("INVITE")


def test_a_trying_with_a_tag_is_no_ringing(box: Box, telephone: FarEnd) -> None:
    """Congestion after it may still be carried by another trunk."""
    telephone.say_to(rung(box, telephone), 100, tag="a")
    box.poll_for(0.1)
    assert not box.all(LegRinging)


@pytest.mark.parametrize(
    ("headers", "uris"),
    [
        ("Contact: <sip:1@h;user=phone>;q=1", ["sip:1@h;user=phone"]),
        ('m: "Kari, at home" <sip:2@h>, <sip:3@h>', ["sip:2@h", "sip:3@h"]),
        ('Contact: "Kari <home>" <sip:2@h>', ["sip:2@h"]),
        ("CONTACT:sip:4@h;q=0.7", ["sip:4@h"]),
        ("Contact: tel:+4710000044", ["tel:+4710000044"]),
        ("Contact: <sip:%2B4710000044@h>", ["sip:+4710000044@h"]),
        ("Contact: <sip:a%40b@h>", ["sip:a%40b@h"]),
        ("Contact: <sip:1@h>;q=0.2, <sip:2@h>;q=0.9, <sip:3@h>;q=0.5", "231"),
        ("Contact: <sip:1@h>;q=0.2\r\nm: <sip:2@h>;expires=9; Q = .25", "21"),
        ("Contact: <sip:1@h>;q=0.2,\r\n <sip:2@h>", "21"),
        ("Contact: <sip:1@h>;q=0, <sip:2@h>;q=1.000, <sip:3@h>", "231"),
        ('Contact: <sip:1@h;q=1>;q=0.5, <sip:2@h>;q="0.6"', ["sip:2@h", "sip:1@h;q=1"]),
        ("Contact: sip:1@h;q=0.5, sip:2@h;q=0.6, sip:1@h", "12"),
        ("Contact: <sip:1@h>;q=x, <sip:2@h>;q=2, <sip:3@h>;q=0.1.2", "123"),
        ("Contact: <", []),
        ("Contact: *", ["*"]),
        ("X-Contact: <sip:5@h>", []),
        ("Contact: <sip:" + "1" * 400 + "@h>", []),
        ("Contact: " + ", ".join(f"<sip:{n}@h>" for n in range(9999)), "0123456789"),
    ],
)
def test_every_contact_is_told_the_highest_q_first(headers: str, uris: list[str] | str) -> None:
    wanted = tuple(uris) if isinstance(uris, list) else tuple(f"sip:{n}@h" for n in uris)
    assert contacts(f"SIP/2.0 302 Moved\r\n{headers}\r\n\r\nContact: <sip:body@h>") == wanted


def seconds(message: str) -> float:
    begun = process_time()
    contacts(message)
    return process_time() - begun


@pytest.mark.parametrize("piece", ['"', "<", ",", " ", '"\\', ";q=", "sip:,", '<sip:1@h>;q=1"'])
def test_the_time_grows_no_faster_than_the_answer(piece: str) -> None:
    head = "SIP/2.0 302 Moved\r\nContact: "
    short, long = (min(seconds(head + piece * n) for _ in range(3)) for n in (2_000, 20_000))
    assert long < 40 * short + 0.01


def test_a_far_end_that_requires_100rel_gets_it_once(box: Box, telephone: FarEnd) -> None:
    """Given "421, Require: 100rel", then the INVITE comes again and insists on it."""
    invite = rung(box, telephone)
    assert "Require:" not in invite
    telephone.say_to(invite, 421, headers=("Require: 100rel",), tag="a")
    box.poll_for(0.1)
    second = telephone.next_invite()
    assert "\r\nRequire: 100rel\r\n" in second
    assert not box.all(LegEnded)
    telephone.say_to(second, 180, headers=("Require: 100rel", "RSeq: 1"), tag="b")
    box.wait(LegRinging)
    assert telephone.sip.recv(8192).decode().startswith("PRACK ")
    telephone.say_to(second, 421, headers=("Require: 100rel",), tag="b")
    assert box.wait(LegEnded).code == 421


def test_any_other_demand_ends_the_leg(box: Box, telephone: FarEnd) -> None:
    telephone.say_to(rung(box, telephone), 421, headers=("Require: precondition",), tag="a")
    assert box.wait(LegEnded).code == 421


def test_the_next_call_insists_on_nothing(box: Box, telephone: FarEnd) -> None:
    telephone.say_to(rung(box, telephone), 421, headers=("Require: 100rel",), tag="a")
    box.poll_for(0.1)
    telephone.say_to(telephone.next_invite(), 486, tag="b")
    box.wait(LegEnded)
    box.do(Ring(LegId("call/2"), f"sip:a@127.0.0.1:{telephone.sip.getsockname()[1]}", "1", ""))
    box.poll_for(0.05)
    assert "Require:" not in telephone.next_invite()
