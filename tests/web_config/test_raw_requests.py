"""Requests that no browser sends: one answer, nothing in the log, and the page goes on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from support.examples import examples
from support.served_page import Served, served
from support.web_browser import Box

LOG_IN = b"POST /login HTTP/1.1\r\n"
LOOK = b"GET /login HTTP/1.1\r\n"
HOST = b"Host: localhost\r\n"
END = b"\r\n"
LARGE = 64 * 1024
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@pytest.fixture(scope="module")
def page_at(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("box")
    box = Box(folder, folder / "control")
    with served(box, box.app) as at_port:
        yield at_port
    box.close()


def said(page_at: Served, request: bytes) -> list[bytes]:
    """The statuses of all answers, until the connection ends or nothing more comes at once."""
    with page_at.connect(request) as line:
        line.settimeout(0.5)
        found = b""
        try:
            while piece := line.recv(65536):
                found += piece
        except (TimeoutError, ConnectionError):
            pass
        return STATUS.findall(found)


TWO_WAYS = {
    "two lengths": LOG_IN + HOST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "the same length twice": LOG_IN + HOST + b"Content-Length: 3\r\n" * 2 + b"\r\nabc",
    "a list of lengths": LOG_IN + HOST + b"Content-Length: 3, 3\r\n\r\nabc",
    "less than nothing": LOG_IN + HOST + b"Content-Length: -3\r\n\r\nabc",
    "a sign": LOG_IN + HOST + b"Content-Length: +3\r\n\r\nabc",
    "no number": LOG_IN + HOST + b"Content-Length: 0x3\r\n\r\nabc",
    "another alphabet": LOG_IN + HOST + "Content-Length: \u0663\r\n\r\nabc".encode(),
    "no length": LOG_IN + HOST + b"Content-Length: \r\n\r\nabc",
    "chunks": LOG_IN + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": LOG_IN + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked"
    b"\r\n\r\n0\r\n\r\n" + LOOK + HOST + END,
    "odd chunks": LOG_IN + HOST + b"transfer-encoding: xchunked, identity\r\n\r\n0\r\n\r\n",
    "two hosts": LOOK + HOST + b"Host: evil.example\r\n\r\n",
    "two hosts, ours the last": LOOK + b"Host: evil.example\r\n" + HOST + END,
    "a folded line": LOOK + HOST + b"X: a\r\n b\r\n\r\n",
    "a folded first line": LOOK + b" X: a\r\n" + HOST + END,
    "a blank before the colon": LOOK + b"Host : localhost\r\n\r\n",
    "a tab before the colon": LOG_IN + HOST + b"Content-Length\t: 3\r\n\r\nabc",
    "NUL in a header": LOOK + HOST + b"X: a\x00b\r\n\r\n",
    "NUL in the path": b"GET /lo\x00gin HTTP/1.1\r\n" + HOST + END,
    "NUL in the host": LOOK + b"Host: local\x00host\r\n\r\n",
    "a bare line feed": LOOK + HOST + b"X: a\nY: b\r\n\r\n",
    "a bare return": LOOK + HOST + b"X: a\rY: b\r\n\r\n",
}


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "logged in"])
@pytest.mark.parametrize("request_", TWO_WAYS.values(), ids=TWO_WAYS.keys())
def test_what_can_be_read_in_two_ways_is_refused_once(page_at, caplog, request_, known) -> None:
    """The rest of it was taken for another request; a folded first line was a fault of ours."""
    cookie = f"Cookie: {page_at.cookie}\r\n".encode() if known else b""
    line, rest = request_.split(END, 1)
    asked = line + END + (rest if line == LOOK[:-2] and rest[:1] == b" " else cookie + rest)
    assert said(page_at, asked) == [b"400"]
    assert not caplog.records


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (LOOK + HOST + b"X: " + b"a" * LARGE + b"\r\n\r\n", b"413"),
        (LOOK + b" X: " + b"a" * LARGE + b"\r\n\r\n", b"413"),
        (b"GET /" + b"a" * LARGE + b" HTTP/1.1\r\n" + HOST + END, b"413"),
        (LOG_IN + HOST + b"Content-Length: 99999999999999999999\r\n\r\nabc", b"413"),
        (b"GET http://localhost/login HTTP/1.1\r\n" + HOST + END, b"400"),
        (b"GET http://evil.example/login HTTP/1.1\r\n" + HOST + END, b"400"),
        (b"GET //evil.example/ HTTP/1.1\r\n" + HOST + END, b"400"),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + END, b"405"),
        (b"GET /login\r\n\r\n", b"400"),
        (b"GET /login HTTP/1.0\r\n\r\n", b"400"),
        (LOOK + END, b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"505"),
        (b"GET /login HTTP/x.y\r\n" + HOST + END, b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
        (bytes(range(256)) * 4 + b"\r\n\r\n", b"400"),
        (b"TRACE /login HTTP/1.1\r\n" + HOST + END, b"403"),
        (b"GET /static/../../../etc/passwd HTTP/1.1\r\n" + HOST + END, b"404"),
        (b"GET /static/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" + HOST + END, b"404"),
        (b"GET /%zz%ff%fe HTTP/1.1\r\n" + HOST + END, b"404"),
        (LOOK + b"Host: localhost@evil.example\r\n\r\n", b"400"),
        (LOOK + b"Host: 127.0.0.1%2eevil.example\r\n\r\n", b"400"),
        (LOOK + b"Host: localhost:99999999\r\n\r\n", b"400"),
        (LOOK + HOST + b"X-Forwarded-Host: evil.example\r\n\r\n", b"200"),
    ],
)
def test_what_no_browser_sends_is_answered_once(page_at, caplog, asked, status) -> None:
    assert said(page_at, asked) == [status]
    assert not caplog.records


@pytest.mark.parametrize("odd", [b"x=\xff", b"\xff", b"sentralbord=\xff\xfe", b"=;;,=\x80"])
def test_a_cookie_of_any_octets_is_somebody_elses(page_at, caplog, odd) -> None:
    """It ended the round of the thread that takes in everybody, and its connection stayed."""
    assert said(page_at, LOOK + HOST + b"Cookie: " + odd + END + END) == [b"200"]
    ours = f"Cookie: {page_at.cookie}; ".encode() + odd.replace(b"sentralbord", b"other")
    assert said(page_at, b"GET /settings/ HTTP/1.1\r\n" + HOST + ours + END + END) == [b"200"]
    assert not caplog.records


def test_whatever_is_changed_in_a_request_the_page_goes_on(page_at, caplog) -> None:
    chance = random.Random(12)
    whole = LOG_IN + HOST + b"Content-Length: 6\r\nCookie: sentralbord=a.b\r\nX: y\r\n\r\nname=x"
    pieces = [b"\r\n", b" ", b":", b"\x00", b"\xff", b"\t", b"HTTP/1.1", b"%00", b"9" * 30, b"\n"]
    for _ in range(examples(60)):
        at = chance.randrange(len(whole))
        changed = whole[:at] + chance.choice(pieces) + whole[at + chance.randrange(4) :]
        with page_at.connect(changed):
            pass  # and away again
    assert said(page_at, LOOK + HOST + b"Connection: close\r\n\r\n") == [b"200"]
    assert not caplog.records
