"""The HTTP servers: one for the pages, by TLS if there is a certificate, and one that redirects."""

from __future__ import annotations

import logging
import ssl
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cheroot.server import HTTPConnection
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from flask import Request

from web_config.panel import MOST_STREAMS
from web_config.protection import host_of, is_known

THREADS = MOST_STREAMS + 8
"""Every stream holds one; the rest serve pages and forms."""

SECONDS = 10
"""How long a browser may be silent in the middle of a request, or may not read its answer."""

log = logging.getLogger(__name__)

LARGEST_HEADERS = 32 * 1024
STOP_SECONDS = 2
WAITING = 128

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def page_server(app: Wsgi, host: str, port: int, largest: int, papers: Path | None) -> Server:
    """Return the server of the pages, not listening yet; `papers` is a PEM with key and chain."""
    server = QuietServer((host, port), app, numthreads=THREADS, request_queue_size=WAITING)
    server.timeout, server.shutdown_timeout = SECONDS, STOP_SECONDS
    server.max_request_header_size = LARGEST_HEADERS
    server.max_request_body_size = largest
    server.server_name = server.version = "Sentralbord"
    server.ConnectionClass = Connection
    if papers:
        server.ssl_adapter = Tls(papers)
    return server


def redirecting_server(host: str, port: int, https_port: int, known: Collection[str]) -> Server:
    """Return a server that sends every browser to HTTPS, not listening yet."""
    server = QuietServer((host, port), redirect_to(https_port, known), numthreads=2)
    server.timeout, server.shutdown_timeout = SECONDS, STOP_SECONDS
    server.max_request_header_size, server.max_request_body_size = LARGEST_HEADERS, LARGEST_HEADERS
    server.server_name = server.version = "Sentralbord"
    return server


class QuietServer(Server):
    """A server that does not write down that browsers leave as they like."""

    def error_log(
        self, msg: str = "", level: int = logging.WARNING, traceback: bool = False
    ) -> None:
        """Write down what is no browser's leaving."""
        error = sys.exc_info()[1]
        if not isinstance(error, ssl.SSLError | ConnectionError | TimeoutError):
            log.log(level, "%s", msg, exc_info=traceback)


class Tls(BuiltinSSLAdapter):
    """TLS 1.2 and newer (RFC 9325). Each connection shakes hands in its own thread.

    Cheroot would do it in the thread that accepts all others, so that one silent client could
    hold up everybody.
    """

    def __init__(self, papers: Path) -> None:
        self._context: ssl.SSLContext | None = None
        super().__init__(str(papers), None)
        assert self.context
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2

    def wrap(self, sock: Any) -> tuple[Any, dict[str, str]]:
        """Return the socket with TLS on it, whose handshake is still to come."""
        assert self.context
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def exchange(self, papers: Path) -> None:
        """Serve later connections with another certificate. Raises OSError, ssl.SSLError."""
        assert self.context
        self.context.load_cert_chain(papers)


class Connection(HTTPConnection):
    """A connection that shakes hands before its first request."""

    shaken = False

    def communicate(self) -> bool:
        """Serve a request; False ends the connection."""
        if isinstance(self.socket, ssl.SSLSocket) and not self.shaken:
            try:
                self.socket.do_handshake()
            except OSError:  # ssl.SSLError too: strangers' browsers, scanners, plain HTTP
                return False
            self.shaken = True
        return bool(super().communicate())  # type: ignore[no-untyped-call]


def redirect_to(https_port: int, known: Collection[str]) -> Wsgi:
    """Return an application that answers with the same address by HTTPS.

    A name that is not ours gets no redirect: nobody shall be sent away by us.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        request = Request(environ)
        host = host_of(request)
        if not is_known(host, known):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"This box does not go by that name.\n"]
        name = f"[{host}]" if ":" in host else host
        port = "" if https_port == 443 else f":{https_port}"
        path = request.full_path if request.query_string else request.path
        headers = [("Location", f"https://{name}{port}{ascii_path(path)}"), ("Content-Length", "0")]
        start_response("308 Permanent Redirect", headers)
        return [b""]

    return application


def ascii_path(path: str) -> str:
    """Return a path as a header may hold it (RFC 3986)."""
    return quote("/" + path.lstrip("/\\"), safe="/?&=%+,;:@")
