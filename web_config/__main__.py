"""The web process, `python -m web_config --control PATH`: serves the page until told to end."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import waitress  # type: ignore[import-untyped]

from web_config import LARGEST_FORM, create_app
from web_config.access import LOOPBACK
from web_config.follower import Follower
from web_config.panel import MOST_STREAMS
from web_config.site import Site

THREADS = MOST_STREAMS + 8
"""Every stream holds one; the rest serve pages and forms."""

MOST_UNSENT = 256 * 1024
"""Bytes that may wait for one viewer before its thread waits too."""


def main() -> int:
    """Serve until SIGTERM or SIGINT; return 1, with a sentence, if the address cannot be had."""
    options = parsed(sys.argv[1:])
    threading.excepthook = die
    app = create_app(site_of(options))
    try:
        server = server_for(app, options.host, options.port)
    except (OSError, ValueError) as error:
        print(f"{options.host}:{options.port} cannot be served: {error}", file=sys.stderr)
        print("Choose another address with --host or --port.", file=sys.stderr)
        return 1
    stop_by_signal(app.extensions["follower"])
    for host, port in addresses(server):
        print(f"The page of Sentralbord is at http://{host}:{port}/", flush=True)
    server.run()
    server.close()
    return 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m web_config", description=__doc__)
    parser.add_argument("--control", type=Path, required=True, help="the control socket")
    parser.add_argument("--database", type=Path, required=True, help="the store")
    parser.add_argument("--media", type=Path, required=True, help="the folder of recordings")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--name", action="append", default=[], help="a name by which browsers know this box"
    )
    parser.add_argument(
        "--demo-without-password",
        action="store_true",
        help="everybody on this machine may do everything; on a loopback address only",
    )
    options = parser.parse_args(arguments)
    if options.demo_without_password and options.host not in LOOPBACK:
        parser.error("--demo-without-password: only with --host 127.0.0.1 or ::1")
    return options


def site_of(options: argparse.Namespace) -> Site:
    """Return what the application must know."""
    return Site(
        control=options.control,
        database=options.database,
        media=options.media,
        names=tuple(options.name),
        open_door=options.demo_without_password,
    )


def server_for(app: Any, host: str, port: int) -> Any:
    """Return a waitress server that listens; raises OSError or ValueError if it cannot."""
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_FORM,
        outbuf_high_watermark=MOST_UNSENT,
    )


def addresses(server: Any) -> list[tuple[str, int]]:
    """Return where the server listens; a host name may stand for several addresses."""
    several: list[tuple[str, int]] = getattr(server, "effective_listen", [])
    return several or [(server.effective_host, server.effective_port)]


def stop_by_signal(follower: Follower) -> None:
    """End the server at SIGTERM and SIGINT; the streams first, as they would never end."""

    def stop(number: int, frame: FrameType | None) -> None:
        follower.close()
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
