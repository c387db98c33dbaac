"""Answers to a server that asks who one is, against the examples of the standards."""

from __future__ import annotations

import pytest

from appliance.calendars.login import digest
from appliance.core.model.calendar import CalendarAccess

MUFASA = CalendarAccess("https://www.example.org/dir/index.html", "Mufasa", "Circle of Life")
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"


def challenge(algorithm: str) -> str:
    return (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        f'nonce="{NONCE}", opaque="{OPAQUE}"'
    )


def answered(challenges: str) -> dict[str, str]:
    said = digest(MUFASA, challenges, "GET", "/dir/index.html", CNONCE)
    assert said is not None
    assert said.startswith("Digest ")
    pairs = (part.split("=", 1) for part in said.removeprefix("Digest ").split(", "))
    return {name: value.strip('"') for name, value in pairs}


MD5 = "8ca523f5e9506fed4657c9700eebdbec"
SHA256 = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"


def test_the_examples_of_rfc_7616() -> None:
    assert answered(challenge("MD5"))["response"] == MD5
    assert answered(challenge("SHA-256"))["response"] == SHA256


def test_the_strongest_that_is_offered_is_taken() -> None:
    for offered in (("MD5", "SHA-256"), ("SHA-256", "MD5")):
        said = answered(", ".join(map(challenge, offered)))
        assert (said["algorithm"], said["response"]) == ("SHA-256", SHA256)
        assert said["opaque"] == OPAQUE


def test_the_example_of_rfc_2069_as_old_boxes_speak_it() -> None:
    old = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    access = CalendarAccess("https://host.example/", "Mufasa", "CircleOfLife")
    said = digest(access, old, "GET", "/dir/index.html")
    assert said is not None
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in said
    assert "qop" not in said


@pytest.mark.parametrize(
    "offered",
    [
        "",
        'Basic realm="dav"',
        f'Basic realm="dav", {challenge("MD5")}',
        f'{challenge("MD5")}, Basic realm="dav"',
        "Negotiate",
        challenge("SHA-512-256"),
        'Digest realm="x"',
        'Digest realm="x", nonce="1", qop="auth-int"',
        "Digest",
        ",,,=",
    ],
)
def test_where_digest_is_not_wanted_nobody_is_asked_twice(offered: str) -> None:
    assert digest(MUFASA, offered, "GET", "/") is None
