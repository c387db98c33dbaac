"""Trunks against a provider that is not ours: registration, challenges, words, and changes."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.odd_callers import QOP, RETRY_AFTER, challenge
from support.patience import PATIENCE
from telephony.box import CALLER, Box
from telephony.far_end import FarEnd
from telephony.registrar import PASSWORD, USER, Registrar

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import HangUp, Ring, UseTrunks
from appliance.core.protocol.events import CallArrived, LegAnswered, LegEnded, TrunkDown, TrunkUp
from appliance.core.settings.trunks import Trunk
from appliance.core.words.trouble_details import in_english
from appliance.probe.telephone import Telephone
from appliance.telephony.trunks.refusals import retry_after, wants_auth_int
from appliance.telephony.trunks.why_down import why_down


@pytest.fixture
def provider() -> Iterator[Registrar]:
    with Registrar() as provider:
        yield provider


@pytest.fixture
def trunk(provider: Registrar) -> Trunk:
    return Trunk(
        provider.host,
        id="provider",
        registrar=provider.host,
        user=USER,
        password=PASSWORD,
    )


def outgoing(trunk: Trunk, leg: str = "out") -> Ring:
    uri = f"sip:+4710000055@{trunk.host}"
    return Ring(LegId(leg), uri, trunk.shown_user(CALLER), "Kontoret", trunk.id)


def test_it_registers_when_asked_for_a_password(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    box.do(UseTrunks((trunk,)))
    assert box.wait(TrunkUp).trunk == "provider"
    register = provider.accepted.get(timeout=PATIENCE)
    assert f"To: <sip:{USER}@127.0.0.1>" in register
    assert f"Contact: <sip:{USER}@127.0.0.1:" in register
    assert PASSWORD not in "".join(provider.requests)


def test_a_call_goes_out_with_the_password_and_in_the_name_of_the_account(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    box.do(UseTrunks((trunk,)), outgoing(trunk))
    assert box.wait(LegAnswered).leg == "out"
    first, second = provider.of("INVITE")
    assert "Authorization" not in first
    assert f'Proxy-Authorization: Digest username="{USER}"' in second
    assert f'From: "Kontoret" <sip:{USER}@127.0.0.1>' in second
    box.do(HangUp(LegId("out")))
    box.wait(LegEnded)


def test_a_wrong_password_is_said_in_words_without_it(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    provider.password = "another"
    box.do(UseTrunks((trunk,)))
    told = box.wait(TrunkDown)
    assert "refuses the user name or the password (401" in in_english(told.reason)
    assert PASSWORD not in repr(box.events)
    provider.password = PASSWORD
    box.do(UseTrunks((replace(trunk, trusted=True),)))
    box.wait(TrunkUp)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (403, "refuses the user name or the password (403"),
        (404, f"does not know the user {USER} (404"),
        (503, "cannot be reached or has no service now (503"),
    ],
)
def test_what_the_registrar_says_is_told_in_words(
    box: Box, provider: Registrar, trunk: Trunk, code: int, words: str
) -> None:
    provider.answers["REGISTER"] = code
    box.do(UseTrunks((trunk,)))
    assert words in in_english(box.wait(TrunkDown).reason)


def test_a_registrar_that_wants_to_be_asked_later_is_asked_then(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    """Given "429, Retry-After: 1", then it is asked again after two seconds, not five minutes."""
    provider.answers["REGISTER"] = 429
    provider.headers = ["Retry-After: 1 (busy);duration=60"]
    box.do(UseTrunks((trunk,)))
    assert "was asked too often, and is asked again later (429" in in_english(
        box.wait(TrunkDown).reason
    )
    del provider.answers["REGISTER"]
    assert box.wait(TrunkUp).trunk == "provider"


def test_a_registrar_that_takes_auth_int_only_does_not_blame_the_password(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    provider.qop = "auth-int"
    box.do(UseTrunks((trunk,)))
    told = in_english(box.wait(TrunkDown).reason)
    assert "takes auth-int only, which the box does not speak (401" in told
    assert "password" not in told


@pytest.mark.parametrize(("said", "seconds"), RETRY_AFTER)
def test_when_a_registrar_wants_to_be_asked_again(said: str, seconds: float | None) -> None:
    assert retry_after(f"SIP/2.0 429 No\r\n{said}\r\n\r\nRetry-After: 7") == seconds


@pytest.mark.parametrize(("qop", "alone"), QOP)
def test_auth_beside_auth_int_is_enough(qop: str, alone: bool) -> None:
    assert wants_auth_int(f"SIP/2.0 401 No\r\n{challenge(qop)}\r\n\r\n") is alone


def test_a_registrar_that_says_nothing_has_words_too() -> None:
    trunk = Trunk("a", registrar="sip.example.net")
    assert in_english(why_down(trunk, 408, "Request Timeout")) == (
        "Trunk trunk: sip.example.net does not answer (408 Request Timeout)."
    )
    assert "cannot be found" in in_english(why_down(trunk, 502, ""))


def test_a_trunk_without_a_registrar_is_up_at_once(box: Box, provider: Registrar) -> None:
    neighbour = Trunk(provider.host, identity="+4710000000", user=USER, password=PASSWORD)
    box.do(UseTrunks((neighbour,)), outgoing(neighbour))
    assert box.wait(TrunkUp).trunk == "trunk"
    assert box.wait(LegAnswered)
    assert provider.of("REGISTER") == []
    assert "<sip:+4710000000@127.0.0.1>" in provider.of("INVITE")[1]


def test_calls_go_by_the_outbound_proxy(box: Box, provider: Registrar, trunk: Trunk) -> None:
    beyond = replace(trunk, host="192.0.2.1", registrar="192.0.2.1", proxy=provider.host)
    box.do(UseTrunks((beyond,)), outgoing(beyond))
    assert box.wait(LegAnswered)
    invite = provider.of("INVITE")[0]
    assert invite.startswith("INVITE sip:+4710000055@192.0.2.1")
    assert f"Route: <sip:{provider.host};lr" in invite


def test_a_trunk_that_goes_unregisters_and_leaves_its_call_alone(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    box.do(UseTrunks((trunk,)), outgoing(trunk))
    box.wait(TrunkUp)
    box.wait(LegAnswered)
    box.do(UseTrunks(()))
    box.poll_until(lambda: "\r\nExpires: 0\r\n" in provider.of("REGISTER")[-1])
    assert box.poll_for(0.2) == []
    assert not box.all(LegEnded)
    box.do(HangUp(LegId("out")))
    assert box.wait(LegEnded).code == 200
    box.poll_until(lambda: provider.of("BYE"))
    assert len(provider.of("BYE")) == 1
    box.do(outgoing(trunk, "later"))
    assert box.wait(LegEnded).code in (401, 407)


def test_a_trunk_that_moves_to_another_registrar_registers_there(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    box.do(UseTrunks((trunk,)))
    box.wait(TrunkUp)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as dead:
        dead.bind(("127.0.0.1", 0))
        dead.settimeout(0)
        nowhere = f"127.0.0.1:{dead.getsockname()[1]}"
        box.do(UseTrunks((replace(trunk, registrar=nowhere, host=nowhere),)))
        box.poll_until(lambda: select.select([dead], [], [], 0)[0])
        assert dead.recv(9999).startswith(b"REGISTER ")
    with Registrar() as other:  # while the REGISTER to the dead one still waits for its answer
        box.do(UseTrunks((replace(trunk, registrar=other.host, host=other.host),)))
        assert box.wait(TrunkUp).trunk == "provider"
        assert len(other.of("REGISTER")) == 2
    box.poll_until(lambda: "\r\nExpires: 0\r\n" in provider.of("REGISTER")[-1])


def test_a_password_that_is_corrected_registers_at_once(
    box: Box, provider: Registrar, trunk: Trunk
) -> None:
    box.do(UseTrunks((replace(trunk, password="feil"),)))
    assert box.wait(TrunkDown).trunk == "provider"
    box.do(UseTrunks((trunk,)))
    assert box.wait(TrunkUp).trunk == "provider"


def test_the_same_trunks_again_change_nothing(box: Box, provider: Registrar, trunk: Trunk) -> None:
    box.do(UseTrunks((trunk,)))
    box.wait(TrunkUp)
    came = len(provider.requests)
    box.do(UseTrunks((trunk,)))
    box.poll_for(0.2)
    assert len(provider.requests) == came


ASSERTED = ("P-Asserted-Identity: <sip:+4710000042@provider.example>",)
CALLING = ("Remote-Party-ID: <sip:4710000042@provider.example>;party=calling;privacy=off",)


@pytest.mark.parametrize("told", [ASSERTED, CALLING], ids=["asserted", "remote party"])
@pytest.mark.parametrize(("trusted", "caller"), [(True, "+4710000042"), (False, CALLER)])
def test_who_calls_is_believed_of_a_trusted_trunk_only(
    box: Box, far_end: FarEnd, told: tuple[str, ...], trusted: bool, caller: str
) -> None:
    port = far_end.sip.getsockname()[1]
    box.do(UseTrunks((Trunk(f"127.0.0.1:{port}", trusted=trusted),)))
    far_end.request("INVITE", headers=told)
    assert box.wait(CallArrived).caller == caller


BY_WAY_OF = (
    "CC-Diversion: <sip:4510000002@provider.example>;reason=no-answer",
    "Remote-Party-ID: <sip:4510000003@provider.example>;party=redirecting",
)


@pytest.mark.parametrize("trusted", [True, False])
def test_by_which_lines_a_call_went_is_believed_of_a_trusted_trunk_only(
    box: Box, far_end: FarEnd, trusted: bool
) -> None:
    port = far_end.sip.getsockname()[1]
    box.do(UseTrunks((Trunk(f"127.0.0.1:{port}", trusted=trusted),)))
    far_end.request("INVITE", headers=BY_WAY_OF)
    arrived = box.wait(CallArrived)
    told = {number for number in arrived.diverted if number.startswith("+45")}
    assert told == ({"+4510000002", "+4510000003"} if trusted else set())
    assert arrived.caller == CALLER


def test_a_stranger_is_not_believed_who_writes_the_name_of_the_account(
    box: Box, far_end: FarEnd
) -> None:
    trunk = Trunk("192.0.2.1", user="+4710000001", password="x", trusted=True)
    box.do(UseTrunks((trunk,)))
    far_end.request("INVITE", headers=ASSERTED)
    assert box.wait(CallArrived).caller == CALLER


def test_a_name_that_leads_nowhere_holds_nobody_up(box: Box, caller: Telephone) -> None:
    trunk = Trunk("nowhere.invalid", id="lost")
    box.do(UseTrunks((trunk,)))
    assert caller.dial(box.number, CALLER)
    box.take_call()


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1:9", "cannot be reached or has no service now (503"),
        ("nowhere.invalid", "the name nowhere.invalid cannot be found"),
    ],
)
def test_a_registrar_that_is_not_there_is_told_in_words(box: Box, host: str, words: str) -> None:
    box.do(UseTrunks((Trunk(host, registrar=host, user=USER, transport="tcp"),)))
    assert words in in_english(box.wait(TrunkDown).reason)
