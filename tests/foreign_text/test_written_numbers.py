"""A number is the same one however people, forms and gateways write it."""

from __future__ import annotations

import pytest
from support.odd_callers import WAYS
from support.world import office

from appliance.common.numbers import as_known, e164
from appliance.core.outgoing.allowed import number_of
from appliance.core.protocol.forward_address import user_of
from appliance.telephony.legs.headers import invitation

OURS = "+4710000099"


@pytest.mark.parametrize("written", WAYS)
def test_however_it_is_written_it_is_the_same_number(written: str) -> None:
    assert e164(written, "NO") == OURS, "settings, imports and forms"
    assert as_known(written, "NO") == as_known(written, "NL") == OURS
    assert number_of(office(), written) == OURS, "what staff type to be dialled"
    assert number_of(office(), f"{written}-111") == OURS, "the office's mark is no part of it"


@pytest.mark.parametrize("written", [way for way in WAYS if way.isascii() and way[-2:] != " #"])
def test_a_trunk_may_write_it_so_too(written: str) -> None:
    uri = written.replace(" ", "%20").replace("#", "%23")
    for asked in (f"sip:{uri}@h", f"tel:{uri}", f"tel:{uri};phone-context=x"):
        assert invitation(f"INVITE {asked} SIP/2.0\r\n\r\n", "NO").dialled == OURS
    told = invitation(f"INVITE sip:1@h SIP/2.0\r\nDiversion: <sip:{uri}@h>\r\n\r\n", "NO")
    assert told.diverted == (OURS,)


@pytest.mark.parametrize("written", ["(+47)10000099", "++4710000099", "+47(0)10000099"])
def test_a_diversion_without_a_scheme_is_read(written: str) -> None:
    told = invitation(f"INVITE sip:1@h SIP/2.0\r\nDiversion: <{written}>\r\n\r\n", "NO")
    assert told.diverted == (OURS,)


@pytest.mark.parametrize("written", ["+47(0)10000099", "(+47)10000099", "++4710000099"])
def test_a_forward_may_name_it_so(written: str) -> None:
    assert user_of(f"<sip:{written}@127.0.0.1>") == user_of(f"tel:{written}") == OURS


@pytest.mark.parametrize("written", ["+4710 000099-111", "+47(0)100 00 099-111", "10 00 00 99-111"])
def test_a_mark_behind_separators_is_kept(written: str) -> None:
    assert as_known(written, "NO") == f"{OURS}-111"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("+31 (0)20 1234567", "+31201234567"),
        ("0044 (0)1632 960001", "+441632960001"),
        ("+44 1632 960-001", "+441632960001"),
        ("+39 (0)6 12345678", "+390612345678"),
        ("+39 (06) 12345678", "+390612345678"),
    ],
)
def test_other_countries_lose_the_zero_of_home_or_keep_it(written: str, known: str) -> None:
    assert e164(written, "NO") == known
    assert number_of(office(), written) == known


@pytest.mark.parametrize(
    "written", ["+0701234567", "+47(0)112", "++47112", "(+47)112", "112#", "(0)10000099", "desk#2"]
)
def test_what_is_no_whole_number_becomes_none(written: str) -> None:
    assert as_known(written, "NO") == written
    assert number_of(office(), written) is None or written == "(0)10000099"
