"""The key of a SIP INFO is read in every form that gateways write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.odd_keys import INFOS, KEYLESS_INFOS

from appliance.telephony.legs.key_messages import KEYS, KINDS, MOST_SECONDS, key_message


@pytest.mark.parametrize(("kind", "body"), INFOS)
def test_forms(kind: str, body: str) -> None:
    told = key_message(kind, body)
    assert told
    assert told.key == INFOS[kind, body]


@pytest.mark.parametrize(("kind", "body"), KEYLESS_INFOS)
def test_no_keys(kind: str, body: str) -> None:
    assert key_message(kind, body) is None


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("160", 0.16), ("99999999", MOST_SECONDS), ("9" * 5000, 0.0), ("-5", 0.0), ("long", 0.0)],
)
def test_how_long_it_was_held(duration: str, seconds: float) -> None:
    told = key_message("application/dtmf-relay", f"Signal=5\r\nDuration={duration}\r\n")
    assert told == ("5", seconds)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=200))
def test_no_body_is_too_odd(kind: str, body: bytes) -> None:
    told = key_message(kind, body.decode("utf-8", "surrogateescape"))
    assert told is None or told.key in KEYS
