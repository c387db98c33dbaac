"""A web server on loopback that gives calendars, slowly or wrongly where a test wants it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from support.certificate import certificate

LONG = 60.0


@dataclass(frozen=True)
class Page:
    """What is answered; with `hang`, nothing more comes and the connection stays open."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
    hang: bool = False
    announced: int | None = None


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that go away; they are what the tests are about."""

    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Go on."""


class CalendarServer:
    """Serves `pages` by path, and remembers what it was asked; a context manager.

    `answers` are those to other methods, one after another; the last one stays. With `digest`,
    a challenge, only who answers by that scheme is let in. With a folder it speaks TLS, under a
    certificate of its own that lies there.
    """

    def __init__(self, tls: Path | None = None, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Page] = {}
        self.answers: dict[str, list[Page]] = {}
        self.bodies: list[bytes] = []
        self.digest = ""
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.arrived = threading.Condition()
        self.ended = threading.Event()
        self._http = Quiet((host, 0), self._handler())
        self.host = host
        self._scheme = "http"
        self.certificate = ""
        if tls:
            made = certificate(tls, host)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*made)
            self._http.socket = context.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
            self._scheme, self.certificate = "https", str(made.certificate)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._http.server_address[1])

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"{self._scheme}://{self.host}:{self.port}{path}"

    def wait_for(self, times: int, path: str, seconds: float = 30.0) -> None:
        """Wait until a page was asked for that often."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: self.times(path) >= times, seconds), self.asked

    def times(self, path: str) -> int:
        """How often a page was asked for."""
        return sum(1 for _, asked, _ in self.asked if asked == path)

    def next_answer(self, method: str) -> Page:
        """What is said to a method that is not GET."""
        given = self.answers.get(method) or [Page(status=405)]
        return given.pop(0) if len(given) > 1 else given[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with server.arrived:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    server.asked.append((self.command, self.path, headers))
                    server.bodies.append(body)
                    server.arrived.notify_all()
                page = server.pages.get(self.path, Page(status=404))
                if self.command != "GET":
                    page = server.next_answer(self.command)
                if server.digest and not headers.get("authorization", "").startswith("Digest "):
                    page = Page(status=401, headers={"WWW-Authenticate": server.digest})
                if page.user and not self.headers.get("Authorization"):
                    page = Page(status=401)
                if "etag" in page.headers and headers.get("if-none-match") == page.headers["etag"]:
                    page = Page(status=304)
                self.answer(page)

            do_REPORT = do_PROPFIND = do_GET

            def answer(self, page: Page) -> None:
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                length = len(page.body) if page.announced is None else page.announced
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(page.body)
                if page.hang:
                    self.wfile.flush()
                    server.ended.wait(LONG)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
