"""Trunks in the settings: several of them, and a password that nobody gets to see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from settings.documents import OFFICE, changed, said, said_after

from appliance.core.settings.checks import check
from appliance.core.settings.trunks import Trunk
from appliance.settings.differences import differences
from appliance.settings.document import read, write

ACCOUNT = """
[trunks.provider]
host = "sip.example.net"
registrar = "sip.example.net"
user = "10000001"
password = "kjempehemmelig"
transport = "tls"
srtp = "required"
trusted = true
"""


def test_further_trunks_stand_beside_the_first() -> None:
    office = read(OFFICE + ACCOUNT)
    assert [trunk.id for trunk in office.every_trunk] == ["trunk", "provider"]
    assert office.way_out == office.trunk
    assert office.trunks["provider"].transport == "tls"
    assert read(write(office)) == office


def test_the_first_of_several_is_the_way_out_where_there_is_no_trunk_table() -> None:
    office = read(OFFICE.partition("[trunk]")[0] + ACCOUNT)
    assert office.way_out
    assert office.way_out.id == "provider"


def test_a_password_is_never_shown() -> None:
    old = read(OFFICE + ACCOUNT)
    new = read(OFFICE + ACCOUNT.replace("kjempehemmelig", "enda hemmeligere"))
    assert differences(old, new) == ["Trunk provider: Password is replaced."]
    assert "hemmelig" not in repr(old)
    assert "hemmelig" not in str(differences(read(OFFICE), old))
    (told,) = said(OFFICE + ACCOUNT.replace('"kjempehemmelig"', "4711"))
    assert told == "trunks.provider.password: this must be one line of text in quotation marks"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('registrar = "sip.example.net"', "trunk.user: to register, we need the user name"),
        ('password = "x"', "trunk.user: a password needs the user name"),
        ('transport = "sctp"', "trunk.transport: 'sctp' is not a transport (udp, tcp, tls)"),
        ('srtp = "yes"', "trunk.srtp: 'yes' is not a word for encrypted voice"),
        ('user = "a b"', "trunk.user: this must be a user name without spaces"),
        ('id = "x"', "trunk.id: there is no such setting"),
        ("keep_alive_seconds = 1", "trunk.keep_alive_seconds: this must lie between 5 and 600"),
    ],
)
def test_what_cannot_work_is_said(more: str, sentence: str) -> None:
    told = said_after("[trunk]", f"[trunk]\n{more}")
    assert [one for one in told if one.startswith(sentence)], told


def test_two_trunks_cannot_both_be_the_first() -> None:
    assert said(OFFICE + '[trunks.trunk]\nhost = "127.0.0.1"') == [
        "trunks.trunk: this name belongs to the table [trunk]"
    ]


def test_keys_that_travel_in_the_open_are_a_warning() -> None:
    office = read(changed("[trunk]", '[trunk]\nsrtp = "optional"'))
    warnings = [str(problem) for problem in check(office) if problem.warning]
    assert any(warning.startswith("trunk.srtp: without transport") for warning in warnings)
    secure = replace(office, trunk=Trunk("192.0.2.1", srtp="required", transport="tls"))
    assert not [p for p in check(secure) if p.path.startswith("trunk")]
