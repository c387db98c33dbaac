"""The HTTP servers: one for the pages, by TLS if there is a certificate, and one that redirects."""

from __future__ import annotations

import logging
import selectors
import ssl
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from flask import Request

from appliance.engine.watchdog import Watchdog
from web_config.ground.places import Crowd, Served
from web_config.kit.protection import host_of, is_known
from web_config.live.panel import MOST_STREAMS
from web_config.serving.connection import LARGEST_HEADERS, Connection, Gone
from web_config.serving.gathering import Stands
from web_config.serving.progress import Progress
from web_config.serving.wire import SECONDS

STRANGERS = 4
THREADS = MOST_STREAMS + 4 + STRANGERS
"""Every stream holds one, and as many as strangers may have are kept for who is logged in."""
OF_ONE_ADDRESS = 3
"""Not all that strangers may have: another address is still served."""
WAITING_OF_ONE = 24
"""A browser asks for six things at once, and several may stand behind one address."""
MOST_OPEN, OPEN_OF_ONE = 256, 32
"""Connections of strangers; those who are logged in are not counted."""
MOST_OF_ALL = 600
"""The unit allows 1,024 files."""

log = logging.getLogger(__name__)

STOP_SECONDS = 2
WAITING = 128

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Knows = Callable[[str, str], bool]
"""Tells from the cookies of a request, and its address, whether somebody logged in asks."""


def page_server(
    app: Wsgi, knows: Knows, host: str, port: int, largest: int, papers: Path | None
) -> GuardedServer:
    """Return the server of the pages, not listening yet; `papers` is a PEM with key and chain."""
    server = GuardedServer(
        (host, port), app, THREADS, knows, Served(STRANGERS, OF_ONE_ADDRESS, WAITING_OF_ONE)
    )
    server.max_request_body_size = largest
    if papers:
        server.ssl_adapter = Tls(papers)
    return server


def redirecting_server(host: str, port: int, https_port: int, known: Collection[str]) -> Server:
    """Return a server that sends every browser to HTTPS, not listening yet."""
    app = redirect_to(https_port, known)
    server = GuardedServer((host, port), app, 2, lambda *_: False, Served(2, 1, WAITING_OF_ONE))
    server.max_request_body_size = LARGEST_HEADERS
    return server


class GuardedServer(Server):
    """A server that no stranger can keep from those who are logged in.

    Requests are gathered in the thread that accepts connections, and served by the others once
    they are whole. It does not write down that browsers leave as they like.
    """

    def __init__(
        self,
        where: tuple[str, int],
        app: Wsgi,
        threads: int,
        knows: Knows,
        served: Served[Connection],
    ) -> None:
        super().__init__(where, app, numthreads=threads, request_queue_size=WAITING)
        self.timeout, self.shutdown_timeout = SECONDS, STOP_SECONDS
        self.max_request_header_size = LARGEST_HEADERS
        self.server_name = self.version = "Sentralbord"
        self.ConnectionClass = Connection
        self._knows, self._served = knows, served
        self._crowd: Crowd[Connection] = Crowd(MOST_OPEN, OPEN_OF_ONE)
        self._lock = threading.RLock()
        self._progress = Progress(Watchdog({}), lambda: 0)
        self._expires_at = 0.0

    def tell_progress_to(self, watchdog: Watchdog) -> None:
        """Let systemd hear from now on that the page goes on; before `serve`."""
        self._progress = Progress(watchdog, lambda: self.requests.qsize)

    def prepare(self) -> None:
        """Open the socket. Raises OSError."""
        super().prepare()
        connections = self._connections  # type: ignore[attr-defined]
        select = connections._selector.select

        def round_begins(timeout: float) -> Any:
            self._round_begins(connections)
            return select(timeout=timeout)

        connections._selector.select = round_begins

    def _round_begins(self, connections: Any) -> None:
        """Cheroot looks for old connections by the wall clock; one that is set back ends that."""
        now = time.monotonic()
        if now >= self._expires_at:
            self._expires_at = now + self.expiration_interval
            connections._expire(threshold=time.time() - self.timeout)
        self._progress.went_round(now)

    def process_conn(self, conn: Connection) -> None:
        """Take in what a connection has to say; serve it once it has said all."""
        now = time.time()
        if conn.last_used is None or (conn.begins and not conn.evicted):
            conn.last_used = now  # from here on, cheroot gives it so many seconds
        try:
            stands = conn.gather()
        except Gone:
            conn.close()
            return
        if stands is Stands.MORE:
            self._wait_for_more(conn)
        elif stands is Stands.ODD:
            conn.refuse("400 Bad Request")
        elif self._knows(conn.gathered.cookies, conn.remote_addr or ""):
            self._leave_crowd(conn)
            super().process_conn(conn)
        elif stands is Stands.LARGE:
            conn.refuse("413 Content Too Large")
        else:
            self._serve_stranger(conn)

    def _wait_for_more(self, conn: Connection) -> None:
        """Listen on; where too many strangers are here, the one that is here longest has to go."""
        connections = self._connections  # type: ignore[attr-defined]
        if connections._num_connections >= MOST_OF_ALL:
            conn.close()
            return
        with self._lock:
            gone = None if conn.counted else self._crowd.come(conn.address, conn)
            conn.counted = True
            if gone:
                # Closed by the round that looks for those whose time is over, in this very thread.
                gone.evicted, gone.last_used = True, 0.0
        connections._selector.register(conn.socket.fileno(), selectors.EVENT_READ, conn)

    def _serve_stranger(self, conn: Connection) -> None:
        with self._lock:
            conn.served_as = conn.address
            served = self._served.come(conn.served_as, conn)
            if served is None:
                conn.served_as = ""
        if served:
            super().process_conn(conn)
        elif served is None:
            conn.refuse("503 Service Unavailable")

    def was_served(self, conn: Connection) -> None:
        """A request is answered: a stranger's place is free for the next one."""
        self._progress.answered()
        with self._lock:
            place, conn.served_as = conn.served_as, ""
            following = list(self._served.leave(place)) if place else []
        for each in following:
            super().process_conn(each)

    def has_gone(self, conn: Connection) -> None:
        """A connection is closed."""
        self._leave_crowd(conn)

    def _leave_crowd(self, conn: Connection) -> None:
        with self._lock:
            self._crowd.leave(conn.address, conn)
            conn.counted = False

    def error_log(
        self, msg: str = "", level: int = logging.WARNING, traceback: bool = False
    ) -> None:
        """Write down what is no browser's leaving."""
        error = sys.exc_info()[1]
        if not isinstance(error, ssl.SSLError | ConnectionError | TimeoutError):
            log.log(level, "%s", msg, exc_info=traceback)


class Tls(BuiltinSSLAdapter):
    """TLS 1.2 and newer (RFC 9325). A connection shakes hands as its bytes come (`Connection`).

    Cheroot would wait for them in the thread that accepts all others, so that one silent client
    could hold up everybody.
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
