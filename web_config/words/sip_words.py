"""What the answers to a call mean (RFC 3261 section 21), as the page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

PLAIN: dict[int, Any] = {
    400: _l("not understood there"),
    401: _l("user name or password refused"),
    402: _l("not paid for"),
    403: _l("refused there"),
    404: _l("nobody has this number"),
    405: _l("not possible there"),
    406: _l("not possible there"),
    407: _l("user name or password refused"),
    408: _l("no answer from there"),
    410: _l("the number is no longer in use"),
    415: _l("not possible there"),
    416: _l("the address is not understood there"),
    420: _l("not possible there"),
    423: _l("another registration time is wanted"),
    480: _l("not reachable now"),
    481: _l("the call was over already"),
    483: _l("the call went round in circles"),
    484: _l("the number is not complete"),
    485: _l("the number is not clear"),
    486: _l("busy"),
    487: _l("given up"),
    488: _l("no common way to speak"),
    500: _l("a fault there"),
    501: _l("not possible there"),
    502: _l("the address cannot be found"),
    503: _l("not reachable now"),
    504: _l("no answer from there"),
    600: _l("busy everywhere"),
    603: _l("declined"),
    604: _l("nobody has this number"),
    606: _l("no common way to speak"),
}
PHRASES = frozenset(
    phrase.casefold()
    for phrase in (
        *("Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Gone"),
        *("Method Not Allowed", "Not Acceptable", "Proxy Authentication Required"),
        *("Request Timeout", "Unsupported Media Type", "Unsupported URI Scheme", "Bad Extension"),
        *("Interval Too Brief", "Temporarily Unavailable", "Loop Detected", "Too Many Hops"),
        *("Call/Transaction Does Not Exist", "Address Incomplete", "Ambiguous", "Busy Here"),
        *("Request Terminated", "Not Acceptable Here", "Server Internal Error", "Bad Gateway"),
        *("Internal Server Error", "Not Implemented", "Service Unavailable", "Server Time-out"),
        *("Busy Everywhere", "Decline", "Declined", "Does Not Exist Anywhere", "OK"),
    )
)
"""What a code is called in the standard: it says no more than the code itself."""
