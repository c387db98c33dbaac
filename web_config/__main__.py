"""The web process, `python -m web_config`: serves the page until told to end."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import FrameType

from cheroot.wsgi import Server

from appliance.engine.watchdog import Watchdog
from web_config import LARGEST_UPLOAD, create_app
from web_config.ground.sessions import knows
from web_config.kit.protection import known_names
from web_config.options import Options, parsed
from web_config.server import GuardedServer, page_server, redirecting_server

M_ARENA_MAX = -8
PATIENCE_SECONDS = 3.0


def main() -> int:
    """Serve until SIGTERM or SIGINT; return 1, with a sentence, if the address cannot be had."""
    options = parsed(sys.argv[1:])
    share_memory()
    threading.excepthook = die
    with ExitStack() as house:
        try:
            server = opened(options, house)
        except (OSError, ValueError) as error:
            print(f"The page cannot be served: {error}", file=sys.stderr)
            print("Choose another address with --host, --port or --https-port.", file=sys.stderr)
            return 1
        watchdog = Watchdog()
        server.tell_progress_to(watchdog)
        watchdog.ready()
        server.serve()
    return 0


def opened(options: Options, house: ExitStack) -> GuardedServer:
    """Make everything ready and listen; what is to be ended goes into `house`."""
    site = options.site()
    names = known_names(site)
    papers = site.certificates.make_ready(names) if site.certificates else None
    app = create_app(site)
    house.callback(app.extensions["follower"].close)
    port = options.https_port if papers else options.port
    known = knows(app, site.open_door)
    server = page_server(app, known, options.host, port or 0, LARGEST_UPLOAD, papers)
    if papers:
        app.extensions["exchange_certificate"] = server.ssl_adapter.exchange
    listen(server, house)
    if papers:
        redirect = redirecting_server(options.host, options.port, server.bind_addr[1], names)
        listen(redirect, house)
        threading.Thread(target=redirect.serve, name="redirect", daemon=True).start()
    # Streams would never end by themselves: they go first.
    stop_by_signal(app.extensions["follower"].close)
    scheme = "https" if papers else "http"
    print(f"The page of Sentralbord is at {scheme}://{shown(server)}/", flush=True)
    return server


def share_memory() -> None:
    """Let all threads take memory from two places: from one each, it would never be given back."""
    with suppress(OSError, AttributeError):  # only glibc has it (mallopt(3))
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def listen(server: Server, house: ExitStack) -> None:
    """Open the server's socket, and see to it that it is closed. Raises OSError."""
    server.prepare()
    house.callback(server.stop)


def shown(server: Server) -> str:
    """Return where a server listens, as in a URL."""
    host, port = server.bind_addr[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def stop_by_signal(close: Callable[[], None]) -> None:
    """End the server at SIGTERM and SIGINT."""

    def stop(number: int, frame: FrameType | None) -> None:
        # Whoever does not end in time holds nothing that could be lost: the store is committed.
        end = threading.Timer(PATIENCE_SECONDS, os._exit, (0,))
        end.daemon = True
        end.start()
        close()
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def die(failure: threading.ExceptHookArgs) -> None:
    """End the process when a thread of it has failed: whoever started it starts it anew."""
    sys.excepthook(failure.exc_type, failure.exc_value or SystemExit(), failure.exc_traceback)
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
