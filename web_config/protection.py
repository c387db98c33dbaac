"""What keeps other sites out of the page: response headers, known names, and same-site forms."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": with it, browsers send our own forms with "Origin: null".
    "Referrer-Policy": "same-origin",
}
READING = ("GET", "HEAD", "OPTIONS")


def protect(app: Flask, names: Collection[str]) -> None:
    """Guard every request to `app`, which is known by `names` besides its addresses."""
    known = {"localhost", *own_names(), *(name.lower() for name in names)}

    @app.before_request
    def guard() -> None:
        if not is_known(host_of(request), known):
            abort(400, "This box does not go by that name. Use its address, or --name.")
        if request.method not in READING and not is_same_origin(request):
            abort(403, "This form was sent from another site. Open the page here and try again.")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def own_names() -> set[str]:
    """Return the names of this machine, also as its network may know it (RFC 6762)."""
    name = socket.gethostname().lower()
    return {name, f"{name.partition('.')[0]}.local"}


def host_of(asked: Request) -> str:
    """Return the name in the Host header, without the port; "" if it makes no sense."""
    try:
        return (urlsplit(f"//{asked.host}").hostname or "").lower()
    except ValueError:
        return ""


def is_known(host: str, known: Collection[str]) -> bool:
    """Tell an address or a known name from one that a stranger may have pointed at us.

    Without it, a web site whose name leads here (DNS rebinding) could read and use the page.
    """
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host in known
    return True


def is_same_origin(asked: Request) -> bool:
    """Tell whether a page of ours sent a form: Origin, else Referer, names our own host."""
    source = asked.headers.get("Origin") or asked.headers.get("Referer", "")
    try:
        return urlsplit(source).netloc.lower() == asked.host.lower()
    except ValueError:
        return False
