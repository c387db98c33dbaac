"""Who is served when many come, and when a request is whole: rules, without a socket."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_config.ground.places import Crowd, Served, counted_as
from web_config.serving.gathering import Gathered, Stands
from web_config.serving.wire import SECONDS, SLOWEST, Patience


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::/64"),
        ("2001:db8::8", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_an_address_counts_as_itself_and_ipv6_by_its_network(address, counted) -> None:
    assert counted_as(address) == counted


def test_strangers_are_served_as_places_come_free_and_no_address_takes_all() -> None:
    served: Served[str] = Served(at_once=3, each=2, waiting_each=2)
    assert [served.come("a", name) for name in ("a1", "a2", "a3", "a4", "a5")] == [
        *(True, True),  # two of one address
        *(False, False),  # two more may wait
        None,  # and no more
    ]
    assert served.come("b", "b1") is True
    assert served.come("c", "c1") is False, "no place is free"
    assert list(served.leave("b")) == ["c1"], "the address that waits has two already"
    assert list(served.leave("a")) == ["a3"]
    assert list(served.leave("a")) == ["a4"]
    assert list(served.leave("a")) == []
    assert list(served.leave("a")) == []
    assert list(served.leave("c")) == []
    assert served.now.total() == 0
    assert not served.now, "nothing is kept of who has gone"


def test_the_one_that_is_here_longest_goes_first() -> None:
    crowd: Crowd[str] = Crowd(most=4, each=2)
    assert [crowd.come("a", name) for name in ("a1", "a2", "a3")] == [None, None, "a1"]
    assert [crowd.come("b", name) for name in ("b1", "b2")] == [None, None]
    assert crowd.come("c", "c1") == "a2", "of those that have most"
    crowd.leave("b", "b1")
    crowd.leave("b", "b2")
    crowd.leave("b", "who was not here")
    assert crowd.inside == {"a": {"a3": None}, "c": {"c1": None}}


FORM = b"POST / HTTP/1.1\r\nHost: a\r\nCookie: x=1\r\ncontent-LENGTH: 5\r\ncookie: y=2\r\n\r\nhello"


@given(st.lists(st.integers(1, 30), max_size=60))
def test_a_request_is_whole_with_its_last_byte_however_it_comes(sizes) -> None:
    gathered, rest = Gathered(1000, 1000), FORM
    for size in [*sizes, len(FORM)]:
        if not rest:
            break
        gathered.bytes += rest[:size]
        rest = rest[size:]
        assert gathered.stands is (Stands.MORE if rest else Stands.WHOLE)
    assert gathered.cookies == " x=1;  y=2"


@pytest.mark.parametrize(
    ("head", "stands"),
    [
        (b"GET / HTTP/1.1\r\n", Stands.MORE),
        (b"GET / HTTP/1.1\r\n\r\n", Stands.WHOLE),
        (b"GET / HTTP/1.1\r\nContent-Length: 10\r\n\r\n", Stands.MORE),
        (b"GET / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", Stands.LARGE),
        (b"GET / HTTP/1.1\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n", Stands.LARGE),
        (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", Stands.ODD),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 900\r\n\r\nx", Stands.ODD),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Stands.ODD),
        (b"x" * 1001, Stands.LARGE),
    ],
)
def test_how_far_a_request_has_come(head, stands) -> None:
    gathered = Gathered(1000, 1000)
    gathered.bytes += head
    assert gathered.stands is stands


def test_gathering_takes_no_more_than_the_bytes() -> None:
    def cpu_of(size: int) -> float:
        gathered, began = Gathered(10**6, 0), time.process_time()
        for _ in range(size):
            gathered.bytes += b"\r"
            assert gathered.stands is Stands.MORE
        return time.process_time() - began

    assert cpu_of(80_000) < 10 * max(cpu_of(20_000), 0.01)


def test_patience_is_for_the_whole_request_and_given_back_for_what_moves() -> None:
    patience = Patience()
    assert patience.left == SECONDS
    for _ in range(4):
        patience.waited(1, 1)
    assert SECONDS - 4 < patience.left < SECONDS - 3.9
    patience.waited(0, 2 * SLOWEST)
    assert SECONDS - 2 < patience.left < SECONDS - 1.9
    patience.waited(1, 1000 * SLOWEST)
    assert patience.left == SECONDS - 1, "what was quick is not saved up"
    patience.waited(1e9, 0)
    assert 0 < patience.left < 0.1
