"""What keeps other sites out of the page: response headers, known names, and same-site forms."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request
from flask_babel import gettext as _

from web_config.ground.site import Site

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; media-src 'self' blob:; font-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": with it, browsers send our own forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    # The wizard may record a prompt; nothing here needs a camera or a place.
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
}
READING = ("GET", "HEAD", "OPTIONS")


HTTPS_ONLY = "max-age=31536000"
"""HSTS (RFC 6797). A browser heeds it only where it trusts the certificate."""


def protect(app: Flask, site: Site) -> None:
    """Guard every request to `app`, which is known by the site's names and by its addresses."""
    known = known_names(site)

    @app.before_request
    def guard() -> None:
        if not is_known(host_of(request), known):
            abort(400, _("This box does not go by that name. Use its address, or --name."))
        if request.method not in READING and not is_same_origin(request):
            abort(403, _("This form was sent from another site. Open the page here and try again."))

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        if site.secure:
            response.headers["Strict-Transport-Security"] = HTTPS_ONLY
        return response


def known_names(site: Site) -> set[str]:
    """Return every name by which browsers may call this box."""
    return {"localhost", "sentralbord.local", *own_names(), *(name.lower() for name in site.names)}


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
