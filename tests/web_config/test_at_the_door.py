"""Strangers who keep the page busy: real sockets on loopback, and nobody logged in who notices."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from support.patience import PATIENCE
from support.served_page import Served, served
from support.web_browser import Box

from web_config import server
from web_config.server import OPEN_OF_ONE
from web_config.serving import connection, wire

HEAD = b"GET /login HTTP/1.1\r\nHost: localhost\r\n"
LARGE = b"x" * 40_000_000


def large_or(app):
    """The page, which has something very large as well."""

    def application(environ, start_response):
        if environ["PATH_INFO"] != "/large":
            return app(environ, start_response)
        start_response("200 OK", [("Content-Length", str(len(LARGE)))])
        return [LARGE]

    return application


@pytest.fixture
def page_at(tmp_path) -> Iterator[Served]:
    box = Box(tmp_path, tmp_path / "control")
    app = large_or(box.app)
    with served(box, app) as at_port:
        yield at_port
    box.close()


FORM = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nname="


@pytest.mark.parametrize("said", [b"", b"G", HEAD, FORM], ids=["none", "one", "head", "form"])
def test_sixty_that_never_finish_their_request_hold_up_nobody(page_at, said) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(60):
            lines.enter_context(page_at.connect(said))
        assert page_at.get("/login") == 200
        assert page_at.get("/", page_at.cookie) == 200
        assert page_at.get("/login", of="127.0.0.2") == 200


def test_whoever_is_there_longest_goes_first_when_one_address_takes_too_much(page_at) -> None:
    with contextlib.ExitStack() as lines:
        held = [lines.enter_context(page_at.connect(HEAD)) for _ in range(OPEN_OF_ONE + 2)]
        other = lines.enter_context(page_at.connect(HEAD, of="127.0.0.2"))
        assert [line.recv(1) for line in held[:2]] == [b"", b""]
        for line in (held[2], held[-1], other):
            line.sendall(b"Connection: close\r\n\r\n")
            assert line.recv(12) == b"HTTP/1.1 200"


def test_a_byte_now_and_then_is_no_way_to_stay(page_at, monkeypatch) -> None:
    """The time is for the whole request, however its bytes come."""
    monkeypatch.setattr(server, "SECONDS", 0.5)
    running = [t for t in threading.enumerate() if t.name.startswith("CP Server")][-1].server
    running.timeout = 0.5
    with page_at.connect(b"GET /login HTTP/1.1\r\nX: ") as line:
        line.settimeout(0.1)
        assert was_closed(line)


def was_closed(line: socket.socket) -> bool:
    """Whether the far end closes while it gets a byte every tenth of a second."""
    for _ in range(int(PATIENCE * 10)):
        try:
            line.sendall(b"y")
            return line.recv(1) == b""
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_those_who_do_not_read_their_answer_hold_up_nobody_who_is_logged_in(page_at) -> None:
    with contextlib.ExitStack() as lines:
        for number in range(12):
            asked = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
            lines.enter_context(page_at.connect(asked, of=f"127.0.0.{2 + number % 4}"))
        for _ in range(3):
            assert page_at.get("/", page_at.cookie) == 200


def test_those_who_do_not_read_their_answer_are_given_up(page_at, monkeypatch) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.2)
    with contextlib.ExitStack() as lines:
        for number in range(12):
            asked = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
            lines.enter_context(page_at.connect(asked, of=f"127.0.0.{2 + number % 4}"))
        assert page_at.get("/login") == 200


def test_one_address_leaves_a_place_to_another(page_at) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(12):
            asked = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
            lines.enter_context(page_at.connect(asked, of="127.0.0.3"))
        assert page_at.get("/login", of="127.0.0.2") == 200


def test_a_made_up_session_is_a_strangers(page_at) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(40):
            asked = (
                b"GET /large HTTP/1.1\r\nHost: localhost\r\nCookie: sentralbord=s.made-up\r\n\r\n"
            )
            lines.enter_context(page_at.connect(asked, of="127.0.0.3"))
        assert page_at.get("/", page_at.cookie) == 200


def answers(line: socket.socket, count: int) -> list[bytes]:
    found = b""
    while found.count(b"HTTP/1.1 ") < count:
        piece = line.recv(65536)
        assert piece, found
        found += piece
    return [each[:3] for each in found.split(b"HTTP/1.1 ")[1:]]


def test_requests_in_one_piece_and_in_many_are_all_answered(page_at) -> None:
    """One after the other without waiting (RFC 9112 section 9.3.2), and byte by byte."""
    whole = HEAD + b"\r\n"
    with page_at.connect(whole + whole + whole[:20]) as line:
        assert answers(line, 2) == [b"200", b"200"]
        line.sendall(whole[20:])
        assert answers(line, 1) == [b"200"]
        for at in range(len(whole)):
            line.sendall(whole[at : at + 1])
        assert answers(line, 1) == [b"200"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (b"Content-Length: 5000000\r\n", b"413"),
        (b"Content-Length: 99999999999999999999999\r\n", b"413"),
        (b"Transfer-Encoding: chunked\r\n", b"400"),
        (b"X: " + b"y" * connection.LARGEST_HEADERS + b"\r\n", b"413"),
    ],
)
def test_what_no_stranger_has_to_send_is_refused_before_it_comes(page_at, more, status) -> None:
    said = b"POST /login HTTP/1.1\r\nHost: localhost\r\n" + more + b"\r\n"
    with page_at.connect(said) as line:
        assert answers(line, 1) == [status]


def test_somebody_logged_in_may_send_more(page_at) -> None:
    body = b"x=" + b"y" * 500_000
    head = f"POST /settings/review/document HTTP/1.1\r\nHost: localhost\r\nCookie: {page_at.cookie}"
    head += f"\r\nContent-Length: {len(body)}\r\nOrigin: http://localhost\r\n\r\n"
    with page_at.connect(head.encode()) as line:
        line.sendall(body)
        assert answers(line, 1)[0] in (b"400", b"413", b"403"), "the page itself has refused it"


def test_half_a_goodbye_still_gets_its_answer(page_at) -> None:
    with page_at.connect(HEAD + b"\r\n") as line:
        line.shutdown(socket.SHUT_WR)
        assert answers(line, 1) == [b"200"]
